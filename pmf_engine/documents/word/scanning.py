"""What stands in a part of a Word document: its controls, its bookmarks, its drawings of charts.

The part must be well-formed XML in UTF-8 that names Word's namespace w.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property

from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.word.controls import ENDED, FIGURE, FROZEN, STORE, TEXT
from pmf_engine.documents.word.kept import Place, quick
from pmf_engine.documents.word.landmarks import Bookmarks, Drawing, Drawings
from pmf_engine.documents.word.spans import Span, tag_end
from pmf_engine.documents.word.xml import STRICT, STRICT_FORMAT, W
from pmf_engine.model.errors import PmfError

# Begins with letters that are looked for as one, the first of them rare in tags.
_CONTROL = re.compile(rb"sdt[\s>]")
_ANY = b"<w:sdt"
_OPENED, _HALVES, _CLOSED = b"<w:sdt>", b"</w:sdtPr><w:sdtContent>", b"</w:sdtContent></w:sdt>"
_COMMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_CONTENT = re.compile(rb"<(?:(w:sdtContent)|/?w:sdt)[\s/>]")
_TAG = re.compile(rb"<w:tag\s+w:val=[\"']([^\"']*)[\"']")
_ID = re.compile(rb"<w:id\s+w:val=[\"'](-?\d{1,15})[\"']")
_QUOTE = rb"(?:'|\"|&apos;|&quot;)"
_STORE = STORE.encode()
_PATH = re.compile(
    rb":(figure|text-slot)\[@id=" + _QUOTE + rb"([A-Za-z0-9._/-]+)" + _QUOTE
    + rb"\](?:\[1\])?/\w+:(text|short)\b"
)  # fmt: skip
_LOOK = rb"(?:<w:rPr>(?:<w:[^>]*/>)*</w:rPr>)?"
_FACTS = (
    rb"(?:<w:(?!dataBinding|showingPlcHdr)[^>]*/>"
    rb"|<w:placeholder><w:docPart [^>]*/></w:placeholder>)*"
)
# A live value as it is built, as Word keeps it while nobody dresses its letters in several ways.
_VALUE = re.compile(
    rb"<w:sdt>(<w:sdtPr>" + _LOOK + _FACTS + rb"<w:dataBinding [^>@]*"
    rb" w:xpath=\"/p:pmf\[1\]/[^>@]*:(figure|text-slot)\[@id='([A-Za-z0-9._/-]+)'\]\[1\]"
    rb"/p:(text|short)\[1\]\" w:storeItemID=\"" + re.escape(_STORE) + rb"\"/>" + _FACTS
    + rb"</w:sdtPr>)<w:sdtContent>(<w:r(?:\s[^>]*)?>" + _LOOK
    + rb"<w:t(?: xml:space=\"preserve\")?>([^<&]*)</w:t></w:r>)</w:sdtContent></w:sdt>"
)  # fmt: skip
_DECLARED = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([\w-]+)")
_ROOT = re.compile(rb"<[A-Za-z_][^>]*>", re.DOTALL)
_NAMED_W = re.compile(rb"\sxmlns:w=[\"']" + re.escape(W.encode()) + rb"[\"']")
_PROMPT = b"<w:showingPlcHdr"


@dataclass(slots=True)
class Control:
    """A content control, from `start` to `end` in the bytes of its part.

    Its properties reach from `told` to `half`, what it holds from `inner` to `last`.
    `place` is the node that it is bound to; `slot` that of a control that is not bound; both are
    empty for other people's. `yours` marks people's words, `block` one block of a region, and
    `frozen` a control that keeps what it shows, since its block has ended, `prompts` one that shows
    its prompt for text, and so says nothing. `said` is what a reader sees of it, once somebody has
    asked; `letters` is where that stands, if it is all in one piece.
    """

    start: int
    told: int
    half: int
    inner: int
    last: int
    end: int
    place: Place | None = None
    slot: str = ""
    yours: bool = False
    block: bool = False
    frozen: bool = False
    prompts: bool = False
    said: str | None = None
    letters: tuple[int, int] | None = None

    @property
    def whole(self) -> Span:
        """The whole of it."""
        return Span(self.start, self.end)

    @property
    def properties(self) -> Span:
        """Its properties, in their element."""
        return Span(self.told, self.half)

    @property
    def content(self) -> Span:
        """What it holds."""
        return Span(self.inner, self.last)

    @property
    def of(self) -> str:
        """The slot that it shows, bound or not; nothing for other people's."""
        return self.place.slot if self.place else self.slot


