"""One declared table, or named cell, of one file: its typed rows and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from pmf_engine.model.cells import column_letter, target
from pmf_engine.model.findings import Finding, error, note, warning
from pmf_engine.model.tables import Column, Input, Kind, NamedCell, Table
from pmf_engine.workbook import frame as frames
from pmf_engine.workbook.columns import Typed, type_column
from pmf_engine.workbook.convert import Bad
from pmf_engine.workbook.data import Cells, Piece
from pmf_engine.workbook.faults import Faults, FileFault
from pmf_engine.workbook.files import File
from pmf_engine.workbook.frame import Frame
from pmf_engine.workbook.opened import BLANK, Grid, Opened
from pmf_engine.workbook.suggest import did_you_mean


class Book(Protocol):
    """What typing cells needs to know of the file they stand in."""

    file: File
    waits_for_calculation: bool

    @property
    def percent_styles(self) -> frozenset[int]:
        """The cell styles that show a number as a percentage."""
        ...


@dataclass(frozen=True, slots=True)
class Strip:
    """The cells of one column that belong to a table: its rows by number, and who may see them."""

    grid: Grid
    name: str
    column: Column
    letter: int
    numbers: Sequence[int]
    workbook: str
    personal: bool = False

    def at(self, numbers: Sequence[int]) -> Strip:
        """Return the same column of other rows."""
        return replace(self, numbers=numbers)

    def place(self, at: int) -> dict[str, str | None]:
        """Return where a cell stands, as the names that a Finding takes."""
        cell = f"{column_letter(self.letter)}{self.numbers[at]}"
        return {
            "workbook": self.workbook, "sheet": self.grid.sheet, "cell": cell, "field": self.name,
        }  # fmt: skip


def read_input(opened: Opened, declared: Input, faults: Faults) -> Piece | None:
    """Return what a file holds of an input, None where an optional one is absent.

    Raises FileFault where it is absent and should not be.
    """
    if isinstance(declared, NamedCell):
        return _named_cell(opened, declared, faults)
    return _table(opened, declared, faults)


def _table(opened: Opened, table: Table, faults: Faults) -> Piece | None:
    frame = frames.find(opened, table, opened.grid)
    return None if frame is None else read_frame(opened, frame, table, faults)


def read_frame(opened: Book, frame: Frame, table: Table, faults: Faults) -> Piece:
    """Return the typed rows of a table whose place is known."""
    workbook = opened.file.path.name
    strips = columns_of(opened, frame, table, faults)
    letters = {name: strip.letter for name, strip in strips.items()}
    numbers, raw = rows_of(frame, letters, workbook, faults)
    columns = {
        name: typed_cells(opened, strip.at(numbers), raw.pop(name), faults)
        for name, strip in strips.items()
    }
    faults.extend(remarks(opened, frame, numbers, workbook))
    return Piece(workbook, frame.grid.sheet, opened.file.sha256, numbers, letters, columns)


def columns_of(opened: Book, frame: Frame, table: Table, faults: Faults) -> dict[str, Strip]:
    """Return where each declared column stands, of no rows yet; faults of the header are added."""
    workbook = opened.file.path.name
    found, findings = frames.letters(frame, table)
    faults.extend(replace(finding, workbook=workbook) for finding in findings)
    named = [name for name in table.columns if name in found]
    return {
        name: Strip(frame.grid, name, column, found[name], (), workbook, table.personal)
        for name in dict.fromkeys((*named, *found))
        if (column := table.column(name)) is not None
    }


def rows_of(
    frame: Frame, letters: dict[str, int], workbook: str, faults: Faults
) -> tuple[Sequence[int], dict[str, list[Any]]]:
    """Return the numbers of the rows that hold data, and the raw values of each column."""
    top = frame.header + 1
    raw = {name: frame.grid.column(letter, top, frame.bottom) for name, letter in letters.items()}
    if not raw:
        return range(0), {}
    blank = _blank_rows(frame, raw)
    end = frame.bottom
    while blank and blank[-1] == end:
        end = blank.pop()
        end -= 1
    for number in blank:
        faults.add(blank_row(frame, number, workbook))
    size = max(end - top + 1, 0)
    if not blank and end == frame.bottom:
        return range(top, top + size), raw
    if not blank:
        return range(top, top + size), {name: cells[:size] for name, cells in raw.items()}
    gone = set(blank)
    kept = [number for number in range(top, end + 1) if number not in gone]
    return kept, {name: [cells[n - top] for n in kept] for name, cells in raw.items()}


def blank_row(frame: Frame, number: int, workbook: str) -> Finding:
    """Return that a row is blank."""
    return error(
        "blank-row",
        f"Row {number} is blank, with data below it. Delete the row.",
        workbook=workbook,
        sheet=frame.grid.sheet,
        cell=f"{column_letter(frame.left)}{number}",
    )


def _blank_rows(frame: Frame, raw: dict[str, list[Any]]) -> list[int]:
    """Return the numbers of rows that hold nothing at all, not even an error."""
    top = frame.header + 1
    blank: Sequence[int] = range(max(frame.bottom - top + 1, 0))
    for cells in raw.values():
        blank = [at for at in blank if cells[at] == BLANK] if _has_text(cells) else []
        if not blank:
            return []
    trouble = {row for row, column in frame.grid.xml.trouble if frame.left <= column <= frame.right}
    return [
        top + at
        for at in blank
        if top + at not in trouble
        and not any(cell != BLANK for cell in frame.grid.row(top + at, frame.left, frame.right))
    ]


def _has_text(cells: list[Any]) -> bool:
    return str in set(map(type, cells))


def typed_cells(opened: Book, strip: Strip, raw: list[Any], faults: Faults) -> Cells:
    """Return the typed values of a column's cells, and add what is wrong with them."""
    typed = type_column(strip.column, raw)
    if strip.column.kind is Kind.PERCENT:
        _refuse_percent_formats(opened, strip, raw, typed)
    for at, bad in typed.bad.items():
        finding = error(bad.code, bad.sentence(raw[at], personal=strip.personal), **strip.place(at))
        faults.add(finding)
    for at, (code, message) in typed.odd.items():
        faults.add(warning(code, message, **strip.place(at)))
    if typed.has_blanks:
        _look_behind_blanks(strip, typed, faults)
    values = typed.values
    return Cells(lambda: values)


