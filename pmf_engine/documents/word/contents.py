"""The contents list: linked headings, whose page numbers Word fills on opening."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.word.xml import W, attribute, run, w

_LEVELS = re.compile(r"TOC\b.*\\o\s+\"?(\d)-(\d)")
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_FIRST_ID = 900_000  # above the bookmarks of slots, which count from 1


def fill_contents(xml: bytes, styles: Mapping[str, str]) -> bytes:
    """Return a document part whose contents field lists its headings, each with a link.

    `styles` gives style ids by name. A part without such a field comes back as it is.
    """
    if b"TOC" not in xml:
        return xml
    root = parse(xml)
    field = next(_fields(root), None)
    if field is None:
        return xml
    paragraphs, instruction, lowest = field
    entries = list(_mark(root, styles, lowest))
    _replace(paragraphs, instruction, entries, styles)
    return serialise(root)


def _fields(root: etree._Element) -> Iterator[tuple[list[etree._Element], str, int]]:
    """Yield the paragraphs of each contents field, its instruction and its lowest level."""
    for code in root.iter(w("instrText")):
        match = _LEVELS.search(code.text or "")
        if match:
            first = next(code.iterancestors(w("p")))
            yield _until_end(first), (code.text or "").strip(), int(match[2])


def _until_end(first: etree._Element) -> list[etree._Element]:
    found, depth = [first], _depth(first)
    while depth > 0 and (following := found[-1].getnext()) is not None:
        found.append(following)
        depth += _depth(following)
    return found


def _depth(paragraph: etree._Element) -> int:
    kinds = [mark.get(w("fldCharType")) for mark in paragraph.iter(w("fldChar"))]
    return kinds.count("begin") - kinds.count("end")


def _mark(
    root: etree._Element, styles: Mapping[str, str], lowest: int
) -> Iterator[tuple[int, str, str]]:
    """Bookmark each heading and yield its level, bookmark and text."""
    levels = {
        style: int(match[1])
        for name, style in styles.items()
        if (match := _HEADING.fullmatch(name))
    }
    number = 0
    for paragraph in list(root.iter(w("p"))):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        level = levels.get("" if style is None else style.get(w("val"), ""))
        text = "".join(piece.text or "" for piece in paragraph.iter(w("t"))).strip()
        if level is None or level > lowest or not text:
            continue
        number += 1
        _bookmark(paragraph, number)
        yield level, _name(number), text


def _bookmark(paragraph: etree._Element, number: int) -> None:
    mark = {w("id"): str(_FIRST_ID + number)}
    start = etree.Element(w("bookmarkStart"), {**mark, w("name"): _name(number)})
    paragraph.insert(1 if paragraph.find(w("pPr")) is not None else 0, start)
    etree.SubElement(paragraph, w("bookmarkEnd"), mark)


def _name(number: int) -> str:
    return f"_Toc{number:06}"


def _replace(
    paragraphs: list[etree._Element],
    instruction: str,
    entries: list[tuple[int, str, str]],
    styles: Mapping[str, str],
) -> None:
    pieces = [_entry(entry, styles) for entry in entries]
    opening = f"{_mark_of('begin')}{_code(instruction)}{_mark_of('separate')}"
    if pieces:
        pieces[0] = pieces[0].replace("</w:pPr>", f"</w:pPr>{opening}", 1)
        opening = ""
    pieces.append(f"<w:p>{opening}{_mark_of('end')}</w:p>")
    made = parse(f'<w:body xmlns:w="{W}">{"".join(pieces)}</w:body>'.encode())
    for piece in made:
        paragraphs[0].addprevious(piece)
    for old in paragraphs:
        parent = old.getparent()
        if parent is not None:
            parent.remove(old)


def _entry(entry: tuple[int, str, str], styles: Mapping[str, str]) -> str:
    level, name, text = entry
    style = styles.get(f"TOC {level}") or styles.get(f"toc {level}") or f"TOC{level}"
    field = (_mark_of("begin"), _code(f"PAGEREF {name} \\h"), _mark_of("separate"), _mark_of("end"))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{attribute(style)}"/></w:pPr>'
        f'<w:hyperlink w:anchor="{name}" w:history="1">'
        f"{run(text)}<w:r><w:tab/></w:r>{''.join(field)}</w:hyperlink></w:p>"
    )


def _mark_of(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _code(instruction: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
