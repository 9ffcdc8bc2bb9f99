"""What stands in a document where a placeholder stood: each kind of value as Word XML."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any

from markupsafe import Markup

from pmf_engine.documents.package import Package
from pmf_engine.documents.word.controls import (
    BLOCK_KIND,
    FIGURE,
    TEXT,
    Marks,
    figure_path,
    sentence_mark,
    text_path,
)
from pmf_engine.documents.word.drawings import STYLE as CHART
from pmf_engine.documents.word.drawings import add_chart, drawing
from pmf_engine.documents.word.given import Given
from pmf_engine.documents.word.passages import Passages
from pmf_engine.documents.word.plain import SIMPLE, brief, plain
from pmf_engine.documents.word.prepare import Look
from pmf_engine.documents.word.retext import static_mark
from pmf_engine.documents.word.sandbox import own
from pmf_engine.documents.word.styles import dressed, status_style
from pmf_engine.documents.word.tables import table
from pmf_engine.documents.word.template import Template
from pmf_engine.documents.word.xml import clean, paragraph, run, styled
from pmf_engine.model.content import (
    Block,
    Chart,
    Grid,
    Label,
    Narrative,
    Region,
    Wording,
    Words,
)
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.values import Figure

YOURS = "Your text, never refilled"


class Showing:
    """One document being filled: what it has been given so far, and every fault met on the way."""

    def __init__(self, package: Package, ready: Template) -> None:
        self.package, self._ready = package, ready
        self.tags, self.looks = [item.tag for item in ready.items], ready.looks
        self.named = ready.named
        self.part = ""
        self.marks = Marks()
        self.given = Given()
        self.faults: list[Finding] = []
        self.passages = Passages(ready.conditions)
        self.ends: dict[int, str] = {}

    @cached_property
    def styles(self) -> dict[str, str]:
        """The ids of the document's styles by name."""
        return self._ready.styles

    def names(self) -> dict[str, Any]:
        """Return the functions that prepared placeholders call."""
        return {
            "_show": self.show, "_alone": self.alone, "_repeat": self.repeat, "_marks": self.marks,
            "_branch": self.branch, "_passed": self.passed, "_anchor": self.anchor,
        }  # fmt: skip

    @own
    def show(self, number: int, value: Any) -> Markup:
        """Return the runs of a value in the middle of a paragraph."""
        look = self.looks[number].run
        return self.tried(number, lambda: self.runs(self.live(number, value), look))

    @own
    def alone(self, number: int, value: Any) -> Markup:
        """Return the paragraphs of a value that has a paragraph to itself."""
        look = self.looks[number]
        return self.tried(number, lambda: self.paragraphs(self.live(number, value), look))

    @own
    def repeat(self, number: int, region: Any, caller: Callable[[Block], str]) -> Markup:
        """Return a region in its control, with a control and a bookmark for each block."""
        return self.tried(number, lambda: self.region(number, region, caller))

    @own
    def branch(self, number: int, key: int, caller: Callable[[], str]) -> Markup:
        """Return what stands under a condition that holds, in a control with a bookmark."""
        slot, block = self.passages.slot(number), self.passages.chosen(number, str(key))
        return self.tried(number, lambda: self.block(slot, block, lambda _: caller()))

    @own
    def passed(self, number: int) -> Markup:
        """Return what marks the end of a passage, shown or not."""
        region = self.passages.closed(number)
        self.given.note_region(region)
        return Markup(self.ending(number, region.slot))  # noqa: S704

    @own
    def anchor(self, number: int) -> Markup:
        """Return the mark, in the paragraph after it, of where a region or passage ends."""
        slot = self.ends.pop(number, "")
        return Markup(self.marks.marked(slot, "") if slot else "")  # noqa: S704

    def tried(self, number: int, make: Callable[[], str]) -> Markup:
        """Return what `make` returns, or nothing with the fault noted under the placeholder."""
        try:
            return Markup(make())  # noqa: S704
        except PmfError as fault:
            self.faults.append(error("template", f"{self.tags[number]}: {fault}"))
            return Markup("<w:p/>")

    def live(self, number: int, value: Any) -> Any:
        """Return a plain value that the template names outright as a wording that stays live."""
        slot = self.named[number]
        if slot and isinstance(value, SIMPLE) and (text := plain(value)):
            return Wording(slot, text)
        return value

    def runs(self, value: Any, look: str) -> str:
        """Return the runs of a value. Raises PmfError for one that runs cannot hold."""
        match value:
            case Figure():
                return self.figure(value, "text", look)
            case Wording():
                return self.text(value, look)
            case Label():
                return self.pieces(value.parts, look, "short")
            case Words():
                return self.words(value, look)
            case Narrative():
                return self.narrative(value, lambda: run(value.text, look))
        return self.plain(value, look)

    def paragraphs(self, value: Any, look: Look) -> str:
        """Return the paragraphs of a value that stands alone."""
        match value:
            case Grid():
                return self.grid(value)
            case Chart():
                return self.chart(value)
            case Narrative():
                return self.narrative(value, lambda: self.lines(value, look))
        return paragraph(self.runs(value, look.run), look.form)

    def plain(self, value: Any, look: str) -> str:
        """Return the run of a simple value, which stays as it is once the document is built."""
        return run(plain(value), look) if value is not None else ""

    def figure(self, figure: Figure, node: str, look: str) -> str:
        """Return a figure in a control bound to its `text` or `short`."""
        self.given.note_figure(figure)
        shown = figure.short if node == "short" else figure.display
        path = figure_path(figure.slot, node)
        return self.marks.bound(figure.slot, figure.title, path, look, run(shown, look))

    def text(self, text: Wording, look: str) -> str:
        """Return a live wording in a bound control, in its character style if there is one."""
        self.given.note_text(text)
        look = dressed(look, self.styles.get(status_style(text.style), ""))
        path = text_path(text.slot)
        return self.marks.bound(text.slot, text.slot, path, look, run(text.text, look))

    def words(self, words: Words, look: str) -> str:
        """Return a sentence in a control around its live pieces."""
        self.given.note_text(words)
        marked = self.marks.marked(sentence_mark(words.slot), self.pieces(words.parts, look))
        return self.marks.rich(FIGURE, words.slot, words.slot, marked)

    def pieces(self, parts: Iterable[str | Figure | Wording], look: str, node: str = "text") -> str:
        """Return pieces one after the other, their figures bound to that node."""
        return "".join(
            [
                self.figure(part, node, look) if isinstance(part, Figure) else self.runs(part, look)
                for part in parts
            ]
        )

    def cell(self, value: Any) -> str:
        """Return the runs of a value in a table cell."""
        if isinstance(value, Figure):
            return self.figure(value, "short", "")
        return self.runs(brief(value), "")

    def narrative(self, narrative: Narrative, body: Callable[[], str]) -> str:
        """Return people's own words in a control and a bookmark."""
        self.given.note_narrative(narrative)
        made = body()
        mark = self.marks.begun if made.startswith("<w:p") else self.marks.marked
        return self.marks.rich(TEXT, narrative.slot, YOURS, mark(narrative.slot, made))

    def lines(self, narrative: Narrative, look: Look) -> str:
        """Return a paragraph for each line of people's words, one where there is none."""
        found = [line for line in clean(narrative.text).split("\n") if line.strip()] or [""]
        return "".join(paragraph(run(line, look.run), look.form) for line in found)

    def grid(self, grid: Grid) -> str:
        """Return a table and its caption in their control."""
        self.given.note_table(grid)
        body = table(grid, self.styles, self.marks, self.cell)
        return self.marks.rich(FIGURE, grid.slot, grid.caption or grid.slot, body)

    def chart(self, chart: Chart) -> str:
        """Return a chart in its paragraph and control, its parts added to the package."""
        self.given.note_chart(chart)
        link = add_chart(self.package, self.part, chart)
        marked = self.marks.marked(chart.slot, drawing(chart, link, self.marks))
        body = paragraph(marked, styled(self.styles.get(CHART, "")))
        return self.marks.rich(FIGURE, chart.slot, chart.title, body)

    def region(self, number: int, region: Any, caller: Callable[[Block], str]) -> str:
        """Return a region and its blocks. Raises PmfError for anything but a region."""
        if not isinstance(region, Region):
            raise PmfError("repeat works on a region only; use for with anything else.")
        if len({block.key for block in region}) < len(region):
            raise PmfError(f"two blocks of “{region.slot}” have the same key.")
        self.given.note_region(region)
        body = "".join([self.block(region.slot, block, caller) for block in region])
        body += self.ending(number, region.slot)
        return self.marks.rich(FIGURE, region.slot, region.slot, body) if body else ""

    def ending(self, number: int, slot: str) -> str:
        """Return the paragraph that marks an end; nothing where the one after it will."""
        if number not in self._ready.anchored:
            return self.marks.ending(slot)
        self.ends[number] = slot
        return ""

    def block(self, slot: str, block: Block, caller: Callable[[Block], str]) -> str:
        """Return one block of a region in its control and its bookmark."""
        key = f"{slot}/{block.key}"
        body = self.inside(key, block, caller)
        self.given.blocks[key] = static_mark(body.encode())
        marked = self.marks.begun(key, body if "<w:p" in body else f"{body}<w:p/>")
        return self.marks.rich(FIGURE, key, block.key, marked, BLOCK_KIND)

    def inside(self, key: str, block: Block, caller: Callable[[Block], str]) -> str:
        """Return what a block holds; passages within it are named after it."""
        self.passages.enter(key)
        body = str(caller(block))
        self.passages.leave()
        return body
