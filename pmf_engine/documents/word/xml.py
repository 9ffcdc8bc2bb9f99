"""The XML of Word: namespaces, names, and text made safe to stand in it."""

from __future__ import annotations

import re
from html import escape as _escape

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
STRICT_FORMAT = "The document is in the Strict format. Save it as Word Document (*.docx)."
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NAMESPACES = {"w": W, "r": R, "wp": WP}

_ILLEGAL = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")
_PIECE = re.compile(r"[\n\t]|[^\n\t]+")
_SIGNS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


def w(name: str) -> str:
    """Return a name in Word's own namespace, as lxml writes it."""
    return f"{{{W}}}{name}"


def val(element: etree._Element | None) -> str:
    """Return the w:val of an element, or an empty string."""
    return "" if element is None else element.get(w("val"), "")


def clean(text: str) -> str:
    """Return text without the characters that XML forbids, with line ends as newlines."""
    if text.isprintable():
        return text
    return _ILLEGAL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def attribute(text: str) -> str:
    """Return text as it may stand between the quotes of an attribute."""
    return _escape(clean(text)).replace("\n", "&#10;").replace("\t", " ")


def escaped(text: str) -> str:
    """Return text as it stands between tags; most of it needs no second look."""
    if text.isprintable() and "&" not in text and "<" not in text and ">" not in text:
        return text
    return _escape(clean(text), quote=False)


def letters(text: str) -> str:
    """Return what a run holds to show text; a newline breaks the line."""
    text = escaped(text)
    if "\n" not in text and "\t" not in text:
        return f'<w:t xml:space="preserve">{text}</w:t>'
    pieces = (
        _SIGNS.get(piece) or f'<w:t xml:space="preserve">{piece}</w:t>'
        for piece in _PIECE.findall(text)
    )
    return "".join(pieces)


def run(text: str, look: str = "") -> str:
    """Return a run of text; `look` is its w:rPr."""
    return f"<w:r>{look}{letters(text)}</w:r>"


def paragraph(content: str, form: str = "") -> str:
    """Return a paragraph around runs; `form` is its w:pPr."""
    return f"<w:p>{form}{content}</w:p>"


def styled(style: str, extra: str = "") -> str:
    """Return the w:pPr of a paragraph style given by its id; none when the id is empty."""
    name = f'<w:pStyle w:val="{attribute(style)}"/>' if style else ""
    return f"<w:pPr>{name}{extra}</w:pPr>" if name or extra else ""
