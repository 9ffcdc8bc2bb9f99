"""What a refresh changes cell by cell, for a workbook that is open in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pmf_engine.documents.excel import lineage
from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.fill.content import Content
from pmf_engine.documents.excel.refresh.refreshing import refreshed
from pmf_engine.documents.excel.refresh.session import Session
from pmf_engine.model.cells import Area
from pmf_engine.model.content import Identity, Sheet
from pmf_engine.model.refresh import Change, in_order
from pmf_engine.model.values import Figure

Cell = tuple[str, int, int]
Spot = tuple[str, Area]


@dataclass(frozen=True, slots=True)
class Touched:
    """What a refresh changes: cells by sheet, row and column, with the cells between them.

    Each has its number format where that changes, else an empty one.
    `formulas` are cells of new rows that a formula of people's own column goes on into.
    `tables` and `names` give where each that moves or grows stood, None for a new one, and where
    it stands afterwards. `memory` is the hidden sheet anew; `drawn` says that charts or other
    parts beside the cells change, which an open workbook does not show.
    """

    cells: Mapping[Cell, tuple[Content, str]]
    formulas: Set[Cell]
    tables: Mapping[str, tuple[Spot, Spot]]
    names: Mapping[str, tuple[Spot | None, Spot]]
    memory: Sequence[Sequence[str]]
    drawn: bool
    changes: tuple[Change, ...]


def touch_excel(
    data: bytes,
    sheets: Sequence[Sheet],
    identity: Identity,
    figures: Sequence[Figure] = (),
) -> Touched:
    """Return what `refresh_excel` would change in a companion. Raises what that does."""
    session = refreshed(data, sheets, identity, figures, overwrite=False)
    before = Book(data)
    wanted = [[*row, *[""] * (3 - len(row))] for row in session.memory]
    return Touched(
        _cells(before, session),
        _formulas(session),
        _tables(before, session.old),
        _names(before, session),
        wanted if wanted != session.was.rows else (),
        _drawn(before, session.old),
        in_order(session.changes),
    )


def _cells(before: Book, session: Session) -> dict[Cell, tuple[Content, str]]:
    found: dict[Cell, tuple[Content, str]] = {}
    for name, sheet in session.old.open_sheets.items():
        changed = sheet.changed | sheet.restyled
        if name == lineage.SHEET or not changed:
            continue
        was = before.sheet(name)
        for row, column in changed | set(_between(session.old, name, changed)):
            held = sheet.read(row, column)
            if not held.formula:
                code = session.old.styles.code(held.style)
                same = code == before.styles.code(was.read(row, column).style)
                found[name, row, column] = held.content, "" if same else code
    return found


def _between(book: Book, name: str, changed: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the cells between those that change, so that a table is written in few blocks.

    They are those of the columns of a table in which something changes, and on a hidden sheet all.
    """
    areas = [table.data for table in book.tables.values() if table.sheet == name]
    if name.startswith("_"):
        across = [column for _, column in changed]
        areas = [Area(min(across), min(changed)[0], max(across), max(changed)[0])]
    for area in areas:
        rows = range(area.top, area.bottom + 1)
        for column in {column for row, column in changed if area.holds(row, column)}:
            yield from ((row, column) for row in rows)


def _formulas(session: Session) -> set[Cell]:
    return {
        (name, row, column)
        for name, sheet in session.old.open_sheets.items()
        for row, column in sheet.changed
        if sheet.read(row, column).formula
    }


def _tables(before: Book, after: Book) -> dict[str, tuple[Spot, Spot]]:
    found = {}
    for key, table in after.tables.items():
        was = before.tables[key]
        if was.area != table.area:
            found[table.name] = (was.sheet, was.area), (table.sheet, table.area)
    return found


def _names(before: Book, session: Session) -> dict[str, tuple[Spot | None, Spot]]:
    found: dict[str, tuple[Spot | None, Spot]] = {}
    for name in session.names.values():
        was, now = before.names.place(name), session.old.names.place(name)
        if now is not None and was != now:
            found[name] = was, now
    return found


def _drawn(before: Book, after: Book) -> bool:
    """Whether parts that are drawn, such as charts, are other than they were."""
    after.to_bytes()
    parts = (name for name in before.zip if "/charts/" in name or "/drawings/" in name)
    return any(before.zip.read(name) != after.read(name) for name in parts)
