"""A part of a template made ready: its placeholders lifted out of the XML into Jinja source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lxml import etree

from pmf_engine.documents.word import tags as tagging
from pmf_engine.documents.word.branching import (
    Step,
    anchored,
    branches,
    follower,
    groups,
    is_passage,
)
from pmf_engine.documents.word.jinja import around, call, statement, value
from pmf_engine.documents.word.numbering import CALL, renumber
from pmf_engine.documents.word.tags import TAG, Kind, Place, Tag
from pmf_engine.documents.word.xml import NAMESPACES, w

_STORIES = frozenset((w("txbxContent"), w("footnote"), w("endnote")))
_HOLDERS = frozenset((*_STORIES, w("tc"), w("hdr"), w("ftr"), w("sdtContent")))
_BOOKMARKS = frozenset((w("bookmarkStart"), w("bookmarkEnd")))
_MARK = re.compile(r"<\?pmf (\d+)\?>")
_DECLARED = re.compile(r' xmlns:([\w.-]+)="([^"]*)"')


class Level(StrEnum):
    """What a placeholder stands for: a piece of a paragraph, whole paragraphs, or table rows."""

    INLINE = "inside a paragraph"
    PARAGRAPH = "in a paragraph of its own"
    ROW = "in a table row of its own"


@dataclass(frozen=True, slots=True)
class Item:
    """A placeholder in its place: its level and the elements that hold it and its story."""

    tag: Tag
    level: Level
    container: etree._Element
    story: etree._Element


@dataclass(frozen=True, slots=True)
class Look:
    """How a placeholder is dressed: the w:rPr of its run and the w:pPr of its paragraph."""

    run: str = ""
    form: str = ""


@dataclass(slots=True)
class Prepared:
    """A part as Jinja source, with its placeholders and their looks, numbered from `first`.

    `loose` holds braces left open and the paragraphs they stand in; `lines` the line of the source
    on which each placeholder stands. `conditions` gives what each `if` of a passage asks, by its
    number; `anchored` the statements whose end is marked in the paragraph after them.
    """

    first: int
    source: str = ""
    lines: dict[int, int] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    loose: list[Tag] = field(default_factory=list)
    conditions: dict[int, str] = field(default_factory=dict)
    anchored: set[int] = field(default_factory=set)


def prepare(root: etree._Element, part: str, first: int) -> Prepared:
    """Return a part ready for Jinja, its tree used up; `part` is its name in messages."""
    preparer = _Preparer(with_namespaces(root), part, first)
    preparer.lift()
    preparer.prepared.source = preparer.assemble()
    return preparer.prepared


def with_namespaces(root: etree._Element) -> etree._Element:
    """Return the root with the namespaces declared that the engine's own XML uses."""
    if all(root.nsmap.get(prefix) == uri for prefix, uri in NAMESPACES.items()):
        return root
    known: Any = root.nsmap
    attributes: Any = root.attrib
    other = etree.Element(root.tag, dict(attributes), nsmap={**known, **NAMESPACES})
    other.extend(list(root))
    return other


