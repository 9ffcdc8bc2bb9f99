"""Where the controls, bookmarks and drawings of a part stand, as spans of its bytes.

A refresh changes bytes inside these spans only, so that whatever people wrote stays as it was, down
to the order of attributes. The part must be well-formed XML in UTF-8 that names Word's namespace w.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import NamedTuple

from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.word.controls import (
    ENDED,
    FIGURE,
    STORE,
    TEXT,
    bookmark_name,
    first_part,
    later_name,
)
from pmf_engine.documents.word.kept import Place
from pmf_engine.documents.word.xml import STRICT, STRICT_FORMAT, W
from pmf_engine.model.errors import PmfError

_TOKEN = re.compile(rb"<(?:(w:sdt)[ >\r\n\t]|(/w:sdt)>|(w:bookmarkStart)\s|(wp:docPr)\s)")
_COMMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_TAG_END = re.compile(rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*>")
_CONTENT = re.compile(rb"<w:sdtContent(?:\s[^>]*)?>")
_STORE = STORE.encode()
_TAG = re.compile(rb"<w:tag\s+w:val=[\"']([^\"']*)[\"']")
_ALIAS = re.compile(rb"<w:alias\s+w:val=[\"']([^\"']*)[\"']")
_ID = re.compile(rb"<w:id\s+w:val=[\"'](-?\d+)[\"']")
_QUOTE = rb"(?:'|\"|&apos;|&quot;)"
_PATH = re.compile(
    rb"\w+:(figure|text-slot)\[@id=" + _QUOTE + rb"([A-Za-z0-9._/-]+)" + _QUOTE
    + rb"\](?:\[1\])?/\w+:(text|short)\b"
)  # fmt: skip
_SLOT = re.compile(r"[A-Za-z0-9._/-]+")
_NUMBER = re.compile(rb"w:id=[\"'](-?\d+)[\"']")
_NAME = re.compile(rb"w:name=[\"']([^\"']*)[\"']")
_DRAWING = re.compile(rb"\bname=[\"']([^\"']*)[\"']")
_DRAWN_ID = re.compile(rb"\bid=[\"'](\d+)[\"']")
_DECLARED = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)")
_ROOT = re.compile(rb"<[A-Za-z_][^>]*>", re.DOTALL)
_NAMED_W = re.compile(rb"\sxmlns:w=[\"']" + re.escape(W.encode()) + rb"[\"']")
_LINK = re.compile(rb"<c:chart\b[^>]*?\br:id=[\"']([^\"']*)[\"']")


class Span(NamedTuple):
    """A run of bytes, its end not included."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        """Whether another span lies within this one."""
        return self.start <= other.start and other.end <= self.end


_NOWHERE = Span(0, 0)


@dataclass(slots=True)
class Control:
    """A content control: the whole of it, its properties, and what it holds.

    `place` is the node that it is bound to; `slot` that of a control that is not bound; both are
    empty for other people's. `said` is what a reader sees of it, once somebody has asked.
    """

    whole: Span
    properties: Span = _NOWHERE
    content: Span = _NOWHERE
    place: Place | None = None
    slot: str = ""
    yours: bool = False
    said: str | None = None


class Drawing(NamedTuple):
    """The properties of a drawing that shows a chart of ours: its span, slot and link's id."""

    tag: Span
    slot: str
    link: str


