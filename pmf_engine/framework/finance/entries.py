"""Checks of the finance workbook row by row: names, mapping, restatements, signs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pmf_engine.framework.finance.books import Books
from pmf_engine.framework.finance.contract import ELIMINATIONS
from pmf_engine.model.findings import Finding, error, note, warning
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Missing
from pmf_engine.workbook import Row

_KEYS = {
    "accounts": ("statement", "line"),
    "units": ("line",),
    "trial_balance": ("account",),
}


def unknown_names(books: Books, entities: Iterable[str]) -> Iterator[Finding]:
    """Yield each row that names a statement or line that there is not, with the nearest."""
    for table in ("accounts", "forecast", "units", "forecast_units"):
        for row in rows_of(books, table, entities):
            statement = "homes" if "units" in table else row.peek("statement") or ""
            line = row.peek("line") or ""
            if statement and line and books.chart.line(statement, line) is None:
                yield error(
                    "finance-line-unknown",
                    f"{books.chart.unknown(statement, line)} Correct the name.",
                    **row.place("line" if books.chart.statement(statement) else "statement"),
                )


def unknown_entities(books: Books) -> Iterator[Finding]:
    """Yield the first row of each entity that is not one of the group's; it still counts."""
    known = {*books.data.entities.peek("code"), ELIMINATIONS}
    for table in ("accounts", "units", "trial_balance", "forecast"):
        for code, rows in books.data[table].by("entity").items():
            if code and code not in known:
                yield warning(
                    "finance-entity-unknown",
                    f"“{code}” is no entity of the group, yet counts in it. Correct the code, or"
                    " add it to Entities.",
                    **rows[0].place("entity"),
                )


def mapping_faults(books: Books, entities: Iterable[str], years: Iterable[Period]) -> Iterator[
    Finding
]:  # fmt: skip
    """Yield each account of a trial balance that is mapped to no line, or to more than one."""
    wanted, told = set(years), set()
    for row in rows_of(books, "trial_balance", entities):
        year, account = row.peek("year"), row.peek("account") or ""
        if year not in wanted or account in told:
            continue
        rules = books.mapping.in_force(account, year.end_date)
        if len(rules) != 1:
            told.add(account)
            yield _mapped_twice(row, rules) if rules else _unmapped(row, year)


def unknown_rules(books: Books) -> Iterator[Finding]:
    """Yield each row of the mapping that names a statement or line that there is not."""
    for row in books.data.account_mapping:
        statement, line = row.peek("statement") or "", row.peek("line") or ""
        if statement and line and books.chart.line(statement, line) is None:
            yield error(
                "finance-line-unknown",
                f"{books.chart.unknown(statement, line)} Account {row.peek('account')} belongs"
                " nowhere until the name is corrected.",
                **row.place("line" if books.chart.statement(statement) else "statement"),
            )


def restatements(books: Books, entities: Iterable[str]) -> Iterator[Finding]:
    """Yield each restated amount without a reason, and each reason of an amount not restated."""
    for row in rows_of(books, "accounts", entities):
        restated, reason = row.peek("restated"), row.peek("reason")
        if restated and not reason:
            yield error(
                "restated-without-reason",
                f"“{row.peek('line')}” is marked as restated, without a reason. Say why.",
                **row.place("reason"),
            )
        elif reason and not restated:
            yield warning(
                "reason-without-restatement",
                f"“{row.peek('line')}” has a reason but is not marked as restated. Type yes under"
                " restated, or clear the reason.",
                **row.place("restated"),
            )


def repeated(books: Books, entities: Iterable[str]) -> Iterator[Finding]:
    """Yield rows that repeat another letter for letter, and a note of lines in several rows."""
    for table, key in _KEYS.items():
        columns = ("entity", "year", *key)
        seen: dict[tuple[object, ...], Row] = {}
        for row in rows_of(books, table, entities):
            known = tuple(row.peek(name) for name in columns)
            first = seen.setdefault(known, row)
            if first is row or None in known:
                continue
            money = "units" if table == "units" else "amount"
            place = row.place(key[-1])
            if row.peek(money) == first.peek(money):
                said = f"the row repeats row {first.number} and is added to it. Delete one."
                yield warning("finance-row-repeated", said, **place)
            else:
                said = f"“{known[-1]}” stands in several rows, which are added up."
                yield note("finance-rows-added", said, **place)


def signs(books: Books, entities: Iterable[str], years: Iterable[Period]) -> Iterator[Finding]:
    """Yield lines that are below nil where their name says what they are, eliminations apart."""
    for entity in entities:
        for year in years if entity != ELIMINATIONS else ():
            lines = books.own(entity, year)
            for code, entries in lines.rows.items():
                line, value = books.chart.lines[code], lines.amount(code)
                if line.either or line.parts or isinstance(value, Missing) or value >= 0:
                    continue
                yield warning(
                    "finance-sign",
                    f"{entity}'s “{line.title}” in {year.year_label} is {value:,f}, below nil."
                    " Costs, assets and debts are typed as plus; check the sign.",
                    **entries[0].row.place(entries[0].column),
                )


def rows_of(books: Books, table: str, entities: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a table that belong to some entities."""
    groups = books.data[table].by("entity")
    for entity in entities:
        yield from groups.get(entity, ())


def pounds(value: Decimal) -> str:
    """Return an amount as a message quotes it: £1,234.50, −£3."""
    digits = f"{abs(value):,.2f}".removesuffix(".00")
    return f"{'−' if value < 0 else ''}£{digits}"


def _unmapped(row: Row, year: Period) -> Finding:
    return error(
        "account-unmapped",
        f"account {row.peek('account')} “{row.peek('title')}” is mapped to no line at"
        f" {year.end_date:%d/%m/%Y}. Add a row to Account_Mapping, valid from that day or before.",
        **row.place("account"),
    )


def _mapped_twice(row: Row, rules: list[Row]) -> Finding:
    cells = " and ".join(f"{rule.place('account')['cell']} ({rule.peek('line')})" for rule in rules)
    return error(
        "account-mapped-twice",
        f"account {row.peek('account')} “{row.peek('title')}” is mapped more than once from the"
        f" same day: {cells}. Keep one row.",
        **rules[-1].place("account"),
    )
