"""Where a declared table stands in a workbook, and which sheet column holds each of its columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pmf_engine.model.cells import Area, column_letter
from pmf_engine.model.findings import Finding, error, warning
from pmf_engine.model.tables import Table
from pmf_engine.workbook.convert import digits
from pmf_engine.workbook.faults import FileFault
from pmf_engine.workbook.opened import Grid, Opened
from pmf_engine.workbook.structure import ExcelTable
from pmf_engine.workbook.suggest import did_you_mean, nearest

_ROWS_SEARCHED = 10


@dataclass(frozen=True, slots=True)
class Frame:
    """A table's sheet, its header row and the rows below it; `table` where it is an Excel table."""

    grid: Grid
    left: int
    right: int
    header: int
    bottom: int
    table: ExcelTable | None

    @property
    def headings(self) -> dict[int, str]:
        """Sheet column to heading, stripped; blank headings left out."""
        cells = self.grid.row(self.header, self.left, self.right)
        texts = ((at, _heading(cell)) for at, cell in enumerate(cells, self.left))
        return {at: text for at, text in texts if text}


def find(opened: Opened, table: Table, grid_of: Callable[[str], Grid]) -> Frame | None:
    """Return where a table stands; None where an optional one is absent.

    `grid_of` gives a sheet by its name.

    Raises FileFault where a table that is not optional is absent, or has no header row.
    """
    found = opened.structure.table(table.name) or _only_table(opened, table.name)
    if found is not None:
        return _in_excel_table(grid_of(found.sheet), found)
    sheet = opened.structure.sheet(table.name)
    if sheet is None:
        if table.optional:
            return None
        raise _missing(opened, table.name)
    grid = grid_of(sheet)
    return Frame(grid, 1, max(grid.area.right, 1), 1, grid.area.bottom, None)


def _only_table(opened: Opened, name: str) -> ExcelTable | None:
    """Return the one Excel table, of another name, that fills the sheet from its first row."""
    sheet = opened.structure.sheet(name)
    tables = opened.structure.tables_on(sheet) if sheet else []
    return tables[0] if len(tables) == 1 and tables[0].area.top == 1 else None


def _in_excel_table(grid: Grid, table: ExcelTable) -> Frame:
    if not table.has_header:
        raise FileFault(
            "header-not-found",
            f"The table {table.name} has its header row switched off. In Excel choose Table"
            " Design, Header Row.",
            sheet=table.sheet,
        )
    area = table.area
    bottom = min(area.bottom - table.totals_rows, grid.area.bottom)
    return Frame(grid, area.left, area.right, area.top, bottom, table)


def _missing(opened: Opened, name: str) -> FileFault:
    sheets = opened.structure.sheets
    names = [*sheets, *(table.name for sheet in sheets for table in _tables(opened, sheet))]
    return FileFault(
        "missing-table",
        f"The workbook has no sheet or table “{name}”. {did_you_mean(name, names)}"
        f"Rename the sheet and its table to {name}, or add them.",
    )


def _tables(opened: Opened, sheet: str) -> list[ExcelTable]:
    return opened.structure.tables_on(sheet)


def letters(frame: Frame, table: Table) -> tuple[dict[str, int], list[Finding]]:
    """Return the sheet column of each declared column, and what is wrong with the header."""
    place = {"sheet": frame.grid.sheet}
    headings = frame.headings
    found: dict[str, int] = {}
    findings: list[Finding] = []
    for at, heading in headings.items():
        if table.column(heading) is None:
            continue
        if heading in found:
            cell = f"{column_letter(at)}{frame.header}"
            findings.append(_duplicate(heading, found[heading], cell, place))
        found.setdefault(heading, at)
    findings += _header_elsewhere(frame, table, found)
    if not findings or found:
        findings += _missing_columns(table, headings, found, frame.header, place)
    findings += _differing(frame, table, headings, place)
    findings += _merged(frame, place)
    return found, findings


def _duplicate(heading: str, first: int, cell: str, place: dict[str, Any]) -> Finding:
    return error(
        "duplicate-column",
        f"The heading “{heading}” stands twice, also in column {column_letter(first)}."
        " Rename or delete one of the two columns.",
        cell=cell, field=heading, **place,
    )  # fmt: skip


def _missing_columns(
    table: Table, headings: dict[int, str], found: dict[str, int], row: int, place: dict[str, Any]
) -> Iterator[Finding]:
    spare = {text: at for at, text in headings.items() if text not in table.columns}
    for name, column in table.columns.items():
        if name in found or column.optional:
            continue
        near = nearest(name, spare)
        hint = f"Did you mean “{near}”? " if near else ""
        yield error(
            "missing-column",
            f"The table {table.name} has no column “{name}”. {hint}Headings are matched letter for"
            f" letter: type {name} in the header row.",
            cell=f"{column_letter(spare[near])}{row}" if near else None, field=name, **place,
        )  # fmt: skip


def _header_elsewhere(frame: Frame, table: Table, found: dict[str, int]) -> Iterator[Finding]:
    """Say so when a plain sheet has nothing in its first row and the headings lower down."""
    if frame.table is not None or found:
        return
    for row in range(2, _ROWS_SEARCHED + 1):
        cells = map(_heading, frame.grid.row(row, frame.left, frame.right))
        if len(set(cells) & set(table.columns)) * 2 >= len(table.columns):
            yield error(
                "header-not-found",
                f"The header row of {table.name} stands in row {row}. Delete the rows above it, so"
                " that it is row 1, or make it an Excel table of that name (Insert, Table).",
                sheet=frame.grid.sheet, cell=f"A{row}",
            )  # fmt: skip
            return


def _differing(
    frame: Frame, table: Table, headings: dict[int, str], place: dict[str, Any]
) -> Iterator[Finding]:
    inside = frame.table.headings if frame.table else ()
    for at, called in enumerate(inside, frame.left):
        shown = headings.get(at, "")
        if shown != called and table.columns.keys() & {shown, called}:
            yield warning(
                "header-differs",
                f"The cell says “{shown}” but the Excel table calls the column “{called}”. Retype"
                " the heading in Excel and save.",
                cell=f"{column_letter(at)}{frame.header}", field=shown or called, **place,
            )  # fmt: skip


def _merged(frame: Frame, place: dict[str, Any]) -> Iterator[Finding]:
    for area in frame.grid.xml.merged:
        if area.top <= frame.header <= area.bottom and _overlaps(area, frame):
            cell = f"{column_letter(area.left)}{area.top}"
            yield error(
                "header-merged",
                "Cells of the header row are merged, so columns cannot be told apart. Unmerge them"
                " (Home, Merge & Centre) and give each column its heading.",
                cell=cell, **place,
            )  # fmt: skip


def _overlaps(area: Area, frame: Frame) -> bool:
    return area.left <= frame.right and area.right >= frame.left


def _heading(cell: Any) -> str:
    if isinstance(cell, float):
        return digits(cell)
    return str(cell).strip()
