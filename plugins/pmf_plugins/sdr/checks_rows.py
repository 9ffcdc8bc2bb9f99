"""Validations of single homes: what must be there, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmf_engine.api import Finding, Period, Run, error, warning
from pmf_plugins.sdr import areas, stock
from pmf_plugins.sdr.codes import BEDSPACES, MARKET, OWNERSHIP, RENTAL
from pmf_plugins.sdr.told import homes, long_only

if TYPE_CHECKING:
    from pmf_engine.records import DataFrame

_DECENT_FROM = Period.parse("2023/24")


def entered(run: Run) -> Iterator[Finding]:
    """Yield that a landlord has no homes, or that a table stands both on a sheet and in a file."""
    held = stock.owned(run, stock.closing_day(run))
    if not held.height:
        text = f"No home of {run.entity.title} stands in Properties at 31 March. Enter them."
        yield error("sdr-no-homes", text, entity=run.entity.code, period=run.period.id)
    for name in ("properties", "movements"):
        sheet, file = run.data[name], run.data[f"{name}_file"]
        if len(sheet) and len(file):
            text = (
                f"{sheet.name} stands both on a sheet and in a file, and only the file is read."
                " Take one of the two away."
            )
            yield error("sdr-table-twice", text, **sheet.place(0, "property"))


def needed(run: Run) -> Iterator[Finding]:
    """Yield homes that lack what their tenure calls for, or hold what it rules out."""
    from pmf_engine.records import col

    held = stock.owned(run, stock.closing_day(run))
    rental = col("tenure") == RENTAL
    shared = (col("tenure") == OWNERSHIP) & ~col("converted_later")
    rented = col("tenure").is_in([RENTAL, MARKET])
    hostel = col("form") == BEDSPACES
    for column, of, said in (
        ("need", rental, "is low cost rental and has no need type. Type one."),
        ("form", rental, "is low cost rental and has no form: self-contained or bedspaces?"),
        ("rent_basis", rented, "is rented and has no rent basis. Type one."),
        ("bedspaces", hostel, "is of bedspaces, and their number is blank. Type it."),
        ("share", shared, "is low cost home ownership, and the share held is blank. Type it."),
    ):
        lacking = held.filter(of & col(column).is_null())
        yield from homes(run, error, "sdr-home-incomplete", lacking, column, said)
    outright = held.filter(shared & (col("share") >= 100))
    said = "is low cost home ownership held in full. Change its tenure, or its share."
    yield from homes(run, error, "sdr-share-full", outright, "share", said)


def days(run: Run) -> Iterator[Finding]:
    """Yield homes that left before they came, or whose leaving is told by halves."""
    from pmf_engine.records import col

    every = _ours(run)
    gone, route = col("disposed").is_not_null(), col("disposal_route").is_not_null()
    backwards = every.filter(col("disposed") < col("acquired"))
    said = "was disposed of on {disposed}, before it was acquired on {acquired}. Correct a day."
    yield from homes(run, error, "sdr-days-backwards", backwards, "disposed", said)
    for rows, column, said in (
        (every.filter(gone & ~route), "disposal_route", "was disposed of, by no route. Type it."),
        (every.filter(~gone & route), "disposed", "has a route of disposal and no day. Type it."),
    ):
        yield from homes(run, error, "sdr-disposal-incomplete", rows, column, said)


def in_force(run: Run) -> Iterator[Finding]:
    """Yield homes whose authority's code is not in force at the 31 March."""
    from pmf_engine.records import col

    held = stock.owned(run, stock.closing_day(run))
    known = list(areas.in_force(run, stock.closing_day(run)))
    strange = held.filter(col("la").is_not_null() & ~col("la").is_in(known))
    day = f"{stock.closing_day(run):%d/%m/%Y}"
    said = f"stands in {{la}}, a code that is not in force on {day}. See LA_Codes for its heir."
    yield from homes(run, error, "sdr-area-not-in-force", strange, "la", said)


def usage_known(run: Run) -> Iterator[Finding]:
    """Yield low cost rental homes without a state, or without a Decent Homes status."""
    from pmf_engine.records import col

    long_only(run)
    held = stock.owned(run, stock.closing_day(run)).filter(col("tenure") == RENTAL)
    columns = [("state", "is neither let nor vacant: its state is blank. Type it.")]
    if run.period >= _DECENT_FROM:
        columns.append(("decent", "has no Decent Homes status. Type it."))
    for column, said in columns:
        lacking = held.filter(col(column).is_null())
        yield from homes(run, warning, "sdr-usage-unknown", lacking, column, said)


def _ours(run: Run) -> DataFrame:
    from pmf_engine.records import col

    names = ("property", "owner", "acquired", "disposed", "disposal_route")
    return stock.register(run).look(*names).filter(col("owner").is_in(stock.ours(run)))
