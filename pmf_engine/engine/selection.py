"""Which entities and periods a command is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pmf_engine.engine.due import due_date
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, note, warning
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage, Report
from pmf_engine.model.tables import Table

WHOLE = "group"  # entity of reports that cover none in particular


def newest_month(report: Report, data: Any) -> Period | None:
    """Return the newest month in the report's main table, or None when it has no rows."""
    if report.newest is not None:
        return report.newest(data)
    table, column = report.main
    found = {value for value in data[table].peek(column) if value is not None}
    months = {one if isinstance(one, Period) else Period.month_of(one) for one in found}
    return max(months, key=lambda month: month.last).last_month if months else None


def covered(report: Report, data: Any) -> tuple[Coverage, ...]:
    """Return every entity a report covers."""
    if report.covers is None:
        return (Coverage(code=WHOLE, title=report.title, frequency=report.frequency, group=True),)
    return tuple(report.covers(data))


def chosen(report: Report, everyone: Sequence[Coverage], entity: str | None) -> list[Coverage]:
    """Return the entities asked for: one, `all`, or by default the group if there is one.

    Raises PmfError when the code is not one of those covered.
    """
    if entity == "all":
        return list(everyone)
    if entity is None:
        return [one for one in everyone if one.group][:1] or list(everyone)
    alike = [one for one in everyone if one.code.casefold() == entity.casefold()]
    found = [one for one in alike if one.code == entity] or alike[:1]
    if found:
        return found
    codes = [one.code for one in everyone]
    near = get_close_matches(entity.upper(), codes, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    raise PmfError(
        f"The report {report.key} does not cover “{entity}”.{hint}"
        f" It covers {', '.join(codes) or 'nobody'}."
    )


def may_cover(everyone: Sequence[Coverage], entity: str | None) -> bool:
    """Whether a report covers what was asked for; one that cannot be read may."""
    if entity in (None, "all") or not everyone:
        return True
    return any(one.code.casefold() == entity.casefold() for one in everyone)


def period_of(
    one: Coverage, asked: Period | None, newest: Period | None, *, to_date: bool = False
) -> Period | None:
    """Return the entity's own last period that ends by the period asked for, or by the newest.

    With `to_date` the newest month's own period is reported, though it has not ended.
    """
    end = asked.last_month if asked else newest
    if end is None:
        return None
    own = Period.last_ending_by(end, one.frequency)
    return own.shift(1) if to_date and own.last < end.last else own


def as_at(report: Report, own: Period, newest: Period | None, cache: Path) -> date:
    """Return the day that a report speaks of: when it is due, or the end of the newest month."""
    if report.to_date and newest is not None and newest.last < own.last:
        return newest.end_date
    return due_date(report.due, own, cache)


def choice(
    one: Coverage, own: Period, asked: Period | None, newest: Period | None
) -> Iterator[Finding]:
    """Yield why this period, where it was not the one asked for."""
    place = {"entity": one.code, "period": own.id}
    if asked is None:
        which = "the newest complete period"
        if newest is not None and newest.last < own.last:
            which = f"the newest period, reported to the end of {newest.name}"
        yield note("period-chosen", f"{own.title} is {which}.", **place)
    elif own != asked:
        text = f"{one.title} reports {one.frequency}: its last period by then is {own.title}."
        yield note("period-chosen", text, **place)


def incomplete(
    report: Report, one: Coverage, own: Period, newest: Period | None
) -> Iterator[Finding]:
    """Yield that the figures do not reach to the period's end."""
    if newest is not None and own.last > newest.last and not report.to_date:
        table = report.inputs[report.main[0]]
        name = table.name if isinstance(table, Table) else report.main[0]
        text = (
            f"{own.title} is not complete: the newest month in {name} is {newest.title}."
            " Later figures are missing."
        )
        yield warning("period-incomplete", text, entity=one.code, period=own.id)


def nothing(report: Report) -> Finding:
    """Return that no period of a report is complete."""
    table, column = report.main
    declared = report.inputs[table]
    return warning(
        "nothing-to-report",
        f"the table {declared.name} has no {column}, or nobody is covered, so no period is"
        " complete. Enter some rows first.",
        sheet=declared.name,
    )


def refuse_odd_code(report: Report, code: str) -> None:
    """Raise PmfError where a code could lead out of the folder that outputs belong in."""
    if not re.fullmatch(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]", code):
        raise PmfError(f"The report {report.key} covers “{code}”, which is no code.")
