"""Spans of a part's bytes, and the edits that a refresh makes to it.

A refresh changes bytes inside spans only, so that whatever people wrote stays as it was, down to
the order of attributes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_TAG_END = re.compile(rb"[^>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^>\"']*)*>")
_ELEMENT = re.compile(rb"<(/?)[A-Za-z](?:[^>\"']|\"[^\"]*\"|'[^']*')*?(/?)>")
_PARAGRAPH = re.compile(rb"<(/?)w:p(?:\s[^>]*?)?(/?)>")


class Span(NamedTuple):
    """A run of bytes, its end not included."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether another span lies within this one."""
        return self.start <= other.start and other.end <= self.end


class Edit(NamedTuple):
    """New bytes for a span; `fresh` where every live value in them says what the report gives."""

    span: Span
    data: bytes
    fresh: bool = False


def changed(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with its edits made; one that lies within another is left out."""
    pieces, at = list[bytes | memoryview](), 0
    view = memoryview(data)
    for edit in made(edits):
        pieces += [view[at : edit.span.start], edit.data]
        at = edit.span.end
    return b"".join([*pieces, view[at:]]) if pieces else data


def made(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield edits in order without those that lie within another."""
    at = 0
    for edit in sorted(edits, key=_order):
        if edit.span.start >= at:
            yield edit
            at = edit.span.end


def _order(edit: Edit) -> tuple[int, bool, int]:
    """Return what puts edits in order: what is put in first, then the wider span."""
    start, end = edit.span
    return start, end > start, -end


def paragraph_end(data: bytes, at: int) -> int:
    """Return where the next paragraph ends, what stands inside it passed over; -1 for none."""
    depth = 0
    for token in _PARAGRAPH.finditer(data, at):
        depth += 0 if token[2] else -1 if token[1] else 1
        if depth <= 0:
            return token.end()
    return -1


def balanced(xml: bytes) -> bool:
    """Whether every element that begins in a piece of a part ends there too."""
    depth = 0
    for token in _ELEMENT.finditer(xml):
        depth += 0 if token[2] else -1 if token[1] else 1
        if depth < 0:
            return False
    return not depth


def tag_end(data: bytes, at: int) -> int:
    """Return where a tag ends; `at` is a place in it outside any quotes."""
    if data.startswith(b">", at):
        return at + 1
    found = _TAG_END.match(data, at)
    return found.end() if found else len(data)
