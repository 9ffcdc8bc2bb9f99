"""From what Excel holds to typed values; what cannot be converted says so in a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from typing import Any

from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.tables import Column, Kind
from pmf_engine.workbook.suggest import Hints

EXCEL_TEXT_LIMIT = 32_767
EXACT_WHOLE = 2**53  # below this, Excel holds every whole number exactly
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_NOTHING = {
    "n/a", "na", "n.a.", "-", "–", "—", "none", "nil", "null", "tbc", "tba", "unknown", "?",
    "not available", "not applicable", "#n/a", "missing",
}  # fmt: skip
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})
_TRUE, _FALSE = {"true", "yes"}, {"false", "no"}
MONTH_YEARS = range(1990, 2101)
_SHOWN = 40


class Bad(Exception):
    """A value that cannot be converted.

    `said` goes on from the value (`is not a number`); `todo` may repeat the value, `plain` says
    the same without it, for tables of personal data.
    """

    def __init__(self, code: str, said: str, todo: str, plain: str = "") -> None:
        super().__init__(said)
        self.code, self.said, self.todo, self.plain = code, said, todo, plain or todo

    def sentence(self, value: object, *, personal: bool) -> str:
        """Return the message about a value, which stays out of it when personal."""
        if personal:
            return f"The value {self.said}. {self.plain}"
        return f"{shown(value)} {self.said}. {self.todo}"


Converter = Callable[[Any], Any]


def shown(value: object) -> str:
    """Return a value as a message quotes it."""
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return digits(value)
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}" if value.time() != time() else f"{value:%d/%m/%Y}"
        case date():
            return f"{value:%d/%m/%Y}"
        case time() | timedelta():
            return str(value)
    text = CONTROL.sub("", str(value))
    return f'"{text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"}"'


def digits(value: float) -> str:
    """Return a number as Excel shows it in full: 15 significant digits, no exponent, no `.0`."""
    if not isfinite(value):
        return "A number too large to hold"
    return format(exact(value), "f")


def exact(value: float) -> Decimal:
    """Return a finite Excel number as the decimal that was typed: whole where whole; -0 is 0."""
    if abs(value) < EXACT_WHOLE and value == int(value):
        return Decimal(int(value))
    text = format(value, ".15g")
    return Decimal(int(Decimal(text))) if "e+" in text else Decimal(text)


def converter(column: Column) -> Converter:
    """Return the function from a cell's value, not blank, to the typed value; it raises Bad."""
    if column.raw:
        return _raw
    if column.kind is Kind.CHOICE:
        return _choice(column.choices)
    convert = _CONVERTERS[column.kind]
    if column.minimum is None and column.maximum is None:
        return convert
    return lambda value: bounded(convert(value), column)


def bounded(value: Any, column: Column) -> Any:
    """Return a number that keeps to its column's bounds; raises Bad when it does not."""
    if column.minimum is not None and value < column.minimum:
        raise Bad(
            "cell-too-small",
            f"is below {column.minimum:f}, the least allowed",
            "Check the figure and correct it.",
        )
    if column.maximum is not None and value > column.maximum:
        raise Bad(
            "cell-too-large",
            f"is above {column.maximum:f}, the most allowed",
            "Check the figure and correct it.",
        )
    return value


def _number(value: Any) -> Decimal:
    match value:
        case bool():
            raise Bad("cell-not-a-number", "is not a number", "Type the figure.")
        case int() | float() if isfinite(value):
            return exact(value)
        case int() | float():
            raise Bad("cell-not-a-number", "cannot be a figure", "Type the figure again.")
        case str():
            raise _not_a_number(value)
    raise Bad(
        "cell-not-a-number",
        "is shown as a date or time, not a number",
        "Format the cell as General and type the figure again.",
    )


def _not_a_number(text: str) -> Bad:
    code = "cell-not-a-number"
    if text.strip().casefold() in _NOTHING:
        return Bad(code, "is not a number", "Leave the cell blank where there is no figure.")
    tidy = _tidy(text)
    if _NUMBER.fullmatch(tidy):
        said = "is text, not a number"
    elif _NUMBER.fullmatch(tidy.translate(_LETTERS)) and any(map(str.isdigit, tidy)):
        letter = next(one for one in tidy if ord(one) in _LETTERS)
        said, tidy = f"is not a number (the letter {letter}?)", tidy.translate(_LETTERS)
    else:
        return Bad(
            code,
            "is not a number",
            "Type the figure in digits only, or leave the cell blank where there is none.",
        )
    plain = "Type the figure again, in digits only, in a cell formatted as General."
    if tidy == text.strip():
        return Bad(code, said, f"Format the cell as General and type {tidy} again.", plain)
    return Bad(code, said, f"Type the figure as {tidy}.", plain)


