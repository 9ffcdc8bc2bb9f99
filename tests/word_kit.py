"""Word templates of a few paragraphs, and documents read back as a reader and as Word see them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from pmf_engine.documents.word import add_house_styles, build_word
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Field, Grid, Identity
from pmf_engine.model.values import Figure, Missing

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
P = "{urn:pmf-engine:document:1}"
NAMESPACES = {"w": W[1:-1], "p": P[1:-1], "wp": WP[1:-1]}
SOURCE = Source("indicators.xlsx", "Monthly", "F2:F13", "ab" * 32)


def figure(slot: str = "REP01", value: str | None = "93.14", **changes: Any) -> Figure:
    """A percentage with one source."""
    base: dict[str, Any] = {
        "report": "board-pack", "entity": "OVH", "period": "2026-Q2", "slot": slot,
        "title": "Repairs completed on time", "unit": "%", "places": 1, "sources": (SOURCE,),
        "value": None if value is None else Decimal(value),
        "missing": Missing("nothing entered") if value is None else None,
    }  # fmt: skip
    return Figure(**{**base, **changes})


def grid(rows: Sequence[Sequence[Any]], **changes: Any) -> Grid:
    """A table of as many columns as its first row has."""
    fields = tuple(Field(title=f"Column {n}", width=3) for n in range(len(rows[0])))
    base = {"slot": "scorecard", "caption": "Table 1", "fields": fields, "rows": rows}
    return Grid(**{**base, **changes})


def identity(**changes: Any) -> Identity:
    base: dict[str, Any] = {
        "report": "board-pack", "title": "Board report", "entity": "OVH",
        "entity_title": "Orchard Vale Homes", "period": "2026-Q2",
        "period_title": "Quarter 2 2026/27 (July to September 2026)", "workspace": "sample",
        "template": "board.docx", "engine": "0.1.0", "today": "2026-10-20",
        "inputs": {"indicators.xlsx": "ab" * 32},
    }  # fmt: skip
    return Identity(**{**base, **changes})


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def template(*paragraphs: str, styles: bool = False) -> bytes:
    """A document of plain paragraphs, with the house styles if asked."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return add_house_styles(saved(document)) if styles else saved(document)


def template_of(xml: str) -> bytes:
    """A document whose body is this XML, in which w: may be used."""
    document = docx.Document()
    body = parse_xml(f"<w:body {nsdecls('w', 'wp', 'r')}>{xml}</w:body>")
    for element in reversed(list(body)):
        document.element.body.insert(0, element)
    return saved(document)


def runs(*texts: str) -> str:
    """The XML of a paragraph in as many runs."""
    made = "".join(f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' for text in texts)
    return f"<w:p>{made}</w:p>"


def table_template(*rows: Sequence[str]) -> bytes:
    """A document that holds one table."""
    document = docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    return saved(document)


def raw(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def part(data: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(raw(data, name))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


def filled(source: bytes, context: Mapping[str, Any] | None = None, **names: Any) -> bytes:
    return build_word(source, {**(context or {}), **names}, identity(), [])


def text(element: etree._Element) -> str:
    """What a reader sees of an element; a line break is a newline."""
    found = element.iter(f"{W}t", f"{W}br")
    return "".join("\n" if e.tag == f"{W}br" else e.text or "" for e in found)


def lines(data: bytes, name: str = "word/document.xml") -> list[str]:
    """The text of each paragraph, those in tables and controls too."""
    return [text(paragraph) for paragraph in part(data, name).iter(f"{W}p")]


def find(element: etree._Element, path: str) -> list[Any]:
    """What an XPath with the prefixes w, wp and p finds."""
    return list(etree.XPath(path, namespaces=NAMESPACES)(element))


def controls(data: bytes, tag: str) -> list[Any]:
    """The content controls of a tag."""
    return find(part(data), f"//w:sdt[w:sdtPr/w:tag/@w:val='{tag}']")


def own_part(data: bytes) -> etree._Element:
    """The part that holds the document's figures."""
    items = [name for name in names(data) if name.startswith("customXml/item")]
    roots = [part(data, name) for name in items if "Props" not in name]
    return next(root for root in roots if root.tag == f"{P}pmf")
