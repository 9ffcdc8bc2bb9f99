"""What the indicator register can take from the lettings, in the layout of its sheet Monthly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.api import Finding, Listing, NotRun, Period, Row, Run, note, warning
from pmf_engine.framework.contract import MONTHLY
from pmf_engine.model.numbers import table_form
from pmf_plugins.core_lettings.figures import began_in, months, terms
from pmf_plugins.core_lettings.found import lettings_told

_SOURCE = "Lettings export"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the register that lettings give: its terms, and what it is."""

    key: str
    top: str
    bottom: str
    says: str


MEASURES = (
    Measure("relet_days", "relet_days", "relets", "average re-let time in days"),
    Measure("lettings_nominated", "nominated", "referred", "lettings nominated by a council, in %"),
    Measure("rent_to_income", "charges", "income", "rent and charges as a share of income, in %"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row for the register: an indicator, a month, and the two numbers behind its value."""

    code: str
    month: Period
    top: Decimal
    bottom: Decimal


def entries(run: Run) -> list[Entry]:
    """Return a row for each month and each indicator of the register that lettings give."""
    return run.remember("core: register", lambda: list(_entries(run)))  # type: ignore[no-any-return]


def listing(run: Run) -> Listing:
    """Return the rows to paste under the register's own, as at the day of the report."""
    status = "provisional" if any(one.grave for one in lettings_told(run)) else "actual"
    return Listing(
        header=tuple(MONTHLY.columns),
        rows=[
            (
                one.code,
                one.month.end_date,
                one.top,
                one.bottom,
                None,
                status,
                None,
                _SOURCE,
                run.today,
            )
            for one in entries(run)
        ],
    )


def compared(run: Run) -> Iterator[Finding]:
    """Yield months of which the register holds another figure than the lettings give.

    Raises NotRun where the register has no indicator that lettings give.
    """
    mine = entries(run)
    if not mine:
        raise NotRun("the register has no indicator of this organisation that lettings give")
    held = _newest_rows(run)
    for one in mine:
        row = held.get((one.code, one.month))
        if row is not None and _value(row.numerator, row.denominator) != _value(
            one.top, one.bottom
        ):
            text = (
                f"The register has {_shown(row.numerator, row.denominator)} for {one.code} in"
                f" {one.month.title}, the lettings {_shown(one.top, one.bottom)}. Correct one, or"
                " enter the row of the register file."
            )
            yield warning("core-register-differs", text, **row.place("numerator"))


def missing(run: Run) -> Iterator[Finding]:
    """Yield the measures that lettings give and the register does not have."""
    if "indicators" not in run.data or not len(run.data.indicators):
        return
    known = {row.peek("measure") for row in _own(run)}
    for one in MEASURES:
        if one.key not in known:
            text = (
                f"The register has no indicator of {run.entity.code} with the measure {one.key}"
                f" ({one.says}). Add a row to Indicators, and its months are in the register file."
            )
            yield note("core-no-indicator", text, entity=run.entity.code, period=run.period.id)


def _entries(run: Run) -> Iterator[Entry]:
    by_key = {one.key: one for one in MEASURES}
    for row in _own(run):
        measure = by_key.get(row.peek("measure"))
        for month in months(run) if measure else ():
            counted = terms(run, began_in(month))
            top, bottom = counted[measure.top](), counted[measure.bottom]()  # type: ignore[union-attr]
            if isinstance(top, int | Decimal) and isinstance(bottom, int | Decimal) and bottom:
                yield Entry(row.peek("code"), month, Decimal(top), Decimal(bottom))


def _own(run: Run) -> list[Row]:
    return run.data.indicators.where(entity=run.entity.code)  # type: ignore[no-any-return]


def _newest_rows(run: Run) -> dict[tuple[str, Period], Row]:
    """The newest entry of each indicator and month of the register."""
    rows = [row for row in run.data.monthly if row.peek("month") and row.peek("entered_on")]
    return {
        (r.peek("code"), r.peek("month")): r
        for r in sorted(rows, key=lambda r: r.peek("entered_on"))
    }


def _value(top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    return top / bottom if top is not None and bottom else None


def _shown(top: Decimal | None, bottom: Decimal | None) -> str:
    if top is None or bottom is None:
        return "no figure"
    return f"{table_form(top, '', 0)} over {table_form(bottom, '', 0)}"
