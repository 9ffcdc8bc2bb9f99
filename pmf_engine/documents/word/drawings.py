"""Charts of a Word document: their parts, and the drawing that shows one in a paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pmf_engine.documents.chart_form import data_rows, describe
from pmf_engine.documents.chart_refill import refilled, titles_in
from pmf_engine.documents.charts import chart_part
from pmf_engine.documents.embedded import refilled_book
from pmf_engine.documents.package import Package, Relationship
from pmf_engine.documents.word.controls import FIGURE, Marks, tag
from pmf_engine.documents.word.xml import attribute
from pmf_engine.model.content import Chart

STYLE = "PMF Chart"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EMU_PER_CM = 360_000
_IN_LINE = ('<wp:inline distT="0" distB="0" distL="0" distR="0">', "", "</wp:inline>")
_ASIDE = (
    '<wp:anchor distT="0" distB="0" distL="180000" distR="0" simplePos="0" relativeHeight="2"'
    ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>',
    '<wp:wrapSquare wrapText="left"/>',
    "</wp:anchor>",
)
_BOOK_ID = b'r:id="rId1"'


def add_chart(package: Package, part: str, chart: Chart) -> str:
    """Add the parts of a chart to the package and return the id of its link from `part`."""
    xml, book = chart_part(chart)
    name = package.add(package.free_name("word/charts/chart{}.xml"), xml, _CHART_TYPE)
    _add_book(package, name, book)
    return package.relate(part, name, f"{_LINK}chart")


@dataclass(frozen=True)
class Place:
    """Where a document shows a chart: by a link of one of its parts."""

    package: Package
    part: str
    link: str

    @cached_property
    def chart(self) -> str:
        """The name of the chart's part; nothing where the link leads to none."""
        links = self.package.relationships(self.part)
        found = next((one.target for one in links if one.id == self.link), "")
        return found if found in self.package.parts else ""

    @property
    def titles(self) -> list[str]:
        """The lines of the title that stands in the chart."""
        return titles_in(self.package.parts[self.chart])

    def refill(self, chart: Chart, *, titled: bool) -> bool:
        """Give a chart of the same form its new data, and its titles; whether it could be."""
        form = describe(chart)
        rows = data_rows(chart, form.layout)
        xml = refilled(self.package.parts[self.chart], form, rows, titled=titled)
        book = self._book
        if xml is None or book is None:
            return False
        self.package.parts[self.chart] = xml
        self.package.parts[book.target] = refilled_book(self.package.parts[book.target], rows)
        return True

    def redraw(self, chart: Chart) -> None:
        """Draw a chart anew."""
        xml, made = chart_part(chart)
        book = self._book
        if book is None:
            number = _add_book(self.package, self.chart, made)
        else:
            self.package.parts[book.target], number = made, book.id
        self.package.parts[self.chart] = xml.replace(_BOOK_ID, f'r:id="{number}"'.encode(), 1)

    @property
    def _book(self) -> Relationship | None:
        """The link to the chart's workbook, None where it has none."""
        links = self.package.relationships(self.chart)
        books = [one for one in links if one.type.endswith("/package")][:1]
        return next((one for one in books if one.target in self.package.parts), None)


def described(tag: bytes, chart: Chart) -> bytes:
    """Return the properties of a drawing (wp:docPr) with a chart's alt text and title."""
    for name, text in ((b"descr", chart.alt), (b"title", chart.title)):
        told = name + b'="' + attribute(text).encode() + b'"'
        tag, count = re.subn(rb"\b" + name + rb"=(?:\"[^\"]*\"|'[^']*')", lambda _: told, tag)  # noqa: B023
        if not count:
            tag = re.sub(rb"(?=\s*/?>$)", lambda _: b" " + told, tag, count=1)  # noqa: B023
    return tag


def _add_book(package: Package, chart: str, book: bytes) -> str:
    sheet = package.free_name("word/embeddings/Microsoft_Excel_Sheet{}.xlsx")
    return package.relate(chart, package.add(sheet, book, _BOOK_TYPE), f"{_LINK}package")


def drawing(chart: Chart, link: str, marks: Marks) -> str:
    """Return the run that shows a chart by the id of its link, with its alt text."""
    name = attribute(tag(FIGURE, chart.slot))
    width, height = (round(cm * _EMU_PER_CM) for cm in (chart.width_cm, chart.height_cm))
    begun, wrapped, ended = _ASIDE if chart.aside else _IN_LINE
    return (
        f'<w:r><w:drawing>{begun}<wp:extent cx="{width}" cy="{height}"/>{wrapped}'
        f'<wp:docPr id="{marks.next()}" name="{name}" descr="{attribute(chart.alt)}"'
        f' title="{attribute(chart.title)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{link}"/>'
        f"</a:graphicData></a:graphic>{ended}</w:drawing></w:r>"
    )