def _refuse_percent_formats(opened: Book, strip: Strip, raw: list[Any], typed: Typed) -> None:
    """Mark cells shown with a % sign: Excel holds a hundredth of what they show."""
    styles = opened.percent_styles
    if not styles:
        return
    styled = strip.grid.xml.styled(styles)
    for at, number in enumerate(strip.numbers):
        value = raw[at]
        if isinstance(value, int | float) and value and (number, strip.letter) in styled:
            typed.values[at] = None
            typed.bad.setdefault(
                at,
                Bad(
                    "percent-scale",
                    "is shown with a % sign, which multiplies it by 100",
                    "Format the cell as General and type the percentage in points: 95 for 95 %.",
                ),
            )


def _look_behind_blanks(strip: Strip, typed: Typed, faults: Faults) -> None:
    """Report errors and formulas that read as blank, and blanks that must not be."""
    trouble = strip.grid.xml.trouble
    if not trouble and not strip.column.required:
        return
    empty = () if strip.column.many else None
    for at, value in enumerate(typed.values):
        if (value is not None and value != empty) or at in typed.bad:
            continue
        found = trouble.get((strip.numbers[at], strip.letter))
        if found is not None:
            faults.add(_trouble(found.error, strip.place(at)))
        elif strip.column.required:
            message = f"The cell is blank and must be filled. Type the {strip.name}."
            faults.add(error("cell-blank", message, **strip.place(at)))


def _trouble(shown: str, place: dict[str, str | None]) -> Finding:
    if shown:
        return error(
            "cell-error",
            f"The cell shows {shown}. Correct its formula, or clear the cell where there is no"
            " value.",
            **place,
        )
    return error(
        "cell-not-calculated",
        "The formula has no saved result. Open the workbook in Excel, save it, and run again.",
        **place,
    )


def remarks(opened: Book, frame: Frame, numbers: Sequence[int], workbook: str) -> Iterator[Finding]:
    """Yield what is remarkable about a sheet of which these rows were read."""
    place: dict[str, str | None] = {"workbook": workbook, "sheet": frame.grid.sheet}
    hidden = len(frame.grid.xml.hidden_rows.intersection(numbers))
    if hidden:
        rows = "1 row is" if hidden == 1 else f"{hidden:,} rows are"
        yield note("hidden-rows", f"{rows} hidden or filtered out; all were read.", **place)
    if opened.waits_for_calculation and frame.grid.xml.has_formulas_near_top:
        yield warning(
            "stale-formulas",
            "The sheet has formulas that Excel has not calculated since the file was made. Open it"
            " in Excel and save it.",
            **place,
        )
    yield from _outside(frame, place)


def _outside(frame: Frame, place: dict[str, str | None]) -> Iterator[Finding]:
    """Warn of data below an Excel table, which the table does not take in."""
    if frame.table is None:
        return
    below = range(frame.table.area.bottom + 1, frame.grid.area.bottom + 1)
    for number in below:
        for at, cell in enumerate(frame.grid.row(number, frame.left, frame.right), frame.left):
            if cell != BLANK:
                yield warning(
                    "outside-table",
                    f"Data stands below the table {frame.table.name} and was not read. Drag the"
                    " table's lower right corner down over it, or move it elsewhere.",
                    cell=f"{column_letter(at)}{number}", **place,
                )  # fmt: skip
                return


def _named_cell(opened: Opened, declared: NamedCell, faults: Faults) -> Piece | None:
    name, names = declared.name, opened.structure.names
    text = names.get(name.casefold())
    if text is None:
        if declared.optional:
            return None
        raise FileFault(
            "missing-name",
            f"The workbook has no defined name “{name}”. {did_you_mean(name, names)}In Excel choose"
            f" Formulas, Name Manager, and give the cell the name {name}.",
            field=name,
        )
    found = target(text)
    sheet = opened.structure.sheet(found[0]) if found else None
    if (
        found is None
        or sheet is None
        or found[1].left != found[1].right
        or (found[1].top != found[1].bottom)
    ):
        raise FileFault(
            "name-not-a-cell",
            f"The name {name} points at {text or 'nothing'}, not at one cell. In Excel choose"
            " Formulas, Name Manager, and point it at the cell.",
            field=name,
        )
    grid, area = opened.grid(sheet), found[1]
    numbers = range(area.top, area.top + 1)
    workbook = opened.file.path.name
    strip = Strip(grid, name, declared.column, area.left, numbers, workbook)
    cells = typed_cells(opened, strip, grid.column(area.left, area.top, area.top), faults)
    return Piece(workbook, sheet, opened.file.sha256, numbers, {name: area.left}, {name: cells})
