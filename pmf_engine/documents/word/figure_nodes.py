"""The figures of a document's own part: what the nodes say to which its controls are bound.

A refresh asks this of every figure and little more of any, so it is found in the bytes, as long as
they are written as the engine and Word write them; else the part is read as any XML is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape
from typing import NamedTuple

from lxml import etree

from pmf_engine.documents.package import parse
from pmf_engine.documents.word.controls import node_name
from pmf_engine.documents.word.kept import Place, Shown, quick

_BEGIN, _END = b"<figures>", b"</figures>"
_NODES = ("text", "short", "filled", "filled-short")
_FIGURE = re.compile(
    r'<figure id="([^"&]*)"([^>]*)>'
    + "".join(f"(?:<{name}/>|<{name}>([^<]*)</{name}>)" for name in _NODES)
)
_UTF8 = re.compile(rb"<\?xml[^>]*encoding=[\"']UTF-8[\"']", re.IGNORECASE)
# What says something else than it seems to, and the rarest sign of it, found ten times as fast.
_UNUSUAL = {"<!": "!", "<?": "?", "\r": "\r", "&#": "#"}
_GONE = ' gone="'
_Told = tuple[str, str, str, str, str, str]  # slot, further attributes, and what the nodes say
_Elements = Callable[[], list[etree._Element]]


class Cut(NamedTuple):
    """The root of a part, perhaps without its figures, what those show, and what reads them.

    `gone` are the slots of those that the report gives no more.
    """

    root: etree._Element
    shown: dict[Place, Shown]
    gone: list[str]
    elements: _Elements


def read(xml: bytes) -> Cut:
    """Return what a document's own part holds. Raises PmfError where it is no XML."""
    start, end = xml.find(_BEGIN) + len(_BEGIN), xml.find(_END)
    body = _decoded(xml[start:end]) if _UTF8.match(xml) and start >= len(_BEGIN) else ""
    found = _FIGURE.findall(body)
    if not found or len(found) != body.count("<figure") or _is_unusual(body):
        root = parse(xml)
        elements = _elements(root)
        return _cut(root, map(_told, elements), lambda: elements)
    told = map(_unescaped, found) if "&" in body else found
    return _cut(parse(xml[:start] + xml[end:]), told, lambda: _elements(parse(xml)))


def _cut(root: etree._Element, told: Iterable[_Told], elements: _Elements) -> Cut:
    shown: dict[Place, Shown] = {}
    gone = []
    for slot, facts, text, short, filled, filled_short in told:
        shown[quick(Place, (slot, "text"))] = quick(Shown, (text, filled))
        shown[quick(Place, (slot, "short"))] = quick(Shown, (short, filled_short))
        if _GONE in facts:
            gone.append(slot)
    return Cut(root, shown, gone, elements)


def _unescaped(told: _Told) -> _Told:
    slot, facts, *said = told
    text, short, filled, filled_short = map(unescape, said) if "&" in "".join(said) else said
    return slot, facts, text, short, filled, filled_short


def _is_unusual(body: str) -> bool:
    return any(rare in body and whole in body for whole, rare in _UNUSUAL.items())


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iterfind(f"{node_name('figures')}/*"))


def _told(element: etree._Element) -> _Told:
    text, filled = shown_in(element, "text", "filled")
    short, filled_short = shown_in(element, "short", "filled-short")
    gone = _GONE if element.get("gone") else ""
    return element.get("id", ""), gone, text, short, filled, filled_short


def shown_in(element: etree._Element, says: str, filled: str) -> Shown:
    """Return what two nodes of an element say: now, and when it was last filled."""
    text, was = element.findtext(node_name(says)) or "", element.findtext(node_name(filled))
    return Shown(text, text if was is None else was)
