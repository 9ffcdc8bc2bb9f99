"""The part of a Word document that holds its figures: bound controls show it, traces read it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from lxml import etree

from pmf_engine.documents.package import Package, parse, serialise
from pmf_engine.documents.word.controls import NAMESPACE, STORE
from pmf_engine.documents.word.xml import clean
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Identity, Wording, Words
from pmf_engine.model.lineage import Lineage, LineageFigure, lineage_figure
from pmf_engine.model.values import Adjustment, Figure, Term

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM = re.compile(r"customXml/item\d+\.xml")
_IDENTITY: Mapping[str, str] = {
    "report": "report", "title": "title", "entity": "entity", "entity-title": "entity_title",
    "period": "period", "period-title": "period_title", "workspace": "workspace",
    "template": "template", "engine": "engine", "today": "today",
}  # fmt: skip
_FIGURE = ("title", "value", "unit", "status", "edition", "missing")
_NOTES = ("note", "definition", "arithmetic")
_SOURCE: Mapping[str, str] = {
    "input": "workbook", "sheet": "sheet", "range": "range", "sha256": "sha256",
}  # fmt: skip
_ADJUSTMENT: Mapping[str, str] = {
    "computed": "computed", "reason": "reason", "approved-by": "approved_by",
    "approved-on": "approved_on",
}  # fmt: skip


def attach(package: Package, document: str, xml: bytes) -> None:
    """Put the document's own part into a package, in place of an earlier one if it holds one."""
    item = find(package)
    if item is not None:
        package.parts[item] = xml
        return
    item = package.add(package.free_name("customXml/item{}.xml"), xml, "application/xml")
    number = item.removeprefix("customXml/item").removesuffix(".xml")
    properties = package.add(f"customXml/itemProps{number}.xml", _properties(), _PROPERTIES_TYPE)
    package.relate(item, properties, f"{_OFFICE}relationships/customXmlProps")
    package.relate(document, item, f"{_OFFICE}relationships/customXml")


def find(package: Package) -> str | None:
    """Return the name of the document's own part, or None where it holds none of ours."""
    needle = NAMESPACE.encode()
    names = (n for n, data in package.parts.items() if _ITEM.fullmatch(n) and needle in data)
    return next(names, None)


def write(identity: Identity, figures: Iterable[Figure], texts: Iterable[Wording | Words]) -> bytes:
    """Return the document's own part."""
    root = parse(f'<pmf xmlns="{NAMESPACE}" document="word"/>'.encode())
    for name, value in _attributes(identity, _IDENTITY).items():
        root.set(name, value)
    root.set("draft", "yes" if identity.draft else "no")
    inputs = _add(root, "inputs")
    for workbook, sha256 in identity.inputs.items():
        _add(inputs, "input", workbook=workbook, sha256=sha256)
    listed = _add(root, "figures")
    for figure in figures:
        _write_figure(listed, lineage_figure(figure))
    slots = _add(root, "texts")
    for text in texts:
        _write_shown(_add(slots, "text-slot", id=text.slot), _wording(text))
    return serialise(root)


def read(xml: bytes) -> Lineage:
    """Return what the document's own part says."""
    root = parse(xml)
    values = {field: root.get(name, "") for name, field in _IDENTITY.items()}
    inputs = {e.get("workbook", ""): e.get("sha256", "") for e in root.iter(_name("input"))}
    identity = Identity(**values, inputs=inputs, draft=root.get("draft") == "yes")
    return Lineage(identity, tuple(_read_figure(e) for e in root.iter(_name("figure"))))


def _properties() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{_OFFICE}customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _add(parent: etree._Element, tag: str, /, **attributes: str | None) -> etree._Element:
    kept = {key: clean(value) for key, value in attributes.items() if value is not None}
    return etree.SubElement(parent, _name(tag), kept)


def _attributes(thing: object, names: Mapping[str, str]) -> dict[str, str]:
    return {name: clean(getattr(thing, field)) for name, field in names.items()}


def _wording(text: Wording | Words) -> str:
    return text.text if isinstance(text, Wording) else str(text)


def _write_shown(parent: etree._Element, shown: str, short: str | None = None) -> None:
    for name, text in (("text", shown), ("short", short), ("filled", shown)):
        if text is not None:
            _add(parent, name).text = clean(text)


def _write_figure(parent: etree._Element, figure: LineageFigure) -> None:
    attributes = {name: getattr(figure, name) for name in _FIGURE}
    element = _add(parent, "figure", id=figure.slot, **attributes)
    _write_shown(element, figure.display, figure.short)
    for mark in figure.marks:
        _add(element, "mark").text = mark
    for name in _NOTES:
        if text := getattr(figure, name):
            _add(element, name).text = clean(text)
    _write_sources(element, figure.sources)
    for term in figure.terms:
        _write_sources(_add(element, "term", name=term.name, value=term.value), term.sources)
    if figure.adjustment is not None:
        _write_adjustment(element, figure.adjustment)


def _write_sources(parent: etree._Element, sources: Iterable[Source]) -> None:
    for source in sources:
        etree.SubElement(parent, _name("source"), _attributes(source, _SOURCE))


def _write_adjustment(parent: etree._Element, adjustment: Adjustment) -> None:
    attributes = _attributes(adjustment, _ADJUSTMENT)
    attributes["value"] = format(adjustment.value, "f")
    etree.SubElement(parent, _name("adjustment"), attributes)


def _read_figure(element: etree._Element) -> LineageFigure:
    terms = element.iterfind(_name("term"))
    return LineageFigure(
        slot=element.get("id", ""),
        title=element.get("title", ""),
        value=element.get("value"),
        unit=element.get("unit", ""),
        status=element.get("status"),
        edition=element.get("edition", ""),
        missing=element.get("missing"),
        display=_text(element, "text"),
        short=_text(element, "short"),
        marks=tuple(mark.text or "" for mark in element.iterfind(_name("mark"))),
        sources=_read_sources(element),
        terms=tuple(
            Term(name=t.get("name", ""), value=t.get("value", ""), sources=_read_sources(t))
            for t in terms
        ),
        adjustment=_read_adjustment(element.find(_name("adjustment"))),
        **{name: _text(element, name) for name in _NOTES},
    )


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(_name(name)) or ""


def _read_sources(parent: etree._Element) -> tuple[Source, ...]:
    return tuple(
        Source(**{field: e.get(name, "") for name, field in _SOURCE.items()})
        for e in parent.iterfind(_name("source"))
    )


def _read_adjustment(element: etree._Element | None) -> Adjustment | None:
    if element is None:
        return None
    fields = {field: element.get(name, "") for name, field in _ADJUSTMENT.items()}
    return Adjustment(value=Decimal(element.get("value", "0")), **fields)
