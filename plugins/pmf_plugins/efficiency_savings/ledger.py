"""The savings of a year, and the figures they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from pmf_engine.api import Missing
from pmf_engine.framework.yearly import slug, total, year_row, years_to
from pmf_plugins.efficiency_savings.inputs import THEMES

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Measured, Period, Row, Run

WHOLE = (
    "total", "cashable", "non-cashable", "ongoing", "count", "target", "against-target", "of-costs",
)  # fmt: skip
PARTS = ("total", "cashable", "non-cashable")
SHOWN_YEARS = 3
_MONEY = ("baseline", "cost_after", "cost_of_change")


def savings(run: Run, year: Period | None = None) -> list[Row]:
    """Return the savings of the entity for a year, by default the run's; notes no read."""
    rows: list[Row] = run.data.savings.where(entity=run.entity.code, year=year or run.period)
    return rows


def themes(run: Run) -> list[str]:
    """Return the themes that have savings in the year, in the order of the list."""
    found = {row.peek("theme") for row in savings(run)}
    return [theme for theme in THEMES if theme in found]


def make_figures(run: Run) -> Iterator[Figure]:
    """Yield each saving, each theme, the year and the years before it."""
    for row in savings(run):
        title = row.peek("title") or row.peek("reference")
        yield run.measure("saving", _terms(run, [row]), slot=saving_slot(row), title=title)
    for theme in themes(run):
        rows = [row for row in savings(run) if row.peek("theme") == theme]
        yield from _parts(run, rows, f"theme/{slug(theme)}", theme)
    for key in WHOLE:
        yield run.measure(key, _terms(run, savings(run), _entered(run)))
    for year in years_to(run.period, SHOWN_YEARS)[:-1]:
        yield from _parts(run, savings(run, year), f"year/{year.id}", year.name, year)


def saving_slot(row: Row) -> str:
    """Return the slot of the figure of one saving."""
    return f"saving/{slug(row.peek('reference') or '')}"


def _parts(
    run: Run, rows: Sequence[Row], slot: str, name: str, year: Period | None = None
) -> Iterator[Figure]:
    for key in PARTS:
        title = f"{name}: {run.definitions[key].in_force(run.period).title.lower()}"
        terms = _terms(run, rows, _entered(run, year))
        yield run.measure(key, terms, slot=f"{slot}/{key}", title=title)


def _entered(run: Run, year: Period | None = None) -> Callable[[], Missing | None]:
    """What says why nothing can be counted: that nobody entered the year."""

    def missing() -> Missing | None:
        row = year_row(run, "years", year)
        if row is None or row.year is None:
            name = (year or run.period).name
            return Missing(f"there is no row for {name} in Efficiency_Years")
        return None

    return missing


def _terms(
    run: Run, rows: Sequence[Row], missing: Callable[[], Missing | None] = lambda: None
) -> dict[str, Callable[[], Measured]]:
    """Return what counts each term of the definitions from these rows."""

    def summed(column: str, cashable: bool = False) -> Measured:
        kept = [row for row in rows if row.cashable] if cashable else rows
        return missing() or total(kept, column, f"{column.replace('_', ' ')} is blank")

    whole = {name: partial(summed, name) for name in _MONEY}
    cashable = {f"cashable_{name}": partial(summed, name, cashable=True) for name in _MONEY}
    return {
        **whole,
        **cashable,
        "ongoing": lambda: missing() or _ongoing(rows),
        "savings": lambda: missing() or Decimal(len(rows)),
        "target": partial(_of_year, run, "target", "no target was set"),
        "running_costs": partial(_of_year, run, "running_costs", "running costs are not entered"),
    }


def _ongoing(rows: Sequence[Row]) -> Measured:
    kept = [row for row in rows if row.lasting == "ongoing"]
    sums = [total(kept, name, f"{name} is blank") for name in _MONEY]
    gaps = [one for one in sums if isinstance(one, Missing)]
    if gaps:
        return gaps[0]
    before, after, change = (one for one in sums if isinstance(one, Decimal))
    return before - after - change


def _of_year(run: Run, column: str, why: str) -> Measured:
    row = year_row(run, "years")
    value = None if row is None else row[column]
    return Missing(why) if value is None else value
