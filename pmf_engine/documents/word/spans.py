"""Where the controls, bookmarks and drawings of a part stand, as spans of its bytes.

A refresh changes bytes inside these spans only, so that whatever people wrote stays as it was, down
to the order of attributes. The part must be well-formed XML in UTF-8 that names Word's namespace w.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.word.controls import FIGURE, STORE, TEXT
from pmf_engine.documents.word.kept import Place
from pmf_engine.documents.word.xml import STRICT, W
from pmf_engine.model.errors import PmfError

_REST = rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*?"
_TOKEN = re.compile(
    rb"<!--.*?-->|<\?.*?\?>"
    rb"|<(?P<close>/?)w:(?P<name>sdtContent|sdtPr|sdt|bookmarkStart)(?=[\s/>])"
    rb"(?P<rest>" + _REST + rb")(?P<empty>/?)>"
    rb"|<(?P<other>\w+:docPr)(?=\s)(?P<drawn>" + _REST + rb")/?>",
    re.DOTALL,
)
_TAG = re.compile(rb"<w:tag\s+w:val=[\"']([^\"']*)[\"']")
_ALIAS = re.compile(rb"<w:alias\s+w:val=[\"']([^\"']*)[\"']")
_ID = re.compile(rb"<w:id\s+w:val=[\"'](-?\d+)[\"']")
_QUOTE = rb"(?:'|\"|&apos;|&quot;)"
_PATH = re.compile(
    rb"\w+:(figure|text-slot)\[@id=" + _QUOTE + rb"([A-Za-z0-9._/-]+)" + _QUOTE
    + rb"\](?:\[1\])?/\w+:(text|short)\b"
)  # fmt: skip
_NUMBER = re.compile(rb"w:id=[\"'](-?\d+)[\"']")
_NAME = re.compile(rb"w:name=[\"']([^\"']*)[\"']")
_DRAWING = re.compile(rb"\bname=[\"']([^\"']*)[\"']")
_DRAWN_ID = re.compile(rb"\bid=[\"'](\d+)[\"']")
_PLAIN = ("UTF-8", "US-ASCII", "ASCII")
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
    empty for other people's. `alias` is its title.
    """

    whole: Span
    properties: Span = _NOWHERE
    content: Span = _NOWHERE
    place: Place | None = None
    slot: str = ""
    alias: str = ""
    yours: bool = False


class Drawing(NamedTuple):
    """The properties of a drawing that shows a chart of ours: its span, slot and link's id."""

    tag: Span
    slot: str
    link: str


@dataclass(slots=True)
class Scan:
    """What stands in a part, in order; `ids` holds the control ids and `highest` the other ids."""

    data: bytes
    controls: list[Control] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    drawings: list[Drawing] = field(default_factory=list)
    ids: set[int] = field(default_factory=set)
    highest: int = 0

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
    root = parse(data)
    if root.tag.startswith(f"{{{STRICT}}}"):
        raise PmfError("The document is in the Strict format. Save it as Word Document (*.docx).")
    if root.tag.startswith(f"{{{W}}}") and root.prefix != "w":
        raise PmfError(f"{name} is written in an unusual way. Open it in Word, save it, try again.")
    plain = root.getroottree().docinfo.encoding or "UTF-8"
    return serialise(root) if b"<![CDATA[" in data or plain.upper() not in _PLAIN else data


def scan(data: bytes) -> Scan:
    """Return what stands in a part."""
    found, open_ = Scan(data), list[Control]()
    for token in _TOKEN.finditer(data):
        if token["name"] is not None:
            _note(found, open_, token)
        elif token["other"] is not None:
            _note_drawing(found, token)
    return found


def changed(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return a part with its edits made; one that lies within another is left out."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda one: (one.span.start, -one.span.end)):
        if edit.span.start >= at:
            pieces += [data[at : edit.span.start], edit.data]
            at = edit.span.end
    return b"".join([*pieces, data[at:]]) if pieces else data


def _note(found: Scan, open_: list[Control], token: re.Match[bytes]) -> None:
    name, close = token["name"], bool(token["close"])
    if name == b"bookmarkStart":
        _note_bookmark(found, token)
    elif name == b"sdt":
        _note_control(found, open_, token, close)
    elif open_:
        _note_inside(open_[-1], token, name, close)


def _note_control(found: Scan, open_: list[Control], token: re.Match[bytes], close: bool) -> None:
    if not close:
        open_.append(Control(Span(token.start(), token.start())))
        found.controls.append(open_[-1])
    elif open_:
        control = open_.pop()
        control.whole = Span(control.whole.start, token.end())
        _describe(found, control)


def _note_inside(control: Control, token: re.Match[bytes], name: bytes, close: bool) -> None:
    part = "properties" if name == b"sdtPr" else "content"
    if token["empty"]:
        setattr(control, part, Span(token.start(), token.end()))
    elif not close:
        setattr(control, part, Span(token.end(), token.end()))
    else:
        setattr(control, part, Span(getattr(control, part).start, token.start()))


def _describe(found: Scan, control: Control) -> None:
    """Note what a control's properties say: its binding, or else its tag; its id and title."""
    told = found.data[slice(*control.properties)]
    if number := _ID.search(told):
        found.ids.add(int(number[1]))
    if alias := _ALIAS.search(told):
        control.alias = unescape(alias[1].decode())
    path = _PATH.search(told) if STORE.encode() in told else None
    tag = _TAG.search(told)
    name = tag[1].decode() if tag else ""
    if path is not None:
        node = path[3].decode() if path[1] == b"figure" else "wording"
        control.place = Place(path[2].decode(), node)
    elif name.startswith(TEXT):
        control.slot, control.yours = name.removeprefix(TEXT), True
    elif name.startswith(FIGURE):
        control.slot = name.removeprefix(FIGURE)


def _note_bookmark(found: Scan, token: re.Match[bytes]) -> None:
    if number := _NUMBER.search(token["rest"]):
        found.highest = max(found.highest, int(number[1]))
    if name := _NAME.search(token["rest"]):
        found.bookmarks[unescape(name[1].decode())] = token.start()


def _note_drawing(found: Scan, token: re.Match[bytes]) -> None:
    if number := _DRAWN_ID.search(token["drawn"]):
        found.highest = max(found.highest, int(number[1]))
    name = _DRAWING.search(token["drawn"])
    if name and name[1].startswith(FIGURE.encode()):
        link = _LINK.search(found.data, token.end(), found.data.find(b"</w:drawing>", token.end()))
        if link:
            slot = name[1].decode().removeprefix(FIGURE)
            found.drawings.append(Drawing(Span(*token.span()), slot, link[1].decode()))
