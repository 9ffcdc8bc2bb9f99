"""Validations of rents: averages in their bands, single rents under caps and as the formula."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Finding, NotRun, Run, warning
from pmf_plugins.sdr import areas, stock
from pmf_plugins.sdr.codes import AFFORDABLE, SIZES, SOCIAL_RENT
from pmf_plugins.sdr.rents import by_size, let_on
from pmf_plugins.sdr.told import homes, long_only

if TYPE_CHECKING:
    from pmf_engine.records import DataFrame


_CAP, _LOW, _HIGH = "cap", "band_low", "band_high"


def limit(run: Run, basis: str, size: int, code: str, name: str) -> Decimal | None:
    """Return a limit in force at the 31 March: the authority's own before that of everywhere.

    The largest size entered stands for every larger one.
    """
    fitting = [
        (beds, la is not None, valid_from, value)
        for of, beds, la, valid_from, value in _limits(run, name)
        if of == basis and beds <= size and la in (None, code)
    ]
    exact = [one for one in fitting if one[0] == size]
    larger = any(beds > size for of, beds, *_ in _limits(run, name) if of == basis)
    return max(exact or ([] if larger else fitting), default=(None,) * 4)[3]


def _limits(run: Run, name: str) -> list[tuple[Any, ...]]:
    """The rows of Rent_Limits that are in force and hold a limit of a name."""
    day = stock.closing_day(run)
    return run.remember(  # type: ignore[no-any-return]
        f"sdr limits {name}",
        lambda: [
            (row.rent_basis, row.beds, row.la, row.valid_from, row[name])
            for row in run.data.limits
            if row[name] is not None and row.valid_from and row.valid_from <= day
        ],
    )


def within_bands(run: Run) -> Iterator[Finding]:
    """Yield average rents outside their band."""
    long_only(run)
    _need(run, _LOW, _HIGH)
    for part, basis in (("lcr", SOCIAL_RENT), ("ar", AFFORDABLE)):
        for code, kind, size in by_size(run, basis):
            figure = run.figures[f"{part}/{code}/{kind}-{size}/rent"]
            low, high = (limit(run, basis, size, code, end) for end in (_LOW, _HIGH))
            below = low is not None and figure.value is not None and figure.value < low
            above = high is not None and figure.value is not None and figure.value > high
            if below or above:
                side = f"below £{low:,.2f}" if below else f"above £{high:,.2f}"
                text = (
                    f"{figure.title}: the average of {figure.short} lies {side}. Look for a rent"
                    " entered by the month, or explain it."
                )
                place = {"entity": run.entity.code, "period": run.period.id}
                yield warning("sdr-rent-outside-band", text, **place)


def under_caps(run: Run) -> Iterator[Finding]:
    """Yield homes whose rent is above the cap of their size."""
    from pmf_engine.records import col

    long_only(run)
    _need(run, _CAP)
    for basis in (SOCIAL_RENT, AFFORDABLE):
        over = let_on(run, basis).join(_caps(run, basis), on=["la", "size"])
        over = over.filter(col("weekly_rent") > col("most"))
        said = "has a rent of £{weekly_rent:.2f}, above the cap of £{most:.2f}. Check it."
        yield from homes(run, warning, "sdr-rent-over-cap", over, "weekly_rent", said)


def _caps(run: Run, basis: str) -> DataFrame:
    """The cap of each authority and size."""
    from pmf_engine.records import DataFrame, Decimal, Int64, String

    caps = [
        (code, size, cap)
        for code in areas.with_stock(run)
        for size in SIZES
        if (cap := limit(run, basis, size, code, _CAP)) is not None
    ]
    schema = {"la": String(), "size": Int64(), "most": Decimal(38, 4)}
    return DataFrame(caps, schema=schema, orient="row")


def as_formula(run: Run) -> Iterator[Finding]:
    """Yield homes at social rent whose rent is above formula and flexibility."""
    from pmf_engine.records import col

    long_only(run)
    known = formula_rents(run)
    if not known.height:
        raise NotRun("no formula rents are entered")
    let = let_on(run, SOCIAL_RENT).join(known, on="property", how="inner")
    most = col("formula_rent") * (col("flexibility").fill_null(0) + 100)
    over = let.filter(col("weekly_rent") * 100 > most)
    said = (
        "has a rent of £{weekly_rent:.2f}, above its formula rent of £{formula_rent:.2f} and its"
        " flexibility. Check it."
    )
    yield from homes(run, warning, "sdr-rent-over-formula", over, "weekly_rent", said)


def formula_rents(run: Run) -> DataFrame:
    """Return the formula rent of each home that is in force at the 31 March."""
    from pmf_engine.records import col, lit

    names = ("property", "valid_from", "formula_rent", "flexibility")
    rows = run.data.formula_rents.look(*names)
    begun = rows.filter(col("valid_from") <= lit(stock.closing_day(run))).sort("valid_from")
    newest: Any = begun.unique("property", keep="last", maintain_order=True)
    return newest.drop("_row", "valid_from")  # type: ignore[no-any-return]


def _need(run: Run, *names: str) -> None:
    if not any(row.peek(name) is not None for row in run.data.limits for name in names):
        raise NotRun(f"Rent_Limits has no {' or '.join(names)}")
