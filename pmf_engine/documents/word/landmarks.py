"""Where the bookmarks of a part stand, and the drawings in it that show charts."""

from __future__ import annotations

import re
from functools import cached_property
from html import unescape
from typing import NamedTuple

from pmf_engine.documents.word.controls import FIGURE, bookmark_name, shown_again
from pmf_engine.documents.word.spans import Span, tag_end

# Each begins with letters that are looked for as one, the first of them rare in tags.
_BOOKMARK = re.compile(rb"bookmark(Start|End)\s(?:w:id=\"(\d{1,15})\"(?: w:name=\"([^\"]*)\")?/>)?")
_DRAWN = re.compile(rb"docPr\s")
_AGAIN = re.compile(r"(pmf_.*_)\d+")
_NUMBER = re.compile(rb"w:id=[\"'](-?\d{1,15})[\"']")
_NAME = re.compile(rb"w:name=[\"']([^\"']*)[\"']")
_TITLED = re.compile(rb"\bname=[\"']([^\"']*)[\"']")
_DRAWN_ID = re.compile(rb"\bid=[\"'](\d{1,15})[\"']")
_LINK = re.compile(rb"<c:chart\b[^>]*?\br:id=[\"']([^\"']*)[\"']")


class Drawing(NamedTuple):
    """The properties of a drawing that shows a chart: its span, slot if named, and link's id."""

    tag: Span
    slot: str
    link: str


class Drawings:
    """The drawings that show charts, in order, of a part in which no comments stand.

    `highest` is the highest id of any.
    """

    def __init__(self, quiet: bytes) -> None:
        self.charts: list[Drawing] = []
        self.highest = 0
        for token in _DRAWN.finditer(quiet):
            self._note(quiet, Span(token.start() - 4, tag_end(quiet, token.end() - 1)))

    def _note(self, quiet: bytes, span: Span) -> None:
        tag = quiet[slice(*span)]
        if not tag.startswith(b"<wp:"):
            return
        if number := _DRAWN_ID.search(tag):
            self.highest = max(self.highest, int(number[1]))
        name = _TITLED.search(tag)
        link = _LINK.search(quiet, span.end, quiet.find(b"</w:drawing>", span.end))
        if link:
            named = name[1].decode() if name and name[1].startswith(FIGURE.encode()) else ""
            self.charts.append(Drawing(span, named.removeprefix(FIGURE), link[1].decode()))


class Bookmarks:
    """The bookmarks of a part in which no comments stand: by name, from beginning to end.

    `highest` is the highest id of any.
    """

    def __init__(self, quiet: bytes) -> None:
        self.spans: dict[str, Span] = {}
        self.highest = 0
        begun: dict[int, str] = {}
        for token in _BOOKMARK.finditer(quiet):
            kind, number, name, end = _told(quiet, token)
            if number is None:
                continue
            if kind == b"End":
                ended = begun.pop(number, None)
                if ended is not None:
                    self.spans[ended] = Span(self.spans[ended].start, end)
            elif name is not None:
                begun[number] = known = unescape(name.decode())
                self.spans[known] = Span(token.start() - 3, end)
                self.highest = max(self.highest, number)

    def of(self, slot: str) -> dict[int, Span]:
        """Return the bookmarks of a slot by the number of its showing, which counts from 1."""
        return self.named(bookmark_name(slot))

    def named(self, wanted: str) -> dict[int, Span]:
        """Return the bookmarks of a name, and of that name numbered, by their number."""
        first = shown_again(wanted)
        numbered = {int(name[len(first) :]): name for name in self._again.get(first, ())}
        found = {1: wanted, **numbered}
        return {number: self.spans[name] for number, name in found.items() if name in self.spans}

    @cached_property
    def _again(self) -> dict[str, list[str]]:
        """The names that end in a number, by what stands before it."""
        found: dict[str, list[str]] = {}
        for name in self.spans:
            if again := _AGAIN.fullmatch(name):
                found.setdefault(again[1], []).append(name)
        return found


def _told(quiet: bytes, token: re.Match[bytes]) -> tuple[bytes, int | None, bytes | None, int]:
    """Return whether a bookmark begins or ends, its id and name, and where its tag ends."""
    kind, number, name = token.groups()
    start, end = token.start() - 3, token.end()
    if number is None:  # written in another way than Word does
        end = tag_end(quiet, end - 1)
        told = (one.search(quiet, start, end) for one in (_NUMBER, _NAME))
        number, name = (one and one[1] for one in told)
    if number is None or not quiet.startswith(b"<w:", start):
        return kind, None, name, end
    return kind, int(number), name, end
