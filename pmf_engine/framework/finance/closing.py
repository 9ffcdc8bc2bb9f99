"""Checks of a year's closing: trial balance, mapping, comparatives, and what is shown."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.framework.finance import entries, totals
from pmf_engine.framework.finance.books import books_of
from pmf_engine.framework.finance.checks import actual_years, concerned
from pmf_engine.framework.finance.lines import OwnLines
from pmf_engine.framework.finance.statements import Statements, statements_of
from pmf_engine.model.errors import NotRun
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.issued import IssuedFigure
from pmf_engine.model.periods import Period
from pmf_engine.run import Run

Place = dict[str, str | None]


def trial_balances_net(run: Run) -> Iterator[Finding]:
    """Yield trial balances whose debits and credits differ."""
    for year in actual_years(run):
        for entity in concerned(run):
            yield from totals.trial_balance_nets(books_of(run), entity, year)


def accounts_mapped(run: Run) -> Iterator[Finding]:
    """Yield accounts that are mapped to no line, or to more than one."""
    yield from entries.mapping_faults(books_of(run), concerned(run), actual_years(run))


def comparatives_as_issued(run: Run) -> Iterator[Finding]:
    """Yield amounts of last year that differ from those issued and are not marked as restated."""
    found, last = statements_of(run), run.period.shift(-1)
    if run.reported is None or run.reported.period != last.id:
        raise NotRun(f"no accounts for {last.year_label} have been issued from this workspace")
    for (code, year), figure in found.exact.items():
        issued = run.reported.figures.get(code)
        if year != last or issued is None or issued.value is None or figure.value is None:
            continue
        if issued.value != figure.value and not _explained(found, code):
            yield _changed(found, code, year, issued)


def thousands_add_up(run: Run) -> Iterator[Finding]:
    """Yield totals in thousands that are not the signed sum of the parts shown with them."""
    found = statements_of(run)
    lines = found.books.chart.lines
    for (statement, code, year), figure in found.shown.items():
        one = found.books.chart.statements[statement]
        parts = [p for _, p in lines[code].parts if p in one.show]
        held = [found.shown.get((statement, p, year)) for p in parts]
        if len(parts) < len(lines[code].parts) or any(f is not None and f.missing for f in held):
            continue
        if sum(f.value for f in held if f and f.value) != (figure.value or 0) and parts:
            yield error(
                "thousands-do-not-add",
                f"“{lines[code].title}” is shown as {figure.short} in {year.year_label}, which is"
                " not the sum of what is shown with it. This is a fault of the report.",
            )


def _explained(found: Statements, code: str) -> bool:
    """Whether a line of last year, or one that it rests on, is marked as restated."""
    return any(one in found.restated for one in (code, *found.books.chart.below(code)))


def _changed(found: Statements, code: str, year: Period, issued: IssuedFigure) -> Finding:
    figure, title = found.exact[code, year], found.books.chart.lines[code].title
    return error(
        "comparative-changed",
        f"“{title}” for {year.year_label} was issued as {issued.display} and now is"
        f" {figure.display}. Put the amount back, or mark its row in Accounts as restated, with"
        " the reason.",
        **_place(found, code, year),
    )


def _place(found: Statements, code: str, year: Period) -> Place:
    lines = found.lines[year]
    if isinstance(lines, OwnLines) and code in lines.rows:
        entry = lines.rows[code][0]
        return entry.row.place(entry.column)
    return {"entity": found.run.entity.code}
