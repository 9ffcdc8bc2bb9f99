"""The survey behind the perception measures: who could have answered, and who had to."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import Measured, Missing, Period, Row, Run
from pmf_engine.measures.sampling import margin_of_error, minimum_sample, rounded_up
from pmf_plugins.tsm.counts import Terms, rows
from pmf_plugins.tsm.data import required_margin


def survey(run: Run, tenure: str, period: Period | None = None) -> Row | None:
    """Return the row of a tenure's survey; None without one."""
    return next(iter(rows(run, "survey", period, tenure=tenure)), None)


def sampling(run: Run, tenure: str) -> Terms:
    """Return the terms of the sample: its least size, that in whole answers, its margin."""
    row = survey(run, tenure)

    def least() -> Measured:
        if row is None or not row.population:
            return Missing(f"no population is entered for {tenure}")
        return minimum_sample(row.population, required_margin(row.population, run.period))

    def needed() -> Measured:
        size = least()
        return size if isinstance(size, Missing) else rounded_up(size)

    def margin() -> Measured:
        if row is None or not row.population or not row.responses:
            return Missing(f"no responses are entered for {tenure}")
        if row.responses > row.population:
            return Missing("there are more responses than tenants")
        return margin_of_error(row.responses, row.population)

    return {"minimum_sample": least, "sample_needed": needed, "margin_of_error": margin}


def own_margin(base: Measured, population: int) -> Decimal | None:
    """Return the margin of a question that so many answered; None where there is none."""
    if isinstance(base, Missing) or not 0 < base <= population:
        return None
    return margin_of_error(base, population)
