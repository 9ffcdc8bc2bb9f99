"""What stands in a document where a placeholder stood: each kind of value as Word XML."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2 import Undefined
from markupsafe import Markup

from pmf_engine.documents.package import Package
from pmf_engine.documents.word.controls import (
    BLOCK_KIND,
    FIGURE,
    TEXT,
    Marks,
    figure_path,
    text_path,
)
from pmf_engine.documents.word.drawings import STYLE as CHART
from pmf_engine.documents.word.drawings import add_chart, drawing
from pmf_engine.documents.word.jinja import Unknown
from pmf_engine.documents.word.prepare import Look
from pmf_engine.documents.word.styles import dressed, status_style
from pmf_engine.documents.word.tables import table
from pmf_engine.documents.word.tags import Tag
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
from pmf_engine.model.values import Figure, Missing

_BLOCKS = {Grid: "a table", Chart: "a chart", Region: "a repeated region"}
YOURS = "Your text, never refilled"


class Showing:
    """One document being filled: what it has shown so far, and every fault met on the way."""

    def __init__(
        self, package: Package, styles: Mapping[str, str], tags: list[Tag], looks: list[Look]
    ) -> None:
        self.package, self.styles, self.tags, self.looks = package, styles, tags, looks
        self.part = ""
        self.marks = Marks()
        self.figures: dict[str, Figure] = {}
        self.texts: dict[str, Wording | Words] = {}
        self.faults: list[Finding] = []

    def names(self) -> dict[str, Any]:
        """Return the functions that prepared placeholders call."""
        return {
            "_show": self.show, "_alone": self.alone, "_repeat": self.repeat, "_marks": self.marks,
        }  # fmt: skip

    def show(self, number: int, value: Any) -> Markup:
        """Return the runs of a value in the middle of a paragraph."""
        look = self.looks[number].run
        return self.tried(number, lambda: self.runs(value, look))

    def alone(self, number: int, value: Any) -> Markup:
        """Return the paragraphs of a value that has a paragraph to itself."""
        return self.tried(number, lambda: self.paragraphs(value, self.looks[number]))

    def repeat(self, number: int, region: Any, caller: Callable[[Block], str]) -> Markup:
        """Return a region in its control, with a control and a bookmark for each block."""
        return self.tried(number, lambda: self.region(region, caller))

    def tried(self, number: int, make: Callable[[], str]) -> Markup:
        """Return what `make` returns, or nothing with the fault noted under the placeholder."""
        try:
            return Markup(make())  # noqa: S704
        except PmfError as fault:
            self.faults.append(error("template", f"{self.tags[number]}: {fault}"))
            return Markup("<w:p/>")

    def runs(self, value: Any, look: str) -> str:
        """Return the runs of a value. Raises PmfError for one that runs cannot hold."""
        match value:
            case Figure():
                return self.figure(value, "text", value.display, look)
            case Wording():
                return self.text(value, look)
            case Label():
                return self.pieces(value.parts, look, "short")
            case Words():
                self.note(value)
                body = self.pieces(value.parts, look, "text")
                return self.marks.rich(FIGURE, value.slot, value.slot, body)
            case Narrative():
                return self.narrative(value, run(value.text, look))
        return run(plain(value), look) if value is not None else ""

    def paragraphs(self, value: Any, look: Look) -> str:
        """Return the paragraphs of a value that stands alone."""
        match value:
            case Grid():
                return self.grid(value)
            case Chart():
                return self.chart(value)
            case Narrative():
                lines = [line for line in clean(value.text).split("\n") if line.strip()] or [""]
                body = "".join(paragraph(run(line, look.run), look.form) for line in lines)
                return self.narrative(value, body)
        return paragraph(self.runs(value, look.run), look.form)

    def figure(self, figure: Figure, node: str, shown: str, look: str) -> str:
        """Return a figure in a control bound to its `text` or `short`."""
        known = self.figures.setdefault(figure.slot, figure)
        if known is not figure and known != figure:
            raise PmfError(f"two different figures are called “{figure.slot}”.")
        path = figure_path(figure.slot, node)
        return self.marks.bound(figure.slot, figure.title, path, look, run(shown, look))

    def text(self, text: Wording, look: str) -> str:
        """Return a live wording in a bound control, in its character style if there is one."""
        self.note(text)
        look = dressed(look, self.styles.get(status_style(text.style), ""))
        path = text_path(text.slot)
        return self.marks.bound(text.slot, text.slot, path, look, run(text.text, look))

    def note(self, text: Wording | Words) -> None:
        """Remember a wording. Raises PmfError where another has the same slot."""
        if self.texts.setdefault(text.slot, text) != text:
            raise PmfError(f"two different wordings are called “{text.slot}”.")

    def pieces(self, parts: Iterable[str | Figure | Wording], look: str, node: str) -> str:
        """Return pieces one after the other, their figures bound to that node."""
        return "".join(
            [
                self.figure(part, node, part.short if node == "short" else part.display, look)
                if isinstance(part, Figure)
                else self.runs(part, look)
                for part in parts
            ]
        )

    def cell(self, value: Any) -> str:
        """Return the runs of a value in a table cell."""
        if isinstance(value, Figure):
            return self.figure(value, "short", value.short, "")
        if isinstance(value, date):
            return run(f"{value.day} {month_name[value.month][:3]} {value.year}")
        return self.runs(value, "")

    def narrative(self, narrative: Narrative, body: str) -> str:
        """Return people's own words in a control and a bookmark."""
        marked = self.marks.marked(narrative.slot, body)
        return self.marks.rich(TEXT, narrative.slot, YOURS, marked)

    def grid(self, grid: Grid) -> str:
        """Return a table and its caption in their control."""
        body = table(grid, self.styles, self.marks, self.cell)
        return self.marks.rich(FIGURE, grid.slot, grid.caption or grid.slot, body)

    def chart(self, chart: Chart) -> str:
        """Return a chart in its paragraph and control, its parts added to the package."""
        link = add_chart(self.package, self.part, chart)
        marked = self.marks.marked(chart.slot, drawing(chart, link, self.marks))
        body = paragraph(marked, styled(self.styles.get(CHART, "")))
        return self.marks.rich(FIGURE, chart.slot, chart.title, body)

    def region(self, region: Any, caller: Callable[[Block], str]) -> str:
        """Return a region and its blocks. Raises PmfError for anything but a region."""
        if not isinstance(region, Region):
            raise PmfError("repeat works on a region only; use for with anything else.")
        if len({block.key for block in region}) < len(region):
            raise PmfError(f"two blocks of “{region.slot}” have the same key.")
        blocks = [self.block(region.slot, block, str(caller(block))) for block in region]
        body = self.marks.marked(region.slot, "".join(blocks) or "<w:p/>")
        return self.marks.rich(FIGURE, region.slot, region.slot, body)

    def block(self, slot: str, block: Block, body: str) -> str:
        """Return one block of a region in its control and its bookmark."""
        key = f"{slot}/{block.key}"
        marked = self.marks.marked(key, body if "<w:p" in body else f"{body}<w:p/>")
        return self.marks.rich(FIGURE, key, block.key, marked, BLOCK_KIND)


def plain(value: Any) -> str:
    """Return a simple value as text. Raises PmfError, in a sentence, for one that is not simple."""
    match value:
        case Unknown():
            raise PmfError(f"“{value.name}” is not known here.{value.meant}")
        case Undefined():
            raise PmfError("there is nothing to show here: add an else.")
        case bool():
            return "yes" if value else "no"
        case str() | int() | float() | Decimal() | Missing():
            return str(value)
        case date():
            return f"{value.day} {month_name[value.month]} {value.year}"
    if type(value) in _BLOCKS:
        raise PmfError(f"{_BLOCKS[type(value)]} needs a paragraph of its own.")
    raise PmfError("this holds several things: show one of them, or loop over it with for.")
