"""One sheet of a companion: title, note, table, status colours, sparklines and charts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pmf_engine.documents.charts import draw, rows_of
from pmf_engine.documents.excel.book import Book, page_text, set_up_page
from pmf_engine.documents.excel.cells import BOLD, Cells
from pmf_engine.documents.excel.memory import (
    Memory,
    Noted,
    TableMemory,
    chart_memory,
    text_token,
)
from pmf_engine.documents.excel.pages import (
    PIXELS_PER_CM,
    Rows,
    columns_cm,
    page_heights,
    rows_for,
)
from pmf_engine.documents.palette import HEADER, INK, STATUS_LOOKS
from pmf_engine.documents.text import clean, identifier, unique
from pmf_engine.model.cells import LAST_ROW
from pmf_engine.model.content import Chart, Field, Grid, Identity, Shade, Sheet
from pmf_engine.model.errors import PmfError
from pmf_engine.model.values import Figure

TITLE_ROW, NOTE_ROW, DRAFT_ROW, HEADER_ROW = range(4)
FIRST_ROW = HEADER_ROW + 2  # of data, from 1
SHEET_NAME_LIMIT, NAME_LIMIT = 31, 250
TREND = "Trend"
_TREND_FIELD = Field(title=TREND, chars=18)
_MOST_ROWS = LAST_ROW - HEADER_ROW - 1
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
BELOW_LIMIT = 60  # rows of a table under which charts still are found below it
_LEAST_CHART_CM, _GAP_CM = 13.0, 0.5
_TITLE_POINTS, _DRAFT_POINTS = 24.0, 20.0
_THICK = 5  # Excel's thickest border
_REPEATED = 2  # columns that stay in sight on a sheet wider than the screen


@dataclass
class Shelf:
    """A hidden sheet that holds what sparklines and charts are drawn from."""

    book: Book
    name: str
    sheet: Any = None
    used: int = 0

    def rows(self, count: int) -> int:
        """Make room for so many rows and return the first."""
        if self.sheet is None:
            self.sheet = self.book.workbook.add_worksheet(self.name)
            self.sheet.hide()
        self.used += count
        return self.used - count


@dataclass
class Companion:
    """What the sheets of one workbook share: names taken, figures and charts met so far."""

    book: Book
    identity: Identity
    trends: Shelf
    plots: Shelf
    tabs: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    chart_names: set[str] = field(default_factory=set)
    charts: list[Chart] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    cell_names: dict[str, str] = field(default_factory=dict)
    table_names: dict[str, str] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)

    def add_tab(self, name: str) -> Any:
        """Add a sheet under a name that Excel allows and that is not taken."""
        safe = _FORBIDDEN.sub("-", clean(name)).strip("' ") or "Sheet"
        return self.book.workbook.add_worksheet(unique(safe, self.tabs, SHEET_NAME_LIMIT))

    def name_for(self, slot: str) -> str:
        """Return a new name in the workbook for a table or a figure's cell."""
        return unique(f"pmf_{identifier(slot)}", self.names, NAME_LIMIT)


