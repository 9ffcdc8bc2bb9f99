"""One refresh under way: the file as people left it, the companion built anew, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pmf_engine.documents.excel import lineage
from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.fill.content import BLANK, Content
from pmf_engine.documents.excel.fill.sheet import SheetPart
from pmf_engine.documents.excel.memory import Memory, alike, read_memory
from pmf_engine.model.cells import Area
from pmf_engine.model.content import Identity
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding
from pmf_engine.model.lineage import Lineage
from pmf_engine.model.refresh import Change, ChangeKind

_GONE = (
    "The workbook has no record of the report that it was made from: its hidden sheet"
    f" {lineage.SHEET} is gone or was changed. Build it anew with pmf run."
)
_OTHER = "The workbook holds {}, so it cannot be refreshed with {}."
Rows = list[list[str]]


@dataclass(frozen=True)
class Remembered:
    """What a companion says of itself on its hidden sheet, and the rows of text that say it."""

    rows: Rows
    lineage: Lineage
    memory: Memory

    @cached_property
    def cell_names(self) -> dict[str, str]:
        """The defined name of the cell of each figure shown, by slot."""
        return {row[1]: row[2] for row in self.rows if row[0] == "figure" and row[2]}


@dataclass
class Session:
    """What every step of a refresh shares."""

    old: Book
    fresh: Book
    was: Remembered
    now: Remembered
    overwrite: bool
    changes: list[Change] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    spots: dict[tuple[str, int, int], tuple[str, int, int]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    memory: list[Sequence[str]] = field(default_factory=list)

    def note(self, kind: ChangeKind, slot: str, title: str, **facts: str) -> None:
        """Note a change."""
        self.changes.append(Change(kind=kind, slot=slot, title=title, **facts))

    def note_figure(self, slot: str, title: str, **facts: str) -> None:
        """Note a new value once, however many cells show it."""
        if slot not in self.told:
            self.told.add(slot)
            self.note(ChangeKind.VALUE, slot, title, **facts)

    @cached_property
    def displays(self) -> Mapping[str, str]:
        """How a sentence shows every figure now, by slot."""
        return {each.slot: each.display for each in self.now.lineage.figures}

    @cached_property
    def displayed(self) -> Mapping[str, str]:
        """How a sentence showed every figure when the workbook was last filled, by slot."""
        return {each.slot: each.display for each in self.was.lineage.figures}


def remembered(book: Book) -> Remembered:
    """Return what a workbook says of itself. Raises PmfError where it is no companion."""
    if lineage.SHEET not in book.parts:
        raise PmfError(_GONE)
    try:
        rows = list(_texts(book))
        return Remembered(rows, lineage.lineage_of(rows), read_memory(rows))
    except (KeyError, TypeError, ValueError, ArithmeticError, IndexError):
        raise PmfError(_GONE) from None


def check_identity(was: Identity, now: Identity) -> None:
    """Raise PmfError unless a workbook holds the report and entity that it shall be filled with."""
    if (was.report, was.entity) != (now.report, now.entity):
        names = [f"{one.title}, {one.entity_title or one.entity}" for one in (was, now)]
        raise PmfError(_OTHER.format(*names))


def shown(held: Content) -> str:
    """Return what stands in a cell as words: a number with at most 15 digits."""
    return f"{float(held.text):.15g}" if held.kind == "n" else held.text


def _texts(book: Book) -> Iterator[list[str]]:
    sheet = book.sheet(lineage.SHEET)
    for row in sheet.rows.filled_below(0):
        last = max(row.cells, default=0)
        cells = [sheet.read(row.number, at).content.text for at in range(1, last + 1)]
        yield [*cells, *[""] * (3 - len(cells))]


def write_memory(session: Session, rows: Sequence[Sequence[str]]) -> None:
    """Write the hidden sheet anew, where it differs."""
    wanted = [[*row, *[""] * (3 - len(row))] for row in rows]
    if wanted == session.was.rows:
        return
    sheet = session.old.sheet(lineage.SHEET)
    sheet.clear()
    for at, row in enumerate(wanted, 1):
        for column, text in enumerate(row, 1):
            if text:
                sheet.write(at, column, Content("s", text))


def copy_cells(source: SheetPart, block: Area, goal: SheetPart, top: int, rows: int) -> bool:
    """Copy a block's values to another sheet from a row, blanking what stood there; True if new."""
    written = False
    for down in range(rows):
        for column in range(block.left, block.right + 1):
            row = block.top + down
            wanted = source.read(row, column).content if row <= block.bottom else BLANK
            held = goal.read(top + down, column).content
            if not alike(held, wanted):
                goal.write(top + down, column, wanted)
                written = True
    return written
