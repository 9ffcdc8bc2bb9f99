"""What a chart's XML needs beyond what XlsxWriter writes.

Switches written out, since programs differ in what they take a missing one to mean; titles of
several lines; the larger last point; end labels moved apart; British English.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from pmf_engine.documents import chart_labels as labels
from pmf_engine.documents import chart_layout as layouts
from pmf_engine.documents.chart_layout import Layout
from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.palette import FONT, SECONDARY
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Chart

TITLE, SUBTITLE = "Title", "Subtitle"  # what `draw` writes; a title of "=A1" would be a formula
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHOW = ("showLegendKey", "showVal", "showCatName", "showSerName", "showPercent", "showBubbleSize")
_LABEL_END = (*_SHOW, "separator", "showLeaderLines", "extLst")
# Parent, switch, its value, and what may follow it in the order of the schema.
_SWITCHES = (
    ("chartSpace", "date1904", "0", ("lang",)),
    ("chartSpace", "roundedCorners", "0", ("style", "protection", "chart")),
    ("chart", "autoTitleDeleted", "0", ("plotArea",)),
    ("chart", "plotVisOnly", "0", ("dispBlanksAs",)),
    ("chart", "dispBlanksAs", "gap", ()),
    ("title", "overlay", "0", ("spPr", "txPr")),
    ("legend", "overlay", "0", ("spPr", "txPr")),
    ("lineChart", "varyColors", "0", ("ser", "marker", "axId")),
    ("barChart", "varyColors", "0", ("ser", "gapWidth", "overlap", "axId")),
    ("catAx", "delete", "0", ("axPos",)),
    ("valAx", "delete", "0", ("axPos",)),
    ("catAx", "noMultiLvlLbl", "1", ()),
)
_BAR_SERIES = ("dPt", "dLbls", "cat", "val")
_TEXT = (
    f'<c:txPr xmlns:c="{_C[1:-1]}" xmlns:a="{_A[1:-1]}"><a:bodyPr/><a:p><a:pPr>'
    f'<a:defRPr sz="900"><a:solidFill><a:srgbClr val="{SECONDARY[1:]}"/></a:solidFill>'
    f'<a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
)
_NO_LEADERS = (
    f'<c:extLst xmlns:c="{_C[1:-1]}"><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}"'
    ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
_LAST, _OTHER = "8", "4"  # sizes of markers in points


def finish(xml: bytes, chart: Chart, *, embedded: bool = False) -> bytes:
    """Return the XML of a chart that `draw` made, completed; `embedded`: for a Word chart part."""
    root = parse(xml)
    layout = layouts.lay_out(chart)
    _set_titles(root, layout)
    _set_language(root)
    _write_switches(root)
    _finish_series(root, chart, layout)
    _set_default_text(root)
    if embedded:
        _link_workbook(root)
    return serialise(root)


def _set_language(root: etree._Element) -> None:
    for each in root.iter(f"{_A}rPr", f"{_A}endParaRPr"):
        each.set("lang", "en-GB")
    for each in root.iter(f"{_C}lang"):
        each.set("val", "en-GB")


def _write_switches(root: etree._Element) -> None:
    for parent, name, value, after in _SWITCHES:
        for each in root.iter(f"{_C}{parent}"):
            _switch(each, name, value, after)
    for group in root.iter(f"{_C}dLbls"):
        _write_label_switches(group)


def _write_label_switches(group: etree._Element) -> None:
    for at, name in enumerate(_SHOW):
        _switch(group, name, "0", _LABEL_END[at + 1 :])


def _switch(parent: etree._Element, name: str, value: str, after: tuple[str, ...]) -> None:
    if parent.find(f"{_C}{name}") is None:
        _insert(parent, etree.Element(f"{_C}{name}", val=value), after)


def _insert(parent: etree._Element, child: etree._Element, after: tuple[str, ...]) -> None:
    """Put a child before the first of the named elements, or last."""
    following = [each for each in parent if etree.QName(each).localname in after]
    parent.insert(parent.index(following[0]) if following else len(parent), child)


def _child(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path)
    if found is None:
        raise ValueError(f"chart without {path}")
    return found


def _set_titles(root: etree._Element, layout: Layout) -> None:
    """Put title and subtitle where `draw` left room for them, aligned left, a paragraph a line."""
    lines = {TITLE: layout.title, SUBTITLE: layout.subtitle}
    for paragraph in list(root.iterfind(f".//{_C}title/{_C}tx/{_C}rich/{_A}p")):
        _child(paragraph, f"{_A}pPr").set("algn", "l")
        text = _child(paragraph, f"{_A}r/{_A}t")
        first, *others = lines[text.text or ""]
        text.text = clean(first)
        for line in reversed(others):
            copy = deepcopy(paragraph)
            _child(copy, f"{_A}r/{_A}t").text = clean(line)
            paragraph.addnext(copy)


def _finish_series(root: etree._Element, chart: Chart, layout: Layout) -> None:
    moves = labels.end_shifts(chart, layout)
    half_slot = layout.width / max(1, len(chart.categories)) / 2 if chart.kind == "column" else 0.0
    for element in root.iter(f"{_C}ser"):
        at = _place(element, chart)
        if next(element.iterancestors()).tag == f"{_C}barChart":
            _switch(element, "invertIfNegative", "0", _BAR_SERIES)
        else:
            _switch(element, "smooth", "0", ("extLst",))
            series = chart.series[at]
            _finish_points(element, labels.last_index(series))
            if place := labels.label_place(chart, layout, series):
                right = half_slot if labels.at_the_end(chart, series) else 0.0
                down = moves.get(at, place.down)
                shift = right / chart.width_cm, down / chart.height_cm
                _place_label(element.find(f"{_C}dLbls"), place.point, shift)


def _place(element: etree._Element, chart: Chart) -> int:
    """Which series of the chart this is; lines over columns come last in the XML."""
    targets = [at for at, series in enumerate(chart.series) if labels.is_target(series)]
    data = [at for at in range(len(chart.series)) if at not in targets]
    order = data + targets if chart.kind == "column" else range(len(chart.series))
    return order[int(_child(element, f"{_C}idx").get("val", "0"))]


def _finish_points(element: etree._Element, last: int | None) -> None:
    """Give every listed point of a line its whole look, the last one a larger marker."""
    for point in element.iterfind(f"{_C}dPt"):
        point.append(deepcopy(_child(element, f"{_C}spPr")))
        marker = _child(point, f"{_C}marker")
        size = _LAST if _child(point, f"{_C}idx").get("val") == str(last) else _OTHER
        marker.insert(0, etree.Element(f"{_C}symbol", val="circle"))
        marker.insert(1, etree.Element(f"{_C}size", val=size))


def _place_label(group: etree._Element | None, point: int, shift: tuple[float, float]) -> None:
    """Give a point's label its own element, moved by shares of the chart's width and height."""
    if group is None:
        return
    label = etree.Element(f"{_C}dLbl")
    etree.SubElement(label, f"{_C}idx", val=str(point))
    layout = etree.SubElement(label, f"{_C}layout")
    if any(shift):
        manual = etree.SubElement(layout, f"{_C}manualLayout")
        for name, share in zip("xy", shift, strict=True):
            etree.SubElement(manual, f"{_C}{name}", val=f"{share:.5f}")
    label.extend(deepcopy(each) for each in group if each.tag != f"{_C}dLbl")
    group.insert(point, label)
    group.append(etree.fromstring(_NO_LEADERS))


def _set_default_text(root: etree._Element) -> None:
    _insert(root, etree.fromstring(_TEXT), ("externalData", "printSettings", "userShapes"))


def _link_workbook(root: etree._Element) -> None:
    for settings in root.findall(f"{_C}printSettings"):
        root.remove(settings)
    link = etree.SubElement(root, f"{_C}externalData", {f"{_R}id": "rId1"})
    etree.SubElement(link, f"{_C}autoUpdate", val="0")
