"""Lengths of time as minutes, however they are written."""

from __future__ import annotations

import re
from datetime import time, timedelta
from decimal import Decimal

_CLOCK = re.compile(r"(\d+):([0-5]\d)(?::([0-5]\d))?")
_WORDS = re.compile(
    r"(?:(\d+(?:\.\d+)?) ?h(?:ours?|rs?)?)? ?(?:(\d+(?:\.\d+)?) ?m(?:in(?:ute)?s?)?)?", re.I
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def minutes(value: Decimal | timedelta | time | str) -> Decimal:
    """Return minutes: of 1:30 (hours and minutes), 90, 90 min, 1 h 30 min, or a time from Excel.

    Raises ValueError with a sentence when the text is no length of time.
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, timedelta):
        return Decimal(value // timedelta(microseconds=1)) / 60_000_000
    if isinstance(value, time):
        return Decimal(value.hour * 60 + value.minute) + Decimal(value.second) / 60
    return _written(value.strip())


def _written(text: str) -> Decimal:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if match := _CLOCK.fullmatch(text):
        hours, mins, seconds = (int(part or 0) for part in match.groups())
        return Decimal(hours * 60 + mins) + Decimal(seconds) / 60
    match = _WORDS.fullmatch(text)
    if not match or not text:
        raise ValueError(f"“{text}” is not a length of time. Write 1:30, 90 or 1 h 30 min.")
    return Decimal(match[1] or 0) * 60 + Decimal(match[2] or 0)
