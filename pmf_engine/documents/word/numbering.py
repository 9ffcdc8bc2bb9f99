"""Ids that must stay unique when a loop repeats what a designer drew: asked for at each showing."""

from __future__ import annotations

import re

from lxml import etree

from pmf_engine.documents.word.xml import W14, WP, w

CALL = re.compile("\ue5f0(.*?)\ue5f1")
_EDITOR = (f"{{{W14}}}paraId", f"{{{W14}}}textId")


def renumber(root: etree._Element) -> None:
    """Replace the ids of drawings, bookmarks and controls by calls, and drop editing marks."""
    for drawing in root.iter(f"{{{WP}}}docPr"):
        drawing.set("id", _call("_marks.next()"))
    for bookmark in list(root.iter(w("bookmarkStart"))):
        _bookmark(bookmark)
    for end in root.iter(w("bookmarkEnd")):
        end.set(w("id"), _call(f"_marks.end('{end.get(w('id'))}')"))
    for control in root.iter(w("sdtPr")):
        for number in control.findall(w("id")):
            number.set(w("val"), _call("_marks.control('template')"))
    for paragraph in root.iter(w("p"), w("tr")):
        for name in _EDITOR:
            paragraph.attrib.pop(name, "")
    for noise in list(root.iter(w("proofErr"), w("lastRenderedPageBreak"))):
        _remove(noise)


def _bookmark(bookmark: etree._Element) -> None:
    name = bookmark.get(w("name"), "")
    bookmark.set(w("id"), _call(f"_marks.begin('{bookmark.get(w('id'))}')"))
    if re.fullmatch(r"\w+", name):
        bookmark.set(w("name"), _call(f"_marks.name('{name}')"))


def _call(expression: str) -> str:
    return f"\ue5f0{expression}\ue5f1"


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
