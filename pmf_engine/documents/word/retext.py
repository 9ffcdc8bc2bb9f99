"""The words of a run of Word XML: read, and replaced inside the runs that are there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from html import unescape
from zlib import crc32

from pmf_engine.documents.word.scanning import Control, Scan, scan
from pmf_engine.documents.word.spans import Span
from pmf_engine.documents.word.xml import letters

LIVE, CELL = "\ufffc", "\ue5f2"  # stand for a live value, and between the cells of a row
# Words that were deleted with changes tracked, and properties, say nothing.
_SILENT = rb"(del|moveFrom|pPr|rPr|sdtPr)(?:\s(?:[^>]*[^/])?)?>.*?</w:\1"
_LETTERS = (
    rb"t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t|t(?:\s[^>]*)?/"
    rb"|(?P<sign>br|cr|tab|noBreakHyphen)(?:\s[^>]*)?/"
)
# Begins with the one sign that all begin with, which is found ten times as fast.
_WORDS = re.compile(rb"<(?:w:(?:" + _SILENT + rb"|" + _LETTERS + rb")|(?P<end>/w:p))>", re.DOTALL)
_RARE = re.compile(rb"<w:(?:tab|br|cr|noBreak|del|move)")  # what takes the long way to read
_PLAIN = re.compile(rb"<w:t(?:\s[^>]*)?(?<!/)>([^<]*)")
_SIGNS = {b"br": b"\n", b"cr": b"\n", b"tab": b"\t", b"noBreakHyphen": "\u2011".encode()}
_LOOK = re.compile(rb"<w:r(?:\s[^>]*)?>(<w:rPr>.*?</w:rPr>)?", re.DOTALL)
_STARTS = re.compile(rb"<w:(?:commentRangeStart|bookmarkStart)\s[^>]*/>")
_ENDS = re.compile(
    rb"<w:(?:commentRangeEnd|bookmarkEnd)\s[^>]*/>"
    rb"|<w:r(?:\s[^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference\s[^>]*/></w:r>",
    re.DOTALL,
)
_SIGN, _CELL_END = f"<w:t>{LIVE}</w:t>".encode(), f"<w:t>{CELL}</w:t></w:tc>".encode()
_NUMBER = re.compile(rb"w:id=[\"'](-?\d+)[\"']")
_SPACES = re.compile(r"\s+")


def mark(text: str) -> str:
    """Return the mark of a text; white space of any kind and length counts as one space."""
    return f"{crc32(' '.join(text.split()).encode()):08x}"


def same(one: str, other: str) -> bool:
    """Whether two texts read the same, whatever their spaces."""
    return one == other or _SPACES.sub(" ", one) == _SPACES.sub(" ", other)


def text_of(xml: bytes) -> str:
    """Return what a reader sees, each paragraph but the last ended by a newline."""
    if _RARE.search(xml):
        found = _WORDS.findall(xml)
        pieces = [text or (_SIGNS[s] if s else b"\n" * bool(end)) for _, text, s, end in found]
    else:
        pieces = _PLAIN.findall(xml.replace(b"</w:p>", b"<w:t>\n<"))
    return unescape(b"".join(pieces).decode()).removesuffix("\n")


def said(found: Scan, control: Control) -> str:
    """Return what a reader sees of a control."""
    if control.said is None:
        control.said = text_of(found.inside(control))
    return control.said


def is_plain(text: str) -> bool:
    """Whether text can stand where other letters stood, whatever was said there of its spaces."""
    return text == text.strip() and "\n" not in text and "\t" not in text


def static_mark(xml: bytes) -> str:
    """Return the mark of what a reader sees outside live values."""
    if b"dataBinding" not in xml:
        return mark(text_of(xml))
    return static_mark_at(scan(xml), Span(0, len(xml)))


def static_mark_at(found: Scan, span: Span) -> str:
    """Return the mark of what a reader sees of a part from here to there, outside live values."""
    bound = found.bound_in(span)
    return mark(_signed_at(found.data, span, (control.whole for control in bound)))


def cell_told(cell: bytes) -> tuple[str, list[Control]]:
    """Return what a reader sees of cells, each live value and people's own words as one sign.

    With it come the controls that those stand in.
    """
    if b"<w:sdt" not in cell:
        return text_of(cell), []
    held = scan(cell).held
    return _signed_at(cell, Span(0, len(cell)), (one.whole for one in held)), held


def rows_told(rows: bytes) -> tuple[str, list[Control]]:
    """Return the text of whole rows, each cell ended by a sign, and what `cell_told` returns."""
    text, held = cell_told(rows.replace(b"</w:tc>", _CELL_END))
    return text.replace(f"\n{CELL}", CELL), held


def _signed_at(xml: bytes, span: Span, signed: Iterable[Span]) -> str:
    """Return what a reader sees, with one sign in place of each of some spans."""
    pieces, at = [], span.start
    for start, end in signed:
        if start >= at:
            pieces += [xml[at:start], _SIGN]
            at = end
    return text_of(b"".join([*pieces, xml[at : span.end]]))


def with_text(xml: bytes, text: str) -> bytes:
    """Return runs that say something else: in the first run that said anything, as it looked."""
    new = letters(text).encode()
    spans = [Span(*token.span()) for token in _WORDS.finditer(xml) if _is_letters(token)]
    if not spans:
        return _inserted(xml, new)
    first, *rest = spans
    pieces, at = [xml[: first.start], new], first.end
    for span in rest:
        pieces.append(xml[at : span.start])
        at = span.end
    return b"".join([*pieces, xml[at:]])


def look_of(xml: bytes) -> str:
    """Return the w:rPr of the first run, or an empty string."""
    found = _LOOK.search(xml)
    return (found[1] or b"").decode() if found else ""


def anchors(xml: bytes, *, ours: bool = False) -> tuple[bytes, bytes]:
    """Return what is fastened to runs, begun and ended: comments and bookmarks, if asked `ours`."""
    starts = [one for one in _STARTS.finditer(xml) if ours or b'w:name="pmf_' not in one[0]]
    numbers = {number[1] for found in starts if (number := _NUMBER.search(found[0]))}
    ends = [found[0] for found in _ENDS.finditer(xml) if _ends_one_of(found[0], numbers)]
    return b"".join(found[0] for found in starts), b"".join(ends)


def _ends_one_of(xml: bytes, numbers: Collection[bytes]) -> bool:
    number = _NUMBER.search(xml)
    return b"<w:bookmarkEnd" not in xml or (number is not None and number[1] in numbers)


def _is_letters(token: re.Match[bytes]) -> bool:
    return token[0].startswith(b"<w:t") or token["sign"] is not None


def _inserted(xml: bytes, new: bytes) -> bytes:
    """Return runs that say nothing with a run more, within the last paragraph if there is one."""
    at = xml.rfind(b"</w:p>")
    run = b"<w:r>" + new + b"</w:r>"
    return xml + run if at < 0 else xml[:at] + run + xml[at:]