@dataclass
class Scan:
    """What stands in a part, in order; `usual` where each control ends as Word ends it."""

    data: bytes
    quiet: bytes
    usual: bool = True
    controls: list[Control] = field(default_factory=list)
    _slots: dict[str, list[Control]] = field(default_factory=dict)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Its bookmarks."""
        return Bookmarks(self.quiet)

    @cached_property
    def drawn(self) -> Drawings:
        """Its drawings."""
        return Drawings(self.quiet)

    @property
    def drawings(self) -> list[Drawing]:
        """Its drawings that show charts."""
        return self.drawn.charts

    def inside(self, control: Control) -> bytes:
        """Return what a control holds, without comments of programs."""
        held = self.data[control.inner : control.last]
        return held if self.quiet is self.data else _COMMENT.sub(b"", held)

    @property
    def ids(self) -> set[int]:
        """The ids of its controls."""
        told = (_ID.search(self.quiet, *one.properties) for one in self.controls)
        return {int(number[1]) for number in told if number}

    @property
    def highest(self) -> int:
        """The highest other id."""
        return max(self.bookmarks.highest, self.drawn.highest)

    @cached_property
    def bound(self) -> list[Control]:
        """The controls that show a figure or a wording."""
        return [one for one in self.controls if one.place is not None]

    @cached_property
    def held(self) -> list[Control]:
        """The controls that show a figure or a wording, and those of people's words."""
        return [one for one in self.controls if one.place is not None or one.yours]

    def bound_in(self, span: Span) -> list[Control]:
        """Return the controls that show a figure or a wording and lie within a span."""
        first, last = (bisect_left(self._starts, at) for at in span)
        return [one for one in self.bound[first:last] if one.end <= span.end]

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.bound]

    @cached_property
    def live(self) -> list[Control]:
        """The controls that are to show what a figure or a wording says now."""
        return [one for one in self.bound if not one.frozen]

    def rich(self, slot: str, *, block: bool = False) -> list[Control]:
        """Return the controls of a slot that are not bound: those of blocks, or the others."""
        known = self._slots.get(slot, ())
        return [one for one in known if not one.yours and one.block is block]

    def marked(self, slot: str) -> dict[int, Span]:
        """Return the bookmarks of a slot by the number of its showing, which counts from 1."""
        return self.bookmarks.of(slot)

    def named(self, wanted: str) -> dict[int, Span]:
        """Return the bookmarks of a name, and of that name numbered, by their number."""
        return self.bookmarks.named(wanted)

    def holds(self, slot: str) -> bool:
        """Whether a slot stands here, by a control, by a drawing or by a bookmark."""
        drawn = any(drawing.slot == slot for drawing in self.drawings)
        return drawn or slot in self._slots or bool(self.marked(slot))

    def add(self, control: Control) -> None:
        """Note a control that has been described."""
        self.controls.append(control)
        if control.slot:
            self._slots.setdefault(control.slot, []).append(control)


def _readable(data: bytes, name: str) -> bytes:
    """Return a part as spans can be found in it. Raises PmfError, in a sentence, where none can."""
    encoding, root = _DECLARED.match(data), _ROOT.search(data)
    if root is None or b"<!DOCTYPE" in data[: root.start()]:
        raise PmfError(f"The file is damaged: its part {name} cannot be read.")
    if STRICT.encode() in root[0]:
        raise PmfError(STRICT_FORMAT)
    if not _NAMED_W.search(root[0]):
        raise PmfError(f"{name} is written in an unusual way. Open it in Word, save it, try again.")
    plain = encoding is None or encoding[1].upper() in (b"UTF-8", b"US-ASCII", b"ASCII")
    if not data.rstrip().endswith(b"</" + root[0][1:-1].split()[0] + b">"):
        parse(data)  # raises where half of it is missing
    unusual = not plain or (b"!" in data and b"<![CDATA[" in data)
    return serialise(parse(data)) if unusual else data


def read(data: bytes, name: str) -> Scan:
    """Return what stands in a part of a document. Raises PmfError, in a sentence, if unreadable."""
    found = scan(_readable(data, name))
    return found if found.usual else scan(serialise(parse(data)))


def scan(data: bytes) -> Scan:
    """Return what stands in a part."""
    found = Scan(data, _without_comments(data))
    _note_controls(found)
    return found


