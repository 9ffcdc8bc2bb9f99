"""Charts of a Word document: their parts, and the drawing that shows one in a paragraph."""

from __future__ import annotations

from pmf_engine.documents.charts import chart_part
from pmf_engine.documents.package import Package
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


def add_chart(package: Package, part: str, chart: Chart) -> str:
    """Add the parts of a chart to the package and return the id of its link from `part`."""
    xml, book = chart_part(chart)
    name = package.add(package.free_name("word/charts/chart{}.xml"), xml, _CHART_TYPE)
    sheet = package.free_name("word/embeddings/Microsoft_Excel_Sheet{}.xlsx")
    package.add(sheet, book, _BOOK_TYPE)
    package.relate(name, sheet, f"{_LINK}package")
    return package.relate(part, name, f"{_LINK}chart")


def drawing(chart: Chart, link: str, marks: Marks) -> str:
    """Return the run that shows a chart by the id of its link, with its alt text."""
    name = attribute(tag(FIGURE, chart.slot))
    width, height = (round(cm * _EMU_PER_CM) for cm in (chart.width_cm, chart.height_cm))
    return (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{marks.next()}" name="{name}" descr="{attribute(chart.alt)}"'
        f' title="{attribute(chart.title)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{link}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
