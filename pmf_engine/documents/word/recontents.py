"""The contents list of a refreshed document: it says what its headings say now."""

from __future__ import annotations

import re
from typing import NamedTuple

from pmf_engine.documents.word.retext import text_of, with_text
from pmf_engine.documents.word.spans import Edit, Span, changed, paragraph_end

_ENTRY = re.compile(
    rb'(<w:hyperlink\s[^>]*?w:anchor="(_Toc\w+)"[^>]*>)(.*?)(?=<w:r(?:\s[^>]*)?><w:tab/>'
    rb"|<w:r(?:\s[^>]*)?><w:rPr>(?:(?!</w:rPr>).)*</w:rPr><w:tab/>|</w:hyperlink>)",
    re.DOTALL,
)
_REACH = 20_000  # bytes of one paragraph before a mark in it


class Renewed(NamedTuple):
    """A part whose contents list was brought up to date; `stale` where a heading is gone."""

    data: bytes
    stale: bool


def renewed(before: bytes, after: bytes) -> Renewed:
    """Return a part whose contents list names the headings that have changed, as they are now.

    An entry that said something else than its heading did before is somebody's own.
    """
    if after is before or b'w:anchor="_Toc' not in after:
        return Renewed(after, False)
    edits, stale = [], False
    for entry in _ENTRY.finditer(after):
        was, now = (_heading(data, entry[2]) for data in (before, after))
        stale = stale or (was is not None and now is None)
        if was and now and was != now and text_of(entry[3]).strip() == was:
            edits.append(Edit(Span(*entry.span(3)), with_text(entry[3], now)))
    return Renewed(changed(after, edits), stale)


def _heading(data: bytes, name: bytes) -> str | None:
    """Return what the paragraph says in which a bookmark begins; None where there is none."""
    at = data.find(b'w:name="' + name + b'"')
    if at < 0:
        return None
    start = max(data.rfind(tag, max(0, at - _REACH), at) for tag in (b"<w:p>", b"<w:p "))
    return text_of(data[start : paragraph_end(data, start)]).strip() if start >= 0 else None
