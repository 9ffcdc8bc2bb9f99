"""The lettings that a run is about: of one organisation and collection year, in fields.

A letting is of the year in which its tenancy began. One whose start cannot be read, or lies in no
year that the mapping has, is told of in every year, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pmf_engine.api import Coverage, Data, Frequency, Period, PmfError, Run
from pmf_engine.records import ROW, DataFrame, Expr, Int64, Records, col, lit, when
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.mapping import Source, in_fields, sources_of

_APRIL, _START = 4, (8, 9, 10)
EVERYONE = "all"


@dataclass(frozen=True, slots=True)
class Lettings:
    """Lettings in fields: `every` of the year, `fresh` those not uploaded yet."""

    edition: Edition
    sources: Mapping[int, Source]
    every: DataFrame
    fresh: DataFrame

    def column_of(self, number: int) -> str:
        """Return the heading of the column that fills a field, nothing where none does."""
        return self.sources[number].column if number in self.sources else ""

    def columns_of(self, numbers: Iterable[int]) -> list[str]:
        """Return the columns of the export that fill these fields, each once."""
        return list(dict.fromkeys(filter(None, map(self.column_of, numbers))))


def lettings_of(run: Run) -> Lettings:
    """Return the lettings of a run, made once. Raises PmfError for a year without an edition."""
    return run.remember("core: lettings", lambda: _made(run))  # type: ignore[no-any-return]


def edition_for(period: Period) -> Edition:
    """Return the edition of a collection year. Raises PmfError where there is none."""
    year = period.start_date.year
    if year not in EDITIONS:
        known = " and ".join(edition_of(one).title for one in EDITIONS)
        raise PmfError(
            f"CORE lettings has no edition for {period.year_label}; there are {known}. Choose one"
            " with --period."
        )
    return edition_of(year)


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
    year, month = (
        Source(name, part).fill().cast(Int64, strict=False) for part in ("year", "month")
    )
    parts = held.peek(name).to_frame().select(year.alias("year"), month.alias("month"))
    known = parts.filter(_collected(col("year"), col("month")).is_in(years))
    if known.is_empty():
        return None
    newest = known.sort("year", "month").row(-1)
    return Period.month(*newest)


def _made(run: Run) -> Lettings:
    edition = edition_for(run.period)
    sources = sources_of(run, edition, run.period)
    held: Records = run.data.lettings
    columns = {one.column for one in sources.values()}
    frame = in_fields(held.select(*columns), sources, edition)
    every = frame.filter(_of_the_year(run, edition) & _of_the_organisation(run, edition))
    sent = held.peek("submitted").is_not_null()
    fresh = every.filter(~col(ROW).is_in(sent.arg_true()))
    return Lettings(edition, sources, every, fresh)


def _of_the_year(run: Run, edition: Edition) -> Expr:
    year, month = (
        col(edition.fields[f"start_{part}"].key).cast(Int64, strict=False)
        for part in ("year", "month")
    )
    known = {row.peek("year").start_date.year for row in run.data.mapping if row.peek("year")}
    collected = _collected(year, month)
    elsewhere = collected.is_in(sorted(known - {edition.year})).fill_null(value=False)
    return ~elsewhere


def _collected(year: Expr, month: Expr) -> Expr:
    """The collection year of a start, which begins in April; null where it is no date."""
    full = when(year < 100).then(year + 2000).otherwise(year)
    return when(month.is_between(1, 12)).then(full - (month < _APRIL).cast(Int64))


def _of_the_organisation(run: Run, edition: Edition) -> Expr:
    """Whether a letting is uploaded by this organisation: owner first, then manager, then first."""
    ours = [row.peek("code") for row in run.data.organisations if row.peek("ours")]
    if not ours:
        return lit(value=True)
    codes = [one.code for one in uploaders(run.data)]
    own = ours[codes.index(run.entity.code)]
    owner, manager = (
        col(edition.fields[name].key).str.strip_chars().fill_null("")
        for name in ("owner", "manager")
    )
    stray = ~owner.is_in(ours) & ~manager.is_in(ours)
    left = stray if own == ours[0] else lit(value=False)
    return (owner == own) | (~owner.is_in(ours) & (manager == own)) | left
