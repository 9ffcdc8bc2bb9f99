"""The figures of the monitoring report, each with the columns of the export behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from pmf_engine.api import Figure, Measured, Missing, Period, Run
from pmf_engine.measures.suppression import SmallNumbers
from pmf_engine.model.values import Suppressed
from pmf_engine.records import DataFrame, Expr, col, lit
from pmf_plugins.core_lettings.counted import (
    RENTS,
    affordable,
    facts,
    fields_behind,
    let_again,
    relet,
)
from pmf_plugins.core_lettings.lettings import lettings_of

RULE = SmallNumbers()
WHOLE = (
    "lettings", "relets", "relet-days", "void-days", "nominated", "affordability",
    "weekly-charge", "weekly-income",
)  # fmt: skip
BY_RENT = ("affordability", "weekly-charge", "weekly-income")
BY_MONTH = ("relets", "relet-days")
_LET_AGAIN = ("start", "void", "vacancy", "renewal")
_EVERY = lit(value=True)


def counted(run: Run) -> DataFrame:
    """Return every letting of the year as facts, made once."""

    def make() -> DataFrame:
        found = lettings_of(run)
        return facts(found.every, found.edition)

    return run.remember("core: facts", make)  # type: ignore[no-any-return]


def make_figures(run: Run) -> Iterator[Figure]:
    """Yield the figures of the year, of each rent type and of each month."""
    for key in WHOLE:
        yield run.measure(key, terms(run, _EVERY))
    for code in rents(run):
        for key in BY_RENT:
            title = f"{RENTS[code]}: {_lowered(run, key)}"
            yield run.measure(
                key, terms(run, col("rent_type") == code), slot=f"rent/{code}/{key}", title=title
            )
    for month in months(run):
        for key in BY_MONTH:
            slot, title = f"month/{month.id}/{key}", f"{month.title}: {_lowered(run, key)}"
            yield run.measure(key, terms(run, began_in(month)), slot=slot, title=title)


def rents(run: Run) -> list[int]:
    """Return the rent types of which homes were let, in the order of the codes."""
    found = counted(run)["rent_type"].drop_nulls().unique()
    return [code for code in RENTS if code in found]


def months(run: Run) -> list[Period]:
    """Return the months of the year up to the newest in which a tenancy began."""
    newest = newest_start(run)
    return [] if newest is None else [m for m in run.period.months if m.start_date <= newest]


def newest_start(run: Run) -> date | None:
    """Return the newest day on which a tenancy of the year began; None without one."""
    inside = col("start").is_between(run.period.start_date, run.period.end_date)
    found = counted(run).filter(inside)["start"].max()
    return found if isinstance(found, date) else None


def began_in(month: Period) -> Expr:
    """Return whether a tenancy began in a month."""
    return col("start").is_between(month.start_date, month.end_date)


def terms(run: Run, among: Expr) -> dict[str, Callable[[], Measured | int]]:
    """Return what counts each term, among some of the lettings.

    Terms that would tell of too few households are held back.
    """
    both = affordable() & among
    money = ("charges", "income")
    return {
        "lettings": partial(_lettings, run, among),
        "relets": partial(_count, run, relet() & among, (*_LET_AGAIN, "repairs")),
        "relet_days": partial(_sum, run, "days", relet() & among, (*_LET_AGAIN, "repairs")),
        "voids": partial(_count, run, let_again() & among, _LET_AGAIN),
        "void_days": partial(_sum, run, "days", let_again() & among, _LET_AGAIN),
        "nominated": partial(_nominated, run, among),
        "referred": partial(_count, run, col("nominated").is_not_null() & among, ("nominated",)),
        "charges": partial(_money, run, "charges", both),
        "income": partial(_money, run, "income", both),
        "weeks": partial(_weeks, run, both, money),
    }


def note(run: Run, behind: Sequence[str]) -> None:
    """Note that the columns of the export behind facts were read."""
    found = lettings_of(run)
    run.data.lettings.note(*found.columns_of(fields_behind(found.edition, behind)))


def _lowered(run: Run, key: str) -> str:
    title = run.definitions[key].in_force(run.period).title
    return title[:1].lower() + title[1:]


def _count(run: Run, among: Expr, behind: Sequence[str]) -> int:
    note(run, behind)
    return counted(run).filter(among).height


def _lettings(run: Run, among: Expr) -> int | Missing:
    """How many there are; held back where the tables would tell of whom, if this were known."""
    found = _count(run, among, ("start",))
    return Suppressed(RULE.reason) if RULE.small(found) else found


def _sum(run: Run, name: str, among: Expr, behind: Sequence[str]) -> int:
    note(run, behind)
    return int(counted(run).filter(among)[name].sum() or 0)


def _nominated(run: Run, among: Expr) -> int | Missing:
    found = _count(run, col("nominated") & among, ("nominated",))
    others = _count(run, ~col("nominated") & among, ("nominated",))
    few = RULE.small(found) or RULE.small(others)
    return Suppressed(RULE.reason) if few else found


def _money(run: Run, name: str, among: Expr) -> Measured:
    """Pounds a year; held back where they are of too few households."""
    behind = ("charges", "income")
    if RULE.small(_count(run, among, behind)):
        return Suppressed(RULE.reason)
    return Decimal(_sum(run, name, among, behind)) / 100


def _weeks(run: Run, among: Expr, behind: Sequence[str]) -> int | Missing:
    households = _count(run, among, behind)
    return Suppressed(RULE.reason) if RULE.small(households) else 52 * households
