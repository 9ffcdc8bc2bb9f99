"""What must hold of the savings before they are told to anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from pmf_engine.api import Finding, Frequency, NotRun, Period, error, warning
from pmf_engine.framework.yearly import year_row
from pmf_plugins.efficiency_savings.ledger import savings
from pmf_plugins.efficiency_savings.quality import quality_of
from pmf_plugins.efficiency_savings.report import report

if TYPE_CHECKING:
    from pmf_engine.api import Row, Run

__all__ = ["report"]


@report.check(title="The year is entered", compares="Efficiency_Years, Efficiency_Savings")
def year_entered(run: Run) -> Iterator[Finding]:
    """Yield where the year has no row, or no saving."""
    row = year_row(run, "years")
    where = {"entity": run.entity.code, "period": run.period.id}
    if row is None:
        text = f"Efficiency_Years has no row for {run.entity.code} in {run.period.name}. Add one."
        yield error("efficiency-no-year", text, **where)
    elif not savings(run):
        text = "no saving is entered for this year. That is reported as nothing saved."
        yield warning("efficiency-no-savings", text, **row.place("year"))


@report.check(title="Savings are savings", compares="Baseline against cost after and of change")
def above_nothing(run: Run) -> Iterator[Finding]:
    """Yield each row that costs more than it saves, and each baseline from a later year."""
    for row in savings(run):
        amounts = (row.baseline, row.cost_after, row.cost_of_change)
        if None not in amounts and amounts[0] <= amounts[1] + amounts[2]:
            text = "costs as much as before or more, so it is no saving. Correct or delete it."
            yield error("efficiency-no-saving", f"{row.reference} {text}", **row.place("baseline"))
        if row.baseline_year and row.baseline_year.first >= run.period.first:
            text = f"the baseline is of {row.baseline_year.name}, and the saving of"
            text = f"{text} {run.period.name}. A baseline is older than the saving."
            yield error("efficiency-baseline-year", text, **row.place("baseline_year"))


@report.check(
    title="Nothing is counted twice",
    compares="Budget lines within the year, earlier years, other companies",
)
def counted_once(run: Run) -> Iterator[Finding]:
    """Yield savings that may be counted twice and do not say why they are not."""
    for row, why in _twice(run):
        if not row.counted_once:
            text = f"{row.reference} {why}. Say in counted_once why nothing is counted twice,"
            text = f"{text} or delete one of the two."
            yield error("efficiency-counted-twice", text, **row.place("cost_line"))


@report.check(
    title="Quality did not pay for it",
    compares="The linked satisfaction indicator this year and last",
)
def quality_held(run: Run) -> Iterator[Finding]:
    """Yield each saving whose linked indicator fell, or cannot be told, without a note."""
    rows = savings(run)
    if not rows:
        raise NotRun("there is no saving")
    for row in rows:
        found = quality_of(run).get(row.indicator or "")
        if row.quality_note:
            continue
        if found is None:
            text = f"{row.reference} names no satisfaction indicator. Name one, or say in"
            text = f"{text} quality_note why nobody who is served could notice."
            yield warning("efficiency-no-quality", text, **row.place("indicator"))
        elif found.fell is None:
            gap = found.now.missing or found.before.missing
            why = gap.reason if gap else "neither high nor low is better"
            text = f"{why}, so nobody can tell whether quality held when {row.reference} was"
            text = f"{text} saved. Say in quality_note how you know."
            yield warning("efficiency-quality-unknown", text, **row.place("indicator"))
        elif found.fell:
            text = (
                f"{found.indicator.title} went from {found.before.display} to {found.now.display}"
                f" while {row.reference} was saved. Say in quality_note why the saving stands."
            )
            yield error("efficiency-quality-fell", text, **row.place("indicator"))


@report.check(title="Parts add up to the whole", compares="Themes, and cashable or not, with all")
def parts_add_up(run: Run) -> Iterator[Finding]:
    """Yield where the parts shown do not add up to the whole, as they are rounded."""
    whole = run.figures["total"].value
    if whole is None:
        raise NotRun("the total is not known")
    themes = [f for s, f in run.figures.items() if s.startswith("theme/") and s.endswith("/total")]
    halves = [run.figures["cashable"], run.figures["non-cashable"]]
    for what, parts in (("themes", themes), ("cashable and not", halves)):
        added = sum((one.value for one in parts if one.value is not None), Decimal(0))
        if added != whole:
            text = f"the {what} add up to £{added:,.2f}, and all savings to £{whole:,.2f}."
            yield error("efficiency-parts", text, entity=run.entity.code, period=run.period.id)


def _twice(run: Run) -> Iterator[tuple[Row, str]]:
    """Yield each saving that looks like another one, with how."""
    rows = savings(run)
    by_line: dict[str | None, list[Row]] = defaultdict(list)
    for row in rows:
        for other in by_line[row.cost_line]:
            yield row, f"is taken from the same budget line, {row.cost_line}, as {other.reference}"
        by_line[row.cost_line].append(row)
    for row in rows:
        for other in run.data.savings.where(cost_line=row.cost_line, baseline=row.baseline):
            own = other.peek("entity") == row.entity
            if own and other.peek("year") and other.peek("year").first < run.period.first:
                before = other.peek("year").name
                yield row, f"has the baseline and budget line of {other.reference} in {before}"
            elif not own and other.peek("year") == Period(run.period.first, Frequency.YEARLY):
                yield (
                    row,
                    f"has the baseline and budget line of {other.reference} of {other.entity}",
                )
