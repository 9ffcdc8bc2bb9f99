"""Chance that falls the same way on every machine and every version of Python."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

_Item = TypeVar("_Item")
SEED = "Sovini sample workspace, 2026/27"


class Dice:
    """Chance seeded by a name, so that one series does not move when another changes."""

    def __init__(self, name: str) -> None:
        self._random = random.Random(f"{SEED}: {name}")

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, and without, `end`."""
        return int(self._random.random() * end)

    def between(self, first: int, last: int) -> int:
        """Return a whole number from `first` to `last`, both included."""
        return first + self.below(last - first + 1)

    def pick(self, items: Sequence[_Item]) -> _Item:
        """Return one of the items."""
        return items[self.below(len(items))]

    def wobble(self) -> Decimal:
        """Return a number from -2 to 2, two times in three between -1 and 1."""
        return Decimal(self.below(1001) + self.below(1001) - 1000) / 500
