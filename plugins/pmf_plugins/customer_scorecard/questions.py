"""Questions that a panel might ask, made from what moved; the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from pmf_engine.api import Block, Narrative, Region, Words
from pmf_engine.framework.sentences import Pieces

_MOST = 10


class Rank(IntEnum):
    """What is asked first."""

    CRITICAL = 1
    PROMISE = 2
    LATE_SCRUTINY = 3
    WORSE = 4
    COMPLAINTS = 5
    STUBBORN = 6
    MISSED = 7
    NO_FIGURE = 8
    THEME = 9
    YEAR = 10
    BOTTOM = 11
    BETTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: what to ask, why, and the role that can answer; `key` is a part of a slot."""

    key: str
    rank: Rank
    ask: Pieces
    why: Pieces
    who: str

    @property
    def slot(self) -> str:
        """The slot that its words stand in."""
        return f"question/{self.key}"

    @property
    def asked(self) -> Words:
        """The question in a slot of its own."""
        return Words(f"{self.slot}/ask", self.ask)

    @property
    def reason(self) -> Words:
        """Why it is asked, in a slot of its own."""
        return Words(f"{self.slot}/why", self.why)


def chosen(found: Iterator[Question]) -> list[Question]:
    """Return the questions to be shown: at most ten, and of what improved no more than one."""
    ranked = sorted(found, key=lambda one: one.rank)
    better = [one for one in ranked if one.rank is Rank.BETTER][:1]
    others = [one for one in ranked if one.rank is not Rank.BETTER][: _MOST - len(better)]
    return [*others, *better]


def region(found: list[Question]) -> Region:
    """Return a block a question: `ask`, `why`, `who`, and `answer` for the panel's own notes."""
    return Region("questions", tuple(map(_block, found)), ended="No longer a question")


def _block(one: Question) -> Block:
    return Block(
        one.key,
        {
            "ask": one.asked,
            "why": one.reason,
            "who": one.who,
            "answer": Narrative(f"{one.slot}/answer", "Answer: not given yet."),
        },
    )
