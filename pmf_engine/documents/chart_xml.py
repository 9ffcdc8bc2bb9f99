"""What a chart's XML needs beyond what XlsxWriter writes.

Switches written out, since programs differ in what they take a missing one to mean; titles of
several lines; the larger last point; end labels moved apart; British English.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from lxml import etree

from pmf_engine.documents.chart_form import Form, describe
from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.palette import FONT, SECONDARY
from pmf_engine.model.content import Chart

TITLE, SUBTITLE = "Title", "Subtitle"  # stand-ins; a title of "=A1" would be a formula
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
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
_PLOT = "plotArea/layout/manualLayout"
_GEOMETRY = (
    ("valAx/scaling/min", "low"),
    ("valAx/scaling/max", "high"),
    ("valAx/majorUnit", "step"),
    (f"{_PLOT}/x", "left"),
    (f"{_PLOT}/y", "top"),
    (f"{_PLOT}/w", "width"),
    (f"{_PLOT}/h", "height"),
)
_LEGEND = (("legend/layout/manualLayout/w", "legend"),)
_BAR_SERIES = ("dPt", "dLbls", "cat", "val")
_TEXT = (
    f'<c:txPr xmlns:c="{_C[1:-1]}" xmlns:a="{_A[1:-1]}"><a:bodyPr/><a:p><a:pPr>'
    f'<a:defRPr sz="{{}}"><a:solidFill><a:srgbClr val="{SECONDARY[1:]}"/></a:solidFill>'
    f'<a:latin typeface="{FONT}"/></a:defRPr></a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
)
_NO_LEADERS = (
    f'<c:extLst xmlns:c="{_C[1:-1]}"><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}"'
    ' xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart">'
    '<c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
_LAST, _OTHER = "8", "4"  # sizes of markers in points


def finish(xml: bytes, chart: Chart) -> bytes:
    """Return the XML of a chart that `charts.draw` made, completed."""
    root = parse(xml)
    described = describe(chart)
    complete(root, described.form, described.varying)
    return serialise(root)


def complete(root: etree._Element, form: Form, varying: Mapping[str, str]) -> None:
    """Complete the XML of a chart of that form; `varying` fills it as in `Described`."""
    _set_titles(root, form, varying)
    _set_geometry(root, form, varying)
    _set_language(root)
    _write_switches(root)
    _finish_series(root, form, varying)
    _insert(
        root,
        etree.fromstring(_TEXT.format(round(900 * form.text))),
        ("externalData", "printSettings", "userShapes"),
    )


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
    names = (etree.QName(each).localname for each in parent)
    at = next((at for at, name in enumerate(names) if name in after), len(parent))
    parent.insert(at, child)


def _child(parent: etree._Element, path: str) -> etree._Element:
    found = parent.find(path)
    if found is None:
        raise ValueError(f"chart without {path}")
    return found


def _set_titles(root: etree._Element, form: Form, varying: Mapping[str, str]) -> None:
    """Put title and subtitle where room was left for them, aligned left, a paragraph a line."""
    names = {
        TITLE: [f"title{at}" for at in range(form.titles)],
        SUBTITLE: [f"subtitle{at}" for at in range(form.subtitles)],
    }
    for paragraph in list(root.iterfind(f".//{_C}title/{_C}tx/{_C}rich/{_A}p")):
        _child(paragraph, f"{_A}pPr").set("algn", "l")
        text = _child(paragraph, f"{_A}r/{_A}t")
        first, *others = names[text.text or ""]
        text.text = varying[first]
        for name in reversed(others):
            copy = deepcopy(paragraph)
            _child(copy, f"{_A}r/{_A}t").text = varying[name]
            paragraph.addnext(copy)


def _set_geometry(root: etree._Element, form: Form, varying: Mapping[str, str]) -> None:
    for path, name in (*_GEOMETRY, *(_LEGEND if form.legend else ())):
        _child(root, f".//{_C}" + path.replace("/", f"/{_C}")).set("val", varying[name])


def _finish_series(root: etree._Element, form: Form, varying: Mapping[str, str]) -> None:
    for element in root.iter(f"{_C}ser"):
        at = form.order[int(_child(element, f"{_C}idx").get("val", "0"))]
        series = form.series[at]
        if next(element.iterancestors()).tag == f"{_C}barChart":
            _switch(element, "invertIfNegative", "0", _BAR_SERIES)
            for body in element.iterfind(f"{_C}dLbls/{_C}txPr/{_A}bodyPr"):
                body.set("wrap", "none")  # LibreOffice breaks 100.0% in two
            for point in element.iterfind(f"{_C}dPt"):
                _switch(point, "invertIfNegative", "0", ("marker", "bubble3D", "explosion", "spPr"))
            continue
        _switch(element, "smooth", "0", ("extLst",))
        _finish_points(element, series.last)
        shift = (varying[f"right{at}"], varying[f"down{at}"]) if series.moved else ()
        group = element.find(f"{_C}dLbls")
        if group is not None and series.point is not None:
            _place_label(group, series.point, shift)


def _finish_points(element: etree._Element, last: int | None) -> None:
    """Give every listed point of a line its whole look, the last one a larger marker."""
    for point in element.iterfind(f"{_C}dPt"):
        point.append(deepcopy(_child(element, f"{_C}spPr")))
        marker = _child(point, f"{_C}marker")
        size = _LAST if _child(point, f"{_C}idx").get("val") == str(last) else _OTHER
        marker.insert(0, etree.Element(f"{_C}symbol", val="circle"))
        marker.insert(1, etree.Element(f"{_C}size", val=size))


def _place_label(group: etree._Element, point: int, shift: tuple[str, ...]) -> None:
    """Give a point's label its own element, moved by shares of the chart's width and height."""
    label = etree.Element(f"{_C}dLbl")
    etree.SubElement(label, f"{_C}idx", val=str(point))
    layout = etree.SubElement(label, f"{_C}layout")
    if shift:
        manual = etree.SubElement(layout, f"{_C}manualLayout")
        for name, share in zip("xy", shift, strict=True):
            etree.SubElement(manual, f"{_C}{name}", val=share)
    label.extend(deepcopy(each) for each in group if each.tag != f"{_C}dLbl")
    group.insert(point, label)
    group.append(etree.fromstring(_NO_LEADERS))
