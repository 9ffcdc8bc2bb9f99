"""Native, editable charts: for a Word chart part with its workbook, or on a sheet in Excel."""

from __future__ import annotations

from typing import Any

from pmf_engine.documents.chart_form import data_rows, describe
from pmf_engine.documents.chart_look import add_chart
from pmf_engine.documents.chart_stencil import stencil
from pmf_engine.documents.embedded import CREATED, embedded_book
from pmf_engine.model.content import Chart

__all__ = ["CREATED", "chart_part", "draw", "rows_of"]


def chart_part(chart: Chart) -> tuple[bytes, bytes]:
    """Return a chart as the XML of a Word chart part and the workbook embedded with it.

    The part must have a relationship of the id `rId1` to the workbook.
    """
    described = describe(chart)
    rows = data_rows(chart, described.layout)
    return stencil(described.form).filled(described.varying, rows), embedded_book(rows)


def draw(book: Any, sheet: Any, top: int, chart: Chart) -> Any:
    """Write a chart's data to a sheet and return the XlsxWriter chart drawn from it.

    `top` is the first row, from 0. The caller places the chart and, once the workbook is closed,
    passes its XML through `chart_xml.finish`.
    """
    described = describe(chart)
    for row, cells in enumerate(data_rows(chart, described.layout), top):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                sheet.write_string(row, column, value)
            elif value is not None:
                sheet.write_number(row, column, value)
    return add_chart(book, described.form, sheet.name, top)


def rows_of(chart: Chart) -> int:
    """Return how many rows `draw` writes."""
    return max(1, len(chart.categories)) + 1
