"""Returns made up of rows an entity enters once a year: whom they cover, and how rows add up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_engine.model.numbers import NO_BREAK
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.report import Coverage
from pmf_engine.model.values import Missing

if TYPE_CHECKING:
    from pmf_engine.model.values import Measured
    from pmf_engine.run import Run

_LONGEST = 30  # letters of a word in a slot, so that others have room beside it


def yearly_coverage(table: str) -> Callable[[Any], list[Coverage]]:
    """Return what gives the entities with a row in a table, titled by the input `entities`."""

    def covered(data: Any) -> list[Coverage]:
        titles = {row.peek("code"): row.peek("title") for row in data.entities}
        groups = {
            row.peek("code")
            for row in data.entities
            if (row.peek("kind") or "").casefold() == "group"
        }
        return [
            Coverage(
                code=code,
                title=titles.get(code) or code,
                frequency=Frequency.YEARLY,
                group=code in groups,
            )
            for code in dict.fromkeys(data[table].peek("entity"))
            if code
        ]

    return covered


def year_row(run: Run, table: str, year: Period | None = None) -> Any:
    """Return the run's entity's row of a table for a year, by default the run's; None for none."""
    rows = run.data[table].where(entity=run.entity.code, year=year or run.period)
    return rows[0] if rows else None


def total(rows: Iterable[Any], column: str, unknown: str) -> Measured:
    """Return the sum of a column; missing, with how many are not known, where a cell is blank.

    `unknown` says what a blank means, of one row: “loss is not yet known”.
    """
    values = [row[column] for row in rows]
    gaps = sum(value is None for value in values)
    if gaps:
        return Missing(f"the {unknown} for {gaps} of {len(values)}")
    return sum(values, Decimal(0))


def reason(gap: Missing) -> str:
    """Return why a measure is missing, without the name of the term that the engine puts first."""
    return gap.reason.split(": ", 1)[-1]


def slug(text: str) -> str:
    """Return text as a part of a figure's slot: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:_LONGEST] or "other"


def so_many(count: int, noun: str, plural: str = "") -> str:
    """Return a count with its noun: 1 case, 2 cases, no cases."""
    word = noun if count == 1 else plural or f"{noun}s"
    return f"{f'{count:,}' if count else 'no'}{NO_BREAK}{word}"


def years_to(period: Period, count: int) -> Sequence[Period]:
    """Return so many years up to a period, oldest first."""
    return [period.shift(step) for step in range(1 - count, 1)]
