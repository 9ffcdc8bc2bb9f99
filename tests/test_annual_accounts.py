"""The annual accounts: from the trial balance to statements that add up, and what is refused."""

from __future__ import annotations

import csv
import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.command import Pmf, Said, cells_of, words_of
from tests.tiny_finance import BOOKS, CHART, LAST, YEAR, Finance

KEY = "annual-accounts"


@pytest.fixture
def finance(tmp_path: Path) -> Finance:
    return Finance(tmp_path / "w")


@pytest.fixture
def pmf(finance: Finance, capsys: pytest.CaptureFixture[str]) -> Pmf:
    return Pmf(finance.root, capsys)


def run(pmf: Pmf, *words: str, entity: str = "OVH", period: str = "2025/26") -> Said:
    return pmf("run", KEY, "--entity", entity, "--period", period, *words)


def output(finance: Finance, name: str, entity: str = "OVH", period: str = "2025-26") -> Path:
    stem, suffix = name.rsplit(".", 1)
    folder = finance.root / "outputs" / KEY / entity / period
    return folder / f"{stem}-{entity}-{period}.{suffix}"


def test_every_line_is_what_the_trial_balance_gives_by_the_mapping(finance):
    finance.finance["accounts"] = []
    figures = finance.figures(KEY)
    for line, amount in BOOKS["OVH"][YEAR].items():
        if amount and CHART.lines[line].statement != "homes":
            assert figures[line].value == amount, line


def test_a_figure_names_its_cells_in_the_trial_balance_and_in_the_mapping(finance):
    (figure,) = [f for s, f in finance.figures(KEY).items() if s == "gross_rent"]
    assert {(one.sheet, one.range) for one in figure.sources} == {
        ("Trial_Balance", "E27"), ("Account_Mapping", "C2:D2"),
    }  # fmt: skip


def test_the_accounts_of_the_group_are_the_sum_with_eliminations(finance):
    figures = finance.figures(KEY, "GRP")
    for line in ("turnover", "operating_costs", "net_assets", "total_reserves", "debtors"):
        assert figures[line].value == sum(years[YEAR].get(line, 0) for years in BOOKS.values())
    assert figures["owed_to_group"].value == 0


def test_an_account_that_is_not_mapped_is_named_with_its_cell(finance):
    row = finance.row("trial_balance", "OVH", "2000")
    finance.finance["account_mapping"] = [
        rule for rule in finance.finance["account_mapping"] if rule["account"] != "2000"
    ]
    (told,) = finance.found(KEY)["account-unmapped"]
    at = 2 + finance.finance["trial_balance"].index(
        finance.row("trial_balance", "OVH", "2000", "2024/25")
    )
    assert (told.sheet, told.cell) == ("Trial_Balance", f"C{at}")
    assert f"account 2000 “{row['title']}” is mapped to no line at 31/03/2025" in told.message


def test_an_account_mapped_twice_from_one_day_is_named_with_both_cells(finance):
    rules = finance.finance["account_mapping"]
    rule = next(one for one in rules if one["account"] == "2000")
    rules.append({**rule, "line": "Bad debts"})
    (told,) = finance.found(KEY)["account-mapped-twice"]
    first, second = 2 + rules.index(rule), 1 + len(rules)
    assert f"A{first} (Management) and A{second} (Bad debts)" in told.message
    assert (told.sheet, told.cell) == ("Account_Mapping", f"A{second}")


def test_a_mapping_counts_from_its_date_on(finance):
    rules = finance.finance["account_mapping"]
    rule = next(one for one in rules if one["account"] == "2000")
    moved = {**rule, "line": "Other costs of social housing lettings"}
    rules.append({**moved, "valid_from": date(2025, 4, 1)})
    finance.finance["accounts"] = []
    figures = finance.figures(KEY)
    management = BOOKS["OVH"][YEAR]["management"]
    assert figures["other_lettings_costs"].value == management and "management" in figures
    assert figures["management/2024-25"].value == BOOKS["OVH"][LAST]["management"]
    assert figures["management"].value == 0


def test_a_mapping_of_tomorrow_does_not_count_yet(finance):
    rules = finance.finance["account_mapping"]
    rule = next(one for one in rules if one["account"] == "2000")
    rules.append({**rule, "line": "Bad debts", "valid_from": date(2026, 4, 1)})
    assert finance.figures(KEY)["management"].value == BOOKS["OVH"][YEAR]["management"]


def test_a_wrong_sign_in_the_mapping_leaves_a_balance_sheet_that_does_not_balance(finance):
    rule = next(one for one in finance.finance["account_mapping"] if one["account"] == "3300")
    rule["sign"] = -1
    found = finance.found(KEY)
    assert "does not balance" in found["balance-sheet"][0].message
    assert "finance-sign" not in found, "the accounts as adopted have the right sign"


