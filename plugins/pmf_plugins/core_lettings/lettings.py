"""The lettings that a run is about: of one organisation and collection year, in fields.

A letting is of the year in which its tenancy began. One whose start cannot be read, or lies in no
year that the mapping has, is told of in every year, so that none is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pmf_engine.api import Period, PmfError, Run
from pmf_engine.records import ROW, DataFrame, Expr, Int64, Records, col, lit
from pmf_plugins.core_lettings.coverage import uploaders
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, edition_of
from pmf_plugins.core_lettings.mapping import Source, collected, in_fields, sources_of


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


def _made(run: Run) -> Lettings:
    edition = edition_for(run.period)
    sources = sources_of(run, edition, run.period)
    held: Records = run.data.lettings
    columns = {one.column for one in sources.values()}
    frame = in_fields(held.select(*columns), sources, edition)
    every = frame.filter(_of_the_year(run, edition) & _of_the_organisation(run, edition))
    sent = held.peek("submitted").is_not_null()
    fresh = every.filter(~col(ROW).is_in(sent.arg_true().implode()))
    return Lettings(edition, sources, every, fresh)


def _of_the_year(run: Run, edition: Edition) -> Expr:
    year, month = (
        col(edition.fields[f"start_{part}"].key).cast(Int64, strict=False)
        for part in ("year", "month")
    )
    known = {row.peek("year").start_date.year for row in run.data.mapping if row.peek("year")}
    began = collected(year, month)
    elsewhere = began.is_in(sorted(known - {edition.year})).fill_null(value=False)
    return ~elsewhere


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
    owned, managed = owner.is_in(ours), manager.is_in(ours)
    stray: Expr = ~owned & ~managed if own == ours[0] else lit(value=False)
    own_or_managed: Expr = (owner == own) | (~owned & (manager == own))
    return own_or_managed | stray