@dataclass
class Scan:
    """What stands in a part, in order; `ids` holds the control ids and `highest` the other ids."""

    data: bytes
    controls: list[Control] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    highest: int = 0

    def marks_of(self, slot: str) -> list[int]:
        """Return where the bookmarks of a slot stand, those of its later showings too."""
        name = bookmark_name(slot)
        first = [self.bookmarks[name]] if name in self.bookmarks else []
        return [*first, *self._later.get(later_name(name), ())]

    @cached_property
    def _later(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for name, at in self.bookmarks.items():
            found.setdefault(first_part(name), []).append(at)
        return found

    @property
    def bound(self) -> list[Control]:
        """The controls that show a figure or a wording."""
        return [one for one in self.controls if one.place is not None]

    def rich(self, slot: str) -> Iterator[Control]:
        """Yield the controls of a slot that are not bound."""
        return (one for one in self.controls if one.slot == slot and not one.yours)


class Edit(NamedTuple):
    """New bytes for a span."""

    span: Span
    data: bytes


def readable(data: bytes, name: str) -> bytes:
    """Return a part as spans can be found in it. Raises PmfError, in a sentence, where none can."""
    encoding, root = _DECLARED.match(data), _ROOT.search(data)
    if root is None or b"<!DOCTYPE" in data[: root.start()]:
        raise PmfError(f"The file is damaged: its part {name} cannot be read.")
    if STRICT.encode() in root[0]:
        raise PmfError(STRICT_FORMAT)
    if not _NAMED_W.search(root[0]):
        raise PmfError(f"{name} is written in an unusual way. Open it in Word, save it, try again.")
    plain = encoding is None or encoding[1].upper() in (b"UTF-8", b"US-ASCII", b"ASCII")
    return data if plain and b"<![CDATA[" not in data else serialise(parse(data))


def scan(data: bytes) -> Scan:
    """Return what stands in a part."""
    found, open_ = Scan(data), list[Control]()
    for token in _TOKEN.finditer(_without_comments(data)):
        start, end = token.start(), _tag_end(data, token.end() - 1)
        match token.lastindex:
            case 1:
                open_.append(_begun(found, start, end))
            case 2 if open_:
                _close(open_.pop(), data, start, end)
            case 3:
                _note_bookmark(found, start, data[start:end])
            case 4:
                _note_drawing(found, Span(start, end))
    return found


def _without_comments(data: bytes) -> bytes:
    """Return a part of the same length in which comments say nothing."""
    if b"<!--" not in data and data.find(b"<?", 2) < 0:
        return data
    return _COMMENT.sub(lambda found: b" " * len(found[0]), data)


def _tag_end(data: bytes, at: int) -> int:
    found = _TAG_END.match(data, at)
    return found.end() if found else len(data)


def changed(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with its edits made; one that lies within another is left out."""
    pieces, at = [], 0
    for edit in sorted(edits, key=_order):
        if edit.span.start >= at:
            pieces += [data[at : edit.span.start], edit.data]
            at = edit.span.end
    return b"".join([*pieces, data[at:]]) if pieces else data


def _order(edit: Edit) -> tuple[int, bool, int]:
    """Return what puts edits in order: what is put in first, then the wider span."""
    start, end = edit.span
    return start, end > start, -end


def _begun(found: Scan, start: int, end: int) -> Control:
    """Note a control that begins here; an empty one holds the tag of its own content."""
    content = _CONTENT.search(found.data, end)
    first, last = content.span() if content else (end, end)
    inner = first if content and content[0].endswith(b"/>") else last
    control = Control(Span(start, last), Span(end, first), Span(inner, last))
    found.controls.append(control)
    _describe(found, control)
    return control


def _close(control: Control, data: bytes, start: int, end: int) -> None:
    control.whole = Span(control.whole.start, end)
    last = data.rfind(b"</w:sdtContent>", control.content.start, start)
    if last >= 0:
        control.content = Span(control.content.start, last)


def _describe(found: Scan, control: Control) -> None:
    """Note what a control's properties say: its binding, or else its tag; its id and title."""
    told = found.data[slice(*control.properties)]
    if number := _ID.search(told):
        found.ids.add(int(number[1]))
    path = _PATH.search(told) if _STORE in told else None
    if path is not None:
        node = path[3].decode() if path[1] == b"figure" else "wording"
        control.place = Place(path[2].decode(), node)
    else:
        _name(control, told)


def _name(control: Control, told: bytes) -> None:
    """Note the slot of a control that is not bound: by its tag or, without one, by its title."""
    tag, alias = _TAG.search(told), _ALIAS.search(told)
    name = tag[1].decode() if tag else ""
    title = unescape(alias[1].decode()) if alias else ""
    if name.startswith(TEXT):
        control.slot, control.yours = name.removeprefix(TEXT), True
    elif name.startswith((FIGURE, ENDED)):
        control.slot = name.removeprefix(FIGURE)
    elif not name and _SLOT.fullmatch(title):
        control.slot = title  # LibreOffice drops tags and keeps titles


def _note_bookmark(found: Scan, start: int, tag: bytes) -> None:
    if number := _NUMBER.search(tag):
        found.highest = max(found.highest, int(number[1]))
    if name := _NAME.search(tag):
        found.bookmarks[unescape(name[1].decode())] = start


def _note_drawing(found: Scan, span: Span) -> None:
    tag = found.data[slice(*span)]
    if number := _DRAWN_ID.search(tag):
        found.highest = max(found.highest, int(number[1]))
    name = _DRAWING.search(tag)
    if name and name[1].startswith(FIGURE.encode()):
        link = _LINK.search(found.data, span.end, found.data.find(b"</w:drawing>", span.end))
        if link:
            slot = name[1].decode().removeprefix(FIGURE)
            found.drawings.append(Drawing(span, slot, link[1].decode()))
