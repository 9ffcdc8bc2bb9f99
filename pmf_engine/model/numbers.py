"""Numbers as readers see them: rounded half up, once, with their unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

_WIDE = Context(prec=60)  # the usual 28 digits refuse to quantize long sums
MINUS, NO_BREAK = "−", "\u00a0"
_SINGULAR = {
    "days": "day", "hours": "hour", "homes": "home", "complaints": "complaint", "cases": "case",
    "percentage points": "percentage point", "months": "month", "actions": "action",
    "measures": "measure", "jobs": "job", "calls": "call", "people": "person",
    "objectives": "objective", "teams": "team", "orders": "order", "incidents": "incident",
    "visits": "visit", "figures": "figure", "weeks": "week", "seconds": "second",
    "minutes": "minute", "points": "point", "landlords": "landlord", "pence": "penny",
}  # fmt: skip


def half_up(value: Decimal, places: int) -> Decimal:
    """Return a value rounded half up (away from zero) to so many places."""
    rounded = value.quantize(_step(places), ROUND_HALF_UP, _WIDE)
    return rounded if rounded else abs(rounded)


@cache
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def number(value: Decimal, places: int) -> str:
    """Return the digits with comma thousands and a true minus sign."""
    digits = format(half_up(value, places), ",f")
    return f"{MINUS}{digits[1:]}" if digits.startswith("-") else digits


def table_form(value: Decimal, unit: str, places: int) -> str:
    """Return a value for a table cell: 93.1%, £241,300, 31.4.

    Thousands of pounds stand as in accounts, under a heading that says so: 241, (38) below nil.
    """
    digits = number(value, places)
    if unit == "%":
        return f"{digits}%"
    if unit == "£000":
        return f"({digits[1:]})" if digits.startswith(MINUS) else digits
    if unit.startswith("£"):
        minus, digits = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
        return f"{minus}£{digits}{unit[1:]}"
    return digits


def sentence_form(value: Decimal, unit: str, places: int) -> str:
    """Return a value for a sentence: 93.1%, £0.6 million, 31.4 days, 1 home."""
    return both_forms(value, unit, places)[0]


def both_forms(value: Decimal, unit: str, places: int) -> tuple[str, str]:
    """Return a value for a sentence and for a table cell, rounded once."""
    text = table_form(value, unit, places)
    if unit in ("", "%"):
        return text, text
    if unit == "£m":
        return f"{table_form(value, '£', places)}{NO_BREAK}million", text
    if unit in ("£k", "£000"):
        return table_form(value * 1000, "£", 0), text
    said = text if unit.startswith("£") else f"{text}{NO_BREAK}{unit_word(unit, text)}"
    return said, text


def unit_word(unit: str, digits: str) -> str:
    """Return a unit as it reads after these digits: singular only after exactly 1."""
    return _SINGULAR.get(unit, unit) if digits.lstrip(MINUS) == "1" else unit


def gap_form(gap: Decimal, unit: str, places: int) -> str:
    """Return the size of a difference: 1.4 percentage points, £1,000, 7.4 days; never signed."""
    return sentence_form(abs(gap), "percentage points" if unit == "%" else unit, places)
