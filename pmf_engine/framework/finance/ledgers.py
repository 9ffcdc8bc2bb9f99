"""From accounts to lines, and from companies to the group: the working papers of a return."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.framework.finance.chart import Chart
from pmf_engine.framework.finance.contract import ELIMINATIONS
from pmf_engine.framework.finance.statements import HOMES, Statements
from pmf_engine.model.content import CellValue, Field, Grid
from pmf_engine.model.numbers import MINUS
from pmf_engine.model.values import Missing


def mapping_grid(found: Statements) -> Grid | None:
    """Return each account of the year's trial balance with its line; None where none is held."""
    rows = list(_accounts(found))
    if not rows:
        return None
    return Grid(
        slot="mapping",
        caption="From the trial balance to the return",
        summary=f"One account a row, {len(rows)} rows; columns entity to amount on the line.",
        fields=(
            Field(title="Entity", chars=10),
            Field(title="Account", chars=11),
            Field(title="Title", chars=42),
            Field(title="Balance £", chars=17, right=True),
            Field(title="Line", chars=46),
            Field(title="Line code", chars=28),
            Field(title="On the line £", chars=17, right=True),
        ),
        rows=rows,
    )


def consolidation_grid(found: Statements) -> Grid | None:
    """Return each line by company, with the eliminations and the group; None for one company."""
    run, books, year = found.run, found.books, found.years[0]
    if not run.entity.group:
        return None
    members = books.members(year)
    own = [books.own(code, year, closed=True) for code in members]
    rows: list[tuple[CellValue, ...]] = []
    codes = [c for c, line in books.chart.lines.items() if line.statement != HOMES]
    for code in codes:
        amounts = [lines.amount(code) for lines in own]
        if any(isinstance(value, Missing) or value for value in amounts):
            rows.append((books.chart.lines[code].title, *amounts, found.exact[code, year]))
    titles = [*("Eliminations" if code == ELIMINATIONS else code for code in members), "Group"]
    return Grid(
        slot="consolidation",
        caption="From the companies to the group",
        summary=f"One line a row, {len(rows)} rows; columns line, companies, eliminations, group;"
        " pounds.",
        fields=(
            Field(title="Line", chars=52),
            *(Field(title=f"{title} £", chars=17, right=True) for title in titles),
        ),
        rows=rows,
        strong=frozenset(
            at for at, row in enumerate(rows) if row[0] in {
                books.chart.lines[code].title for code in books.chart.totals
            }
        ),
    )  # fmt: skip


def totals_grid(found: Statements) -> Grid:
    """Return each total shown, what it adds up, and whether that was verified."""
    chart = found.books.chart
    shown = dict.fromkeys(code for _, code, _ in found.shown if chart.lines[code].parts)
    rows = [
        (
            chart.lines[code].title,
            _written(chart, code),
            "Yes" if chart.statements[chart.lines[code].statement].verified else "No",
        )
        for code in shown
    ]
    return Grid(
        slot="formulas",
        caption="What each total adds up",
        summary=f"One total a row, {len(rows)} rows; columns total, formula, verified.",
        fields=(
            Field(title="Total", width=5.4, chars=52),
            Field(title="Formula", width=9.6, chars=90),
            Field(title="Verified", width=2.0, chars=10),
        ),
        rows=rows,
    )


def _written(chart: Chart, code: str) -> str:
    signed = [(sign, chart.lines[part].title) for sign, part in chart.lines[code].parts]
    text = "".join(f" {'+' if sign > 0 else MINUS} {title.lower()}" for sign, title in signed)
    return text.removeprefix(" + ")


def _accounts(found: Statements) -> Iterator[tuple[CellValue, ...]]:
    run, books, year = found.run, found.books, found.years[0]
    for entity in books.members(year) if run.entity.group else [run.entity.code]:
        for row in books.data.trial_balance.where(entity=entity, year=year):
            account, balance = row.peek("account"), row.peek("amount")
            rules = books.mapping.in_force(account or "", year.end_date)
            line = books.mapping.line(rules[0]) if len(rules) == 1 else None
            sign = books.mapping.sign(rules[0]) if len(rules) == 1 else 1
            known = line is not None and balance is not None
            yield (
                entity,
                account,
                row.peek("title"),
                balance,
                line.title if line else "Mapped to no line",
                line.code if line else "None",
                sign * balance if known else None,
            )
