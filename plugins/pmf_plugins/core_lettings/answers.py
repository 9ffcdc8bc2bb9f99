"""Answers typed as the service types them: from text to whole numbers, pence and text.

The columns get the stable names of the questions. Every name of any edition is there, so that one
rule serves all; a question that is not asked is a column without values.
"""

from __future__ import annotations

from collections.abc import Iterable

from pmf_engine.records import DataFrame, Expr, Float64, Int64, String, col, lit, when
from pmf_plugins.core_lettings.editions import EDITIONS, Edition, Question, edition_of

PEOPLE = tuple(range(1, 9))
OTHERS = PEOPLE[1:]
_DIGITS = r"^\s*[+-]?\d{1,15}\s*$"
# The service takes a number that begins with 0 for an octal one, so 8 and 9 make it none.
_WHOLE = r"^\s*[+-]?(0[0-7]{0,14}|[1-9]\d{0,14})\s*$"
_DECIMAL = r"^\s*[+-]?(\d{1,12}(\.\d*)?|\.\d+|\d{1,3}(\.\d*)?[eE][+-]?\d)\s*$"
_RENT_TYPE = r"^\s*\d{1,15}(\.0*)?\s*$"
_FORMS = {"rent_type": _RENT_TYPE, "nationality": _DIGITS}  # the template itself has 008
_UPPER = {f"{what}{person}" for what in ("age", "sex") for person in PEOPLE}


def typed_answers(rows: DataFrame, edition: Edition) -> DataFrame:
    """Return the answers by name. `bad_<name>` is true where a number was asked and none stands.

    `finer_<name>` is true where an amount is given to more than the penny.
    """
    fields = edition.fields.values()
    bad = [_bad(one) for one in fields if one.kind != "text"]
    finer = [_finer(one) for one in fields if one.kind == "decimal"]
    kept = [name for name in rows.columns if not name.startswith("field_")]
    return rows.select(
        *kept, *answers_to(edition, edition.fields), *bad, *finer, *_unasked(edition)
    )


def answers_to(edition: Edition, names: Iterable[str]) -> list[Expr]:
    """Return the typed answers to questions of an edition, by their names."""
    return [_typed(edition.fields[name]) for name in names]


def _typed(question: Question) -> Expr:
    cell = col(question.key)
    if question.kind == "whole":
        return _whole(question).alias(question.name)
    if question.kind == "decimal":
        return _pence(cell).alias(question.name)
    if _numeric(question):
        # Text to the service's parser, then a code: the number with which it begins, or else none.
        begins = cell.str.extract(r"^\s*([+-]?\d{1,15})").str.strip_prefix("+").cast(Int64)
        return when(cell.is_not_null()).then(begins.fill_null(-1)).alias(question.name)
    shown = cell.str.to_uppercase() if question.name in _UPPER else cell
    return shown.alias(question.name)


def _whole(question: Question) -> Expr:
    return _number(col(question.key), _FORMS.get(question.name, _WHOLE))


def _number(cell: Expr, form: str) -> Expr:
    digits = when(cell.str.contains(form)).then(cell.str.strip_chars().str.strip_chars_end(" "))
    return digits.str.replace(r"\.0*$", "").str.strip_prefix("+").cast(Int64, strict=False)


def _pence(cell: Expr) -> Expr:
    pounds = when(cell.str.contains(_DECIMAL)).then(cell.str.strip_chars())
    return (pounds.str.strip_prefix("+").cast(Float64, strict=False) * 100).round().cast(Int64)


def _finer(question: Question) -> Expr:
    beyond = col(question.key).str.contains(r"\.\d\d\d*[1-9]\d*\s*$").fill_null(False)
    return beyond.alias(f"finer_{question.name}")


def _bad(question: Question) -> Expr:
    cell = col(question.key)
    read = _whole(question) if question.kind == "whole" else _pence(cell)
    return (cell.is_not_null() & read.is_null()).alias(f"bad_{question.name}")


def _unasked(edition: Edition) -> list[Expr]:
    elsewhere = {one.name: one for year in EDITIONS for one in edition_of(year).fields.values()}
    return [
        lit(None, dtype=String if one.kind == "text" and not _numeric(one) else Int64).alias(name)
        for name, one in elsewhere.items()
        if name not in edition
    ]


def _numeric(question: Question) -> bool:
    return question.name.startswith("same_sex")