def test_a_trial_balance_that_does_not_net_to_nil_is_an_error(finance):
    finance.row("trial_balance", "OVH", "2000")["amount"] += 5
    (told,) = finance.found(KEY)["trial-balance-does-not-net"]
    assert "the trial balance of OVH for 2025/26 nets to £5, not nil: debits" in told.message


@pytest.mark.parametrize("line", ["turnover", "fixed_assets", "lettings_costs", "total_reserves"])
def test_every_total_entered_is_added_up_again(finance, line):
    finance.row("accounts", "OVH", line)["amount"] += 1
    told = finance.found(KEY)["total-does-not-add"]
    assert any(CHART.lines[line].title in one.message for one in told)
    assert told[0].sheet == "Accounts" and told[0].cell and told[0].cell.startswith("E")


def test_accounts_that_differ_from_the_ledger_are_an_error_until_restated_with_a_reason(finance):
    row = finance.row("accounts", "OVH", "routine_maintenance", "2024/25")
    other = finance.row("accounts", "OVH", "planned_maintenance", "2024/25")
    row["amount"], other["amount"] = row["amount"] - 100, other["amount"] + 100
    assert len(finance.found(KEY)["accounts-not-the-ledger"]) == 2
    for one in (row, other):
        one |= {"restated": "yes"}
    assert set(finance.found(KEY)) >= {"restated-without-reason"}
    for one in (row, other):
        one |= {"reason": "Surveys are planned work"}
    found = finance.found(KEY)
    assert not {"accounts-not-the-ledger", "restated-without-reason"} & set(found)
    figures = finance.figures(KEY)
    assert figures["routine_maintenance/2024-25"].marks == ("revised",)
    assert figures["lettings_costs/2024-25"].marks == (), "the total has not changed"
    assert "Surveys are planned work" in figures["routine_maintenance/2024-25"].note


def test_comparatives_must_be_as_issued_or_restated(pmf, finance):
    finance.write()
    assert run(pmf, period="2024/25").status == 0
    issued = output(finance, "annual-accounts.xlsx", period="2024-25")
    assert pmf("issue", issued).status == 0
    assert run(pmf).status == 0, "nothing has changed since"
    shift(finance, "2024/25", 1000)
    finance.write()
    said = run(pmf, "--json")
    assert said.status == 1
    told = [one for one in said.findings if one["code"] == "comparative-changed"]
    assert "“Management” for 2024/25 was issued as £1," in told[0]["message"]
    assert told[0]["sheet"] == "Accounts"
    for line in ("management", "routine_maintenance"):
        finance.row("accounts", "OVH", line, "2024/25").update(restated="yes", reason="Recoded")
    finance.write()
    assert run(pmf, "--json").status == 0
    words = words_of(output(finance, "annual-accounts.docx"))
    assert "[r] marks what is restated" in words and "Recoded" in words


def shift(finance: Finance, year: str, amount: int) -> None:
    """Move an amount from repairs to management, in the accounts and in the ledger alike."""
    for line, account, sign in (("management", "2000", 1), ("routine_maintenance", "2020", -1)):
        finance.row("accounts", "OVH", line, year)["amount"] += sign * amount
        finance.row("trial_balance", "OVH", account, year)["amount"] += sign * amount


def test_eliminations_that_change_the_surplus_are_an_error(finance):
    finance.row("trial_balance", "ELIM", "2200")["amount"] += 10
    finance.row("accounts", "ELIM", "non_social_costs")["amount"] += 10
    finance.row("accounts", "ELIM", "operating_costs")["amount"] += 10
    told = finance.found(KEY, "GRP")["eliminations-not-nil"]
    assert "they change “Surplus for the year” by −£10" in told[0].message


def test_rows_of_the_group_itself_must_be_the_sum(finance):
    total = sum(years[YEAR]["turnover"] for years in BOOKS.values())
    row = {**finance.row("accounts", "OVH", "turnover"), "entity": "GRP", "amount": int(total)}
    finance.finance["accounts"].append(row)
    assert "group-not-the-sum" not in finance.found(KEY, "GRP")
    row["amount"] += 1
    (told,) = finance.found(KEY, "GRP")["group-not-the-sum"]
    assert "its entities and ELIM come to" in told.message and told.cell


def test_a_year_that_opens_otherwise_than_the_last_closed_is_a_warning(finance):
    finance.row("trial_balance", "OVH", "4000")["amount"] += 10
    finance.row("accounts", "OVH", "opening_cash")["amount"] += 10
    told = finance.found(KEY)["opening-balance"]
    assert "Cash at the start of the year" in told[0].message


