"""Simple values as text, as a paragraph or a table cell shows them."""

from __future__ import annotations

from calendar import month_name
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Undefined

from pmf_engine.documents.word.jinja import Unknown
from pmf_engine.model.content import Chart, Grid, Region
from pmf_engine.model.errors import PmfError
from pmf_engine.model.values import Missing

_BLOCKS = {Grid: "a table", Chart: "a chart", Region: "a repeated region"}
SIMPLE = (str, int, float, Decimal, date)


def brief(value: Any) -> Any:
    """Return a value as a table cell shows it: a day as 9 Oct 2026."""
    if isinstance(value, date):
        return f"{value.day} {month_name[value.month][:3]} {value.year}"
    return value


def plain(value: Any) -> str:
    """Return a simple value as text. Raises PmfError, in a sentence, for one that is not simple."""
    match value:
        case Unknown():
            raise PmfError(f"“{value.name}” is not known here.{value.meant}")
        case Undefined():
            raise PmfError("there is nothing to show here: add an else.")
        case bool():
            return "yes" if value else "no"
        case str() | int() | float() | Decimal() | Missing():
            return str(value)
        case date():
            return f"{value.day} {month_name[value.month]} {value.year}"
    if type(value) in _BLOCKS:
        raise PmfError(f"{_BLOCKS[type(value)]} needs a paragraph of its own.")
    raise PmfError("this holds several things: show one of them, or loop over it with for.")
