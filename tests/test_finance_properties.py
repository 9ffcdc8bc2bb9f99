"""What must hold of metrics and accounts, whatever the amounts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.definitions import evaluate, load_definitions
from pmf_engine.framework.finance.books import Books
from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.framework.finance.contract import FINANCE_INPUTS
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Measured
from pmf_engine.workbook import Data, TableData
from pmf_engine.workbook.data import Cells, Piece
from tests.tiny import ROOT

CHART, YEAR = load_chart(), Period.parse("2025/26")
LEAVES = [c for c, line in CHART.lines.items() if not line.parts and line.statement != "homes"]
HOMES = [c for c in CHART.statements["homes"].lines if not CHART.lines[c].parts]
DEFINITIONS = {
    one.key: one
    for one in load_definitions(ROOT / "plugins/pmf_plugins/vfm_self_assessment/definitions.yaml")
}
POUNDS = st.decimals(1, 10**8, places=2)
BOOK = st.fixed_dictionaries(
    {"money": st.fixed_dictionaries(dict.fromkeys(LEAVES, POUNDS)),
     "homes": st.fixed_dictionaries({line: st.integers(1, 20_000) for line in HOMES})}
)  # fmt: skip
Rows = list[dict[str, Any]]
FEW = settings(max_examples=15, deadline=None)


def table(name: str, columns: Iterable[str], rows: Rows) -> TableData:
    """A table in memory, as if it had been read from a workbook."""

    def cells(column: str) -> Cells:
        return Cells(lambda: [row.get(column) for row in rows])

    names = list(columns)
    letters = {column: at for at, column in enumerate(names, 1)}
    numbers = range(2, len(rows) + 2)
    held = {column: cells(column) for column in names}
    return TableData(name, names, [Piece("finance.xlsx", name, "0" * 64, numbers, letters, held)])


def books(**rows: Rows) -> Books:
    entities = [{"code": "GRP", "kind": "group"}, {"code": "OVH", "kind": "landlord"}]
    held: dict[str, Any] = {
        name: table(one.name, one.columns, rows.get(name, []))
        for name, one in FINANCE_INPUTS.items()
    }
    columns = ("code", "kind", "valid_from", "valid_to")
    return Books(Data({**held, "entities": table("Entities", columns, entities)}))


def accounts(money: dict[str, Decimal], entity: str = "OVH") -> Rows:
    return [
        {"entity": entity, "year": YEAR, "statement": CHART.lines[line].statement, "line": line,
         "amount": amount}
        for line, amount in money.items()
    ]  # fmt: skip


def units(homes: dict[str, int], entity: str = "OVH") -> Rows:
    return [
        {"entity": entity, "year": YEAR, "line": line, "units": number}
        for line, number in homes.items()
    ]


def metrics(held: Books, entity: str = "OVH") -> dict[str, Measured]:
    lines = held.of(entity, YEAR)
    found = {}
    for key, definition in DEFINITIONS.items():
        edition = definition.in_force(YEAR)
        found[key], _ = evaluate(edition, {term: lines.amount(term) for term in edition.terms})
    return found


@FEW
@given(BOOK, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_metric(book, chance):
    rows, homes = accounts(book["money"]), units(book["homes"])
    before = metrics(books(accounts=rows, units=homes))
    chance.shuffle(rows)
    chance.shuffle(homes)
    assert metrics(books(accounts=rows, units=homes)) == before


@FEW
@given(BOOK, st.sampled_from(LEAVES), POUNDS)
def test_splitting_an_amount_over_two_rows_changes_no_metric(book, line, part):
    rows, homes = accounts(book["money"]), units(book["homes"])
    before = metrics(books(accounts=rows, units=homes))
    whole = next(row for row in rows if row["line"] == line)
    split = [*rows, {**whole, "amount": part}]
    whole["amount"] -= part
    assert metrics(books(accounts=split, units=homes)) == before


@FEW
@given(BOOK)
def test_ten_times_all_money_leaves_every_ratio_and_makes_costs_ten_times(book):
    homes = units(book["homes"])
    before = metrics(books(accounts=accounts(book["money"]), units=homes))
    ten = {line: amount * 10 for line, amount in book["money"].items()}
    after = metrics(books(accounts=accounts(ten), units=homes))
    for key, value in before.items():
        wanted = value * 10 if key == "5" and isinstance(value, Decimal) else value
        near = isinstance(wanted, Decimal) and abs(after[key] - wanted) <= abs(wanted) * EXACT
        assert near or after[key] == wanted, key


EXACT = Decimal("1e-24")  # a quotient is worked out to 28 digits


@FEW
@given(BOOK)
def test_a_trial_balance_mapped_line_by_line_gives_the_same_metrics(book):
    homes = units(book["homes"])
    balance = [
        {"entity": "OVH", "year": YEAR, "account": line, "title": line, "amount": -amount}
        for line, amount in book["money"].items()
    ]
    rules = [
        {"account": line, "statement": CHART.lines[line].statement, "line": line, "sign": "-1",
         "valid_from": date(2020, 4, 1)}
        for line in LEAVES
    ]  # fmt: skip
    mapped = books(trial_balance=balance, account_mapping=rules, units=homes)
    assert metrics(mapped) == metrics(books(accounts=accounts(book["money"]), units=homes))


@FEW
@given(BOOK, BOOK, st.sampled_from(LEAVES), POUNDS)
def test_every_line_of_the_group_is_the_sum_of_entities_and_eliminations(one, two, line, amount):
    held = books(
        accounts=[*accounts(one["money"]), *accounts(two["money"], "NEW"),
                  *accounts({line: -amount}, "ELIM")],
        units=[*units(one["homes"]), *units(two["homes"], "NEW")],
    )  # fmt: skip
    group = held.of("GRP", YEAR)
    for code in CHART.lines:
        parts = [held.own(entity, YEAR).amount(code) for entity in ("OVH", "NEW", "ELIM")]
        assert group.amount(code) == sum(parts), code
