"""The cases of a year, and the figures they add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Missing
from pmf_engine.framework.privacy import Names
from pmf_engine.framework.yearly import slug, total, year_row, years_to
from pmf_plugins.fraud_report.inputs import REPORTED, TYPES

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Measured, Period, Row, Run

WHOLE = (
    "cases", "loss", "recovered", "net-loss", "recovery-rate", "known-loss", "proven", "police",
    "actions-open",
)  # fmt: skip
BY_TYPE = ("cases", "loss", "recovered", "net-loss")
SHOWN_YEARS = 3


def entered(run: Run, year: Period | None = None) -> list[Row]:
    """Return every case of the entity entered for a year, not proven ones too; notes no read."""
    rows: list[Row] = run.data.cases.where(entity=run.entity.code, year=year or run.period)
    return rows


def reported(run: Run, year: Period | None = None, kind: str | None = None) -> list[Row] | Missing:
    """Return the cases that are reported for a year; missing where nothing was entered for it.

    A nil return is none. Notes what was read.
    """
    declared = year_row(run, "years", year)
    if declared is None or declared.nil_return is None:
        return Missing(f"there is no row for {(year or run.period).name} in Fraud_Years")
    if declared.nil_return:
        return []
    rows = [row for row in entered(run, year) if row.state in REPORTED]
    return [row for row in rows if kind is None or row.type == kind]


def types(run: Run) -> list[str]:
    """Return the types of which cases are reported for the year, in the order of the list."""
    found = {row.peek("type") for row in entered(run) if row.peek("state") in REPORTED}
    return [kind for kind in TYPES if kind in found]


def make_figures(run: Run) -> Iterator[Figure]:
    """Yield the figures of the year, those of each type, and those of the years before."""
    for key in WHOLE:
        yield run.measure(key, terms(run))
    for kind in types(run):
        for key in BY_TYPE:
            title = f"{kind}: {run.definitions[key].in_force(run.period).title.lower()}"
            slot = f"type/{slug(kind)}/{key}"
            yield run.measure(key, terms(run, kind=kind), slot=slot, title=title)
    for year in years_to(run.period, SHOWN_YEARS)[:-1]:
        for key in BY_TYPE:
            title = f"{run.definitions[key].in_force(run.period).title}, {year.name}"
            yield run.measure(key, terms(run, year), slot=f"year/{year.id}/{key}", title=title)


def terms(
    run: Run, year: Period | None = None, kind: str | None = None
) -> dict[str, Callable[[], Measured]]:
    """Return what counts each term for a year, of all types or of one."""

    def of(count: Callable[[list[Row]], Measured | int]) -> Callable[[], Measured]:
        return partial(_counted, run, year, kind, count)

    return {
        "cases": of(len),
        "loss": of(lambda rows: total(rows, "loss", "loss is not yet known")),
        "recovered": of(lambda rows: total(rows, "recovered", "recovery is not yet known")),
        "known_loss": of(lambda rows: sum((row.loss or Decimal(0) for row in rows), Decimal(0))),
        "proven": of(lambda rows: sum(row.state == "proven" for row in rows)),
        "police": of(lambda rows: sum(bool(row.police) for row in rows)),
        "actions_open": of(lambda rows: sum(open_action(row, run) for row in rows)),
    }


def open_action(row: Any, run: Run) -> bool:
    """Whether the action of a case was agreed and not yet done on the day of the report."""
    return bool(row.action) and (row.action_done is None or row.action_done > run.today)


def names(run: Run) -> Names:
    """Return the names of the workbook, which may stand in no output; notes no read."""
    return run.share("fraud: names", lambda: _names(run))  # type: ignore[no-any-return]


def said(run: Run, text: str | None) -> str:
    """Return what somebody entered with any name left out, for a draft of faulty rows."""
    return names(run).left_out(text) if text else "Not entered"


def _names(run: Run) -> Names:
    cells = filter(None, run.data.cases.peek("people"))
    return Names(name.strip() for cell in cells for name in cell.replace("\n", ";").split(";"))


def _counted(
    run: Run,
    year: Period | None,
    kind: str | None,
    count: Callable[[list[Row]], Measured | int],
) -> Measured:
    rows = reported(run, year, kind)
    if isinstance(rows, Missing):
        return rows
    counted = count(rows)
    return Decimal(counted) if isinstance(counted, int) else counted