def write_sheet(companion: Companion, sheet: Any, spec: Sheet) -> None:
    """Fill a sheet as specified."""
    book, identity, rows = companion.book, companion.identity, Rows()
    rows.at_least(TITLE_ROW, _TITLE_POINTS)
    sheet.write_string(TITLE_ROW, 0, clean(spec.title), book.format("title"))
    sheet.write_string(NOTE_ROW, 0, clean(spec.note), book.format("note"))
    if identity.draft:
        sheet.write_string(DRAFT_ROW, 0, "DRAFT", book.format("warning"))
        rows.at_least(DRAFT_ROW, _DRAFT_POINTS)
    fields, trend = _fields(spec)
    noted = Noted(sheet, companion.memory, _key_columns(spec.grid))
    last = _write_rows(companion, noted, spec.grid, fields, rows)
    headings = _write_header(companion, sheet, spec.grid, fields, rows, last)
    _remember(companion, spec, headings, noted)
    rows.apply(sheet)
    _colour_statuses(companion, sheet, spec, fields, last)
    if spec.sparklines is not None and trend is not None:
        _draw_trends(companion, sheet, spec.sparklines, trend)
    _place_charts(companion, sheet, spec, fields, rows, last)
    sheet.freeze_panes(HEADER_ROW + 1, _REPEATED if spec.across > 1 else 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.hide_gridlines(2)
    set_up_companion_page(sheet, identity, landscape=spec.landscape)
    if spec.across > 1:
        sheet.fit_to_pages(spec.across, 0)
        sheet.repeat_columns(0, _REPEATED - 1)


def _key_columns(grid: Grid) -> list[int]:
    """Return the places of the columns by which a row is known."""
    return [at for at, each in enumerate(grid.fields) if each.title in grid.key] or [0]


def _remember(companion: Companion, spec: Sheet, titles: Sequence[str], noted: Noted) -> None:
    """Note a table as it was filled, and by which of its headings its rows are known."""
    grid = spec.grid
    key = [titles[at] for at in _key_columns(grid)]
    words = (spec.title, spec.note, "DRAFT" if companion.identity.draft else "")
    companion.memory.tables[grid.slot] = TableMemory(
        grid.slot,
        companion.table_names[grid.slot],
        titles,
        key,
        [text_token(clean(text)) for text in words],
        noted.rows(len(titles)),
    )


def set_up_companion_page(sheet: Any, identity: Identity, *, landscape: bool) -> None:
    """Print the entity above and the report below each page, and DRAFT where it is one."""
    header, footer = _header_and_footer(identity)
    set_up_page(sheet, header=header, footer=footer, landscape=landscape, draft=identity.draft)


def page_words(identity: Identity) -> tuple[str, str]:
    """Return what a companion prints above and below each page, as Excel codes it."""
    return page_text(*_header_and_footer(identity), draft=identity.draft)


def file_title(identity: Identity) -> str:
    """Return the title that a companion's file has."""
    words = identity.title, identity.entity_title, identity.period_title
    return ", ".join(filter(None, words))


def _header_and_footer(identity: Identity) -> tuple[str, str]:
    header = ", ".join(filter(None, (identity.entity_title or identity.title, identity.marking)))
    return header, f"{identity.title}, {identity.period_title}"


def _fields(spec: Sheet) -> tuple[tuple[Field, ...], int | None]:
    """Return the columns and which one holds sparklines; add it where none is called Trend."""
    titles = [each.title for each in spec.grid.fields]
    if spec.sparklines is None:
        return spec.grid.fields, None
    if TREND in titles:
        return spec.grid.fields, titles.index(TREND)
    return (*spec.grid.fields, _TREND_FIELD), len(titles)


def _write_rows(
    companion: Companion, noted: Noted, grid: Grid, fields: Sequence[Field], rows: Rows
) -> int:
    """Write the rows and return the last row of the table, which has one at least."""
    seen = _witness(companion, noted.sheet)
    cells, totals = (
        [
            Cells(
                companion.book,
                noted,
                each,
                seen,
                rows,
                indent=indent,
                look=look,
                tabs=companion.places,
            )
            for each, indent in zip(fields, _indents(fields), strict=True)
        ]
        for look in ("ruled", "total" if grid.strong else "ruled")
    )
    _check_shape(grid)
    at, added = HEADER_ROW, len(fields) > len(grid.fields)
    for at, row in enumerate(grid.rows, HEADER_ROW + 1):
        writers = totals if at - HEADER_ROW - 1 in grid.strong else cells
        for column, value in enumerate(row):
            writers[column][type(value)](at, column, value)
        if grid.shades:
            _shade(companion.book, noted.sheet, at, row, grid.shades[at - HEADER_ROW - 1])
        if added:
            cells[-1].write(at, len(row), None)
    if at == HEADER_ROW:
        at += 1
        for column in range(len(fields)):
            cells[column].write(at, column, None if column else "None")
    return at


def _check_shape(grid: Grid) -> None:
    """Raise PmfError where a grid would not fit its columns or a sheet."""
    if len(grid.rows) > _MOST_ROWS:
        raise PmfError(
            f"Table {grid.slot} has {len(grid.rows):,} rows, more than an Excel sheet holds."
        )
    width = len(grid.fields)
    if uneven := [at for at, row in enumerate(grid.rows, 1) if len(row) != width]:
        raise PmfError(
            f"Table {grid.slot} has {width} columns, but row {uneven[0]} has"
            f" {len(grid.rows[uneven[0] - 1])} values."
        )


def _indents(fields: Sequence[Field]) -> list[int]:
    """Return 1 for text just right of numbers, which would otherwise touch."""
    before = (False, *(each.right for each in fields))
    return [int(left and not each.right) for left, each in zip(before, fields, strict=False)]


def _witness(companion: Companion, sheet: Any) -> Callable[[Figure, int, int], None]:
    """Return what names the cell of each figure the first time that it is met."""
    from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

    tab = quote_sheetname(sheet.name)

    def seen(figure: Figure, row: int, column: int) -> None:
        companion.figures.setdefault(figure.slot, figure)
        if figure.slot not in companion.cell_names:
            name = companion.name_for(figure.slot)
            companion.cell_names[figure.slot] = name
            cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
            companion.book.workbook.define_name(name, f"={tab}!{cell}")

    return seen


def _shade(
    book: Book, sheet: Any, at: int, row: Sequence[Any], shades: Sequence[Shade | None]
) -> None:
    """Write the cells of a matrix again in their own look; every other cell stands."""
    for column, (value, shade) in enumerate(zip(row, shades, strict=True)):
        if shade is not None:
            look = book.format("matrix", bg_color=shade.fill, font_color=shade.ink, **_sides(shade))
            sheet.write_string(at, column, clean(str(value)), look)


def _sides(shade: Shade) -> dict[str, Any]:
    return dict.fromkeys(shade.thick, _THICK) | {f"{side}_color": INK for side in shade.thick}


def _write_header(
    companion: Companion, sheet: Any, grid: Grid, fields: Sequence[Field], rows: Rows, last: int
) -> list[str]:
    """Write the table around its rows and return its headings."""
    taken: set[str] = set()
    columns, headings = [], []
    for at, (each, indent) in enumerate(zip(fields, _indents(fields), strict=True)):
        align = "right" if each.right else "left"
        look = companion.book.format("header", align=align, indent=indent)
        title = unique(" ".join(clean(each.title).split()) or "Column", taken, 255)
        columns.append({"header": title, "header_format": look})
        headings.append(title)
        rows.wrap(HEADER_ROW, title, each.chars * BOLD)
        sheet.set_column(at, at, each.chars)
    name = companion.table_names[grid.slot] = companion.name_for(grid.slot)
    options = {
        "name": name,
        "columns": columns,
        "style": None,
        "title": clean(grid.caption)[:255],
        "description": clean(grid.summary or grid.caption),
    }
    sheet.add_table(HEADER_ROW, 0, last, len(fields) - 1, options)
    return headings


def _colour_statuses(
    companion: Companion, sheet: Any, spec: Sheet, fields: Sequence[Field], last: int
) -> None:
    for at, each in enumerate(fields):
        if each.title not in spec.statuses:
            continue
        for status in STATUS_LOOKS:
            look = companion.book.format("status", font_color=status.ink, bg_color=status.tint)
            rule = {"type": "text", "criteria": "begins with", "value": status.shape}
            sheet.conditional_format(HEADER_ROW + 1, at, last, at, rule | {"format": look})


def _draw_trends(
    companion: Companion, sheet: Any, runs: Sequence[Sequence[Any]], column: int
) -> None:
    from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

    top = companion.trends.rows(len(runs))
    places, ranges = [], []
    for at, run in enumerate(runs):
        for across, value in enumerate(run):
            if value is not None:
                companion.trends.sheet.write_number(top + at, across, value)
        if run:
            places.append(xl_rowcol_to_cell(HEADER_ROW + 1 + at, column))
            span = xl_range(top + at, 0, top + at, len(run) - 1)
            ranges.append(f"{companion.trends.name}!{span}")
    if places:
        look = {"series_color": HEADER, "last_color": HEADER, "last_point": True, "weight": 1.5}
        drawn = {"location": places, "range": ranges, "empty_cells": "gaps", "show_hidden": True}
        sheet.add_sparkline(HEADER_ROW + 1, column, look | drawn)


def _place_charts(
    companion: Companion, sheet: Any, spec: Sheet, fields: Sequence[Field], rows: Rows, last: int
) -> None:
    """Set charts in rows under the table, as wide as it; beside it where it is long."""
    width = columns_cm([each.chars for each in fields])
    pages: tuple[float, ...]
    if last - HEADER_ROW > BELOW_LIMIT:
        across, row, column, pages = 1, HEADER_ROW, len(fields) + 1, ()
    else:
        across, row, column = max(1, int(width // _LEAST_CHART_CM)), last + 2, 0
        pages = page_heights(width, landscape=spec.landscape)
    charts = _fitted(spec.charts, width / across, across)
    for first in range(0, len(charts), across):
        group = charts[first : first + across]
        height = max(chart.height_cm for chart in group)
        row = rows.first_fit(row, height, pages, HEADER_ROW)
        for at, chart in enumerate(group):
            _insert(companion, sheet, chart, (row, column), at * width / across)
        row += rows_for(height) + 1


def _insert(
    companion: Companion, sheet: Any, chart: Chart, cell: tuple[int, int], right_cm: float
) -> None:
    top = companion.plots.rows(rows_of(chart) + 1)
    drawn = draw(companion.book.workbook, companion.plots.sheet, top, chart)
    offset = round(right_cm * PIXELS_PER_CM)
    place = {"x_offset": offset, "object_position": 2, "description": clean(chart.alt)}
    name = unique(f"pmf_{identifier(chart.slot)}", companion.chart_names, NAME_LIMIT)
    drawn.chart_name = name
    sheet.insert_chart(*cell, drawn, place)
    companion.charts.append(chart)
    companion.memory.charts[chart.slot] = chart_memory(name, chart)


def _fitted(charts: Sequence[Chart], room: float, across: int) -> list[Chart]:
    """Return charts no wider than their share of a row, and as high as each other in it."""
    if across == 1:
        return list(charts)
    height = max((each.height_cm for each in charts), default=0)
    return [
        replace(each, width_cm=min(each.width_cm, room - _GAP_CM), height_cm=height)
        for each in charts
    ]
