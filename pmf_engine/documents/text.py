"""Text made safe for a cell: no control characters, no formula, no more than Excel holds."""

from __future__ import annotations

import re
from functools import lru_cache

CELL_LIMIT = 32_767  # in UTF-16 units, as Excel counts
_CUT = "… (cut at 32,767 characters)"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_FORMULA_STARTS = frozenset("=+-@\t")
_NAME_PART = re.compile(r"[^A-Za-z0-9_]")


def clean(text: str) -> str:
    """Return text without control characters, visibly cut where it is too long for a cell."""
    if not text.isprintable():
        text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if len(text) * 2 <= CELL_LIMIT else _cut(text)


def looks_like_formula(text: str) -> bool:
    """Whether Excel would take text for a formula if somebody typed it again."""
    return text[:1] in _FORMULA_STARTS and bool(text)


@lru_cache(8192)
def identifier(text: str) -> str:
    """Return text as part of a defined name or table name: letters, digits and _ only."""
    return _NAME_PART.sub("_", text)


def unique(name: str, taken: set[str], limit: int) -> str:
    """Return a name not yet taken, whatever the case of its letters, and note it as taken."""
    candidate, number = name[:limit], 2
    while candidate.lower() in taken:
        ending = f"_{number}"
        candidate, number = name[: limit - len(ending)] + ending, number + 1
    taken.add(candidate.lower())
    return candidate


def _cut(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= CELL_LIMIT * 2:
        return text
    room = (CELL_LIMIT - len(_CUT)) * 2
    return units[:room].decode("utf-16-le", errors="ignore") + _CUT
