"""What a report gives a document that exists already, learnt from its template."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from pmf_engine.documents.package import Package
from pmf_engine.documents.word.controls import Marks
from pmf_engine.documents.word.plain import SIMPLE
from pmf_engine.documents.word.show import Showing
from pmf_engine.documents.word.template import Template
from pmf_engine.model.content import Block, Chart, Grid, Narrative, Wording
from pmf_engine.model.values import Figure


class Collecting(Showing):
    """Notes what a document would be given and writes none of it but the blocks that are `new`.

    `known` holds the slots of blocks that the document has; the others stand in `new` by slot, as
    XML that fits into that document.
    """

    def __init__(
        self, package: Package, ready: Template, known: Collection[str], marks: Marks
    ) -> None:
        super().__init__(package, ready)
        self.known, self.marks = known, marks
        self.new: dict[str, str] = {}
        self.quiet = True

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
        return "" if self.quiet else super().chart(chart)

    def block(self, slot: str, block: Block, caller: Callable[[Block], str]) -> str:
        """Note a block, and write it where the document does not have it."""
        key = f"{slot}/{block.key}"
        if not self.quiet:
            return super().block(slot, block, caller)
        if key in self.known:
            caller(block)
        else:
            self.quiet = False
            self.new[key] = super().block(slot, block, caller)
            self.quiet = True
        return ""