class _Preparer:
    """The tree of one part while its placeholders give way to numbered marks."""

    def __init__(self, root: etree._Element, part: str, first: int) -> None:
        self.root = root
        self.prepared = Prepared(first)
        self.code: list[tuple[str, int | None]] = []
        self.done: set[etree._Element] = set()
        self.holders: dict[etree._Element, None] = {}
        self.steps: dict[etree._Element, list[Step]] = {}
        self.places = {
            paragraph: Place(part, number, tagging.text_of(paragraph))
            for number, paragraph in enumerate(root.iter(w("p")), 1)
        }

    def lift(self) -> None:
        """Replace every placeholder of the part by a mark."""
        for paragraph, place in self.places.items():
            if ("{" in place.text or "}" in place.text) and not self.is_done(paragraph):
                self.lift_paragraph(paragraph)
        for steps in self.steps.values():
            self.branch(steps)
        for holder in self.holders:
            self.guard(holder)
        renumber(self.root)

    def is_done(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph went away with its table row."""
        return any(row in self.done for row in paragraph.iterancestors(w("tr")))

    def lift_paragraph(self, paragraph: etree._Element) -> None:
        """Replace the placeholders of a paragraph, of its row or of the paragraph as a whole."""
        found, rest = self.tags_of(paragraph)
        alone = bool(found) and not rest.strip() and tagging.only_text(paragraph)
        steering = all(tag.kind is not Kind.VALUE for tag in found)
        if alone and steering and (row := _row_of_tags(paragraph)) is not None:
            self.lift_row(row)
        elif alone and (steering or len(found) == 1):
            self.lift_block(paragraph, found)
        elif found:
            self.lift_inline(paragraph, found)

    def tags_of(self, paragraph: etree._Element) -> tuple[list[Tag], str]:
        """Return the placeholders of a paragraph, made whole, and the text between them."""
        tagging.gather(paragraph)
        text, place = tagging.text_of(paragraph), self.places[paragraph]
        rest = TAG.sub("", text)
        if loose := tagging.LOOSE.search(rest):
            self.prepared.loose.append(Tag(loose[0], place))
        return [Tag(match, place) for match in TAG.findall(text)], rest

    def lift_row(self, row: etree._Element) -> None:
        """Put the statements of a row that holds nothing else in its place."""
        table = _parent(row)
        found = [tag for paragraph in row.iter(w("p")) for tag in self.tags_of(paragraph)[0]]
        for mark in self.marks(found, Level.ROW, table, Look()):
            row.addprevious(mark)
        self.done.add(row)
        table.remove(row)
        if table.tag == w("tbl"):
            self.holders[table] = None

    def lift_block(self, paragraph: etree._Element, found: list[Tag]) -> None:
        """Put marks in place of a paragraph; a section break or bookmark in it stays."""
        container, form = _parent(paragraph), paragraph.find(w("pPr"))
        look = self.look(paragraph, paragraph.find(f".//{w('t')}/.."))
        first = self.prepared.first + len(self.prepared.items)
        marks = self.marks(found, Level.PARAGRAPH, container, look)
        for mark in marks:
            paragraph.addprevious(mark)
        if len(found) == 1:
            self.steps.setdefault(container, []).append(Step(first, found[0], marks[0]))
        for child in list(paragraph):
            if child.tag in _BOOKMARKS:
                paragraph.addprevious(child)
            elif child is not form:
                paragraph.remove(child)
        if form is None or form.find(w("sectPr")) is None:
            container.remove(paragraph)
        if container.tag in _HOLDERS:
            self.holders[container] = None

    def branch(self, steps: Sequence[Step]) -> None:
        """Write down where regions end, and make what stands under a condition a passage."""
        found = enumerate(self.prepared.items, self.prepared.first)
        setting = [number for number, item in found if item.tag.word == "set"]
        for group in groups(steps):
            number, passage = group[0].number, is_passage(group, setting)
            if passage:
                places = [int(step.mark.text or "") for step in group]
                made = branches(group, [self.code[place][0] for place in places])
                for place, code in zip(places, made, strict=True):
                    self.code[place] = (code, self.code[place][1])
                self.prepared.conditions[number] = group[0].tag.rest
            after = follower(group) if passage or group[0].tag.word == "repeat" else None
            if after is not None:
                after.insert(
                    int(after.find(w("pPr")) is not None), self.instruction(anchored(number))
                )
                self.prepared.anchored.add(number)

    def lift_inline(self, paragraph: etree._Element, found: list[Tag]) -> None:
        """Put marks between the runs of a paragraph, last run first."""
        queue, planned = iter(found), []
        for piece in tagging.texts(paragraph):
            mine = [next(queue) for _ in TAG.findall(piece.text or "")]
            run = _parent(piece)
            look = self.look(paragraph, run)
            planned.append((piece, self.marks(mine, Level.INLINE, _parent(run), look)))
        for piece, marks in reversed(planned):
            if marks:
                tagging.split(piece, marks)

    def marks(
        self, found: Sequence[Tag], level: Level, container: etree._Element, look: Look
    ) -> list[etree._Element]:
        """Return a mark for each placeholder."""
        story = _story(container)
        return [self.mark(Item(tag, level, container, story), look) for tag in found]

    def mark(self, item: Item, look: Look) -> etree._Element:
        """Return the mark of a placeholder and note it under its number."""
        tag = item.tag
        if tag.kind is Kind.COMMENT:
            return self.instruction("")
        number = self.prepared.first + len(self.prepared.items)
        self.prepared.items.append(item)
        self.prepared.looks.append(look)
        if tag.kind is Kind.VALUE:
            code = value(tag.inner, number, item.level is Level.PARAGRAPH)
        else:
            code = statement(tag, number)
        return self.instruction(code, number)

    def instruction(self, code: str, number: int | None = None) -> etree._Element:
        """Return a mark that `assemble` will replace by this code."""
        self.code.append((code, number))
        return etree.ProcessingInstruction("pmf", str(len(self.code) - 1))

    def look(self, paragraph: etree._Element, run: etree._Element | None) -> Look:
        """Return how a run and its paragraph look, a section break left out."""
        form = deepcopy(paragraph.find(w("pPr")))
        if form is not None and (section := form.find(w("sectPr"))) is not None:
            form.remove(section)
        return Look(self.snippet(None if run is None else run.find(w("rPr"))), self.snippet(form))

    def snippet(self, element: etree._Element | None) -> str:
        """Return an element as text that may stand anywhere in the part."""
        if element is None:
            return ""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        known = self.root.nsmap
        return _DECLARED.sub(lambda m: "" if known.get(m[1]) == m[2] else m[0], text)

    def guard(self, holder: etree._Element) -> None:
        """Put a filter around a holder's content, or around a table, that keeps it valid."""
        table = holder.tag == w("tbl")
        begin, end = map(self.instruction, around("table" if table else "holder"))
        if table:
            holder.addprevious(begin)
            holder.addnext(end)
        else:
            holder.insert(0 if holder.find(w("tcPr")) is None else 1, begin)
            holder.append(end)

    def assemble(self) -> str:
        """Return the source: the XML with each mark replaced by its code."""
        text: str = etree.tostring(self.root, encoding="unicode", with_tail=False)
        pieces: list[str] = _MARK.split(CALL.sub(lambda match: call(match[1]), text))
        line = 1
        for position, piece in enumerate(pieces):
            if position % 2:
                pieces[position], number = self.code[int(piece)]
                if number is not None:
                    self.prepared.lines[line] = number
            line += pieces[position].count("\n")
        return "".join(pieces)


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    if parent is None:
        raise ValueError(f"{etree.QName(element).localname} stands outside the document")
    return parent


def _story(element: etree._Element) -> etree._Element:
    for holder in (element, *element.iterancestors()):
        if holder.tag in _STORIES:
            return holder
    return element.getroottree().getroot()


def _row_of_tags(paragraph: etree._Element) -> etree._Element | None:
    """Return the table row of a paragraph where the row holds nothing but statements."""
    row = next(paragraph.iterancestors(w("tr")), None)
    if row is None or row.find(f".//{w('tbl')}") is not None:
        return None
    paragraphs = list(row.iter(w("p")))
    text = "".join(map(tagging.text_of, paragraphs))
    bare = not TAG.sub("", text).strip() and all(map(tagging.only_text, paragraphs))
    return row if bare and "{{" not in text else None
