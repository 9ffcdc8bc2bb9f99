"""The tables of stock usage and of the stock balance sheet."""

from __future__ import annotations

from pmf_engine.api import CellValue, Field, Grid, Run
from pmf_plugins.sdr.balance import LINES
from pmf_plugins.sdr.codes import (
    BALANCE_TITLES,
    BALANCES,
    DECENT,
    GROUPS,
    RENTED_GROUPS,
    STATES,
)
from pmf_plugins.sdr.movements import unexplained

MOST_CHANGES = 50


def usage(run: Run) -> Grid | None:
    """Return homes let and vacant by group; None where the part is not asked."""
    if "su/total/let" not in run.figures:
        return None
    titles = {**{group: GROUPS[group] for group in RENTED_GROUPS}, "total": "All low cost rental"}
    rows: list[tuple[CellValue, ...]] = [
        (title, *(run.figures[f"su/{group}/{one}"] for one in (*STATES, "vacancy")))
        for group, title in titles.items()
    ]
    return Grid(
        slot="su/usage",
        caption="Usage of low cost rental stock",
        summary=f"One group a row, {len(rows)} rows, all last; columns group to share vacant.",
        fields=(
            Field(title="Group", width=6.2, chars=48),
            Field(title="Let", width=2.4, chars=12, right=True),
            Field(title="Vacant, available", width=2.8, chars=18, right=True),
            Field(title="Vacant, not available", width=3.0, chars=20, right=True),
            Field(title="Vacant", width=2.4, chars=12, right=True),
        ),
        rows=rows,
        strong=frozenset({len(rows) - 1}),
    )


def management(run: Run) -> Grid | None:
    """Return who manages what is owned, and Decent Homes; None where the part is not asked."""
    slots = [f"su/managed/{key}" for key in ("own", "by-others", "for-others")]
    slots += [f"su/decent/{key}" for key in DECENT]
    if slots[0] not in run.figures:
        return None
    return Grid(
        slot="su/managed",
        caption="Management and the Decent Homes Standard",
        summary=f"One line a row, {len(slots)} rows; columns line to homes.",
        fields=(
            Field(title="Line", width=12.0, chars=48),
            Field(title="Homes", width=4.8, chars=14, right=True),
        ),
        rows=[(run.figures[slot].title, run.figures[slot]) for slot in slots],
    )


def balance(run: Run) -> Grid | None:
    """Return the balance sheet, one line a row; None where the part is not asked."""
    if "sbs/lcr/opening" not in run.figures:
        return None
    rows: list[tuple[CellValue, ...]] = [
        (title, *(run.figures[f"sbs/{key}/{line}"] for key in BALANCES))
        for line, title in LINES.items()
    ]
    return Grid(
        slot="sbs/balance",
        caption="Stock balance sheet",
        summary=f"One line a row, {len(rows)} rows; columns line to non-social homes.",
        fields=(
            Field(title="Line", width=7.4, chars=40),
            *(Field(title=BALANCE_TITLES[k], width=3.2, chars=24, right=True) for k in BALANCES),
        ),
        rows=rows,
        strong=frozenset({0, len(rows) - 2, len(rows) - 1}),
    )


def changes(run: Run, most: int | None = None) -> Grid | None:
    """Return the homes that no movement explains, at most so many; None where there are none."""
    if "sbs/lcr/opening" not in run.figures or not unexplained(run).height:
        return None
    found = unexplained(run) if most is None else unexplained(run).head(most)
    rows = [
        (row["property"], row["tenure"] or "Not in the register", row["said"].capitalize())
        for row in found.iter_rows(named=True)
    ]
    return Grid(
        slot="sbs/changes",
        caption="Homes whose change and movements do not agree",
        summary=f"One home a row, {len(rows)} rows; columns home to what is wrong.",
        fields=(
            Field(title="Home", width=3.6, chars=18),
            Field(title="Tenure", width=5.0, chars=28),
            Field(title="What is wrong", width=8.4, chars=60),
        ),
        rows=rows,
        rolling=True,
    )
