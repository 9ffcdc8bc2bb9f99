"""Values as a chart on a page writes them, by the Excel format that a chart carries."""

from __future__ import annotations

import re
from decimal import Decimal

from pmf_engine.model.numbers import MINUS, half_up

_PATTERN = re.compile(r"([^#0]*)[#,]*0?(?:\.(0+))?(.*)")


def shown(value: object, pattern: str) -> str:
    """Return a number as an Excel format such as `£#,##0` or `0.0"%"` shows it."""
    match = _PATTERN.fullmatch(re.sub(r"[#,]*#0", "0", pattern.split(";")[0].replace('"', "")))
    before, decimals, after = match.groups() if match else ("", "", "")
    places = len(decimals or "")
    number = half_up(Decimal(str(value)), places)
    sign = MINUS if number < 0 else ""
    return f"{sign}{before}{abs(number):,.{places}f}{after}"
