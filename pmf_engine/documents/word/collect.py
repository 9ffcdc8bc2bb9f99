"""What a report gives a document that exists already, learnt from its template."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from markupsafe import Markup

from pmf_engine.documents.package import Package
from pmf_engine.documents.word.controls import Marks
from pmf_engine.documents.word.plain import SIMPLE
from pmf_engine.documents.word.sandbox import own
from pmf_engine.documents.word.show import Showing
from pmf_engine.documents.word.styles import styles_of
from pmf_engine.documents.word.template import Template
from pmf_engine.model.content import Block, Chart, Grid, Narrative, Region, Wording
from pmf_engine.model.values import Figure


class Collecting(Showing):
    """Notes what a document would be given and writes none of it but the blocks that are `new`.

    `known` holds the slots of blocks that the document has; the others stand in `new` by slot and
    the number of their region's showing, as XML that fits into that document. `placed` holds the
    slots that stand in them. `stands` says whether the document has a region, so that blocks can be
    put into it; `homeless` holds blocks of nothing but words whose region it has not.
    """

    def __init__(
        self,
        package: Package,
        ready: Template,
        known: Collection[str],
        stands: Callable[[str], bool],
        marks: Marks,
        main: str,
    ) -> None:
        super().__init__(package, ready)
        self.stands = stands
        self.homeless: dict[str, bytes] = {}
        self.known, self.marks, self.main = known, marks, main
        self.new: dict[str, dict[int, str]] = {}
        self.shown: Counter[str] = Counter()
        self.placed: set[str] = set()
        self.quiet = True

    @cached_property
    def styles(self) -> dict[str, str]:
        """The ids of the styles that the document itself has by name."""
        return styles_of(self.package, self.main)

    @cached_property
    def cell_styles(self) -> frozenset[str]:
        """The ids of the paragraph styles that a cell takes from what it says."""
        named = self.styles.items()
        return frozenset(style for name, style in named if name.startswith("PMF Table "))

    def written(self, make: Callable[[], str]) -> bytes:
        """Return what `make` gives when it writes, as bytes of a part."""
        before, self.quiet = self.quiet, False
        made = make().encode()
        self.quiet = before
        return made

    def plain(self, value: Any, look: str) -> str:
        """Return nothing, unless it stands in a new block."""
        return "" if self.quiet and isinstance(value, SIMPLE) else super().plain(value, look)

    def figure(self, figure: Figure, node: str, look: str) -> str:
        """Note a figure."""
        self.given.note_figure(figure)
        return "" if self.quiet else super().figure(figure, node, look)

    def text(self, text: Wording, look: str) -> str:
        """Note a wording."""
        self.given.note_text(text)
        return "" if self.quiet else super().text(text, look)

    def narrative(self, narrative: Narrative, body: Callable[[], str]) -> str:
        """Note people's words."""
        self.given.note_narrative(narrative)
        return "" if self.quiet else super().narrative(narrative, body)

    def grid(self, grid: Grid) -> str:
        """Note a table and what its cells hold."""
        if not self.quiet:
            return super().grid(grid)
        self.given.note_table(grid)
        for row in grid.rows:
            for value in row:
                if not isinstance(value, str):
                    self.cell(value)
        return ""

    def chart(self, chart: Chart) -> str:
        """Note a chart."""
        self.given.note_chart(chart)
        self.part = self.main
        return "" if self.quiet else super().chart(chart)

    def region(self, number: int, region: Any, caller: Callable[[Block], str]) -> str:
        """Note one showing of a region."""
        if isinstance(region, Region):
            self.shown[region.slot] += 1
        return super().region(number, region, caller)

    def ending(self, number: int, slot: str) -> str:
        """Return nothing, unless what ends stands in a new block."""
        return "" if self.quiet else super().ending(number, slot)

    @own
    def branch(self, number: int, key: int, caller: Callable[[], str]) -> Markup:
        """Note one showing of a passage."""
        self.shown[self.passages.slot(number)] += 1
        return super().branch(number, key, caller)

    def block(self, slot: str, block: Block, caller: Callable[[Block], str]) -> str:
        """Note a block, and write it where the document does not have it."""
        key = f"{slot}/{block.key}"
        if not self.quiet:
            return super().block(slot, block, caller)
        if key in self.known:
            self.inside(key, block, caller)
            return ""
        before, write = set(self.given.slots), super().block
        if self.stands(slot):
            made = self.written(lambda: write(slot, block, caller)).decode()
            self.new.setdefault(key, {})[self.shown[slot]] = made
            self.placed |= set(self.given.slots) - before
        else:
            self.given.blocks[key] = ""
            self.inside(key, block, caller)
            if set(self.given.slots) == before:
                self.homeless[key] = self.written(lambda: self.inside(key, block, caller))
        return ""
