"""Which text Excel would not keep: it reads text that a program writes as if it were typed."""

from __future__ import annotations

import re

TEXT = "@"  # the number format in which Excel keeps text as it is
GENERAL = "General"
_STARTS = frozenset("=+-@'")
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"true|false|#\S+[!?/]\S*|#n/a", re.IGNORECASE)
_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
_NUMBERLIKE = re.compile(r"(?:[\d£$€(.,/+-][\d\s.,:/%£$€()e+-]*)?(?:[ap]m)?", re.IGNORECASE)
_BARE_PERCENT = re.compile(r'"[^"]*"|\\.|_.|\*.')


def at_risk(text: str) -> bool:
    """Whether Excel might turn text into something else in a cell that is not formatted as text.

    It says yes too often rather than too seldom: such text is only written with more care.
    """
    bare = text.strip()
    if not bare:
        return False
    if bare[0] in _STARTS or text[0] in _STARTS or _WORDS.fullmatch(bare):
        return True
    if not _DIGIT.search(bare):
        return False
    return bool(_NUMBERLIKE.fullmatch(_MONTH.sub("", _rest_of_month(bare)).strip()))


def _rest_of_month(text: str) -> str:
    """Return text with each whole name of a month cut to its first three letters."""
    return re.sub(
        r"[A-Za-z]+", lambda word: word[0][:3] if _MONTH.match(word[0]) else word[0], text
    )


def shows_percent(code: str | None) -> bool:
    """Whether a number format shows 0.95 as 95%: it has a percent sign that is no literal."""
    return "%" in _BARE_PERCENT.sub("", code or "")
