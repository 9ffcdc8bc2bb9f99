"""What floats over a sheet: found by name, moved down where a table grows, added to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.fill.charts import CHART, CHART_TYPE
from pmf_engine.documents.excel.pages import POINTS_PER_CM, ROW_POINTS, Rows
from pmf_engine.documents.package import CONTENT_TYPES, RELATIONSHIPS, parse, rels_name, serialise

_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_GAP_ROWS = 2


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart on a sheet: the sheet's name, the parts of the drawing and of the chart, its name."""

    sheet: str
    drawing: str
    chart: str
    name: str


def drawn_charts(book: Book) -> dict[str, Drawn]:
    """Return the charts of all worksheets by the name of their drawing."""
    found: dict[str, Drawn] = {}
    for sheet, part in book.parts.items():
        for drawing in book.linked(part, "drawing"):
            links = {link.id: link.target for link in book.links(drawing)}
            for frame in parse(book.read(drawing)).iter(f"{_XDR}graphicFrame"):
                chart = links.get(_chart_id(frame))
                name = _properties(frame).get("name", "")
                if chart is not None:
                    found.setdefault(name, Drawn(sheet, drawing, chart, name))
    return found


def alt_text(book: Book, drawn: Drawn) -> str:
    """Return the words that stand for a chart."""
    frame = _frame(parse(book.read(drawn.drawing)), drawn.name)
    return _properties(frame).get("descr", "")


def set_alt_text(book: Book, drawn: Drawn, text: str) -> None:
    """Give a chart the words that stand for it."""
    root = parse(book.read(drawn.drawing))
    _properties(_frame(root, drawn.name)).set("descr", text)
    book.replace(drawn.drawing, serialise(root))


def shift_drawings(book: Book, sheet: str, below: int, rows: int) -> None:
    """Move everything that floats below a row so many rows further down."""
    for drawing in book.linked(book.parts[sheet], "drawing"):
        root = parse(book.read(drawing))
        moving = [each for each in root if _row(each, "from") >= below]
        for anchor in moving:
            for row in _rows(anchor):
                row.text = str(int(row.text or "0") + rows)
        if moving:
            book.replace(drawing, serialise(root))


class Placing:
    """Where new charts of a sheet go: under all that floats there, side by side where they fit.

    `points` are the heights of rows, counted from 0, and `pages` those that a page may have in cm.
    """

    def __init__(
        self, points: dict[int, float], pages: Sequence[float], header: int, lowest: int
    ) -> None:
        self._rows, self._pages, self._header = Rows(), pages, header
        self._rows.points = points
        self._top, self._bottom = lowest + _GAP_ROWS, lowest
        self._right = 0

    def row_for(self, left: int, right: int, high: int) -> int:
        """Return the row for a chart that covers these columns and so many rows."""
        if left < self._right or self._right == 0:
            height = high * ROW_POINTS / POINTS_PER_CM
            top = self._bottom + _GAP_ROWS
            self._top = self._rows.first_fit(top, height, self._pages, self._header)
        self._right = right
        self._bottom = max(self._bottom, self._top + high)
        return self._top


def lowest_row(book: Book, sheet: str) -> int | None:
    """Return the last row, from 0, over which anything floats; None without a drawing."""
    for drawing in book.linked(book.parts[sheet], "drawing"):
        root = parse(book.read(drawing))
        return max((max(_row(each, "from"), _row(each, "to")) for each in root), default=0)
    return None


def add_chart(
    book: Book, fresh: Book, drawn: Drawn, sheet: str, xml: bytes, placing: Placing
) -> None:
    """Put a chart of another workbook on a sheet that has a drawing."""
    drawing = book.linked(book.parts[sheet], "drawing")[0]
    root = parse(book.read(drawing))
    anchor = deepcopy(_anchor(parse(fresh.read(drawn.drawing)), drawn.name))
    _move(anchor, placing)
    part = _free_chart(book)
    for each in anchor.iter(f"{{{CHART}}}chart"):
        each.set(f"{{{_R}}}id", _relate(book, drawing, part))
    numbers = [int(each.get("id", "0")) for each in root.iter(f"{_XDR}cNvPr")]
    _properties(anchor).set("id", str(max(numbers, default=0) + 1))
    root.append(anchor)
    book.replace(drawing, serialise(root))
    book.replace(part, xml)
    _declare(book, part)


def _chart_id(frame: etree._Element) -> str:
    chart = next(frame.iter(f"{{{CHART}}}chart"), None)
    return "" if chart is None else chart.get(f"{{{_R}}}id", "")


def _properties(element: etree._Element) -> etree._Element:
    return next(element.iter(f"{_XDR}cNvPr"))


def _frame(root: etree._Element, name: str) -> etree._Element:
    frames = root.iter(f"{_XDR}graphicFrame")
    return next(frame for frame in frames if _properties(frame).get("name") == name)


def _anchor(root: etree._Element, name: str) -> etree._Element:
    frame = _frame(root, name)
    return next(each for each in root if frame in each.iter(f"{_XDR}graphicFrame"))


def _row(anchor: etree._Element, end: str) -> int:
    return int(anchor.findtext(f"{_XDR}{end}/{_XDR}row") or -1)


def _move(anchor: etree._Element, placing: Placing) -> None:
    top, bottom = _row(anchor, "from"), _row(anchor, "to")
    left, right = (int(anchor.findtext(f"{_XDR}{end}/{_XDR}col") or 0) for end in ("from", "to"))
    down = placing.row_for(left, right, bottom - top + 1) - top
    for row in _rows(anchor):
        row.text = str(int(row.text or "0") + down)


def _rows(anchor: etree._Element) -> Iterator[etree._Element]:
    for end in ("from", "to"):
        yield from anchor.iterfind(f"{_XDR}{end}/{_XDR}row")


def _free_chart(book: Book) -> str:
    number = 1
    while book.holds(f"xl/charts/chart{number}.xml"):
        number += 1
    return f"xl/charts/chart{number}.xml"


def _relate(book: Book, drawing: str, part: str) -> str:
    name = rels_name(drawing)
    root = parse(book.read(name))
    taken, number = {each.get("Id") for each in root}, 1
    while f"rId{number}" in taken:
        number += 1
    attributes = {"Id": f"rId{number}", "Type": f"{_R}/chart", "Target": f"/{part}"}
    etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship", attributes)
    book.replace(name, serialise(root))
    return f"rId{number}"


def _declare(book: Book, part: str) -> None:
    root = parse(book.read(CONTENT_TYPES))
    attributes = {"PartName": f"/{part}", "ContentType": CHART_TYPE}
    etree.SubElement(root, f"{_TYPES}Override", attributes)
    book.replace(CONTENT_TYPES, serialise(root))
