"""The rows of the finance workbook: synthetic accounts that balance, by double entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.model.periods import Period
from tools.sample.files import read_csv, read_yaml
from tools.sample.ledger import Amounts, books_of

Row = dict[str, Any]
FIRST, LAST_ACTUAL, LAST = (Period.parse(text) for text in ("2023/24", "2025/26", "2030/31"))
_CHART = load_chart()


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table of the finance workbook, in a fixed order."""
    extras = read_yaml("finance/extras.yaml")
    companies = read_yaml("finance/companies.yaml")
    books = books_of(companies, FIRST, LAST)
    actual, ahead = _years(FIRST, LAST_ACTUAL), _years(LAST_ACTUAL.shift(1), LAST)
    mapped = {
        code: {year: _as_mapped(amounts, year, extras) for year, amounts in book.items()}
        for code, book in books.items()
    }
    return {
        "accounts": [r for code in books for r in _accounts(code, mapped, companies, actual)],
        "units": list(_units(companies, actual)),
        "trial_balance": [r for code in books for r in _trial_balance(code, books, actual)],
        "account_mapping": list(_mapping(extras)),
        "finance_benchmarks": [_benchmark(one, extras) for one in extras["benchmarks"]],
        "forecast": [r for code in books for r in _lines(code, books, ahead)],
        "forecast_units": list(_units(companies, ahead)),
        "vfm_gains": [
            {**one, "year": Period.parse(one["year"])} | _money(one) for one in extras["gains"]
        ],
        "directors_pay": [
            {
                "entity": entity,
                "year": Period.parse(year),
                "highest_paid": one,
                "all_directors": every,
            }
            for entity, years in extras["directors_pay"].items()
            for year, (one, every) in years.items()
        ],
    }


def _as_mapped(amounts: Amounts, year: Period, extras: Mapping[str, Any]) -> Amounts:
    """Return the lines of a year by the mapping in force then: an account may have moved since."""
    moved = dict(amounts)
    earlier, now = extras["remapped"]
    if year.end_date < date.fromisoformat(str(now["valid_from"])):
        gone = moved.pop(now["line"], Decimal(0))
        moved[earlier["line"]] = moved.get(earlier["line"], Decimal(0)) + gone
    return moved


def _years(first: Period, last: Period) -> list[Period]:
    return [first.shift(step) for step in range((last.first - first.first) // 12 + 1)]


def _lines(
    code: str, books: Mapping[str, Mapping[Period, Amounts]], years: list[Period]
) -> Iterator[Row]:
    for year in years:
        amounts = books[code][year]
        for statement in _CHART.statements.values():
            for line in statement.lines:
                if amounts.get(line):
                    yield _line(code, year, line, amounts[line])


def _line(code: str, year: Period, line: str, amount: Decimal) -> Row:
    named = _CHART.lines[line]
    statement = _CHART.statements[named.statement].title
    return {
        "entity": code, "year": year, "statement": statement, "line": named.title,
        "amount": amount,
    }  # fmt: skip


def _accounts(
    code: str,
    books: Mapping[str, Mapping[Period, Amounts]],
    companies: Mapping[str, Any],
    years: list[Period],
) -> Iterator[Row]:
    restated = companies[code].get("restated", {})
    titles = {line.title: key for key, line in _CHART.lines.items()}
    for row in _lines(code, books, years):
        again = restated.get(row["year"].year_label, {"lines": {}})
        change = again["lines"].get(titles[row["line"]])
        if change is None:
            yield {**row, "restated": None, "reason": None}
        else:
            more = {"restated": True, "reason": again["reason"]}
            yield {**row, "amount": row["amount"] + change, **more}


def _units(companies: Mapping[str, Any], years: list[Period]) -> Iterator[Row]:
    for code, company in companies.items():
        for year in years:
            steps = (year.first - LAST_ACTUAL.first) // 12
            for line, (number, growth) in company.get("homes", {}).items():
                title = _CHART.lines[line].title
                units = max(0, number + growth * steps)
                yield {"entity": code, "year": year, "line": title, "units": units}


def _trial_balance(
    code: str, books: Mapping[str, Mapping[Period, Amounts]], years: list[Period]
) -> Iterator[Row]:
    for year in years:
        for account in read_csv("finance/accounts.csv"):
            amount = books[code][year].get(account["line"])
            if amount:
                yield {
                    "entity": code, "year": year, "account": account["account"],
                    "title": account["title"], "amount": amount * int(account["sign"]),
                }  # fmt: skip


def _mapping(extras: Mapping[str, Any]) -> Iterator[Row]:
    moved = {rule["account"] for rule in extras["remapped"]}
    for account in read_csv("finance/accounts.csv"):
        if account["account"] not in moved:
            yield _rule(account["account"], account["line"], account["sign"], extras["first"])
            continue
        for rule in extras["remapped"]:
            if rule["account"] == account["account"]:
                yield _rule(rule["account"], rule["line"], rule["sign"], rule["valid_from"])


def _rule(account: str, line: str, sign: str, first: date | str) -> Row:
    named = _CHART.lines[line]
    return {
        "account": account,
        "statement": _CHART.statements[named.statement].title,
        "line": named.title,
        "sign": sign,
        "valid_from": date.fromisoformat(str(first)),
    }


def _benchmark(one: Mapping[str, Any], extras: Mapping[str, Any]) -> Row:
    return {
        "measure": one["measure"],
        "year": Period.parse(one["year"]),
        "peer_group": extras["peer_group"],
        "n": None, "q1": None, "q3": None,
        "median": Decimal(one["median"]),
        "source": extras["source"],
    }  # fmt: skip


def _money(one: Mapping[str, Any]) -> Row:
    return {"amount": Decimal(one["amount"]) if "amount" in one else None}
