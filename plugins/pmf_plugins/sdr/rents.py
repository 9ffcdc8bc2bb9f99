"""Average rents by local authority and size: social rent in LCR, affordable rent in AR."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Figure, Run
from pmf_plugins.sdr import areas, stock
from pmf_plugins.sdr.codes import AFFORDABLE, GENERAL, RENTAL, SELF_CONTAINED, SIZES, SOCIAL_RENT
from pmf_plugins.sdr.figures import count

if TYPE_CHECKING:
    from pmf_engine.records import DataFrame

_READ = ("beds", "rent_basis", "weekly_rent", "service_charge")
KINDS = {"gn": "general needs", "sh": "supported and older people"}


@dataclass(frozen=True, slots=True)
class Rents:
    """Homes of one size let on one basis: how many, how many with a rent, and what is charged."""

    homes: int
    with_rent: int
    rent: Decimal
    with_charge: int
    charge: Decimal


def let_on(run: Run, basis: str) -> DataFrame:
    """Return the self-contained low cost rental homes owned that are let on a basis."""
    from pmf_engine.records import col

    held = stock.owned(run, stock.closing_day(run))
    wanted = (col("tenure") == RENTAL) & (col("form") == SELF_CONTAINED)
    return held.filter(wanted & (col("rent_basis") == basis) & col("size").is_not_null())


def by_size(run: Run, basis: str) -> dict[tuple[str, str, int], Rents]:
    """Return the rents of a basis by authority, kind of need and size."""
    return run.remember(f"sdr rents {basis}", lambda: _by_size(run, basis))  # type: ignore[no-any-return]


def _by_size(run: Run, basis: str) -> dict[tuple[str, str, int], Rents]:
    from pmf_engine.records import col, lit, when

    kind = when(col("need") == GENERAL).then(lit("gn")).otherwise(lit("sh")).alias("kind")
    keys = ("la", "kind", "size")
    found = (
        let_on(run, basis)
        .filter(col("la").is_in(areas.with_stock(run)))
        .with_columns(kind)
        .group_by(*keys)
        .agg(
            col("units").sum().alias("homes"),
            col("weekly_rent").count().alias("with_rent"),
            col("weekly_rent").sum().alias("rent"),
            col("service_charge").count().alias("with_charge"),
            col("service_charge").sum().alias("charge"),
        )
        .sort(*keys)
    )
    return {row[:3]: Rents(*row[3:]) for row in found.iter_rows()}


def social_rents(run: Run) -> Iterator[Figure]:
    """Yield homes and average rents at social rent, by authority, kind of need and size."""
    yield from _rents(run, "lcr", SOCIAL_RENT)


def affordable_rents(run: Run) -> Iterator[Figure]:
    """Yield homes and average rents at affordable rent, by authority, kind of need and size."""
    yield from _rents(run, "ar", AFFORDABLE)


def _rents(run: Run, part: str, basis: str) -> Iterator[Figure]:
    found = by_size(run, basis)
    for (code, kind, size), one in found.items():
        where = f"{areas.name_of(run, code)}, {KINDS[kind]}, {SIZES[size].lower()}"
        yield from _cell(run, f"{part}/{code}/{kind}-{size}", where, one)
    if found:
        yield from _cell(run, f"{part}/all", f"all {basis}", whole(found.values()))


def whole(found: Any) -> Rents:
    """Return the rents of several sizes together."""
    names = Rents.__slots__
    sums = [sum((getattr(one, name) for one in found), start=Decimal(0)) for name in names]
    homes, with_rent, rent, with_charge, charge = sums
    return Rents(int(homes), int(with_rent), rent, int(with_charge), charge)


def _cell(run: Run, slot: str, where: str, one: Rents) -> Iterator[Figure]:
    yield count(run, f"{slot}/homes", f"Homes: {where}", one.homes, *_READ)

    def term(value: Decimal | int) -> Any:
        def read() -> Decimal:
            stock.note(run, *_READ)
            return Decimal(value)

        return read

    terms = {
        "rent": term(one.rent), "homes_with_rent": term(one.with_rent),
        "charge": term(one.charge), "homes_with_charge": term(one.with_charge),
    }  # fmt: skip
    for key, name in (("average-rent", "rent"), ("average-charge", "charge")):
        title = f"{'Net rent' if name == 'rent' else 'Service charge'} a week: {where}"
        yield run.measure(key, terms, slot=f"{slot}/{name}", title=title)
