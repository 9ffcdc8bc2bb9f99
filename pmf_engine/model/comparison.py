"""Two outputs compared: the figures that differ, in the order of the second."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_engine.model.lineage import Lineage, LineageFigure
from pmf_engine.model.numbers import MINUS, half_up, number, unit_word

_MORE = 4  # places looked at beyond those shown
_PLACES = re.compile(r"\d\.(\d+)")


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the two outputs show, or stand for, differently; None where one lacks it."""

    slot: str
    title: str
    first: LineageFigure | None
    second: LineageFigure | None

    @property
    def seen(self) -> bool:
        """Whether a reader sees it: not only places beyond those shown differ."""
        return _seen(self.first) != _seen(self.second)

    @property
    def change(self) -> str:
        """How far the value moved, signed and with its unit (points for %); empty if unknown.

        Shown to more places than the figures where rounding would make the three disagree.
        """
        if self.first is None or self.second is None or self.first.unit != self.second.unit:
            return ""
        if self.first.value is None or self.second.value is None:
            return ""
        first, second = Decimal(self.first.value), Decimal(self.second.value)
        places = _telling(first, second, _places(self.second, self.first))
        return _signed(second - first, self.second.unit, places)

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object."""
        return {
            "figure": self.slot,
            "title": self.title,
            "first": _json(self.first),
            "second": _json(self.second),
            "change": self.change,
            "seen": self.seen,
        }


def differences(first: Lineage, second: Lineage, *, shared: bool = False) -> list[Difference]:
    """Return the figures that differ; with `shared`, only those that stand in both."""
    before = {figure.slot: figure for figure in first.figures}
    after = {figure.slot: figure for figure in second.figures}
    found = [
        Difference(slot, (after.get(slot) or before[slot]).title, before.get(slot), after.get(slot))
        for slot in {**after, **before}
        if not shared or (slot in before and slot in after)
    ]
    return [one for one in found if _stands(one.first) != _stands(one.second)]


def _seen(figure: LineageFigure | None) -> tuple[str, str | None] | None:
    return None if figure is None else (figure.display, figure.status)


def _stands(figure: LineageFigure | None) -> tuple[Any, ...] | None:
    return None if figure is None else (figure.display, figure.status, figure.value)


def _places(*figures: LineageFigure) -> int:
    shown: Iterable[str] = (figure.short for figure in figures)
    return max((len(found[1]) for text in shown if (found := _PLACES.search(text))), default=0)


def _telling(first: Decimal, second: Decimal, places: int) -> int:
    """Return to how many places a difference agrees with the two figures shown beside it."""
    moved = second - first
    shown = half_up(second, places) - half_up(first, places)
    if half_up(moved, places) == shown:
        return places
    more = range(places + 1, places + _MORE)
    return next((one for one in more if half_up(moved, one)), places + _MORE)


def _signed(moved: Decimal, unit: str, places: int) -> str:
    digits = number(half_up(abs(moved), places), places)
    sign = MINUS if half_up(moved, places) < 0 else "+" if half_up(moved, places) else ""
    if unit.startswith("£"):
        return f"{sign}£{digits}{unit[1:]}"
    word = unit_word("points" if unit == "%" else unit, digits)
    return f"{sign}{digits} {word}".rstrip()


def _json(figure: LineageFigure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {"display": figure.display, "value": figure.value, "status": figure.status}
