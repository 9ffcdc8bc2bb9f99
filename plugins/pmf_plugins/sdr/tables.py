"""The tables of the return by authority: stock, rents and home ownership."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.api import CellValue, Field, Figure, Grid, Run
from pmf_plugins.sdr import areas
from pmf_plugins.sdr.codes import AFFORDABLE, GROUPS, SIZES, SOCIAL_RENT
from pmf_plugins.sdr.rents import KINDS, by_size
from pmf_plugins.sdr.stock import units

_SHORT: Mapping[str, str] = {
    "gn_sc": "General needs, self-contained",
    "gn_bsp": "General needs, bedspaces",
    "sh_hop": "Supported and older people",
    "lcho": "Home ownership",
    "total": "Total social stock",
}


def by_authority(run: Run) -> list[str]:
    """Return the codes of authorities with stock, those with most homes first."""
    held = units(run, "la")
    return sorted(areas.with_stock(run), key=lambda code: (-held[code], code))


def stock(run: Run) -> Grid:
    """Return the social stock by local authority and group, all authorities last."""
    codes = by_authority(run)
    rows: list[tuple[CellValue, ...]] = [
        (areas.name_of(run, code), code, *_groups(run, code)) for code in codes
    ]
    rows.append(("All authorities", "", *_groups(run, "total")))
    return Grid(
        slot="lcr/stock",
        caption="Social stock by local authority",
        summary=f"One authority a row, {len(codes)} rows and their total; columns authority to"
        " total social stock.",
        fields=(
            Field(title="Authority", width=3.4, chars=24),
            Field(title="Code", width=2.3, chars=12),
            *(Field(title=title, width=2.3, chars=16, right=True) for title in _SHORT.values()),
        ),
        rows=rows,
        strong=frozenset({len(rows) - 1}),
    )


def _groups(run: Run, code: str) -> list[Figure]:
    return [run.figures[f"lcr/{code}/{group}"] for group in (*GROUPS, "total")]


def rents(run: Run, part: str) -> Grid | None:
    """Return homes and average rents by authority, need and size; None without any."""
    if f"{part}/all/homes" not in run.figures:
        return None
    basis = SOCIAL_RENT if part == "lcr" else AFFORDABLE
    found = [
        (areas.name_of(run, code), KINDS[kind].capitalize(), SIZES[size], f"{code}/{kind}-{size}")
        for code, kind, size in sorted(
            by_size(run, basis), key=lambda one: (by_authority(run).index(one[0]), *one)
        )
    ]
    rows: list[tuple[CellValue, ...]] = [
        (*names, *_rent(run, f"{part}/{key}")) for *names, key in found
    ]
    rows.append(("All authorities", "All", "All", *_rent(run, f"{part}/all")))
    return Grid(
        slot=f"{part}/rents",
        caption=f"Homes at {basis}",
        summary=f"One authority, need and size a row, {len(rows)} rows, all last; columns authority"
        " to service charge.",
        fields=(
            Field(title="Authority", width=3.6, chars=24),
            Field(title="Need", width=3.8, chars=28),
            Field(title="Size", width=2.8, chars=20),
            Field(title="Homes", width=1.8, chars=12, right=True),
            Field(title="Net rent a week", width=2.5, chars=16, right=True),
            Field(title="Service charge a week", width=2.5, chars=16, right=True),
        ),
        rows=rows,
        key=("Authority", "Need", "Size"),
        strong=frozenset({len(rows) - 1}),
    )


def rents_by_size(run: Run) -> Grid | None:
    """Return all homes at social and at affordable rent, a row each; None without any."""
    rows: list[tuple[CellValue, ...]] = [
        (name.capitalize(), *_rent(run, f"{part}/all"))
        for part, name in (("lcr", SOCIAL_RENT), ("ar", AFFORDABLE))
        if f"{part}/all/homes" in run.figures
    ]
    if not rows:
        return None
    return Grid(
        slot="rents",
        caption="Average rents a week",
        summary=f"One rent basis a row, {len(rows)} rows; columns basis to service charge.",
        fields=(
            Field(title="Basis", width=5.0, chars=24),
            Field(title="Self-contained homes", width=4.0, chars=20, right=True),
            Field(title="Net rent", width=4.0, chars=16, right=True),
            Field(title="Service charge", width=4.0, chars=16, right=True),
        ),
        rows=rows,
    )


def _rent(run: Run, slot: str) -> list[Figure]:
    return [run.figures[f"{slot}/{name}"] for name in ("homes", "rent", "charge")]


def ownership(run: Run) -> Grid | None:
    """Return low cost home ownership by authority, then by size; None where it is not asked."""
    sizes = [size for size in SIZES if f"lcho/{size}" in run.figures]
    if not sizes:
        return None
    rows: list[tuple[CellValue, ...]] = [
        ("Authority", areas.name_of(run, code), run.figures[f"lcr/{code}/lcho"])
        for code in by_authority(run)
        if run.figures[f"lcr/{code}/lcho"].value
    ]
    rows += [("Size", SIZES[size], run.figures[f"lcho/{size}"]) for size in sizes]
    rows.append(("All", "All homes", run.figures["lcr/total/lcho"]))
    return Grid(
        slot="lcho/homes",
        caption="Low cost home ownership, less than 100% equity",
        summary=f"Homes by authority, then by size, all last, {len(rows)} rows.",
        fields=(
            Field(title="By", width=4.0, chars=14),
            Field(title="Which", width=8.0, chars=28),
            Field(title="Homes", width=4.0, chars=14, right=True),
        ),
        rows=rows,
        key=("By", "Which"),
        strong=frozenset({len(rows) - 1}),
    )