def _note_controls(found: Scan) -> None:
    """Note the controls of a part, in the order in which they begin."""
    quiet = found.quiet
    open_, after, at = list[Control](), 0, 0
    bare = quiet is found.data  # no comment stands among the letters of a value
    while token := _CONTROL.search(quiet, at):
        start, at = token.start() - 3, token.end()
        if flat := (bare and _value(found, quiet, start)) or _flat(found, quiet, start):
            after = at = flat
            continue
        end = tag_end(quiet, at - 1)
        if open_ and quiet.startswith(b"</w:", start - 1):
            whole = _close(open_.pop(), quiet, start - 1, end, after)
            found.usual = found.usual and whole and end == at
            after = end
        elif quiet.startswith(b"<w:", start) and not quiet.startswith(b"/", end - 2):
            open_.append(_begun(found, quiet, start, end))


def _value(found: Scan, quiet: bytes, start: int) -> int:
    """Note a live value that is written as most are; where it ends, 0 for anything else."""
    one = _VALUE.match(quiet, start)
    if one is None:
        return 0
    told, half = one.span(1)
    inner, last = one.span(5)
    node = one[4].decode() if one[2] == b"figure" else "wording"
    place = quick(Place, (one[3].decode(), node))
    value = Control(start, told, half, inner, last, one.end(), place)
    value.said, value.letters = one[6].decode(), one.span(6)
    found.controls.append(value)
    return value.end


def _flat(found: Scan, quiet: bytes, start: int) -> int:
    """Note a control in which no other stands, written as most are; where it ends, 0 for others."""
    if not quiet.startswith(_OPENED, start):
        return 0
    told, halves = start + len(_OPENED), quiet.find(_HALVES, start)
    half, inner = halves + len(b"</w:sdtPr>"), halves + len(_HALVES)
    last = quiet.find(b"</w:sdt", inner)
    if halves < told or not quiet.startswith(_CLOSED, last):
        return 0
    if quiet.find(_ANY, told + 1, halves) >= 0 or quiet.find(_ANY, inner, last) >= 0:
        return 0
    control = Control(start, told, half, inner, last, last + len(_CLOSED))
    _describe(control, quiet[told:half])
    found.add(control)
    return control.end


def _without_comments(data: bytes) -> bytes:
    """Return a part of the same length in which comments say nothing."""
    # signs that are rare are looked for first, since one letter is found ten times as fast
    told = data.find(b"?>") if data.startswith(b"<?xml") else -2
    noted = b"!" in data and b"<!--" in data
    if not noted and (data.find(b"?", told + 2) < 0 or data.find(b"<?", 2) < 0):
        return data
    return _COMMENT.sub(lambda found: b" " * len(found[0]), data)


def _begun(found: Scan, quiet: bytes, start: int, end: int) -> Control:
    """Note a control that begins here; an empty one holds the tag of its own content."""
    content = _CONTENT.search(quiet, end)
    if content is None or not content[1]:
        control = Control(start, end, end, end, end, end)
    else:
        first, last = content.start(), tag_end(quiet, content.end() - 1)
        inner = first if quiet.startswith(b"/", last - 2) else last
        control = Control(start, end, first, inner, last, last)
        _describe(control, quiet[end:first])
    found.add(control)
    return control


def _close(control: Control, quiet: bytes, start: int, end: int, after: int) -> bool:
    """Note where a control ends, and what it holds; the last one within it ends at `after`.

    Returns whether it was found where that ends.
    """
    control.end = end
    last = quiet.rfind(b"</w:sdtContent>", max(control.inner, after), start)
    empty = control.inner == control.half  # <w:sdtContent/>, or none at all
    if last >= 0 and not empty:
        control.last = last
    return empty or last >= 0


def _describe(control: Control, told: bytes) -> None:
    """Note what a control's properties say: its binding, or else its tag."""
    ours = _STORE in told or _STORE in told.upper()
    path = _PATH.search(told) if ours else None
    if path is not None:
        node = path[3].decode() if path[1] == b"figure" else "wording"
        control.place = Place(path[2].decode(), node)
        control.frozen, control.prompts = FROZEN in told, _PROMPT in told
    else:
        _name(control, told)


def _name(control: Control, told: bytes) -> None:
    """Note what the tag of a control that is not bound says of it."""
    tag = _TAG.search(told)
    name = tag[1].decode() if tag else ""
    if name.startswith(TEXT):
        control.slot, control.yours = name.removeprefix(TEXT), True
    elif name.startswith((FIGURE, ENDED)):
        control.slot, control.block = name.removeprefix(FIGURE), b"<w:docPartObj>" in told
