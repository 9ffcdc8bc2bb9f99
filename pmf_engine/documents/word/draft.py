"""The word DRAFT at the head of every page."""

from __future__ import annotations

from lxml import etree

from pmf_engine.documents.package import Package, parse, serialise
from pmf_engine.documents.word.controls import draft_mark
from pmf_engine.documents.word.xml import NAMESPACES, R, W, w

_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_HEADER_LINK = f"{R}/header"
_CENTRED = '<w:pPr><w:jc w:val="center"/></w:pPr>'


def mark_draft(package: Package, document: str) -> None:
    """Put DRAFT into every header, and make headers for the pages that have none."""
    for header in package.related(document, "header"):
        root = parse(package.parts[header])
        root.insert(0, _mark())
        package.parts[header] = serialise(root)
    body = parse(package.parts[document])
    wanting = _wanting(body, _odd_and_even(package, document))
    if wanting:
        link = package.relate(document, _new_header(package), _HEADER_LINK)
        for section, kind in wanting:
            section.insert(0, _reference(kind, link))
        package.parts[document] = serialise(body)


def _wanting(root: etree._Element, even: bool) -> list[tuple[etree._Element, str]]:
    """Return the sections and page kinds for which neither they nor any before has a header."""
    found: list[tuple[etree._Element, str]] = []
    served: set[str] = set()
    for section in _sections(root):
        served |= {r.get(w("type"), "default") for r in section.iterfind(w("headerReference"))}
        kinds = {"default": True, "first": _on(section.find(w("titlePg"))), "even": even}
        for kind in (k for k, needed in kinds.items() if needed and k not in served):
            found.append((section, kind))
            served.add(kind)
    return found


def _sections(root: etree._Element) -> list[etree._Element]:
    sections = list(root.iter(w("sectPr")))
    body = root.find(w("body"))
    if not sections and body is not None:
        sections = [etree.SubElement(body, w("sectPr"))]
    return sections


def _on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(w("val"), "1") not in ("0", "false", "off")


def _odd_and_even(package: Package, document: str) -> bool:
    parts = (parse(package.parts[name]) for name in package.related(document, "settings"))
    return any(_on(root.find(w("evenAndOddHeaders"))) for root in parts)


def _mark() -> etree._Element:
    return etree.fromstring(draft_mark(_CENTRED))


def _new_header(package: Package) -> str:
    root = etree.Element(w("hdr"), nsmap=NAMESPACES)
    root.append(_mark())
    return package.add(package.free_name("word/header{}.xml"), serialise(root), _HEADER_TYPE)


def _reference(kind: str, link: str) -> etree._Element:
    names = {w("type"): kind, f"{{{R}}}id": link}
    return etree.Element(w("headerReference"), names, nsmap={"w": W, "r": R})
