"""Passages of a template that stand under a condition: how each is named in one document.

A passage is what stands between `if` and `endif` where both have a paragraph of their own. It is a
region of one block, or of none, so that a refresh brings it in, or takes it out, like any other.
"""

from __future__ import annotations

import re
from collections import Counter
from zlib import crc32

from pmf_engine.model.content import Block, Region
from pmf_engine.model.values import SLOT_LIMIT

_OTHER = re.compile(r"[^A-Za-z0-9._-]+")
_ROOM = SLOT_LIMIT - 4  # for the key of a block


class Passages:
    """The passages of one document while it is being filled, by the number of their `if`."""

    def __init__(self, conditions: dict[int, str]) -> None:
        self._names = _names(conditions)
        self._passed: Counter[tuple[str, int]] = Counter()
        self._chosen: dict[str, Block] = {}
        self._within = [""]

    def slot(self, number: int) -> str:
        """Return the slot of the passage that is being filled."""
        outer = self._within[-1]
        times = self._passed[outer, number] + 1
        name = f"{self._names[number]}-{times}" if times > 1 else self._names[number]
        slot = f"{outer}/if-{name}" if outer else f"if-{name}"
        return slot if len(slot) <= _ROOM else f"if-{crc32(slot.encode()):08x}"

    def chosen(self, number: int, key: str) -> Block:
        """Note that a passage shows what one of its conditions stands for, and return the block."""
        return self._chosen.setdefault(self.slot(number), Block(key, {}))

    def closed(self, number: int) -> Region:
        """Return a passage that has been filled: a region of one block at most."""
        slot = self.slot(number)
        block = self._chosen.pop(slot, None)
        self._passed[self._within[-1], number] += 1
        return Region(slot, () if block is None else (block,), ended="")

    def enter(self, block: str) -> None:
        """Note that a block is being filled, whose slot its own passages begin with."""
        self._within.append(block)

    def leave(self) -> None:
        """Note that the block entered last is filled."""
        self._within.pop()


def _names(conditions: dict[int, str]) -> dict[int, str]:
    """Return a name for each condition, numbered where several read the same."""
    seen: Counter[str] = Counter()
    names = {}
    for number, condition in conditions.items():
        name = _OTHER.sub("-", condition).strip("-.")[:24] or "it"
        seen[name] += 1
        names[number] = f"{name}-at-{seen[name]}" if seen[name] > 1 else name
    return names
