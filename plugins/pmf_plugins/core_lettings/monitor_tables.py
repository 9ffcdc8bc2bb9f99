"""The tables and charts of the monitoring report."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmf_engine.api import CellValue, Chart, Field, Figure, Grid, Period, Run, Series
from pmf_engine.model.numbers import half_up
from pmf_plugins.core_lettings.counted import RENTS
from pmf_plugins.core_lettings.figures import BY_MONTH, months, rents
from pmf_plugins.core_lettings.shown_counts import Counts, counts

_TOTAL = "All lettings"
_BLUE, _ORANGE = "#12436D", "#F46A25"


def by_need(run: Run) -> Grid:
    """Return lettings by need and rent type."""
    return _grid(counts(run, "need"), "by-need", "Lettings by need and rent type", "Need")


def by_ethnic_group(run: Run) -> Grid:
    """Return lettings by the lead tenant's ethnic background."""
    caption = "Lettings by ethnic background of the lead tenant"
    return _grid(counts(run, "ethnic"), "by-ethnic-group", caption, "Ethnic background")


def by_source(run: Run) -> Grid:
    """Return lettings by who put the household forward."""
    caption = "Lettings by source"
    return _grid(counts(run, "source"), "by-source", caption, "Source", "All with a source")


def _grid(table: Counts, slot: str, caption: str, first: str, total: str = _TOTAL) -> Grid:
    names = [*table.rows[:-1], total]
    columns = [column.capitalize() if column.islower() else column for column in table.columns]
    width = 11.0 / len(columns) if len(columns) > 2 else 3.6
    return Grid(
        slot=slot,
        caption=caption,
        summary=f"One {first.lower()} a row, {total.lower()} last, {len(names)} rows.",
        fields=(
            Field(title=first, width=6.0, chars=34),
            *(Field(title=one, width=min(width, 3.6), chars=16, right=True) for one in columns),
        ),
        rows=[(name, *line) for name, line in zip(names, table.figures, strict=True)],
        strong=frozenset({len(names) - 1}),
        keep=True,
    )


def by_month(run: Run) -> Grid:
    """Return re-lets and their average time month by month."""
    rows: list[tuple[CellValue, ...]] = [
        (m.title, *(run.figures[f"month/{m.id}/{key}"] for key in BY_MONTH)) for m in months(run)
    ]
    return Grid(
        slot="by-month",
        caption="Re-lets by month in which the tenancy began",
        summary=f"One month a row, the year last, {len(rows) + 1} rows.",
        fields=(
            Field(title="Month", width=5.0, chars=20),
            Field(title="Re-lets", width=3.6, chars=14, right=True),
            Field(title="Average days", width=3.6, chars=14, right=True),
        ),
        rows=[*rows, ("The year to date", *(run.figures[key] for key in BY_MONTH))],
        strong=frozenset({len(rows)}),
        keep=True,
    )


def by_rent(run: Run) -> Grid:
    """Return rent and charges against income, by rent type."""
    order = ("weekly-charge", "weekly-income", "affordability")
    rows: list[tuple[CellValue, ...]] = [
        (RENTS[code], *(run.figures[f"rent/{code}/{key}"] for key in order)) for code in rents(run)
    ]
    return Grid(
        slot="by-rent",
        caption="Rent and charges against net income, where both are known",
        summary=f"One rent type a row, all lettings last, {len(rows) + 1} rows.",
        fields=(
            Field(title="Rent type", width=5.4, chars=26),
            Field(title="Rent and charges a week", width=3.8, chars=16, right=True),
            Field(title="Net income a week", width=3.8, chars=16, right=True),
            Field(title="Share of income", width=3.6, chars=14, right=True),
        ),
        rows=[*rows, (_TOTAL, *(run.figures[key] for key in order))],
        strong=frozenset({len(rows)}),
        keep=True,
    )


def relet_chart(run: Run) -> Chart | None:
    """Return the average re-let time month by month; None with fewer than two months."""
    found = [run.figures[f"month/{month.id}/relet-days"] for month in months(run)]
    known = [one for one in found if one.value is not None]
    if len(known) < 2:
        return None
    slowest = max(known, key=lambda one: one.value or Decimal(0))
    at = months(run)[found.index(slowest)]
    told = "; ".join(f"{m.short} {f.short}" for m, f in zip(months(run), found, strict=True))
    return Chart(
        slot="relet-chart",
        kind="column",
        title=f"{at.title} was slowest, at {slowest.display}",
        subtitle=f"Average days from the void date to the new tenancy, {_dates(months(run))}",
        alt=f"Column chart of average re-let days by month: {told}.".replace("\u00a0", " "),
        categories=tuple(month.short for month in months(run)),
        series=(Series(name="Average re-let days", values=_rounded(found)),),
        format="0",
        minimum=0,
        height_cm=6.0,
    )


def rent_chart(run: Run) -> Chart | None:
    """Return the share of income that rent and charges take, by rent type; None with too few."""
    pairs = [(code, run.figures[f"rent/{code}/affordability"]) for code in rents(run)]
    known = [(RENTS[code], one) for code, one in pairs if one.value is not None]
    if len(known) < 2:
        return None
    name, most = max(known, key=lambda pair: pair[1].value or Decimal(0))
    told = "; ".join(f"{rent} {one.short}" for rent, one in known)
    return Chart(
        slot="rent-chart",
        kind="bar",
        title=f"{name} takes the largest share of income, {most.display}",
        subtitle="Rent and charges as a share of net income, before housing benefit",
        alt=f"Bar chart of rent and charges as a share of income: {told}.".replace("\u00a0", " "),
        categories=tuple(rent for rent, _ in known),
        series=(Series(name="Share of income", values=_rounded([one for _, one in known])),),
        format='0"%"',
        minimum=0,
        height_cm=2.2 + 0.9 * len(known),
    )


def _rounded(found: Sequence[Figure]) -> tuple[Decimal | None, ...]:
    return tuple(None if one.value is None else half_up(one.value, 1) for one in found)


def _dates(shown: Sequence[Period]) -> str:
    return f"{shown[0].short} to {shown[-1].short}"
