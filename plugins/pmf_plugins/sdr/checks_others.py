"""Validations against what stands elsewhere: other returns, the accounts, the register."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from pmf_engine.api import Finding, NotRun, Run, warning
from pmf_engine.framework.checks import check_adjustments
from pmf_engine.framework.codes import folders, usable
from pmf_plugins.sdr.areas import LONGEST_CODE

_LONGEST_CODE = 30


def satisfaction(run: Run) -> Iterator[Finding]:
    """Yield homes that differ from those of the Tenant Satisfaction Measures."""
    rows = run.data.tsm_homes.where(landlord=run.entity.code, year=run.period)
    if not rows:
        raise NotRun(f"TSM_Landlords has no row for {run.period.year_label}")
    rented = ("gn_sc", "gn_bsp", "sh_hop")
    for column, groups in (("homes_lcra", rented), ("homes_lcho", ("lcho",))):
        figures = [run.figures[f"lcr/total/{group}"] for group in groups]
        if all(one.value is not None for one in figures):
            ours = sum((one.value or Decimal(0) for one in figures), Decimal(0))
            yield from _differ(rows[0], column, ours, "the satisfaction measures have")


def accounts(run: Run) -> Iterator[Finding]:
    """Yield homes that differ from the units of the accounts."""
    from pmf_engine.framework.finance.chart import load_chart

    lines = {"social_owned": "eli/social_owned", "social_managed": "eli/social_managed"}
    rows = []
    for row in run.data.units.where(entity=run.entity.code, year=run.period):
        line = load_chart().line("homes", row.peek("line") or "")
        if line is not None and line.code in lines:
            rows.append((lines[line.code], row))
    if not rows:
        raise NotRun(f"the accounts have no homes for {run.period.year_label}")
    for slot, row in rows:
        yield from _differ(row, "units", run.figures[slot].value, "the accounts have")


def register(run: Run) -> Iterator[Finding]:
    """Yield homes that differ from the indicator register."""
    found = run.data.entities.where(code=run.entity.code)
    rows = [r for r in found if r.homes is not None and r.valid_from <= run.period.end_date]
    if not rows:
        raise NotRun("the indicator register has no homes of the landlord")
    newest = max(rows, key=lambda row: row.valid_from)
    ours = run.figures["eli/social_managed"].value
    yield from _differ(newest, "homes", ours, "the indicator register has")


def codes(run: Run) -> Iterator[Finding]:
    """Yield codes of landlords and authorities that cannot stand in an id or name a folder."""
    for row in run.data.landlords:
        yield from usable(row, "landlord", _LONGEST_CODE)
    for row in run.data.areas:
        yield from usable(row, "code", LONGEST_CODE)
    yield from folders(run.data.landlords, "landlord")


def adjustments(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with approved overrides of these figures."""
    yield from check_adjustments(run)


def _differ(row: object, column: str, ours: Decimal | None, whose: str) -> Iterator[Finding]:
    theirs = row[column]  # type: ignore[index]
    if theirs is not None and ours is not None and theirs != ours:
        text = (
            f"This return has {ours:,} homes where {whose} {theirs:,}. Correct one, or explain it."
        )
        place = row.place(column)  # type: ignore[attr-defined]
        yield warning("sdr-homes-differ", text, **place)
