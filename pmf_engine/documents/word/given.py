"""Everything that a report gives one Word document, by slot, in the order in which it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pmf_engine.model.content import Chart, Grid, Narrative, Region, Wording, Words
from pmf_engine.model.errors import PmfError
from pmf_engine.model.values import Figure


@dataclass
class Given:
    """What the template of a report shows: figures, wordings, tables, charts, regions, narrative.

    `blocks` gives the text mark of each block that was written. Each `note_` method raises
    PmfError where a slot already stands for something else.
    """

    figures: dict[str, Figure] = field(default_factory=dict)
    texts: dict[str, Wording | Words] = field(default_factory=dict)
    tables: dict[str, Grid] = field(default_factory=dict)
    charts: dict[str, Chart] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    narratives: dict[str, Narrative] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    @property
    def slots(self) -> set[str]:
        """The slots of sentences, tables and charts."""
        return {*self.texts, *self.tables, *self.charts}

    def note_figure(self, figure: Figure) -> None:
        """Remember a figure."""
        self._note(self.figures, figure, "figures")

    def note_text(self, text: Wording | Words) -> None:
        """Remember a live wording or sentence."""
        self._note(self.texts, text, "wordings")

    def note_table(self, grid: Grid) -> None:
        """Remember a table."""
        self._note(self.tables, grid, "tables")

    def note_chart(self, chart: Chart) -> None:
        """Remember a chart."""
        self._note(self.charts, chart, "charts")

    def note_narrative(self, narrative: Narrative) -> None:
        """Remember words that belong to people."""
        self._note(self.narratives, narrative, "narratives")

    def note_region(self, region: Region) -> None:
        """Remember a repeated region; one shown again must repeat the same blocks."""
        if len({block.key for block in region}) < len(region):
            raise PmfError(f"two blocks of “{region.slot}” have the same key.")
        self._note(self.regions, region, "regions")

    @staticmethod
    def _note(known: dict[str, Any], one: Any, noun: str) -> None:
        first = known.setdefault(one.slot, one)
        if first is not one and first != one:
            raise PmfError(f"two different {noun} are called “{one.slot}”.")
