"""Validations of totals: within a part, and from one part to another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Finding, Run, error, warning
from pmf_plugins.sdr import areas, stock
from pmf_plugins.sdr.codes import (
    AFFORDABLE,
    BALANCE_TITLES,
    GROUPS,
    INTERMEDIATE,
    RENTAL,
    RENTED_GROUPS,
    SELF_CONTAINED,
    SOCIAL,
    STATES,
)
from pmf_plugins.sdr.forms import LONG, form
from pmf_plugins.sdr.rents import by_size
from pmf_plugins.sdr.told import homes, long_only


def identity(run: Run) -> Iterator[Finding]:
    """Yield authorities whose total social stock is not the sum of its groups.

    Published rows of every landlord and authority keep this rule; the short form leaves out low
    cost home ownership.
    """
    tenures = SOCIAL if form(run) == LONG else (RENTAL,)
    held = stock.units(run, "la", "tenure")
    for code in (*areas.with_stock(run), "total"):
        own = [n for (la, tenure), n in held.items() if tenure in tenures and code in (la, "total")]
        parts = sum((_value(run, f"lcr/{code}/{group}") for group in GROUPS), Decimal(0))
        total = _value(run, f"lcr/{code}/total")
        where = "All authorities" if code == "total" else f"{areas.name_of(run, code)} ({code})"
        if not parts == total == sum(own):
            text = (
                f"{where}: the register holds {sum(own):,} social homes, the total is {total:,} and"
                f" its groups add up to {parts:,}. Find the homes that belong to no group."
            )
            yield error("sdr-identity-fails", text, **_place(run))


def rents_cover(run: Run) -> Iterator[Finding]:
    """Yield self-contained rental homes that no table of rents can hold, for want of a rent."""
    from pmf_engine.records import col

    long_only(run)
    held = stock.owned(run, stock.closing_day(run)).filter(
        (col("tenure") == RENTAL)
        & (col("form") == SELF_CONTAINED)
        & (col("rent_basis") != INTERMEDIATE)
    )
    for column, said in (
        ("beds", "has no number of bedrooms, so its rent stands in no table. Type it."),
        ("weekly_rent", "has no rent, so averages leave it out. Type it."),
    ):
        lacking = held.filter(col(column).is_null())
        yield from homes(run, warning, "sdr-rent-missing", lacking, column, said)


def affordable_within(run: Run) -> Iterator[Finding]:
    """Yield authorities with more homes at affordable rent than low cost rental homes."""
    long_only(run)
    found = by_size(run, AFFORDABLE)
    for code in areas.with_stock(run):
        slots = [f"ar/{la}/{kind}-{size}/homes" for la, kind, size in found if la == code]
        affordable = sum((_value(run, slot) for slot in slots), Decimal(0))
        rented = sum((_value(run, f"lcr/{code}/{one}") for one in RENTED_GROUPS), Decimal(0))
        if affordable > rented:
            text = (
                f"{areas.name_of(run, code)} ({code}): {affordable:,} homes are let at affordable"
                f" rent, and {rented:,} are low cost rental. Correct one of the two parts."
            )
            yield error("sdr-affordable-over-stock", text, **_place(run))


def usage_within(run: Run) -> Iterator[Finding]:
    """Yield groups of which more homes are let or vacant than there are."""
    long_only(run)
    for group in RENTED_GROUPS:
        used = sum((_value(run, f"su/{group}/{state}") for state in STATES), Decimal(0))
        stands = _value(run, f"lcr/total/{group}")
        if used > stands:
            text = (
                f"{GROUPS[group]}: {used:,} are let or vacant, and the stock is {stands:,}. Correct"
                " one of the two parts."
            )
            yield error("sdr-usage-over-stock", text, **_place(run))


def closing_as_counted(run: Run) -> Iterator[Finding]:
    """Yield kinds of stock whose closing balance is not what the parts by authority add up to."""
    long_only(run)
    parts = {
        "lcr": [f"lcr/total/{group}" for group in RENTED_GROUPS],
        "lcho": ["lcr/total/lcho"],
        "nsh": ["nsh/market/owned", "nsh/leasehold/owned"],
    }
    for key, slots in parts.items():
        closing = _value(run, f"sbs/{key}/counted")
        added = sum((_value(run, slot) for slot in slots), Decimal(0))
        if closing != added:
            text = (
                f"{BALANCE_TITLES[key]}: the balance sheet closes with {closing:,} homes, the other"
                f" parts add up to {added:,}. Find the homes that belong to no group."
            )
            yield error("sdr-closing-differs", text, **_place(run))


def _value(run: Run, slot: str) -> Decimal:
    figure = run.figures.get(slot)
    return Decimal(0) if figure is None or figure.value is None else figure.value


def _place(run: Run) -> dict[str, str]:
    return {"entity": run.entity.code, "period": run.period.id}
