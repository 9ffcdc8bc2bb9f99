"""Years of accounts of one company, made by double entry so that each year balances."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from tools.sample.chance import Dice
from tools.sample.files import read_csv

Amounts = dict[str, Decimal]
BASE = Period.parse("2025/26")
_DRAWN_IN = 500_000  # loans are drawn and repaid in steps of so many pounds
_BALANCES = (
    "other_fixed_assets", "stock", "debtors", "short_term_loans", "owed_to_group",
    "other_creditors", "pension_liability",
)  # fmt: skip
_NIL = Decimal(0)


def books_of(
    companies: Mapping[str, Any], first: Period, last: Period
) -> dict[str, dict[Period, Amounts]]:
    """Return every line of each company and of the eliminations, totals included, by year."""
    books: dict[str, dict[Period, Amounts]] = {}
    years = [first.shift(step) for step in range((last.first - first.first) // 12 + 1)]
    for code, company in companies.items():
        if "eliminated" in company:
            books[code] = {year: _eliminated(code, company, year, books) for year in years}
            continue
        books[code] = {}
        before = _opening(code, company, first)
        for year in years:
            books[code][year] = before = with_totals(_year(code, company, year, before))
    return books


def with_totals(lines: Amounts) -> Amounts:
    """Return the lines with every total that has something to add up."""
    found = dict(lines)

    def amount(code: str) -> Decimal:
        if code not in found:
            parts = load_chart().lines[code].parts
            found[code] = sum((sign * amount(part) for sign, part in parts), _NIL)
        return found[code]

    for code in load_chart().totals:
        amount(code)
    return found


def _drawn(code: str, line: str, year: Period, given: list[Any]) -> Decimal:
    """Return an amount of the base year moved to another, uneven in the past, even ahead."""
    amount, growth = (Decimal(str(part)) for part in given)
    steps = (year.first - BASE.first) // 12
    moved = amount * (1 + growth / 100) ** steps
    if steps < 0:
        moved *= 1 + Dice(f"{code} {line} {year.year_label}").wobble() * Decimal("0.006")
    return half_up(moved, 0) if steps <= 0 else half_up(moved / 1000, 0) * 1000


def _eliminated(
    code: str, company: Mapping[str, Any], year: Period, books: Mapping[str, Any]
) -> Amounts:
    lines = {
        line: _drawn(code, "all", year, given) for line, given in company["eliminated"].items()
    }
    owed = sum((book[year].get("owed_to_group", _NIL) for book in books.values()), _NIL)
    lines["non_social_costs"] = lines["non_social_turnover"] - lines["cost_of_sales"]
    return with_totals({**lines, "owed_to_group": -owed, "debtors": -owed})


def _opening(code: str, company: Mapping[str, Any], first: Period) -> Amounts:
    """Return the balances before the first year; the reserve is what the rest leaves."""
    given = company["opening"]
    held = {
        line: _drawn(code, line, first.shift(-1), company["balances"].get(line, [0, 0]))
        for line in _BALANCES
    }
    held |= {
        "properties_at_cost": Decimal(given["properties"]),
        "deferred_grant": Decimal(given["grant"]),
        "long_term_loans": Decimal(given["loans"]),
        "closing_cash": Decimal(given["cash"]),
        "revaluation_reserve": Decimal(given["revaluation"]),
    }
    assets = ("properties_at_cost", "closing_cash", "other_fixed_assets", "stock", "debtors")
    owed = sum((value for line, value in held.items() if line not in assets), _NIL)
    return {**held, "revenue_reserve": sum((held[line] for line in assets), _NIL) - owed}


def _year(code: str, company: Mapping[str, Any], year: Period, before: Amounts) -> Amounts:
    own = company.get("at", {}).get(year.year_label, {})
    given = {**company["flows"], **{line: [0, 0] for line in own}}
    lines = {line: _drawn(code, line, year, company["flows"].get(line, [0, 0])) for line in given}
    lines |= {line: Decimal(amount) for line, amount in own.items()}
    lines |= {
        line: _drawn(code, line, year, company["balances"].get(line, [0, 0])) for line in _BALANCES
    }
    lines |= _brought_forward(before)
    lines |= _counterparts(lines, before)
    return _financed(lines, before, _drawn(code, "cash", year, company["cash"]))


def _brought_forward(before: Amounts) -> Amounts:
    return {
        "opening_properties": before["properties_at_cost"],
        "opening_grant": before["deferred_grant"],
        "opening_cash": before["closing_cash"],
        "opening_revenue_reserve": before["revenue_reserve"],
        "opening_revaluation_reserve": before["revaluation_reserve"],
    }


def _counterparts(lines: Amounts, before: Amounts) -> Amounts:
    """Return the other side of entries that have one line each."""

    def of(line: str) -> Decimal:
        return lines.get(line, _NIL)

    bought = ("acquired_properties", "new_development", "capitalised_major_repairs", "other_works")
    return {
        "properties_depreciation": of("depreciation_housing"),
        "grant_released": of("amortised_grant"),
        "transfer_from_revaluation": of("transfer_to_revenue"),
        "interest_received": of("interest_receivable"),
        "interest_paid": of("interest_payable") + of("capitalised_interest"),
        "properties_purchased": sum((of(line) for line in bought), _NIL),
        "other_assets_purchased": of("other_fixed_assets")
        - before["other_fixed_assets"]
        + of("other_depreciation"),
        "disposal_proceeds": of("gain_on_disposal") + of("properties_disposed"),
        "grant_cash": of("grant_received") + of("major_repairs_grant"),
    }


def _financed(lines: Amounts, before: Amounts, aim: Decimal) -> Amounts:
    """Return the lines with cash from operations as what balances, and loans to reach the aim."""
    moved = lines["short_term_loans"] - before["short_term_loans"]
    lines = {**lines, "long_term_loans": before["long_term_loans"] - moved}
    signs = {one["line"]: int(one["sign"]) for one in read_csv("finance/accounts.csv")}
    lines["cash_from_operations"] = -sum(
        (amount * signs[line] for line, amount in lines.items()), _NIL
    )
    if not before["long_term_loans"]:
        return lines
    short = aim - with_totals(lines)["closing_cash"]
    steps = (short / _DRAWN_IN).to_integral_value()
    lines["loans_drawn"] = max(_NIL, steps * _DRAWN_IN)
    lines["loans_repaid"] = max(_NIL, -steps * _DRAWN_IN)
    lines["long_term_loans"] += steps * _DRAWN_IN
    return lines
