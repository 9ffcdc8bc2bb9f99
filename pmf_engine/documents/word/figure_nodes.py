"""The figures of a document's own part: what the nodes say to which its controls are bound.

A refresh asks this of every figure and little more of any, so it is found in the bytes, as long as
they are written as the engine and Word write them; else the part is read as any XML is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from itertools import islice
from typing import NamedTuple

from lxml import etree

from pmf_engine.documents.package import parse
from pmf_engine.documents.word.controls import NAMESPACE
from pmf_engine.documents.word.kept import Shown

_BEGIN, _END = b"<figures>", b"</figures>"
_NODES = ("text", "short", "filled", "filled-short")
_FIGURE = re.compile(
    r'<figure id="([^"]*)"([^>]*)>'
    + "".join(f"(?:<{name}/>|<{name}>([^<]*)</{name}>)" for name in _NODES)
)
_UTF8 = re.compile(rb"<\?xml[^>]*encoding=[\"']UTF-8[\"']", re.IGNORECASE)
# What says something else than it seems to, and the rarest sign of it, found ten times as fast.
_UNUSUAL = {"<!": "!", "<?": "?", "\r": "\r", "&#": "#"}


class FigureNodes(NamedTuple):
    """What one figure shows, in full and in short, and whether the report gives it no more."""

    slot: str
    gone: bool
    text: Shown
    short: Shown


class Cut(NamedTuple):
    """The root of a part, perhaps without its figures, what those show, and what reads them."""

    root: etree._Element
    nodes: list[FigureNodes]
    elements: Callable[[], list[etree._Element]]


def read(xml: bytes) -> Cut:
    """Return what a document's own part holds. Raises PmfError where it is no XML."""
    start, end = xml.find(_BEGIN) + len(_BEGIN), xml.find(_END)
    body = _decoded(xml[start:end]) if _UTF8.match(xml) and start >= len(_BEGIN) else ""
    found = _FIGURE.findall(body)
    if not found or len(found) != body.count("<figure") or _is_unusual(body):
        root = parse(xml)
        elements = _elements(root)
        return Cut(root, list(_told(elements)), lambda: elements)
    rest = parse(xml[:start] + xml[end:])
    return Cut(rest, list(map(_found, found)), lambda: _elements(parse(xml)))


def _is_unusual(body: str) -> bool:
    return any(rare in body and whole in body for whole, rare in _UNUSUAL.items())


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        return ""


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iterfind(f"{_name('figures')}/*"))


def _told(elements: Iterable[etree._Element]) -> Iterator[FigureNodes]:
    for element in elements:
        nodes = {child.tag: child.text or "" for child in islice(element, len(_NODES))}
        text, short = (nodes.get(_name(name), "") for name in _NODES[:2])
        filled, filled_short = (nodes.get(_name(name)) for name in _NODES[2:])
        yield FigureNodes(
            element.get("id", ""),
            bool(element.get("gone")),
            Shown(text, text if filled is None else filled),
            Shown(short, short if filled_short is None else filled_short),
        )


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _found(figure: tuple[str, ...]) -> FigureNodes:
    slot, facts, *said = figure
    text, short, filled, filled_short = map(unescape, said) if "&" in "".join(said) else said
    return FigureNodes(slot, ' gone="' in facts, Shown(text, filled), Shown(short, filled_short))
