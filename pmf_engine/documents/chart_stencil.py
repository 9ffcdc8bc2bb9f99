"""The XML of Word charts by form: made once by XlsxWriter, with a hole for whatever varies."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from html import escape

from lxml import etree

from pmf_engine.documents.chart_form import Form
from pmf_engine.documents.chart_look import add_chart
from pmf_engine.documents.chart_xml import complete
from pmf_engine.documents.embedded import SHEET, Cell, escaped, number
from pmf_engine.documents.package import parse, serialise

_PART = "xl/charts/chart1.xml"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_HOLE = "\ufdd0"  # around a hole's name: XML allows it, and Unicode keeps it out of all text
_KEPT = 256  # forms, some 20 KB each


class _Holes(dict[str, str]):
    """A hole for any name."""

    def __missing__(self, name: str) -> str:
        return f"{_HOLE}{name}{_HOLE}"


class Stencil:
    """The XML of a Word chart part, for every chart of one form."""

    def __init__(self, xml: str, form: Form) -> None:
        self._pieces = xml.split(_HOLE)
        self._names = self._pieces[1::2]
        self._form = form

    def filled(self, varying: Mapping[str, str], rows: Sequence[Sequence[Cell]]) -> bytes:
        """Return the XML with what varies, as in `Described`, and the data of these rows."""
        known = {name: escape(text) for name, text in varying.items()}
        known |= points_of(self._form, rows)
        pieces = self._pieces.copy()
        pieces[1::2] = [known[name] for name in self._names]
        return "".join(pieces).encode()


def points_of(form: Form, rows: Sequence[Sequence[Cell]]) -> dict[str, str]:
    """Return the XML of the points of each name, of the categories and of the values, by hole."""
    head, *body = rows[: form.size + 1]
    columns = list(zip(*body, strict=False))
    names = columns[len(form.series) + 1 if form.own_names else 0] if columns else ()
    data = {"categories": _points(names)}
    for at in range(len(form.series)):
        data[f"name{at}"] = _points(head[at + 1 : at + 2])
        data[f"values{at}"] = _points(columns[at + 1] if columns else ())
    return data


@lru_cache(_KEPT)
def stencil(form: Form) -> Stencil:
    """Return the XML for charts of a form."""
    root = parse(_drawn(form))
    complete(root, form, _Holes())
    _open_data(root, form)
    _link_workbook(root)
    return Stencil(serialise(root).decode(), form)


def _drawn(form: Form) -> bytes:
    """Return what XlsxWriter makes of a chart of that form, with text for names and categories."""
    from xlsxwriter import Workbook

    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        names = len(form.series) + 1 if form.own_names else 0
        sheet.write_string(1, names, "Category")
        sheet.insert_chart(0, 0, add_chart(book, form, SHEET, 0))
    with zipfile.ZipFile(stream) as archive:
        return archive.read(_PART)


def _open_data(root: etree._Element, form: Form) -> None:
    """Put a hole where each series keeps its name, categories and values."""
    holes = _Holes()
    for at, series in zip(form.order, root.iter(f"{_C}ser"), strict=True):
        for parent, name in (("tx", f"name{at}"), ("cat", "categories"), ("val", f"values{at}")):
            (cache,) = series.iterfind(f"{_C}{parent}//{_C}ptCount/..")
            for point in cache.findall(f"{_C}pt"):
                cache.remove(point)
            cache[-1].tail = holes[name]


def _link_workbook(root: etree._Element) -> None:
    for settings in root.findall(f"{_C}printSettings"):
        root.remove(settings)
    link = etree.SubElement(root, f"{_C}externalData", {f"{_R}id": "rId1"})
    etree.SubElement(link, f"{_C}autoUpdate", val="0")


def _points(values: Iterable[Cell]) -> str:
    """Return the points of a chart's data; a gap has none."""
    return "".join(
        [
            f'<c:pt idx="{at}"><c:v>{_shown(value)}</c:v></c:pt>'
            for at, value in enumerate(values)
            if value is not None
        ]
    )


def _shown(value: str | Decimal) -> str:
    return escaped(value) if isinstance(value, str) else number(value)
