"""Which organisations upload, and up to which month there are lettings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_engine.api import Coverage, Frequency, Period

if TYPE_CHECKING:
    from pmf_engine.api import Data
    from pmf_engine.records import Records

EVERYONE = "all"
_MONTH, _YEAR = 9, 10  # fields of the start of a tenancy


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
    years = {row.peek("year") for row in data.mapping} - {None}
    found = [_newest(data, year) for year in years]
    return max(filter(None, found), key=lambda month: month.last, default=None)


def _newest(data: Data, year: Period) -> Period | None:
    """The newest month of a collection year in which a tenancy began, by its mapping."""
    from pmf_engine.records import Int64, col
    from pmf_plugins.core_lettings.mapping import Source, collected

    held: Records = data.lettings
    rows = data.mapping.where(year=year)
    parts = {row.peek("field"): Source(row.peek("column"), row.peek("part")) for row in rows}
    wanted = [parts.get(field) for field in (_YEAR, _MONTH)]
    columns = {one.column for one in wanted if one}
    if None in wanted or not columns <= set(held.columns):
        return None
    began = held.look(*columns).select(
        (one.fill().cast(Int64, strict=False).alias(name))
        for name, one in zip(("year", "month"), wanted, strict=True)
        if one
    )
    inside = began.filter(collected(col("year"), col("month")) == year.start_date.year)
    if inside.is_empty():
        return None
    newest, month = inside.sort("year", "month").row(-1)
    return Period.month(newest + 2000 if newest < 100 else newest, month)
