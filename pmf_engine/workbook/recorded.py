"""Tables read as whole columns: their rows pass by in batches, and only the columns are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from pmf_engine.model.findings import error
from pmf_engine.model.records import Gathering, Held, NewGathering, Typing
from pmf_engine.model.tables import Column, Kind, Table
from pmf_engine.workbook import frame as frames
from pmf_engine.workbook.columns import type_column
from pmf_engine.workbook.convert import Bad
from pmf_engine.workbook.data import Cells, Piece, TableData, headings
from pmf_engine.workbook.faults import Faults
from pmf_engine.workbook.frame import Frame
from pmf_engine.workbook.opened import Opened, Passing
from pmf_engine.workbook.tables import (
    Book,
    Strip,
    blank_row,
    columns_of,
    remarks,
    rows_of,
    typed_cells,
)

BATCH = 20_000  # rows typed at a time: enough to be quick, few enough to hold


class Recorded(TableData):
    """Where the rows of a table stand, whose columns are held elsewhere."""

    def __init__(self, table: Table, pieces: Sequence[Piece], gathering: Gathering) -> None:
        super().__init__(table.name, headings(table, pieces), pieces)
        self.held: Held = gathering.finish(self)

    def distinct(self, name: str) -> set[Any]:
        """Return the values that stand in a column, blanks apart; each of several in one cell."""
        return self.held.distinct(name)

    def holding(self, name: str, wanted: set[Any]) -> list[int]:
        """Return the places of the rows of which a column holds any of these values."""
        return self.held.holding(name, wanted)

    def repeats(self, names: Sequence[str], needed: Sequence[str]) -> list[tuple[int, int]]:
        """Return each row whose values stood together before, with the first row to hold them."""
        return self.held.repeats(names, needed)

    def _gather(self, name: str) -> list[Any]:
        return self.held.values(name)


def new_gathering(table: Table, make: NewGathering | None) -> Gathering:
    """Return what gathers the columns of a table; typed by the rules of cells."""
    assert make is not None, f"{table.name} is declared with records"  # noqa: S101 - by the engine
    return make(table, typing_of(table))


def typing_of(table: Table) -> Typing:
    """Return what types values of a column of a table, all sound or None."""

    def typed(name: str, raw: list[Any]) -> list[Any] | None:
        column = table.column(name)
        assert column is not None, name  # noqa: S101 - only columns that are read are typed
        found = type_column(column, raw)
        return None if found.bad or found.odd else found.values

    return typed


def read_passing(
    opened: Opened, table: Table, faults: Faults, gathering: Gathering
) -> Piece | None:
    """Gather what a sheet holds of a table, and return where its rows stand.

    None where an optional table is absent. Raises FileFault where it should not be.
    """
    frame = frames.find(opened, table, opened.passing)
    if frame is None:
        return None
    intake = Intake(opened, frame, table, faults, gathering)
    top = frame.header + 1
    for first in range(top, frame.bottom + 1, BATCH):
        intake.take_rows(first, min(first + BATCH - 1, frame.bottom))
    faults.extend(remarks(opened, frame, intake.numbers, opened.file.path.name))
    return intake.piece()


@dataclass
class Intake:
    """Batches of a table on their way from a sheet, or from a plugin, to where they are held."""

    book: Book
    frame: Frame
    table: Table
    faults: Faults
    gathering: Gathering
    numbers: list[int] = field(default_factory=list)
    _blank: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.strips = columns_of(self.book, self.frame, self.table, self.faults)
        self._letters = {name: strip.letter for name, strip in self.strips.items()}

    def take_rows(self, first: int, last: int) -> None:
        """Take the rows of the sheet by number, and tell blank ones once a row follows them."""
        cast("Passing", self.frame.grid).hold(first, last)
        part = replace(self.frame, header=first - 1, bottom=last)
        workbook = self.book.file.path.name
        faults = Faults()
        numbers, raw = rows_of(part, self._letters, workbook, faults)
        if numbers:
            self.faults.extend(blank_row(part, one, workbook) for one in self._blank)
            self._blank = []
        self._blank.extend(range(numbers[-1] + 1 if numbers else first, last + 1))
        self.faults.extend(faults.findings())
        self.take(numbers, raw)

    def take(
        self,
        numbers: Sequence[int],
        raw: Mapping[str, Sequence[Any]],
        cells: Callable[[Sequence[Any]], list[Any]] = list,
    ) -> None:
        """Take rows column by column, typed as a whole where they are sound, else cell by cell.

        `cells` turns a column into values that cells can hold.
        """
        self.numbers.extend(numbers)
        made = {}
        for name, strip in self.strips.items():
            made[name] = self.gathering.whole(name, raw[name])
            if made[name] is None:
                made[name] = self._closer(strip.at(numbers), cells(raw[name]))
        self.gathering.add(made, len(numbers))

    def _closer(self, strip: Strip, raw: list[Any]) -> list[Any]:
        """Return the values of a column cell by cell; what is wrong with any is a fault."""
        values = typed_cells(self.book, strip, raw, self.faults).values
        places, unheld = self.gathering.unheld(strip.name, values)
        for at in unheld:
            fault = _too_precise(strip.column, places)
            sentence = fault.sentence(raw[at], personal=strip.personal)
            self.faults.add(error(fault.code, sentence, **strip.place(at)))
            values[at] = None
        return values

    def piece(self) -> Piece:
        """Return where the rows stand."""
        numbers = _as_range(self.numbers)
        file, held = self.book.file, {name: Cells(list) for name in self.strips}
        where = file.path.name, self.frame.grid.sheet, file.sha256
        return Piece(*where, numbers, self._letters, held)


def _too_precise(column: Column, places: int) -> Bad:
    if column.kind is Kind.WHOLE:
        return Bad("cell-too-precise", "is too large to keep exactly", "Check the figure.")
    return Bad(
        "cell-too-precise",
        f"has more digits than are kept here: {places} decimal places",
        f"Round it in the workbook, to {places} decimal places at most.",
    )


def _as_range(numbers: list[int]) -> Sequence[int]:
    if numbers and numbers[-1] - numbers[0] + 1 == len(numbers):
        return range(numbers[0], numbers[-1] + 1)
    return numbers
