"""What is said of the period chosen for a report."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.catalogue import Entry
from pmf_engine.model.findings import Finding, note, warning
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage
from pmf_engine.model.tables import Input, Table


def main_input(entry: Entry) -> Input:
    """Return the input that decides which periods of a report are complete."""
    return entry.report.inputs[entry.report.main[0]]


def nothing(entry: Entry) -> Finding:
    """Return the warning that a report has no period to be made for."""
    column, declared = entry.report.main[1], main_input(entry)
    return warning(
        "nothing-to-report",
        f"the table {declared.name} has no {column}, or nobody is covered, so no period is"
        " complete. Enter some rows first.",
        sheet=declared.name,
    )


def choice(one: Coverage, own: Period, asked: Period | None) -> Iterator[Finding]:
    """Yield why this period was taken; nothing where it is the one asked for."""
    place = {"entity": one.code, "period": own.id}
    if asked is None:
        yield note("period-chosen", f"{own.title} is the newest complete period.", **place)
    elif own != asked:
        text = f"{one.title} reports {one.frequency}: its last period by then is {own.title}."
        yield note("period-chosen", text, **place)


def incomplete(
    entry: Entry, one: Coverage, own: Period, newest: Period | None
) -> Iterator[Finding]:
    """Yield a warning where the period asked for ends after the newest month there is."""
    if newest is not None and own.last > newest.last:
        table = entry.report.inputs[entry.report.main[0]]
        name = table.name if isinstance(table, Table) else entry.report.main[0]
        text = (
            f"{own.title} is not complete: the newest month in {name} is {newest.title}."
            " Later figures are missing."
        )
        yield warning("period-incomplete", text, entity=one.code, period=own.id)
