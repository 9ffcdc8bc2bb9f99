"""What makes Excel work results out anew once cells have changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lxml import etree

from pmf_engine.documents.excel.fill.ranges import stretched
from pmf_engine.documents.excel.fill.sheet import M
from pmf_engine.documents.package import parse, serialise
from pmf_engine.model.cells import Area, cell_name

if TYPE_CHECKING:
    from pmf_engine.documents.excel.fill.book import Book

_AFTER_CALCULATION = frozenset(
    f"{M}{name}"
    for name in (
        "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes",
        "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
    )
)  # fmt: skip


def ask(book: Book, sheets: Iterable[str]) -> None:
    """Ask Excel to calculate the book when it is next opened, and pivot tables to follow."""
    settings = book.root.find(f"{M}calcPr")
    if settings is None or settings.get("fullCalcOnLoad") not in ("1", "true"):
        root = book.book_changes()
        if settings is None:
            settings = etree.Element(f"{M}calcPr")
            later = (at for at, each in enumerate(root) if each.tag in _AFTER_CALCULATION)
            root.insert(next(later, len(root)), settings)
        settings.set("fullCalcOnLoad", "1")
    for part in book.linked(book.part, "pivotCacheDefinition"):
        if part in book.zip:
            _refresh_pivot(book, part, {name.casefold() for name in sheets})


def _refresh_pivot(book: Book, part: str, sheets: set[str]) -> None:
    root = parse(book.read(part))
    source = root.find(f"{M}cacheSource/{M}worksheetSource")
    if source is None:
        return
    before = serialise(root)
    _stretch_source(book, source)
    named = source.get("sheet") or _sheet_of(book, source.get("name", ""))
    if named is None or named.casefold() in sheets:
        root.set("refreshOnLoad", "1")
    if serialise(root) != before:
        book.replace(part, serialise(root))


def _stretch_source(book: Book, source: etree._Element) -> None:
    """Make the block that a pivot table reads end with a table's new last row."""
    area = Area.parse(source.get("ref", ""))
    for sheet, table, bottom in book.stretched:
        if area is not None and source.get("sheet") == sheet:
            source.set("ref", str(stretched(area, table, bottom)))


def _sheet_of(book: Book, name: str) -> str | None:
    """The sheet of a table or name that a pivot table reads, None where it is not known."""
    if name.casefold() in book.tables:
        return book.tables[name.casefold()].sheet
    place = book.names.place(name)
    return place[0] if place else None


def chain(book: Book, sheet: str, cells: Iterable[tuple[int, int]]) -> None:
    """Add cells with new formulas to the calculation chain, where the book keeps one."""
    for part in book.linked(book.part, "calcChain"):
        root = parse(book.read(part))
        for row, column in cells:
            etree.SubElement(root, f"{M}c", r=cell_name(row, column), i=book.sheet_id(sheet))
        book.replace(part, serialise(root))
