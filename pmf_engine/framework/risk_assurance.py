"""Controls and who has assured them: the three lines, gaps, open findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from pmf_engine.measures.calendar import months_later

FRESH_MONTHS = 12  # assurance older than this no longer counts
LINES = (1, 2, 3)
WORKING = ("full", "partial")
_POOR = ("limited", "none", "no assurance", "unsatisfactory", "weak", "red")


@dataclass(frozen=True, slots=True)
class Control:
    """A control with the newest fresh assurance of each line; `gap` where a key one lacks it."""

    row: Any
    code: str
    key: bool
    lines: Mapping[int, Any]

    @property
    def gap(self) -> bool:
        """Whether it is key and neither line 2 nor line 3 has looked at it in twelve months."""
        return self.key and not ({2, 3} & set(self.lines))

    @property
    def assured_by(self) -> str:
        """The lines that have looked at it, in words."""
        return f"Line {', '.join(map(str, sorted(self.lines)))}" if self.lines else "None"


class Assurances:
    """The controls of every risk and their assurance, as at a day."""

    def __init__(self, data: Any, today: date) -> None:
        self._data, self._today = data, today
        self._oldest = months_later(today, -FRESH_MONTHS)

    def controls(self, risk: str) -> list[Control]:
        """Return the controls of a risk, in the order of the table."""
        entries = self._fresh.get(risk, [])
        return [
            Control(row, row.peek("code"), bool(row["key"]), _newest(_of(entries, row)))
            for row in self._data.controls.by("risk").get(risk, ())
        ]

    def lines(self, risk: str) -> Mapping[int, Any]:
        """Return the newest fresh assurance of each line for a risk as a whole."""
        return _newest(self._fresh.get(risk, []))

    def poor(self, risk: str) -> list[Any]:
        """Return the newest independent report on each control that found little assurance."""
        newest: dict[str | None, Any] = {}
        for row in self._fresh.get(risk, []):
            if row.peek("line") == LINES[-1]:
                newest[row.peek("control")] = row
        return [row for row in newest.values() if (row["rating"] or "").strip().casefold() in _POOR]

    @cached_property
    def _fresh(self) -> dict[str, list[Any]]:
        """The entries of each risk no older than a year, oldest first."""
        found: dict[str, list[Any]] = {}
        dated = [row for row in self._data.assurance if row.peek("date") and row.peek("line")]
        for row in sorted(dated, key=lambda row: row.peek("date")):
            if self._oldest <= row.peek("date") <= self._today:
                found.setdefault(row.peek("risk"), []).append(row)
        return found


def controlled(data: Any, risk: str) -> bool:
    """Whether a risk has a control that works, fully or in part."""
    rows = data.controls.by("risk").get(risk, ())
    return any(row.peek("effectiveness") in WORKING for row in rows)


def _of(entries: Iterable[Any], control: Any) -> list[Any]:
    """The entries on a control; one that names no control is on all of them."""
    wanted = (control.peek("code"), None)
    return [row for row in entries if row.peek("control") in wanted]


def _newest(entries: Iterable[Any]) -> dict[int, Any]:
    return {row["line"]: row for row in entries if row["date"]}
