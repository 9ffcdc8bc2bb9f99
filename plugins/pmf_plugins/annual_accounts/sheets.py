"""The return in Excel: check list, lines, statements, mapping and consolidation; and as CSV."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Listing, Run, Sheet
from pmf_engine.framework.finance.ledgers import consolidation_grid, mapping_grid, totals_grid
from pmf_engine.framework.finance.statements import Statements, statements_of
from pmf_engine.framework.returns import review_sheets
from pmf_engine.framework.sources import sources_sheet
from pmf_plugins.annual_accounts.content import compared, unverified
from pmf_plugins.annual_accounts.tables import restated_grid, statement_grid, statement_title

_UNVERIFIED = "Unverified: not confirmed against the regulator's template. See the sheet Formulas."
_TITLES = {
    "comprehensive-income": "Comprehensive income",
    "financial-position": "Financial position",
    "changes-in-reserves": "Reserves",
    "cash-flows": "Cash flows",
    "social-housing-lettings": "Lettings note",
    "other-activities": "Other activities",
    "housing-properties": "Housing properties",
    "depreciation": "Depreciation",
    "deferred-grant": "Deferred grant",
}


def companion(run: Run) -> list[Sheet]:
    """Return the sheets in the order of the return."""
    found = statements_of(run)
    said = _UNVERIFIED if unverified(found) else ""
    statements = [
        (_TITLES.get(one.code, one.code), statement_title(found, one), statement_grid(found, one))
        for one in found.statements
    ]
    grids = [
        ("Restated", "What was restated", restated_grid(found)),
        ("Consolidation", "From the companies to the group", consolidation_grid(found)),
        ("Mapping", "From the trial balance to the return", mapping_grid(found)),
        ("Formulas", "What each total adds up", totals_grid(found)),
    ]
    return [
        *review_sheets(run, compared(found)),
        _sheet(run, "Return", "Lines of the electronic return", return_grid(found), said),
        *(_sheet(run, name, title, grid, said) for name, title, grid in statements),
        *(_sheet(run, name, title, grid, said) for name, title, grid in grids if grid),
        sources_sheet(compared(found), f"{run.entity.title}, {run.period.title}"),
    ]


def return_grid(found: Statements) -> Grid:
    """Return every line of the return, one a row, in thousands and in pounds."""
    now, last = (year.year_label for year in found.years)
    titles = (f"{now} £000", f"{last} £000", f"{now} £", f"{last} £")
    rows = list(_rows(found))
    return Grid(
        slot="return",
        caption="Lines of the electronic return",
        summary=f"One line a row, {len(rows)} rows; columns part to last year in pounds.",
        fields=(
            Field(title="Part", chars=46),
            Field(title="Line code", chars=28),
            Field(title="Line", chars=52),
            *(Field(title=title, chars=17, right=True) for title in titles),
        ),
        rows=rows,
    )


def listing(run: Run) -> Listing:
    """Return the lines of the return for a CSV file; amounts in thousands and in pounds."""
    found = statements_of(run)
    now, last = (year.id for year in found.years)
    names = ("part", "line_code", "line")
    columns = tuple(f"{unit}_{year}" for unit in ("thousands", "pounds") for year in (now, last))
    verified = {one.title: "yes" if one.verified else "no" for one in found.statements}
    rows = [(*row, verified[str(row[0])]) for row in _rows(found)]
    return Listing(header=(*names, *columns, "layout_verified"), rows=rows)


def _rows(found: Statements) -> list[tuple[CellValue, ...]]:
    lines = found.books.chart.lines
    return [
        (
            one.title,
            code,
            lines[code].title,
            *(found.shown[one.code, code, year] for year in found.years),
            *(found.exact[code, year] for year in found.years),
        )
        for one in found.statements
        for code in found.codes(one)
    ]


def _sheet(run: Run, name: str, title: str, grid: Grid, said: str = "") -> Sheet:
    held = f"This sheet holds one table: {len(grid.rows)} rows."
    return Sheet(
        name=name,
        title=f"{title}: {run.entity.title}, {run.period.name}",
        note=" ".join(filter(None, (held, said))),
        grid=grid,
    )
