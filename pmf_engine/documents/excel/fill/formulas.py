"""Formulas carried to other rows: references that are not fixed move, all else stays."""

from __future__ import annotations

import re
from collections.abc import Callable

from pmf_engine.model.cells import LAST_ROW

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")"""
    r"""|(?P<sheet>'(?:[^']|'')*'!)"""
    r"""|(?P<bracket>\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\])"""
    r"""|(?P<cell>(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w.(!\[]))"""
    r"""|(?P<word>[\w.]+)""",
    re.VERBOSE,
)


def moved(formula: str, rows: int) -> str:
    """Return a formula as it reads so many rows further down."""

    def move(letters: str, fixed: bool, row: int) -> str:
        at = row if fixed else row + rows
        return f"{letters}{'$' if fixed else ''}{at if 1 <= at <= LAST_ROW else '#REF!'}"

    return _each_cell(formula, move)


def rows_named(formula: str) -> set[int]:
    """Return the numbers of the rows that a formula's references to cells name."""
    found = set()

    def note(letters: str, fixed: bool, row: int) -> str:
        found.add(row)
        return f"{letters}{'$' if fixed else ''}{row}"

    _each_cell(formula, note)
    return found


def _each_cell(formula: str, change: Callable[[str, bool, int], str]) -> str:
    def replace(found: re.Match[str]) -> str:
        if not found["cell"]:
            return found[0]
        return change(found[5] + found[6], bool(found[7]), int(found[8]))

    return _TOKEN.sub(replace, formula)
