"""What charts remember of cells: brought up to date where the cells have changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lxml import etree

from pmf_engine.documents.excel.fill.names import absolute
from pmf_engine.documents.excel.fill.ranges import stretched
from pmf_engine.documents.excel.fill.sheet import is_number
from pmf_engine.documents.package import parse, serialise
from pmf_engine.model.cells import Area, target

if TYPE_CHECKING:
    from pmf_engine.documents.excel.fill.book import Book

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
C = f"{{{CHART}}}"
CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CACHES = (("numRef", "numCache"), ("strRef", "strCache"))
_APART = re.compile(r",(?=(?:[^']*'[^']*')*[^']*$)")
_Cells = set[tuple[int, int]]
_Places = list[tuple[str, Area]]


def refresh_caches(book: Book, written: Mapping[str, _Cells]) -> None:
    """Rewrite what charts remember of cells that were written, by sheet."""
    for part in chart_parts(book):
        root = parse(book.read(part))
        changed = _stretch(book, root)
        for reference, cache in list(_references(root)):
            changed = _refresh(book, reference, cache, written) or changed
        if changed:
            book.replace(part, serialise(root))


def chart_parts(book: Book) -> list[str]:
    """Return the names of the parts that are charts."""
    types = parse(book.read("[Content_Types].xml"))
    names = [
        each.get("PartName", "").lstrip("/")
        for each in types
        if each.get("ContentType") == CHART_TYPE
    ]
    return [name for name in names if name in book.zip]


def _references(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for reference, cache in _CACHES:
        for each in root.iter(f"{C}{reference}"):
            yield each, cache


def _refresh(
    book: Book, reference: etree._Element, cache: str, written: Mapping[str, _Cells]
) -> bool:
    places = places_of(book, reference.findtext(f"{C}f") or "")
    if not any(_touched(area, written.get(sheet, set())) for sheet, area in places):
        return False
    texts = [
        (held.content.text if held.content.kind != "e" else "")
        for sheet, area in places
        for held in (book.sheet(sheet).read(*cell) for cell in _cells(area))
    ]
    if cache == "numCache" and any(text and not is_number(text) for text in texts):
        cache = _made_text(reference)
    write_cache(reference, cache, texts)
    return True


def _made_text(reference: etree._Element) -> str:
    """Turn a reference to numbers into one to text, where it names the points."""
    parent = reference.getparent()
    if parent is None or parent.tag != f"{C}cat":
        return "numCache"
    for cache in reference.findall(f"{C}numCache"):
        reference.remove(cache)
    reference.tag = f"{C}strRef"
    return "strCache"


def _stretch(book: Book, root: etree._Element) -> bool:
    """Make references that end with a table's last row end with its new one."""
    changed = False
    for formula in root.iter(f"{C}f") if book.stretched else ():
        place = target((formula.text or "").strip())
        for sheet, table, bottom in book.stretched:
            if place and place[0] == sheet and place[1].top < place[1].bottom:
                wide = stretched(place[1], table, bottom)
                changed = changed or wide != place[1]
                formula.text = absolute(sheet, wide) if wide != place[1] else formula.text
    return changed


def write_cache(reference: etree._Element, name: str, texts: list[str]) -> None:
    """Give a reference of a chart what it remembers: one text or number a point, empty for none."""
    cache = reference.find(f"{C}{name}")
    if cache is None:
        cache = etree.SubElement(reference, f"{C}{name}")
    for old in [*cache.iterfind(f"{C}pt"), *cache.iterfind(f"{C}ptCount")]:
        cache.remove(old)
    fresh = [etree.Element(f"{C}ptCount", val=str(len(texts)))]
    for at, text in enumerate(texts):
        if text and (name == "strCache" or is_number(text)):
            point = etree.Element(f"{C}pt", idx=str(at))
            etree.SubElement(point, f"{C}v").text = text
            fresh.append(point)
    first = 1 if cache.find(f"{C}formatCode") is not None else 0
    cache[first:first] = fresh


def places_of(book: Book, formula: str) -> _Places:
    """Return the blocks of cells that a chart's reference names, none where it is no such thing."""
    places = []
    for piece in _APART.split(formula.strip().removeprefix("(").removesuffix(")")):
        place = target(piece.strip()) or _named(book, piece.strip())
        sheet = book.sheet_name(place[0]) if place else None
        if place is None or sheet is None:
            return []
        places.append((sheet, place[1]))
    return places


def _named(book: Book, text: str) -> tuple[str, Area] | None:
    """The block of a defined name, of the book (`[0]!Name`) or of a sheet (`Part!Name`)."""
    owner, mark, name = text.rpartition("!")
    sheet = owner.strip("'").replace("''", "'")
    if mark and sheet in book.sheet_names:
        scoped = book.names.place(name, book.sheet_names.index(sheet))
        if scoped:
            return scoped
    return book.names.place(name)


def _touched(area: Area, cells: _Cells) -> bool:
    return any(area.holds(*cell) for cell in cells)


def _cells(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column
