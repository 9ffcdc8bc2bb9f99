"""The tables of the report."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.api import CellValue, Field, Grid, Label, Run
from pmf_engine.framework.year_measures import YearMeasure
from pmf_plugins.tenant_annual_report.feedback import Feedback
from pmf_plugins.tenant_annual_report.money import Share, pay_of
from pmf_plugins.tenant_annual_report.promises import measured
from pmf_plugins.tenant_annual_report.words import result

_KINDS = {
    "complaint": "Complaints",
    "compliment": "Compliments",
    "survey": "Answers to surveys",
    "suggestion": "Suggestions",
    "mystery shop": "Mystery shops",
}
_SIGNS = {"maximise": "at least ", "minimise": "up to "}


def summary(run: Run) -> Grid:
    """Return how we did on one page: promise, result, target, and whether it was met."""
    rows: list[tuple[CellValue, ...]] = [
        (promise.text, _with_unit(one), _target(one), result(one)) for promise, one in measured(run)
    ]
    return grid(
        "summary",
        "",
        "promise",
        (("What we promised", 7.1), ("Result", 2.7), ("Target", 4.0), ("Met?", 3.2)),
        rows,
        right=(1, 2),
    )


def _with_unit(one: YearMeasure) -> CellValue:
    return Label((one.latest, _unit(one))) if one.latest.value is not None else one.latest


def _unit(one: YearMeasure) -> str:
    """The unit after a number in a cell, where the number does not show it."""
    unit = one.indicator.unit
    return "" if unit in ("", "%") or unit.startswith("£") else f" {unit}"


def _target(one: YearMeasure) -> CellValue:
    if one.upper is not None:
        return Label((one.target, " to ", one.upper, _unit(one)))
    sign = _SIGNS.get(one.ruling.polarity, "")
    return Label((sign, one.target, _unit(one))) if one.judged else one.target


def workings(run: Run) -> Grid:
    """Return how each result is worked out, as the register of indicators defines it."""
    found = {one.indicator.code: one for _, one in measured(run)}
    rows = [(one.indicator.title, one.latest.definition) for one in found.values()]
    fields = (("Result", 5.5), ("How we work it out", 11.5))
    return grid("workings", "How we work out our results", "result", fields, rows)


def rent(found: Sequence[Share]) -> Grid:
    """Return the rent pound as a table."""
    rows = [(one.title, one.pence, one.amount) for one in found]
    fields = (("What it was spent on", 9.0), ("Pence of each £1", 4.0), ("In all", 4.0))
    return grid("rent", "The rent pound", "line", fields, rows, right=(1, 2))


def kinds(run: Run, found: Feedback) -> Grid:
    """Return how many told us something, by kind, last year and this."""
    rows = [(_KINDS[kind], before, now) for kind, (before, now) in found.kinds.items()]
    before = run.period.shift(-1).year_label
    fields = (("What you sent us", 9.0), (before, 4.0), (run.period.year_label, 4.0))
    return grid("kinds", "What you told us", "kind", fields, rows, right=(1, 2))


def services(found: Feedback) -> Grid | None:
    """Return complaints by service, and their total; None where they cannot be told."""
    if not found.services:
        return None
    rows = [*found.services.items(), ("All services", found.total)]
    fields = (("Service", 12.0), ("Complaints", 5.0))
    return grid("complaints", "What complaints were about", "service", fields, rows, right=(1,))


def pay(run: Run) -> Grid:
    """Return what directors are paid and management costs for each home."""
    rows = [(figure.title, figure) for figure in pay_of(run).values()]
    fields = (("What it is", 12.0), ("For each home", 5.0))
    return grid("pay", "Pay and management cost", "line", fields, rows, right=(1,))


def grid(
    slot: str,
    caption: str,
    noun: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[CellValue]],
    right: tuple[int, ...] = (),
) -> Grid:
    """Return a table of columns by title and width in cm, those at `right` with their numbers."""
    titles = [title for title, _ in columns]
    return Grid(
        slot=slot,
        caption=caption,
        summary=f"One {noun} a row, {len(rows)} rows; columns {titles[0].lower()} to"
        f" {titles[-1].lower()}.",
        fields=tuple(
            Field(title=title, width=width, right=at in right)
            for at, (title, width) in enumerate(columns)
        ),
        rows=rows,
    )
