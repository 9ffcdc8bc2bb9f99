"""Which organisations upload, and up to which month there are lettings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pmf_engine.api import Coverage, Frequency, Period

if TYPE_CHECKING:
    from pmf_engine.api import Data
    from pmf_engine.records import Records

EVERYONE = "all"
_START = (8, 9, 10)


def uploaders(data: Data) -> list[Coverage]:
    """Return the organisations that upload, under the code of the entity of the same name."""
    entities = {row.peek("title"): row.peek("code") for row in data.entities}
    found = [
        Coverage(
            code=entities.get(row.peek("name")) or row.peek("code"),
            title=row.peek("name") or row.peek("code"),
            frequency=Frequency.YEARLY,
        )
        for row in data.organisations
        if row.peek("ours") and row.peek("code")
    ]
    everyone = Coverage(code=EVERYONE, title="All organisations", frequency=Frequency.YEARLY)
    return found or [everyone]


def newest_month(data: Data) -> Period | None:
    """Return the newest month in which a tenancy began, of the years that the mapping has."""
    held: Records = data.lettings
    years = sorted({row.peek("year").start_date.year for row in data.mapping if row.peek("year")})
    starts = {row.peek("column") for row in data.mapping if row.peek("field") in _START}
    found = [_newest(held, name, years) for name in starts & set(held.columns)]
    return max(filter(None, found), key=lambda month: month.last, default=None)


def _newest(held: Records, name: str, years: Sequence[int]) -> Period | None:
    from pmf_engine.records import Int64, col
    from pmf_plugins.core_lettings.mapping import Source, collected

    year, month = (
        Source(name, part).fill().cast(Int64, strict=False) for part in ("year", "month")
    )
    parts = held.peek(name).to_frame().select(year.alias("year"), month.alias("month"))
    known = parts.filter(collected(col("year"), col("month")).is_in(years))
    if known.is_empty():
        return None
    newest = known.sort("year", "month").row(-1)
    return Period.month(*newest)
