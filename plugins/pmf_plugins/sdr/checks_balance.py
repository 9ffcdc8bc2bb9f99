"""Validations of the stock balance sheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_engine.api import Finding, NotRun, Period, Run, error, warning
from pmf_plugins.sdr import stock
from pmf_plugins.sdr.codes import BALANCE_TITLES, BALANCES
from pmf_plugins.sdr.movements import unexplained
from pmf_plugins.sdr.told import SHOWN, Make, long_only, more


def adds_up(run: Run) -> Iterator[Finding]:
    """Yield kinds of stock of which opening and movements do not give what is counted."""
    long_only(run)
    for key in BALANCES:
        closing, counted = (run.figures[f"sbs/{key}/{line}"] for line in ("closing", "counted"))
        if closing.value != counted.value:
            text = (
                f"{BALANCE_TITLES[key]}: opening stock and movements give {closing.short} homes,"
                f" the register holds {counted.short}. See the homes that no movement explains."
            )
            yield error("sdr-balance-open", text, entity=run.entity.code, period=run.period.id)


def opens_as_closed(run: Run) -> Iterator[Finding]:
    """Yield kinds of stock that open with another number than last year's return closed with."""
    long_only(run)
    before = run.reported
    if before is None or Period.parse(before.period) != run.period.shift(-1):
        raise NotRun(f"no return has been issued for {run.period.shift(-1).year_label}")
    for key in BALANCES:
        issued = before.figures.get(f"sbs/{key}/counted")
        opening = run.figures[f"sbs/{key}/opening"]
        if issued is None or issued.value is None:
            text = f"{BALANCE_TITLES[key]}: last year's return has no closing stock to open with."
            yield warning("sdr-opening-unknown", text, entity=run.entity.code, period=run.period.id)
        elif issued.value != opening.value:
            text = (
                f"{BALANCE_TITLES[key]}: the year opens with {opening.short} homes, and last year's"
                f" issued return closed with {issued.display}. Correct the days in Properties and"
                " Stock_Movements, or resubmit last year."
            )
            yield error("sdr-opening-differs", text, entity=run.entity.code, period=run.period.id)


def explained(run: Run) -> Iterator[Finding]:
    """Yield homes that came in, left or were converted otherwise than their movements say."""
    long_only(run)
    rows = list(unexplained(run).iter_rows(named=True))
    hard, soft = ([row for row in rows if row["hard"] is which] for which in (True, False))
    yield from _told(run, error, "sdr-change-unexplained", hard)
    yield from _told(run, warning, "sdr-change-differs", soft)


def _told(run: Run, make: Make, code: str, rows: list[dict[str, Any]]) -> Iterator[Finding]:
    for row in rows[:SHOWN]:
        text = f"Home {row['property']} {row['said']}. Correct the register or the movements."
        yield make(code, text, **_place(run, row))
    yield from more(make, code, len(rows), "Stock_Movements", "See the sheet SBS changes.")


def _place(run: Run, row: dict[str, Any]) -> dict[str, str | None]:
    if row["move_row"] is not None:
        return stock.moves(run).place(row["move_row"], "property")
    return stock.register(run).place(row["home_row"], "property")