def test_names_that_there_are_not_are_errors_with_the_nearest(finance):
    finance.row("accounts", "OVH", "management")["line"] = "Managment"
    finance.finance["account_mapping"][0] |= {"statement": "Lettngs", "line": "Rents"}
    told = finance.found(KEY)["finance-line-unknown"]
    assert "“Managment” is no line of the income and costs of social housing lettings. Did you" in (
        told[0].message
    )
    assert any("“Lettngs” is no statement" in one.message for one in told)


def test_an_entity_that_is_not_of_the_group_is_a_warning(finance):
    for row in finance.finance["accounts"]:
        if row["entity"] == "PCHA":
            row["entity"] = "PCAH"
    told = finance.found(KEY, "GRP")["finance-entity-unknown"]
    assert "“PCAH” is no entity of the group" in told[0].message


def test_rows_in_another_order_give_the_same_accounts(finance):
    before = {slot: one.value for slot, one in finance.figures(KEY, "GRP").items()}
    for rows in finance.finance.values():
        random.Random(3).shuffle(rows)
    assert {s: one.value for s, one in finance.figures(KEY, "GRP").items()} == before


def test_an_amount_split_over_two_accounts_leaves_every_line_as_it_is(finance):
    finance.finance["accounts"] = []
    before = {slot: one.value for slot, one in finance.figures(KEY).items()}
    row = finance.row("trial_balance", "OVH", "5100")
    rule = next(one for one in finance.finance["account_mapping"] if one["account"] == "5100")
    finance.finance["trial_balance"].append({**row, "account": "5101", "amount": -999.99})
    finance.finance["account_mapping"].append({**rule, "account": "5101"})
    row["amount"] += 999.99
    assert {s: one.value for s, one in finance.figures(KEY).items()} == before


def test_the_pack_reads_as_accounts_do(pmf, finance):
    finance.write()
    assert run(pmf, entity="GRP").status == 0
    words = words_of(output(finance, "annual-accounts.docx", "GRP"))
    assert "Statement of comprehensive income for the year ended 31 March 2026" in words
    assert "Statement of financial position at 31 March 2026" in words
    assert "Turnover (notes 2 and 3)" in words
    assert "Housing properties at cost (note 4)" in words
    assert "Unverified: the lines and their order are not confirmed" in words


def test_every_total_on_the_page_adds_up_for_a_reader_with_a_pencil(pmf, finance):
    finance.write()
    assert run(pmf, entity="GRP").status == 0
    _, *rows = tables(output(finance, "annual-accounts.docx", "GRP"))[0]
    for column in (1, 2):
        running = Decimal(0)
        for name, value in ((row[0], pencil(row[column])) for row in rows):
            if name in ("Operating surplus", "Surplus before tax", "Surplus for the year",
                        "Total comprehensive income for the year"):  # fmt: skip
                assert value == running, name
            else:
                running += value


