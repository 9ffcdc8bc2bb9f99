"""The statements as tables, and what was restated."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.api import CellValue, Field, Grid, Row
from pmf_engine.framework.finance.books import LEDGER
from pmf_engine.framework.finance.chart import Line, Statement
from pmf_engine.framework.finance.statements import Statements
from pmf_engine.framework.sentences import listed, spoken_date
from pmf_engine.model.numbers import table_form

PRIMARY = ("comprehensive-income", "financial-position", "changes-in-reserves", "cash-flows")


def statement_grid(found: Statements, one: Statement) -> Grid:
    """Return a statement in thousands of pounds, this year beside last, totals standing out."""
    codes = found.codes(one)
    lines = found.books.chart.lines
    rows: list[tuple[CellValue, ...]] = [
        (_named(found, one, code), *(found.shown[one.code, code, year] for year in found.years))
        for code in codes
    ]
    return Grid(
        slot=f"table/{one.code}",
        caption="",
        summary=f"{one.title}, one line a row, {len(rows)} rows; columns line, this year, last"
        " year; thousands of pounds, in brackets what is taken away.",
        fields=(
            Field(title="Line", width=10.8, chars=56),
            *(Field(title=f"{y.year_label} £000", width=3.1, chars=17, right=True)
              for y in found.years),
        ),
        rows=rows,
        strong=frozenset(
            at
            for at, code in enumerate(codes)
            if any(part in one.show for _, part in lines[code].parts)
        ),
    )  # fmt: skip


def statement_title(found: Statements, one: Statement) -> str:
    """Return a statement's heading with the year or the day that it is for."""
    if one.code not in PRIMARY:
        number = note_numbers(found)[one.code]
        return f"Note {number}: {one.title[0].lower()}{one.title[1:]}"
    day = spoken_date(found.run.period.end_date)
    when = f"at {day}" if one.code == "financial-position" else f"for the year ended {day}"
    return f"{one.title} {when}"


def note_numbers(found: Statements) -> dict[str, int]:
    """Return the number of each note; the first is on accounting policies."""
    notes = [one.code for one in found.statements if one.code not in PRIMARY]
    return {code: number for number, code in enumerate(notes, 2)}


def _named(found: Statements, one: Statement, code: str) -> str:
    """Return a line's title with the notes that make it up, where another place shows them."""
    lines, numbers = found.books.chart.lines, note_numbers(found)
    parts = {lines[part].statement for _, part in lines[code].parts if part not in one.show}
    notes = sorted(numbers[part] for part in parts if part in numbers)
    if not notes:
        return lines[code].title
    noun = "note" if len(notes) == 1 else "notes"
    return f"{lines[code].title} ({noun} {listed([str(number) for number in notes])})"


def restated_grid(found: Statements) -> Grid | None:
    """Return what was restated of last year, and why; None where nothing was."""
    held = {row: code for code, rows in found.restated.items() for row in rows}
    if not held:
        return None
    last = found.years[1]
    return Grid(
        slot="restated",
        caption=f"Amounts of {last.year_label} that are restated",
        summary=f"One amount a row, {len(held)} rows; columns line to reason.",
        fields=(
            Field(title="Line", width=4.6, chars=46),
            Field(title="As in the ledger", width=2.8, chars=17, right=True),
            Field(title="Restated", width=2.8, chars=17, right=True),
            Field(title="Why", width=6.8, chars=70),
        ),
        rows=[_restated(found, row) for row in held],
    )


def _restated(found: Statements, row: Row) -> tuple[str, str, str, str]:
    entity, line = row.peek("entity"), _line(found, row)
    closed = found.books.own(entity, found.years[1], closed=True)
    before = closed.amount(line.code) if closed.origin == LEDGER else None
    return (
        f"{line.title} ({entity})" if found.run.entity.group else line.title,
        table_form(before, "£", 0) if isinstance(before, Decimal) else "Not held",
        table_form(row.peek("amount"), "£", 0),
        row.peek("reason") or "No reason is given",
    )


def _line(found: Statements, row: Row) -> Line:
    line = found.books.chart.line(row.peek("statement"), row.peek("line"))
    assert line is not None  # noqa: S101 - only rows of known lines are kept
    return line
