"""The companies of the group that a report covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pmf_engine.model.periods import Frequency
from pmf_engine.model.report import Coverage


def board_coverage(data: Any) -> list[Coverage]:
    """Return each entity still open, in the order of the table, by its Board's frequency.

    The group is the entity of kind `group`. Reads the input `entities`.
    """
    rows = {row.peek("code"): row for row in data.entities if row.peek("valid_to") is None}
    return [
        Coverage(
            code=code,
            title=row.peek("title") or code,
            frequency=Frequency(row.peek("board_frequency") or Frequency.QUARTERLY),
            group=(row.peek("kind") or "").casefold() == "group",
        )
        for code, row in rows.items()
        if code
    ]


def quarterly_coverage(data: Any) -> list[Coverage]:
    """Return each entity still open, every one by the quarter."""
    return [replace(one, frequency=Frequency.QUARTERLY) for one in board_coverage(data)]
