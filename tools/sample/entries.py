"""The Monthly rows of one indicator: who entered what, when, and how sure it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmf_engine.model.periods import Period
from tools.sample.calendar import entry_day
from tools.sample.chance import Dice
from tools.sample.files import by_month
from tools.sample.series import Line, Reading, reading

Row = dict[str, Any]


def monthly_rows(code: str, story: Mapping[str, Any], line: Line, entered_by: str) -> Iterator[Row]:
    """Yield the rows of an indicator, an earlier entry before the one that replaced it."""
    dice = Dice(f"{code} entered")
    firsts, entered = by_month(story.get("first")), by_month(story.get("entered"))
    notes = by_month(story.get("notes"))
    for month, found in line.items():
        day = entry_day(month, dice, late=month.id in story.get("late", ()))
        if month in firsts:
            yield _row(code, month, _first(firsts[month]), entered_by, firsts[month]["on"]) | {
                "status": firsts[month]["status"]
            }
        yield _row(code, month, found, entered_by, entered.get(month, day)) | {
            "status": _status(month, story),
            "commentary": notes.get(month),
        }


def _first(entry: Mapping[str, Any]) -> Reading:
    return reading(entry["pair"] if "pair" in entry else entry["value"])


def _status(month: Period, story: Mapping[str, Any]) -> str:
    stated = (s for s in ("provisional", "estimate") if month.id in story.get(s, ()))
    return next(stated, "actual")


def _row(code: str, month: Period, found: Reading, entered_by: str, entered_on: date) -> Row:
    return {
        "code": code,
        "month": month,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "value": found.value,
        "status": "actual",
        "commentary": None,
        "entered_by": entered_by,
        "entered_on": entered_on,
    }
