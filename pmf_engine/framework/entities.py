"""The companies of the group that a report covers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pmf_engine.model.periods import Frequency, Period
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


def panel_coverage(data: Any) -> list[Coverage]:
    """Return each company with a measure for a panel of tenants, every one by the month.

    Reads the inputs `entities` and `indicators`.
    """
    told = {
        row.peek("entity") for row in data.indicators if "panel" in (row.peek("audiences") or ())
    }
    return [
        replace(one, frequency=Frequency.MONTHLY)
        for one in board_coverage(data)
        if one.code in told and not one.group
    ]


def newest_valued(data: Any) -> Period | None:
    """Return the newest month for which an indicator has a value entered."""
    return max(filter(None, data.monthly.peek("month")), default=None)
