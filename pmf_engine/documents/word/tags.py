"""Placeholders in a template's paragraphs: found whole, however Word has cut them into runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from pmf_engine.documents.word.xml import SPACE, w

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LOOSE = re.compile(r"\{\{|\{%|\{#|%\}|\}\}")
_STRAIGHT = str.maketrans("“”„‘’\u00a0\n", '"""\'\'  ')
_VISIBLE = frozenset(
    w(n) for n in ("drawing", "pict", "object", "br", "sym", "fldChar", "fldSimple", "tab", "ptab")
)
_STORIES = frozenset((w("txbxContent"),))


class Kind(StrEnum):
    """What a placeholder does: shows a value, steers the template, or says nothing."""

    VALUE = "{{"
    STATEMENT = "{%"
    COMMENT = "{#"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: the part in words (`the header`), its number and its text."""

    part: str
    number: int
    text: str

    def __str__(self) -> str:
        where = f"{self.part}, paragraph" if self.part else "paragraph"
        return f"{where} {self.number}"


@dataclass(frozen=True, slots=True)
class Tag:
    """A placeholder as typed, quotes straightened, and the paragraph it stands in."""

    text: str
    place: Place

    @property
    def kind(self) -> Kind:
        """What it does."""
        return Kind(self.text[:2])

    @property
    def inner(self) -> str:
        """What stands between the braces, without signs that trim white space."""
        return self.text[2:-2].strip("+-" if self.text[2:-2].strip("+-") else "").strip()

    @property
    def word(self) -> str:
        """The first word of a statement: if, for, endfor."""
        return (self.inner.split() or [""])[0]

    @property
    def rest(self) -> str:
        """A statement without its first word."""
        return self.inner[len(self.word) :].strip()

    def __str__(self) -> str:
        whole = self.place.text.translate(_STRAIGHT)
        beside = "" if whole.strip() == self.text.strip() else f" (“{shorten(whole)}”)"
        return f"{self.place}{beside}, “{shorten(self.text)}”"


def shorten(text: str, limit: int = 80) -> str:
    """Return text on one line, cut at a limit with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a paragraph, in order, but not those of text boxes inside it."""
    for child in paragraph:
        if child.tag not in _STORIES:
            yield child
            yield from own(child)


def texts(paragraph: etree._Element) -> list[etree._Element]:
    """Return the w:t elements of a paragraph."""
    return [element for element in own(paragraph) if element.tag == w("t")]


def text_of(paragraph: etree._Element) -> str:
    """Return the text of a paragraph."""
    return "".join(element.text or "" for element in texts(paragraph))


def only_text(paragraph: etree._Element) -> bool:
    """Whether a paragraph holds nothing to see but text: no picture, break or field."""
    return not any(element.tag in _VISIBLE for element in own(paragraph))


def straighten(tag: str) -> str:
    """Return a placeholder with the quotes and spaces that Word curled made plain again."""
    return tag.translate(_STRAIGHT)


def gather(paragraph: etree._Element) -> None:
    """Move each placeholder of a paragraph whole into the run in which it begins."""
    pieces = texts(paragraph)
    starts, whole = [], ""
    for piece in pieces:
        starts.append(len(whole))
        whole += piece.text or ""
    found = list(TAG.finditer(whole))
    if found:
        for piece, start in zip(pieces, starts, strict=True):
            _rewrite(piece, whole, start, found)


def _rewrite(piece: etree._Element, whole: str, start: int, found: list[re.Match[str]]) -> None:
    stop = start + len(piece.text or "")
    text, position = "", start
    for match in found:
        if match.end() > position and match.start() < stop:
            text += whole[position : max(position, match.start())]
            text += straighten(match[0]) if match.start() >= start else ""
            position = match.end()
    piece.text = text + whole[position:stop]
    piece.set(SPACE, "preserve")


def split(piece: etree._Element, marks: list[etree._Element]) -> None:
    """Cut the run of a w:t at its placeholders and put a mark in place of each."""
    run = piece.getparent()
    assert run is not None  # noqa: S101
    parts = TAG.split(piece.text or "")
    after = list(piece.itersiblings())
    piece.text = parts[0]
    position = run
    for mark, text in zip(marks, parts[1:], strict=True):
        position.addnext(mark)
        position = mark
        if text:
            position = _follow(position, run, text)
    if len(after):
        rest = _empty_like(run)
        rest.extend(after)
        position.addnext(rest)
    if not parts[0]:
        run.remove(piece)
    if all(child.tag == w("rPr") for child in run):
        _drop(run)


def _empty_like(run: etree._Element) -> etree._Element:
    other = etree.Element(run.tag, nsmap=None)
    look = run.find(w("rPr"))
    if look is not None:
        other.append(deepcopy(look))
    return other


def _follow(position: etree._Element, run: etree._Element, text: str) -> etree._Element:
    other = _empty_like(run)
    piece = etree.SubElement(other, w("t"))
    piece.text = text
    piece.set(SPACE, "preserve")
    position.addnext(other)
    return other


def _drop(run: etree._Element) -> None:
    parent = run.getparent()
    if parent is not None:
        parent.remove(run)
