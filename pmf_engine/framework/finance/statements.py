"""Statements of two years: every line in pounds, and in thousands that still add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pmf_engine.framework.finance.books import ACCOUNTS, Books, books_of
from pmf_engine.framework.finance.chart import Chart, Signed, Statement
from pmf_engine.framework.finance.lines import Lines
from pmf_engine.measures.rounding import rounded_tree
from pmf_engine.model.numbers import MINUS, number
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure, Measured, Missing
from pmf_engine.run import Run
from pmf_engine.workbook import Row

HOMES = "homes"
_THOUSAND = 1000
_NOTE = "In thousands of pounds, rounded so that every total still adds up."


@dataclass(frozen=True)
class Statements:
    """The accounts of an entity for a year, beside those of the year before.

    `exact` is in pounds, by line and year; `shown` in thousands, with the sign in which the
    statement shows it. `restated` gives the rows of last year's lines that are marked so.
    """

    run: Run
    books: Books
    years: tuple[Period, Period]
    lines: Mapping[Period, Lines]
    exact: Mapping[tuple[str, Period], Figure]
    shown: Mapping[tuple[str, str, Period], Figure]
    restated: Mapping[str, list[Row]]

    @property
    def statements(self) -> list[Statement]:
        """The statements and notes of which anything is held, in order."""
        return [one for one in self.books.chart.statements.values() if self.codes(one)]

    def codes(self, one: Statement) -> list[str]:
        """Return the lines that a statement shows: those that are not nil in both years."""
        return [code for code in one.show if (one.code, code, self.years[0]) in self.shown]


def statements_of(run: Run) -> Statements:
    """Return the accounts of a run, their figures added to it once."""
    return run.remember("statements", lambda: _make(run))  # type: ignore[no-any-return]


def in_thousands(chart: Chart, amounts: Mapping[str, Measured]) -> dict[str, int]:
    """Return amounts in pounds as thousands, so that every total adds up, without missing ones.

    A line that is not there is nil. A total that lacks a part is rounded by itself.
    """
    exact = {c: value / _THOUSAND for c, value in amounts.items() if isinstance(value, Decimal)}
    totals = {
        code: parts
        for code, parts in chart.totals.items()
        if not any(isinstance(amounts.get(part), Missing) for _, part in parts)
    }
    return rounded_tree(totals, exact)


def sign_in(one: Statement, code: str, totals: Mapping[str, Signed]) -> int:
    """Return the sign in which a statement shows a line: minus for what it takes away."""
    for total, parts in totals.items():
        for sign, part in parts:
            if part == code and total in one.show:
                return sign * sign_in(one, total, totals)
    return 1


def _make(run: Run) -> Statements:
    books, years = books_of(run), (run.period, run.period.shift(-1))
    lines = {year: books.of(run.entity.code, year, closed=year == run.period) for year in years}
    given = lines[years[0]].given | lines[years[1]].given
    codes = [
        code
        for code, line in books.chart.lines.items()
        if line.statement != HOMES and not given.isdisjoint((code, *books.chart.below(code)))
    ]
    restated = _restated(books, run.entity.code, years[1])
    exact = {
        (code, year): _exact(run, books, code, year, lines[year], restated)
        for year in years
        for code in codes
    }
    return Statements(run, books, years, lines, exact, _shown(run, books, years, exact), restated)


def _exact(
    run: Run,
    books: Books,
    code: str,
    year: Period,
    lines: Lines,
    restated: Mapping[str, list[Row]],
) -> Figure:
    current = year == run.period
    return run.figure(
        code if current else f"{code}/{year.id}",
        f"{books.chart.lines[code].title}, {year.year_label}",
        partial(_looked_up, books, lines, code),
        unit="£",
        marks=("revised",) if not current and code in restated else (),
        arithmetic=_written(books, lines, code),
        note="" if current else _reason(restated.get(code, [])),
    )


def _written(books: Books, lines: Lines, code: str) -> str:
    """How a total came about, in pounds: 300 + 20 − 100 = 220; of other lines, where they stand."""
    parts = books.chart.lines[code].parts
    if not parts or code in lines.given:
        return "as it stands in the workbook"
    amounts = [(sign, lines.amount(part)) for sign, part in parts]
    known = [(sign, value) for sign, value in amounts if isinstance(value, Decimal) and value]
    total = lines.amount(code)
    if isinstance(total, Missing) or not known:
        return ""
    signs = {True: "+", False: MINUS}
    text = " ".join(f"{signs[(s > 0) == (v > 0)]} {number(abs(v), 0)}" for s, v in known)
    return f"{text.removeprefix('+ ')} = {number(total, 0)}"


def _looked_up(books: Books, lines: Lines, code: str) -> Measured:
    """A line; one that nobody entered is nil, for which all rows were looked at."""
    if lines.given.isdisjoint((code, *books.chart.below(code))):
        books.look()
    return lines.amount(code)


def _shown(
    run: Run, books: Books, years: Sequence[Period], exact: Mapping[tuple[str, Period], Figure]
) -> dict[tuple[str, str, Period], Figure]:
    chart = books.chart
    rounded = {
        year: in_thousands(chart, {c: _measured(f) for (c, y), f in exact.items() if y == year})
        for year in years
    }
    found: dict[tuple[str, str, Period], Figure] = {}
    for one in chart.statements.values():
        for code in one.show if one.code != HOMES else ():
            if (code, years[0]) in exact and _held(*(exact[code, year] for year in years)):
                sign = sign_in(one, code, chart.totals)
                for year in years:
                    key = (one.code, code, year)
                    found[key] = _thousands(run, key, exact[code, year], sign, rounded[year])
    return found


def _held(now: Figure, before: Figure) -> bool:
    """Whether a line is worth a row: not nil this year, or not nil last year."""
    return bool(now.value is None or now.value or before.value)


def _thousands(
    run: Run,
    key: tuple[str, str, Period],
    exact: Figure,
    sign: int,
    rounded: Mapping[str, int],
) -> Figure:
    statement, code, year = key
    value: Measured = exact.missing or Missing("not worked out")
    if code in rounded:
        value = Decimal(sign * rounded[code])
    return run.figure(
        f"{statement}/{code}" if year == run.period else f"{statement}/{code}/{year.id}",
        f"{exact.title}, £000",
        lambda: value,
        unit="£000",
        marks=exact.marks,
        of=[exact],
        arithmetic=f"£{number(exact.value, 2)} in thousands" if exact.value is not None else "",
        note=_NOTE,
    )


def _measured(figure: Figure) -> Measured:
    if figure.value is None:
        return figure.missing or Missing("not worked out")
    return figure.value


def _restated(books: Books, entity: str, year: Period) -> dict[str, list[Row]]:
    """The rows that restate each line of last year; of a total, where it came out otherwise."""
    adopted, closed = books.of(entity, year), books.of(entity, year, closed=True)
    found = marked(books.members(year) if entity == books.group else [entity], books, year)
    for code in books.chart.totals:
        rows = [row for part in books.chart.below(code) for row in found.get(part, [])]
        if rows and code not in found and adopted.amount(code) != closed.amount(code):
            found[code] = rows
    return found


def marked(entities: Sequence[str], books: Books, year: Period) -> dict[str, list[Row]]:
    """Return the rows of accounts that are marked as restated, by line."""
    found: dict[str, list[Row]] = {}
    for entity in entities:
        for code, entries in books.named(ACCOUNTS, entity, year).items():
            rows = [entry.row for entry in entries if entry.row.peek("restated")]
            if rows:
                found.setdefault(code, []).extend(rows)
    return found


def _reason(rows: Sequence[Row]) -> str:
    reasons = dict.fromkeys(row.peek("reason") or "no reason given" for row in rows)
    return f"Restated: {'; '.join(reasons)}." if reasons else ""