def tables(path: Path) -> list[list[list[str]]]:
    """The tables of a document, a cell a text, as they are seen."""
    body = docx.Document(str(path)).element.body
    return [
        [["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row.iter(qn("w:tc"))]
         for row in table.iter(qn("w:tr"))]
        for table in body.iter(qn("w:tbl"))
    ]  # fmt: skip


def pencil(text: str) -> Decimal:
    digits = text.removesuffix(" [r]").replace(",", "")
    return -Decimal(digits[1:-1]) if digits.startswith("(") else Decimal(digits)


def test_the_return_holds_each_line_in_thousands_and_in_pounds(pmf, finance):
    finance.write()
    assert run(pmf).status == 0
    text = output(finance, "annual-accounts.csv").read_text(encoding="utf-8")
    header, *rows = csv.reader(text.splitlines())
    assert header == ["part", "line_code", "line", "thousands_2025-26", "thousands_2024-25",
                      "pounds_2025-26", "pounds_2024-25", "layout_verified"]  # fmt: skip
    assert {row[-1] for row in rows} == {"no"}
    costs = next(row for row in rows if row[1] == "operating_costs")
    assert costs[3].startswith("-") and costs[5] == str(int(BOOKS["OVH"][YEAR]["operating_costs"]))
    sheet = cells_of(output(finance, "annual-accounts.xlsx"), "Return")
    assert [row[1] for row in sheet[4:]] == [row[1] for row in rows]
    assert "Unverified" in sheet[1][0]
    mapped = cells_of(output(finance, "annual-accounts.xlsx"), "Mapping")
    assert ["OVH", "1000", "Rent receivable"] in [row[:3] for row in mapped]


def test_the_working_papers_show_each_company_beside_the_group(pmf, finance):
    finance.write()
    assert run(pmf, entity="GRP").status == 0
    sheet = cells_of(output(finance, "annual-accounts.xlsx", "GRP"), "Consolidation")
    assert sheet[3] == ["Line", "OVH £", "PCHA £", "Eliminations £", "Group £"]
    turnover = next(row for row in sheet if row[0] == "Turnover")
    assert sum(turnover[1:4]) == turnover[4]


def test_an_account_without_a_trial_balance_last_year_has_no_comparatives(pmf, finance):
    for table in ("accounts", "trial_balance"):
        finance.finance[table] = [r for r in finance.finance[table] if r["year"] == "2025/26"]
    finance.write()
    assert run(pmf).status == 0
    words = words_of(output(finance, "annual-accounts.docx"))
    assert "No figure" in words and "(2024/25: " not in words


def test_an_amount_split_over_two_rows_is_added_up_and_told(finance):
    before = {slot: one.value for slot, one in finance.figures(KEY).items()}
    for table, name in (("trial_balance", "2000"), ("accounts", "management")):
        row = finance.row(table, "OVH", name)
        finance.finance[table].append({**row, "amount": 1234})
        row["amount"] -= 1234
    outcome = finance.asked(KEY, "OVH", YEAR)
    assert {slot: one.value for slot, one in outcome.run.figures.items()} == before
    codes = [one.code for one in outcome.findings]
    assert codes.count("finance-rows-added") == 2 and "finance-row-repeated" not in codes


def test_a_row_that_repeats_another_is_a_warning(finance):
    row = finance.row("trial_balance", "OVH", "2000")
    finance.finance["trial_balance"].append({**row})
    (told,) = finance.found(KEY)["finance-row-repeated"]
    assert "is added to it. Delete one." in told.message and told.sheet == "Trial_Balance"


FAULTS = {
    "amount": ("accounts", {"amount": "12O0"}, "cell-not-a-number"),
    "blank amount": ("trial_balance", {"amount": None}, "cell-blank"),
    "year": ("accounts", {"year": "2025"}, "cell-not-a-year"),
    "no line": ("accounts", {"line": None}, "cell-blank"),
    "no entity": ("trial_balance", {"entity": None}, "cell-blank"),
    "no account": ("account_mapping", {"account": None}, "cell-blank"),
    "sign": ("account_mapping", {"sign": "minus"}, "cell-not-a-choice"),
    "no date": ("account_mapping", {"valid_from": None}, "cell-blank"),
    "date": ("account_mapping", {"valid_from": "April"}, "cell-not-a-date"),
    "units": ("units", {"units": 12.5}, "cell-not-whole"),
}


@pytest.mark.parametrize(
    ("report", "fault"),
    [*((KEY, fault) for fault in FAULTS), ("vfm-self-assessment", "amount"),
     ("vfm-self-assessment", "year"), ("vfm-self-assessment", "units")],
)  # fmt: skip
def test_bad_input_gets_a_sentence_with_its_cell_and_nothing_is_written(
    pmf, finance, report, fault
):
    table, change, code = FAULTS[fault]
    finance.finance[table][3] |= change
    finance.write()
    said = pmf("run", report, "--entity", "all", "--period", "2025/26", "--json")
    assert said.status == 1, said.out + said.err
    (told, *_) = [one for one in said.findings if one["code"] == code]
    assert told["workbook"] == "finance.xlsx" and told["cell"].endswith("5")
    assert "Traceback" not in said.err and not list(finance.root.glob("outputs/**/*.*"))
    draft = pmf("run", report, "--entity", "OVH", "--period", "2025/26", "--draft", "--json")
    assert draft.status == 0 and "Traceback" not in draft.err, draft.out + draft.err


def test_a_total_says_how_it_came_about(finance):
    finance.finance["accounts"] = []
    figures, lines = finance.figures(KEY), BOOKS["OVH"][YEAR]
    said = figures["operating_surplus"].arithmetic
    costs, gain = lines["operating_costs"], lines["gain_on_disposal"]
    assert said == (
        f"{lines['turnover']:,} + {gain:,} − {costs:,} = {lines['operating_surplus']:,}"
    )


def test_last_years_issued_accounts_stand_beside_this_years_with_room_to_say_why(pmf, finance):
    finance.write()
    assert run(pmf, period="2024/25").status == 0
    assert pmf("issue", output(finance, "annual-accounts.docx", period="2024-25")).status == 0
    assert run(pmf).status == 0
    words = words_of(output(finance, "review.docx"))
    before, now = (f"£{BOOKS['OVH'][year]['turnover']:,}" for year in (LAST, YEAR))
    assert f"Turnover, 2025/26\n{before}\n{now}\n" in words
    assert "■ Say why" in words and "No explanation had been entered" in words
    assert words.startswith("Check list\n")
