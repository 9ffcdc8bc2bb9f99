"""Checking the rows of an upload: every rule asked of all rows at once, told as CORE tells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from pmf_engine.records import (
    DataFrame,
    Expr,
    Int64,
    Series,
    String,
    UInt32,
    col,
    concat,
    lit,
    when,
)
from pmf_plugins.core_lettings.answers import typed_answers
from pmf_plugins.core_lettings.categories import SETUP_QUESTIONS, Stage
from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import Edition, edition_of
from pmf_plugins.core_lettings.facts import with_facts
from pmf_plugins.core_lettings.registry import Rule, all_rules
from pmf_plugins.core_lettings.rules.duplicates import mark_same_lettings

BATCH = 20_000  # rows asked at a time, so that memory does not grow with the file
SCHEMA = {"row": UInt32, "field": String, "code": String, "category": String, "message": String}
Test = tuple[int, Expr, tuple[str, ...]]
_RAW = {"row": UInt32, "field": String, "rule": Int64}


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: `findings` has row, field, code, category and message.

    `not_run` has the rules that could not be asked, each with the reference table that it lacks.
    """

    findings: DataFrame
    not_run: tuple[tuple[Rule, str], ...]


def check(rows: DataFrame, edition: Edition, context: Context, today: date) -> Checked:
    """Return everything that is wrong with rows read by `read_upload`.

    `field` is null where a finding is of the row as a whole.
    """
    rules = [rule for rule in all_rules() if rule.holds_in(edition.year)]
    lacking = [(rule, context.lacks(rule.tables)) for rule in rules]
    run = {place for place, (_, lack) in enumerate(lacking) if lack is None}
    tests = [test for test in _tests(edition.year) if test[0] in run]
    rows = mark_same_lettings(rows, edition)
    batches = (rows.slice(start, BATCH) for start in range(0, rows.height, BATCH))
    found = [
        _settled(_broken(_facts(batch, edition, context, today), tests), rules) for batch in batches
    ]
    told = concat(found) if found else DataFrame(schema=_RAW)
    return Checked(
        _named(told, rules, edition),
        tuple((rule, lack) for rule, lack in lacking if lack is not None),
    )


@cache
def _tests(year: int) -> tuple[Test, ...]:
    """Every expression to be asked in a year, by the place of its rule among the rules of it."""
    edition = edition_of(year)
    rules = [rule for rule in all_rules() if rule.holds_in(year)]
    return tuple(
        (place, test.fill_null(False), fields)
        for place, rule in enumerate(rules)
        for test, fields in rule.tests(edition)
    )


def _facts(rows: DataFrame, edition: Edition, context: Context, today: date) -> DataFrame:
    return with_facts(typed_answers(rows, edition), edition, context, today)


def _broken(facts: DataFrame, tests: Sequence[Test]) -> DataFrame:
    """Which rules are broken in which rows, one line for each field that they mark."""
    broken = facts.select(test.alias(str(number)) for number, (_, test, _) in enumerate(tests))
    pieces = [DataFrame(schema=_RAW)]
    for number, (times, (place, _, fields)) in enumerate(zip(_times(broken), tests, strict=True)):
        if times:
            rows = facts["row"].filter(broken.get_column(str(number)))
            pieces.extend(_pieces(rows, place, fields))
    return concat(pieces)


def _times(broken: DataFrame) -> tuple[int, ...]:
    return tuple(broken.select(col("*").sum()).row(0))


def _pieces(numbers: Series, place: int, fields: tuple[str, ...]) -> Iterator[DataFrame]:
    for field in fields or (None,):
        yield DataFrame({"row": numbers}).with_columns(
            lit(field, dtype=String).alias("field"), lit(place, dtype=Int64).alias("rule")
        )


def _settled(found: DataFrame, rules: list[Rule]) -> DataFrame:
    """What is told of each field, where several rules are broken; see `Stage`."""
    stages = DataFrame(
        {"rule": range(len(rules)), "stage": [int(rule.stage) for rule in rules]},
        schema={"rule": Int64, "stage": Int64},
    )
    staged = found.join(stages, on="rule", how="left").sort("row", "field", "stage", "rule")
    cell = ["row", "field"]
    typed = staged.filter(col("stage") == int(Stage.TYPE)).select(cell)
    first = col("rule") == col("rule").first().over(cell)
    kept = staged.filter((col("stage") == int(Stage.ROW)) | first)
    rest = kept.filter(col("stage") != int(Stage.TYPE)).join(typed, on=cell, how="anti")
    return concat([rest, staged.filter(col("stage") == int(Stage.TYPE))]).select(*_RAW)


def _named(found: DataFrame, rules: list[Rule], edition: Edition) -> DataFrame:
    """The findings in words, in the order of rows."""
    told = DataFrame(
        [
            (place, rule.code, rule.says, str(rule.category), str(rule.category_of("needs")))
            for place, rule in enumerate(rules)
        ],
        schema={"rule": Int64, "code": String, "message": String, "usual": String, "setup": String},
        orient="row",
    )
    named = found.join(told, on="rule", how="left").with_columns(
        category=when(col("field").is_in(list(SETUP_QUESTIONS)))
        .then(col("setup"))
        .otherwise(col("usual"))
    )
    keys = {name: one.key for name, one in edition.fields.items()}
    numbers = {name: one.number for name, one in edition.fields.items()}
    placed = named.with_columns(
        number=col("field").replace_strict(numbers, default=None, return_dtype=Int64),
        field=col("field").replace_strict(keys, default=None, return_dtype=String),
    )
    return placed.sort("row", "number", "rule").select(*SCHEMA)
