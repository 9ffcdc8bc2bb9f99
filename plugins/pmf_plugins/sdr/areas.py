"""Local authorities by their codes, which are in force for a time."""

from __future__ import annotations

import re
from datetime import date

from pmf_engine.api import Run
from pmf_plugins.sdr.stock import closing_day, units

LONGEST_CODE = 20
_USABLE = re.compile(rf"[A-Za-z0-9-]{{1,{LONGEST_CODE}}}")


def in_force(run: Run, day: date) -> dict[str, str]:
    """Return the names of the authorities whose codes are in force on a day, by code."""
    return run.remember(f"sdr areas {day}", lambda: _in_force(run, day))  # type: ignore[no-any-return]


def _in_force(run: Run, day: date) -> dict[str, str]:
    found = {}
    for row in run.data.areas:
        first, last = row.peek("valid_from"), row.peek("valid_to")
        if row.peek("code") and first and first <= day and (last is None or day <= last):
            found[row.peek("code")] = row.peek("name") or row.peek("code")
    return found


def name_of(run: Run, code: str) -> str:
    """Return the name of an authority at the 31 March; its code where that is not in force."""
    return in_force(run, closing_day(run)).get(code, code)


def with_stock(run: Run) -> list[str]:
    """Return the codes of the authorities in which homes are owned, in order.

    One that cannot stand in the id of a figure is left out; a check tells it.
    """
    return [code for code in units(run, "la") if code and _USABLE.fullmatch(code)]
