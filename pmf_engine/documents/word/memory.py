"""The part of a Word document that holds its figures: found, attached and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from lxml import etree

from pmf_engine.documents.package import Package
from pmf_engine.documents.word import figure_nodes
from pmf_engine.documents.word.controls import NAMESPACE, STORE, node_name
from pmf_engine.documents.word.keeping import ADJUSTMENT, IDENTITY, SOURCE
from pmf_engine.documents.word.kept import Kept, KeptChart, KeptTable, Place, Shown
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Identity
from pmf_engine.model.lineage import LineageFigure
from pmf_engine.model.values import Adjustment, Term

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_ITEM = re.compile(r"customXml/item\d+\.xml")


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
    names = filter(_ITEM.fullmatch, package.parts)
    return next((name for name in names if _is_ours(package.parts[name])), None)


def _is_ours(part: bytes) -> bool:
    return any(NAMESPACE.encode(letters) in part for letters in ("utf-8", "utf-16-le", "utf-16-be"))


def read(xml: bytes) -> Kept:
    """Return what the document's own part says."""
    root, shown, gone, elements = figure_nodes.read(xml)
    values = {field: root.get(name, "") for name, field in IDENTITY.items()}
    inputs = {e.get("workbook", ""): e.get("sha256", "") for e in root.iter(node_name("input"))}
    wordings, slots = (list(root.iterfind(f"{node_name(n)}/*")) for n in ("texts", "slots"))
    kinds: dict[str, list[etree._Element]] = {}
    for slot in slots:
        kinds.setdefault(etree.QName(slot).localname, []).append(slot)
    return Kept(
        identity=Identity(**values, inputs=inputs, draft=root.get("draft") == "yes"),
        figures=_Figures([place.slot for place in shown if place.node == "text"], elements),
        shown={**shown, **dict(map(_read_wording, wordings))},
        sentences={
            e.get("id", ""): (e.get("words", ""), e.get("mark", ""))
            for e in wordings
            if e.get("words")
        },
        tables={e.get("id", ""): _read_table(e) for e in kinds.get("table", ())},
        charts={
            e.get("id", ""): KeptChart(e.get("mark", ""), e.get("form", ""), e.get("title", ""))
            for e in kinds.get("chart", ())
        },
        blocks={e.get("id", ""): e.get("words", "") for e in kinds.get("block", ())},
        narratives={e.get("id", ""): e.text or "" for e in kinds.get("narrative", ())},
        gone=frozenset([*gone, *(e.get("id", "") for e in (*wordings, *slots) if e.get("gone"))]),
    )


def _properties() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{_OFFICE}customXml"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


class _Figures(Mapping[str, LineageFigure]):
    """The figures by slot, all read when one is asked for: most refreshes ask for none."""

    def __init__(
        self, slots: Iterable[str], elements: Callable[[], Iterable[etree._Element]]
    ) -> None:
        self._slots, self._read = dict.fromkeys(slots), elements

    @cached_property
    def _elements(self) -> Mapping[str, etree._Element]:
        return {element.get("id", ""): element for element in self._read()}

    def __getitem__(self, slot: str) -> LineageFigure:
        return _read_figure(self._elements[slot])

    def __contains__(self, slot: object) -> bool:
        return slot in self._slots

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)


def _read_wording(element: etree._Element) -> tuple[Place, Shown]:
    shown = figure_nodes.shown_in(element, "text", "filled")
    return Place(element.get("id", ""), "wording"), shown


def _read_table(element: etree._Element) -> KeptTable:
    return KeptTable(
        sign=element.get("mark", ""),
        words=element.get("words", ""),
        caption=element.get("caption", ""),
        heads=element.get("heads", ""),
        told=element.text or "",
    )


def _read_figure(element: etree._Element) -> LineageFigure:
    terms = element.iterfind(node_name("term"))
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
        marks=tuple(mark.text or "" for mark in element.iterfind(node_name("mark"))),
        sources=_read_sources(element),
        terms=tuple(
            Term(name=t.get("name", ""), value=t.get("value", ""), sources=_read_sources(t))
            for t in terms
        ),
        adjustment=_read_adjustment(element.find(node_name("adjustment"))),
        note=_text(element, "note"),
        definition=_text(element, "definition"),
        arithmetic=_text(element, "arithmetic"),
    )


def _text(element: etree._Element, name: str) -> str:
    return element.findtext(node_name(name)) or ""


def _read_sources(parent: etree._Element) -> tuple[Source, ...]:
    return tuple(
        Source(**{field: e.get(name, "") for name, field in SOURCE.items()})
        for e in parent.iterfind(node_name("source"))
    )


def _read_adjustment(element: etree._Element | None) -> Adjustment | None:
    if element is None:
        return None
    fields = {field: element.get(name, "") for name, field in ADJUSTMENT.items()}
    return Adjustment(value=Decimal(element.get("value", "0")), **fields)
