"""What the rows of the customer insight workbook must hold beyond their types."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_engine.framework.checks import of_readable_cells
from pmf_engine.framework.codes import usable
from pmf_engine.framework.sentences import brief_date
from pmf_engine.model.findings import Finding, error, warning
from pmf_engine.model.values import SLOT_LIMIT
from pmf_engine.run import Run

_LONGEST = SLOT_LIMIT - len("question/overdue-/answer")


def check_customers(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with feedback, recommendations and referrals.

    Reads the inputs `feedback`, `scrutiny`, `referrals` and `indicators`.
    """
    found = run.share("customer-findings", lambda: list(_findings(run.data)))
    yield from of_readable_cells(run, found)
    yield from _silent_month(run)


def _findings(data: Any) -> Iterator[Finding]:
    for row in data.scrutiny:
        yield from usable(row, "code", _LONGEST)
        yield from _order(row, "raised", "due", "is due")
    for row in data.referrals:
        yield from usable(row, "code", _LONGEST)
        yield from _order(row, "raised", "decided", "was decided on")
    yield from _services(data)


def _order(row: Any, first: str, then: str, verb: str) -> Iterator[Finding]:
    begun, ended = row.peek(first), row.peek(then)
    if begun and ended and ended < begun:
        yield error(
            "dates-out-of-order",
            f"{row.peek('code')} {verb} {brief_date(ended)}, before it was raised on"
            f" {brief_date(begun)}. Correct one of the two days.",
            **row.place(then),
        )


def _services(data: Any) -> Iterator[Finding]:
    """Services that no indicator has: each told once, at the first row that names it."""
    known = {name.casefold() for name in data.indicators.peek("service") if name}
    told: set[str] = set()
    for row in data.feedback:
        name = row.peek("service")
        if name and name.casefold() not in known and name not in told:
            told.add(name)
            yield warning(
                "unknown-service",
                f"no indicator belongs to the service “{name}”. Spell it as in Indicators.",
                **row.place("service"),
            )


def _silent_month(run: Run) -> Iterator[Finding]:
    rows = run.data.feedback.by("entity").get(run.entity.code, [])
    months = {row.peek("month") for row in rows}
    if months and run.period.last_month not in months:
        yield warning(
            "no-feedback",
            f"no feedback is entered for {run.entity.title} in {run.period.last_month.name}, so"
            " its counts are missing. Add the month's rows to Feedback.",
            **rows[-1].place("month"),
        )
