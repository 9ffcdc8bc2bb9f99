"""The sample's accounts: synthetic and balanced, restated and forecast."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pmf_engine.engine import Engine, Workspace
from pmf_engine.framework.finance.contract import DIRECTORS_PAY, FINANCE_INPUTS
from pmf_engine.model.findings import Level
from pmf_engine.model.periods import Period
from tests.tiny import ROOT
from tools.sample import finance
from tools.sample.files import read_yaml
from tools.sample.ledger import books_of

ROWS = finance.tables()
TABLES = {**FINANCE_INPUTS, "directors_pay": DIRECTORS_PAY}
TABLES = {**FINANCE_INPUTS, "directors_pay": DIRECTORS_PAY}
BOOKS = books_of(read_yaml("finance/companies.yaml"), finance.FIRST, finance.LAST)
ACTUAL = ("2023/24", "2024/25", "2025/26")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(Workspace.find(ROOT))


def test_every_table_of_the_contract_has_rows_with_its_columns_only():
    assert set(ROWS) == set(TABLES)
    for name, table in TABLES.items():
        assert ROWS[name], name
        assert all(set(row) <= set(table.columns) for row in ROWS[name]), name


def test_the_five_tables_have_the_columns_agreed():
    agreed = {
        "accounts": ["entity", "year", "statement", "line", "amount", "restated", "reason"],
        "units": ["entity", "year", "line", "units"],
        "trial_balance": ["entity", "year", "account", "title", "amount"],
        "account_mapping": ["account", "statement", "line", "sign", "valid_from"],
    }
    for name, columns in agreed.items():
        assert list(FINANCE_INPUTS[name].columns) == columns


def test_every_year_of_every_company_balances_and_opens_as_it_closed():
    for code, years in BOOKS.items():
        for year, lines in years.items():
            assert lines["net_assets"] == lines["total_reserves"], (code, year)
            before = years.get(year.shift(-1))
            if before and code != "ELIM":
                assert lines["opening_cash"] == before["closing_cash"]


def test_every_trial_balance_nets_to_nil():
    sums: dict[tuple[str, Period], Decimal] = {}
    for row in ROWS["trial_balance"]:
        key = (row["entity"], row["year"])
        sums[key] = sums.get(key, Decimal(0)) + row["amount"]
    assert len(sums) == 5 * len(ACTUAL) and set(sums.values()) == {0}


def test_the_amounts_are_those_of_going_concerns():
    for code, years in BOOKS.items():
        for year, lines in years.items() if code != "ELIM" else ():
            where = (code, year.year_label)
            assert lines["operating_surplus"] > 0 and lines["closing_cash"] > 0, where
            assert lines["long_term_loans"] >= 0 and lines["net_assets"] > 0, where
            assert lines["cash_from_operations"] > 0, where


def test_it_says_that_it_is_synthetic():
    about = read_yaml("about.yaml")["finance"]
    assert about["paragraphs"][0].startswith("Synthetic sample data")


def test_restated_amounts_have_a_reason_and_leave_the_total_as_it_was():
    restated = [row for row in ROWS["accounts"] if row["restated"]]
    assert {row["year"].year_label for row in restated} == {"2024/25"} and len(restated) == 2
    assert all(row["reason"] for row in restated)


def test_benchmarks_are_the_published_medians_and_no_quartile_is_made_up():
    held = [(r["measure"], r["year"].year_label, r["median"]) for r in ROWS["finance_benchmarks"]]
    assert held == [("1", "2023/24", Decimal("7.7")), ("5", "2023/24", Decimal(5136))]
    assert all(row["q1"] is row["q3"] is None for row in ROWS["finance_benchmarks"])


@pytest.mark.parametrize("report", ["vfm-self-assessment", "annual-accounts"])
def test_the_sample_has_no_error_and_no_warning(engine: Engine, report: str):
    for outcome in engine.outcomes(report, "all"):
        bad = [f.text for f in outcome.findings if f.level is not Level.NOTE]
        assert bad == [], outcome.entity


def test_the_group_of_the_sample_is_the_sum_of_its_companies(engine: Engine):
    (outcome,) = engine.outcomes("annual-accounts", "SOVINI", Period.parse("2025/26"))
    assert outcome.run is not None
    for line in ("turnover", "surplus_for_year", "net_assets", "debtors"):
        amount = sum(years[finance.LAST_ACTUAL].get(line, 0) for years in BOOKS.values())
        assert outcome.run.figures[line].value == amount


def test_the_workbook_is_in_the_workspace():
    assert (Path(ROOT) / "workbooks" / "finance.xlsx").is_file()