def _tidy(text: str) -> str:
    """Strip what people type around a figure: £, commas, spaces, %, brackets for a minus."""
    bare = re.sub(r"[\s£$€,%'\u00a0\u202f]", "", text).replace("−", "-")
    return f"-{bare[1:-1]}" if bare.startswith("(") and bare.endswith(")") else bare


def _whole(value: Any) -> int:
    number = _number(value)
    if number != number.to_integral_value():
        raise Bad("cell-not-whole", "is not a whole number", "Type a whole number.")
    return int(number)


def _percent(value: Any) -> Decimal:
    number = _number(value)
    if 0 < abs(number) < 1:
        points = format((number * 100).normalize(), "f")
        raise Bad(
            "percent-scale",
            "is a fraction of one, and percentages are typed in points",
            f"Type {points} for {points} %, in a cell formatted as General.",
            "Type 95 for 95 %, in a cell formatted as General.",
        )
    return number


def _text(value: Any) -> str:
    match value:
        case str():
            return CONTROL.sub("", value).strip()
        case bool():
            return str(value).upper()
        case int() | float() if isfinite(value):
            return digits(value)
    raise _not_text("text")


def _raw(value: Any) -> str:
    match value:
        case str():
            return value
        case bool() | int() | float() | date() | time() | timedelta():
            return shown(value)
    return str(value)


def _code(value: Any) -> str:
    if isinstance(value, str):
        return CONTROL.sub("", value).strip()
    if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value):
        number = exact(value)
        if number == number.to_integral_value():
            return format(number, "f")
    raise _not_text("a code")


def _not_text(what: str) -> Bad:
    return Bad(
        "cell-not-text",
        f"is not {what}",
        "Format the cell as Text and type it again.",
    )


def _date(value: Any) -> date:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        raise _not_a_date(value, "date", "Type it as a date, such as 30/09/2026.")
    if value.year < 1900:
        raise Bad("date-impossible", "cannot be the date meant", "Check the date.")
    return value


def _not_a_date(value: object, noun: str, todo: str) -> Bad:
    said = f"is not a {noun}"
    if isinstance(value, str):
        said = f"is text, not a {noun}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        said = f"is a number, not a {noun}"
        todo = f"Format the cell as a date, then check it. {todo}"
    return Bad("cell-not-a-date", said, todo)


def _month(value: Any) -> Period:
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date):
        todo = "Type any day of the month as a date, such as 30/09/2026."
        raise _not_a_date(value, "month", todo)
    if value.year not in MONTH_YEARS:
        raise Bad(
            "date-impossible",
            f"is not in the years {MONTH_YEARS[0]} to {MONTH_YEARS[-1]}",
            "Check the year.",
        )
    return Period.month_of(value)


def _year(value: Any) -> Period:
    text = value.strip().replace("-", "/") if isinstance(value, str) else ""
    try:
        year = Period.parse(text)
    except ValueError:
        todo = "Format the cell as Text and type the year as 2024/25."
        raise Bad("cell-not-a-year", "is not a financial year", todo) from None
    if year.frequency is not Frequency.YEARLY or year.first // 12 not in MONTH_YEARS:
        said = f"is not in the years {MONTH_YEARS[0]} to {MONTH_YEARS[-1]}"
        raise Bad("date-impossible", said, "Check the year.")
    return year


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise Bad("cell-not-yes-or-no", "is neither yes nor no", "Type yes or no.")


def _choice(choices: tuple[str, ...]) -> Converter:
    spelt = {choice.casefold(): choice for choice in choices}
    hints = Hints(choices)

    def convert(value: Any) -> str:
        word = _text(value)
        if word.casefold() in spelt:
            return spelt[word.casefold()]
        allowed = ", ".join(choices)
        raise Bad(
            "cell-not-a-choice",
            "is not one of the words allowed",
            f"{hints(word)}Type one of: {allowed}.",
            f"Type one of: {allowed}.",
        )

    return convert


_CONVERTERS: dict[Kind, Converter] = {
    Kind.TEXT: _text,
    Kind.WHOLE: _whole,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.PERCENT: _percent,
    Kind.DATE: _date,
    Kind.MONTH: _month,
    Kind.YEAR: _year,
    Kind.FLAG: _flag,
    Kind.CODE: _code,
}
