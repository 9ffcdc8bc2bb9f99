"""What the formulas count: rows of the tables added up, for a landlord, year and tenure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from pmf_engine.api import Absence, Measured, Missing, Period, Row, Run
from pmf_plugins.tsm.codes import ANSWERS, NOT_APPLICABLE, PERCEPTION, SATISFIED, SPOKEN

_NOT_OFFERED = Missing("the option was not offered", Absence.NOT_APPLICABLE)
Count = Callable[[], Measured]
Terms = Mapping[str, Count]


def rows(run: Run, table: str, period: Period | None = None, **wanted: str) -> list[Row]:
    """Return the landlord's rows of a table for the run's year, or another."""
    found = run.data[table].where(landlord=run.entity.code, year=period or run.period, **wanted)
    return list(found)


def homes(run: Run, period: Period | None = None) -> Row | None:
    """Return the landlord's row of homes for a year; None without one."""
    return next(iter(rows(run, "landlords", period)), None)


def tenures(run: Run) -> list[str]:
    """Return the tenures to report: those the landlord has homes of, or has entered rows for."""
    owned = homes(run)
    entered = {
        row.peek("tenure")
        for table in ("complaints", "perception", "survey", "responses", "responses_file")
        for row in rows(run, table)
    }
    has_homes = {
        "LCRA": owned is None or bool(owned.peek("homes_lcra")) or not owned.peek("homes_lcho"),
        "LCHO": owned is not None and bool(owned.peek("homes_lcho")),
        "Combined": False,
    }
    return [tenure for tenure, has in has_homes.items() if has or tenure in entered]


def total(found: list[Row], column: str, what: str) -> Measured:
    """Return a column added up over rows; missing where there is no row, or a cell is blank."""
    if not found:
        return Missing(f"no row is entered for {what}")
    values = [row[column] for row in found]
    if any(value is None for value in values):
        return Missing(f"the {column.replace('_', ' ')} is blank for {what}")
    return sum(values, Decimal(0))


def pair_rows(run: Run, measure: str, tenure: str, period: Period | None = None) -> list[Row]:
    """Return the rows of a measure of numerator over denominator."""
    if tenure == "all":
        return rows(run, "management", period, measure=measure)
    return rows(run, "complaints", period, measure=measure, tenure=tenure)


def pair(run: Run, measure: str, tenure: str, period: Period | None = None) -> Terms:
    """Return the terms of a measure of numerator over denominator."""
    found = pair_rows(run, measure, tenure, period)
    return {
        name: _adding(found, name, measure, tenure, period or run.period)
        for name in ("numerator", "denominator")
    }


def entered(run: Run, measure: str, tenure: str, period: Period | None = None) -> list[Row]:
    """Return the rows of answers to a question as entered."""
    return rows(run, "perception", period, measure=measure, tenure=tenure)


def as_entered(run: Run, measure: str, tenure: str) -> list[Row]:
    """Return the rows of any measure as entered."""
    return (entered if measure in PERCEPTION else pair_rows)(run, measure, tenure)


def place(run: Run, tenure: str, measure: str, column: str = "") -> dict[str, str | None]:
    """Return the cell of a measure's row; without a column, its first blank one.

    Without a row it is the landlord and the year alone.
    """
    found = as_entered(run, measure, tenure)
    names = ANSWERS if measure in PERCEPTION else ("numerator", "denominator")
    for row in found:
        blank = next((name for name in names if row.peek(name) is None), "")
        if column or blank:
            return row.place(column or blank)
    return {"entity": run.entity.code, "period": run.period.id}


def answer(
    run: Run, measure: str, tenure: str, name: str, period: Period | None = None
) -> Measured:
    """Return how many gave an answer: as entered, or else counted from the answer sheets."""
    found = entered(run, measure, tenure, period)
    if not found and (sheets := counted(run, measure, tenure, period)):
        return from_sheets(sheets, name)
    if name == NOT_APPLICABLE and found:
        values = [value for row in found if (value := row[name]) is not None]
        return sum(values, Decimal(0)) if values else _NOT_OFFERED
    return total(found, name, _what(measure, tenure, period or run.period))


def counted(run: Run, measure: str, tenure: str, period: Period | None = None) -> list[Row]:
    """Return the counted answer sheets of a question, one row an answer; none without sheets."""
    return [
        row
        for table in ("responses", "responses_file")
        for row in rows(run, table, period, tenure=tenure, column=measure)
    ]


def from_sheets(sheets: list[Row], name: str) -> Measured:
    """Return the weight of those answer sheets that gave an answer."""
    weights = [row.weight for row in sheets if SPOKEN.get(row.value) == name]
    if name == NOT_APPLICABLE and not weights:
        return _NOT_OFFERED
    return sum(weights, Decimal(0))


def answered(run: Run, measure: str, tenure: str, period: Period | None = None) -> Terms:
    """Return the terms of a perception measure; who said “not applicable” is in neither."""

    def added(names: tuple[str, ...]) -> Measured:
        parts = [answer(run, measure, tenure, name, period) for name in names]
        gap = next((part for part in parts if isinstance(part, Missing)), None)
        return gap or sum((part for part in parts if isinstance(part, Decimal)), Decimal(0))

    return {"satisfied": lambda: added(SATISFIED), "answered": lambda: added(ANSWERS)}


def _adding(
    found: list[Row], column: str, measure: str, tenure: str, period: Period
) -> Callable[[], Measured]:
    return lambda: total(found, column, _what(measure, tenure, period))


def _what(measure: str, tenure: str, period: Period) -> str:
    of = "" if tenure == "all" else f" ({tenure})"
    return f"{measure}{of} in {period.year_label}"
