"""What a Word document keeps of its last filling, in a part of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pmf_engine.model.content import Identity
from pmf_engine.model.lineage import LineageFigure

# Makes one of the named tuples below in half the time: a document has thousands.
quick = tuple.__new__


class Place(NamedTuple):
    """What a control is bound to: the node `text` or `short` of a figure, or a `wording`."""

    slot: str
    node: str


class Shown(NamedTuple):
    """What a node says now, and what it was last filled with: a difference means typed over."""

    text: str
    filled: str

    @property
    def typed(self) -> bool:
        """Whether somebody typed over it."""
        return self.text != self.filled


class Row(NamedTuple):
    """A row of a table as filled: marks of its key, of its words, and of all that it is."""

    key: str
    text: str
    sign: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTable:
    """A table as filled: its mark, its caption, the marks of its headings and of all its words.

    `told` holds its rows as they are written, since few tables of a document are looked into.
    """

    sign: str
    words: str
    caption: str
    heads: str
    told: str

    @property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, in order."""
        return tuple([Row(row[:8], row[8:16], row[16:]) for row in self.told.split()])


def as_told(rows: Iterable[Row]) -> str:
    """Return rows as a document keeps them."""
    return " ".join(["".join(row) for row in rows])


class KeptChart(NamedTuple):
    """A chart as filled: its mark, and the marks of its form and of its title."""

    sign: str
    form: str
    title: str


@dataclass(slots=True, kw_only=True)
class Kept:
    """All that a document keeps.

    `sentences` holds the text mark and the whole mark of each sentence; `blocks`, by slot, the text
    mark of each block ever filled; `narratives` the source's words when last looked at; `gone` the
    slots of figures, sentences, tables and charts that the report no longer gives.
    """

    identity: Identity
    figures: Mapping[str, LineageFigure] = field(default_factory=dict)
    shown: dict[Place, Shown] = field(default_factory=dict)
    sentences: dict[str, tuple[str, str]] = field(default_factory=dict)
    tables: dict[str, KeptTable] = field(default_factory=dict)
    charts: dict[str, KeptChart] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)
    narratives: dict[str, str] = field(default_factory=dict)
    gone: frozenset[str] = frozenset()

    def typed(self, slot: str) -> bool:
        """Whether somebody typed over any node of a slot."""
        return any(self.shown[place].typed for place in _places(slot) if place in self.shown)


def _places(slot: str) -> tuple[Place, ...]:
    return tuple(Place(slot, node) for node in ("text", "short", "wording"))
