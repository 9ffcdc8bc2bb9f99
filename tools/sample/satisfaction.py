"""The rows of the tenant satisfaction workbook, by table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.model.periods import Period
from tools.sample.files import read_yaml

Row = dict[str, Any]
_ANSWERS = (
    "very_satisfied", "fairly_satisfied", "neither", "fairly_dissatisfied", "very_dissatisfied",
    "not_applicable",
)  # fmt: skip


def tables() -> dict[str, list[Row]]:
    """Return the rows of every table that the sample fills, the published landlord first."""
    told = read_yaml("tsm.yaml")
    years = [told["published"], *told["synthetic"]]
    return {
        "landlords": [_landlord(one) for one in years],
        "management": [row for one in years for row in _pairs(one, "management")],
        "complaints": [row for one in years for row in _pairs(one, "complaints", tenure="LCRA")],
        "perception": [row for one in years for row in _perception(one)],
        "survey": [{**_whose(one), "tenure": "LCRA", **one["survey"]} for one in years],
        "methods": [row for one in years for row in _methods(one)],
        "approach": [row for one in years for row in _approach(one)],
        "context": [row for one in years for row in _context(one)],
    }


def about() -> Mapping[str, Any]:
    """Return what the first sheet of the workbook says."""
    found: Mapping[str, Any] = read_yaml("tsm.yaml")["about"]
    return found


def _whose(one: Mapping[str, Any]) -> Row:
    return {"landlord": one["landlord"], "year": Period.parse(one["year"])}


def _landlord(one: Mapping[str, Any]) -> Row:
    rented, shared = one["homes"]
    named = {"name": one["name"], "code": one["code"]}
    return {**_whose(one), **named, "homes_lcra": rented, "homes_lcho": shared}


def _pairs(one: Mapping[str, Any], table: str, **more: str) -> Iterator[Row]:
    for measure, (numerator, denominator) in one[table].items():
        pair = {"numerator": numerator, "denominator": denominator}
        yield {**_whose(one), **more, "measure": measure, **pair}


def _perception(one: Mapping[str, Any]) -> Iterator[Row]:
    for measure, counts in one["perception"].items():
        answers = dict(zip(_ANSWERS, counts, strict=True))
        yield {**_whose(one), "tenure": "LCRA", "measure": measure, **answers}


def _methods(one: Mapping[str, Any]) -> Iterator[Row]:
    found: Mapping[str, Sequence[Any]] = one.get("methods", {})
    for method, (responses, percent) in found.items():
        counts = {"responses": responses, "satisfied_percent": percent}
        yield {**_whose(one), "tenure": "LCRA", "method": method, **counts}


def _approach(one: Mapping[str, Any]) -> Iterator[Row]:
    for heading, text in one.get("approach", {}).items():
        yield {**_whose(one), "tenure": "LCRA", "heading": heading, "text": text}


def _context(one: Mapping[str, Any]) -> Iterator[Row]:
    for field, held in one.get("context", {}).items():
        number = Decimal(held) if isinstance(held, int) else None
        text = None if number is not None else held
        yield {**_whose(one), "field": field, "value": number, "text": text}
