"""The words of a run of Word XML: read, and replaced inside the runs that are there."""

from __future__ import annotations

import re
from html import unescape
from zlib import crc32

from pmf_engine.documents.word.spans import Control, Scan, Span, scan
from pmf_engine.documents.word.xml import letters

LIVE, CELL = "\ufffc", "\ue5f2"  # stand for a live value, and between the cells of a row
# Words that were deleted with changes tracked, and properties, say nothing.
_SILENT = rb"<w:(del|moveFrom|pPr|rPr|sdtPr)(?:\s(?:[^>]*[^/])?)?>.*?</w:\1>"
_LETTERS = (
    rb"<w:t(?:\s[^>]*)?>(?P<text>[^<]*)</w:t>|<w:t(?:\s[^>]*)?/>"
    rb"|<w:(?P<sign>br|cr|tab|noBreakHyphen)(?:\s[^>]*)?/>"
)
_WORDS = re.compile(_SILENT + rb"|" + _LETTERS + rb"|(?P<end></w:p>)|(?P<cell></w:tc>)", re.DOTALL)
_SIGNS = {b"br": "\n", b"cr": "\n", b"tab": "\t", b"noBreakHyphen": "\u2011"}
_LOOK = re.compile(rb"<w:r(?:\s[^>]*)?>(<w:rPr>.*?</w:rPr>)?", re.DOTALL)


def mark(text: str) -> str:
    """Return the mark of a text; white space of any kind and length counts as one space."""
    return f"{crc32(_spaced(text).encode()):08x}"


def same(one: str, other: str) -> bool:
    """Whether two texts read the same, whatever their spaces."""
    return one == other or _spaced(one) == _spaced(other)


def _spaced(text: str) -> str:
    return " ".join(text.split())


def text_of(xml: bytes) -> str:
    """Return what a reader sees, each paragraph but the last ended by a newline."""
    return "".join(map(_said, _WORDS.finditer(xml))).removesuffix("\n")


def said(found: Scan, control: Control) -> str:
    """Return what a reader sees of a control."""
    if control.said is None:
        control.said = text_of(found.data[slice(*control.content)])
    return control.said


def static_text(xml: bytes) -> str:
    """Return what a reader sees, with one sign in place of each live value."""
    if b"<w:sdt" not in xml:
        return text_of(xml)
    pieces, at = [], 0
    for control in scan(xml).bound:
        pieces += [xml[at : control.whole.start], f"<w:t>{LIVE}</w:t>".encode()]
        at = control.whole.end
    return text_of(b"".join([*pieces, xml[at:]]))


def cell_text(rows: bytes) -> str:
    """Return the static text of table rows, each cell of them ended by a sign."""
    return static_text(rows).replace(f"\n{CELL}", CELL)


def cell_texts(row: bytes) -> list[str]:
    """Return the static text of each cell of a table row."""
    return cell_text(row).split(CELL)[:-1]


def static_mark(xml: bytes) -> str:
    """Return the mark of what a reader sees outside live values."""
    return mark(static_text(xml))


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


def _said(token: re.Match[bytes]) -> str:
    if token["text"] is not None:
        return unescape(token["text"].decode())
    if token["sign"] is not None:
        return _SIGNS[token["sign"]]
    if token["cell"] is not None:
        return CELL
    return "\n" if token["end"] is not None else ""


def _is_letters(token: re.Match[bytes]) -> bool:
    return token[0].startswith(b"<w:t") or token["sign"] is not None


def _inserted(xml: bytes, new: bytes) -> bytes:
    """Return runs that say nothing with a run more, within the last paragraph if there is one."""
    at = xml.rfind(b"</w:p>")
    run = b"<w:r>" + new + b"</w:r>"
    return xml + run if at < 0 else xml[:at] + run + xml[at:]
