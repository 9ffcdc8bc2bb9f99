"""Word documents built from tiny templates, edited as people do, and refreshed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import docx
from lxml import etree

from pmf_engine.documents.package import Package
from pmf_engine.documents.rawzip import RawZip
from pmf_engine.documents.word import build_word, memory, refresh_word
from pmf_engine.model.content import Identity
from pmf_engine.model.refresh import Change, Refreshed
from tests.word_kit import find, identity, own_part, part, raw, saved, text

BODY = "word/document.xml"


def built(source: bytes, who: Identity | None = None, **context: Any) -> bytes:
    return build_word(source, context, who or identity(), [])


def refreshed(
    data: bytes,
    source: bytes,
    who: Identity | None = None,
    overwrite: bool = False,
    **context: Any,
) -> Refreshed:
    return refresh_word(data, source, context, who or identity(), [], overwrite=overwrite)


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """The document after python-docx opened, changed and saved it."""
    document = docx.Document(io.BytesIO(data))
    change(document)
    return saved(document)


def swapped(data: bytes, *pairs: tuple[str, str], name: str = BODY) -> bytes:
    """The document with bytes of one part swapped; each first text must stand in it."""
    xml = raw(data, name)
    for old, new in pairs:
        assert old.encode() in xml, old
        xml = xml.replace(old.encode(), new.encode())
    return RawZip(data).rewritten({name: xml})


def own_name(data: bytes) -> str:
    """The name of the part that holds the document's figures."""
    name = memory.find(Package.read(data))
    assert name is not None
    return name


def typed_in_word(data: bytes, old: str, new: str) -> bytes:
    """The document after somebody typed over a value in Word: where it is shown and kept."""
    name = own_name(data)
    xml = raw(data, name).decode()
    kept = re.sub(rf"<(text|short)>{re.escape(old)}</\1>", rf"<\1>{new}</\1>", xml)
    assert kept != xml
    data = RawZip(data).rewritten({name: kept.encode()})
    return swapped(data, (f">{old}<", f">{new}<"))


def kept_text(data: bytes, slot: str, node: str = "text") -> str:
    """What the document's own part says of a slot."""
    path = f"//*[@id='{slot}'][self::p:figure or self::p:text-slot]/p:{node}"
    (found,) = find(own_part(data), path)
    return found.text or ""


def seen(data: bytes, name: str = BODY) -> list[str]:
    """The text of each paragraph that says anything."""
    paragraphs = (text(p) for p in part(data, name).iter("{*}p") if not _inner(p))
    return [line for line in paragraphs if line]


def cells(data: bytes, number: int = 0) -> list[list[str]]:
    """The text of each cell of a table, a row a list."""
    table = find(part(data), "//w:tbl")[number]
    return [[text(cell) for cell in find(row, "w:tc")] for row in find(table, "w:tr")]


def told(done: Refreshed) -> list[tuple[str, str, str, str]]:
    """The changes, in order, as kind, slot, old and new."""
    return [(str(c.kind), c.slot, c.old, c.new) for c in done.changes]


def kinds(done: Refreshed) -> list[tuple[str, str]]:
    return [(str(change.kind), change.slot) for change in done.changes]


def of_kind(done: Refreshed, kind: str) -> list[Change]:
    return [change for change in done.changes if change.kind == kind]


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    return RawZip(data).rewritten(dict(parts))


def _inner(paragraph: etree._Element) -> bool:
    """Whether a paragraph stands within another, as in a text box."""
    return (
        not isinstance(paragraph.tag, str)
        or next(paragraph.iterancestors(paragraph.tag), None) is not None
    )
