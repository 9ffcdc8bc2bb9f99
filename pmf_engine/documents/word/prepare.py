"""A part of a template made ready: its placeholders lifted out of the XML into Jinja source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from enum import StrEnum

from lxml import etree

from pmf_engine.documents.word import tags as tagging
from pmf_engine.documents.word.jinja import filled, statement, value
from pmf_engine.documents.word.tags import TAG, Kind, Place, Tag
from pmf_engine.documents.word.xml import NAMESPACES, W14, WP, R, W, val, w

_STORY = (w("txbxContent"), w("footnote"), w("endnote"))
_HOLDERS = frozenset((*_STORY, w("tc"), w("hdr"), w("ftr"), w("sdtContent")))
_CALLED = re.compile("\ue5f0(.*?)\ue5f1")
_MARK = re.compile(r"<\?pmf (\d+)\?>")
_DECLARED = re.compile(r' xmlns:([\w.-]+)="([^"]*)"')
_NOISE = (w("proofErr"), w("lastRenderedPageBreak"), w("noBreakHyphen_"))


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

    run: str
    form: str


@dataclass(slots=True)
class Prepared:
    """A part as Jinja source, with what its placeholders are and how they look, in order.

    `loose` are paragraphs in which braces are left open. Numbers of items count from `first`.
    """

    source: str = ""
    items: list[Item] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    loose: list[Tag] = field(default_factory=list)
    first: int = 0


def prepare(root: etree._Element, part: str, first: int) -> Prepared:
    """Return a part ready for Jinja; `part` is its name in messages, "" for the body."""
    return _Preparer(root, part, first).prepare()


class _Preparer:
    def __init__(self, root: etree._Element, part: str, first: int) -> None:
        self.root, self.part = with_namespaces(root), part
        self.prepared = Prepared(first=first)
        self.code: list[str] = []
        self.rows: set[etree._Element] = set()
        self.holders: dict[etree._Element, None] = {}

    def prepare(self) -> Prepared:
        places = [
            (p, Place(self.part, number, tagging.text_of(p)))
            for number, p in enumerate(self.root.iter(w("p")), 1)
        ]
        for paragraph, place in places:
            if "{" in place.text or "}" in place.text:
                self.paragraph(paragraph, place)
        for holder in self.holders:
            self.guard(holder)
        renumber(self.root)
        self.prepared.source = self.assemble()
        return self.prepared

    def paragraph(self, paragraph: etree._Element, place: Place) -> None:
        tagging.gather(paragraph)
        text = tagging.text_of(paragraph)
        found = [Tag(match, place) for match in TAG.findall(text)]
        rest = TAG.sub("", text)
        if loose := tagging.LOOSE.search(rest):
            self.prepared.loose.append(Tag(loose[0], place))
        if not found:
            return
        alone = not rest.strip() and tagging.only_text(paragraph)
        steering = all(tag.kind is not Kind.VALUE for tag in found)
        row = _row_of_tags(paragraph) if alone and steering else None
        if row is not None:
            self.row(row, found)
        elif alone and (steering or len(found) == 1):
            self.block(paragraph, found)
        else:
            self.inline(paragraph, found)

    def row(self, row: etree._Element, found: list[Tag]) -> None:
        table = row.getparent()
        assert table is not None  # noqa: S101
        marks = self.marks(found, Level.ROW, table, Look("", ""))
        if row not in self.rows:
            self.rows.add(row)
            row.set("pmf-row", "")
        for mark in marks:
            row.addprevious(mark)
        self.holders[_table_of(row)] = None

    def block(self, paragraph: etree._Element, found: list[Tag]) -> None:
        container = paragraph.getparent()
        assert container is not None  # noqa: S101
        form = paragraph.find(w("pPr"))
        breaks = form is not None and form.find(w("sectPr")) is not None
        look = self.look(paragraph, _run_of(paragraph))
        for mark in self.marks(found, Level.PARAGRAPH, container, look):
            paragraph.addprevious(mark)
        for child in list(paragraph):
            if child.tag in (w("bookmarkStart"), w("bookmarkEnd")):
                paragraph.addprevious(child)
            elif child is not form:
                paragraph.remove(child)
        if not breaks:
            container.remove(paragraph)
        if container.tag in _HOLDERS:
            self.holders[container] = None

    def inline(self, paragraph: etree._Element, found: list[Tag]) -> None:
        queue = list(found)
        planned = []
        for piece in tagging.texts(paragraph):
            count = len(TAG.findall(piece.text or ""))
            run = piece.getparent()
            assert run is not None  # noqa: S101
            container = run.getparent()
            assert container is not None  # noqa: S101
            look = self.look(paragraph, run)
            mine = [queue.pop(0) for _ in range(count)]
            if mine:
                planned.append((piece, self.marks(mine, Level.INLINE, container, look)))
        for piece, marks in reversed(planned):
            tagging.split(piece, marks)

    def marks(
        self, found: list[Tag], level: Level, container: etree._Element, look: Look
    ) -> list[etree._Element]:
        return [self.mark(tag, Item(tag, level, container, _story(container)), look) for tag in found]

    def mark(self, tag: Tag, item: Item, look: Look) -> etree._Element:
        if tag.kind is Kind.COMMENT:
            return self.instruction("")
        number = self.prepared.first + len(self.prepared.items)
        self.prepared.items.append(item)
        self.prepared.looks.append(look)
        if tag.kind is Kind.VALUE:
            return self.instruction(value(tag.inner, number, item.level is Level.PARAGRAPH))
        return self.instruction(statement(tag, number))

    def instruction(self, code: str) -> etree._Element:
        self.code.append(code)
        return etree.ProcessingInstruction("pmf", str(len(self.code) - 1))

    def look(self, paragraph: etree._Element, run: etree._Element | None) -> Look:
        form = paragraph.find(w("pPr"))
        if form is not None:
            form = deepcopy(form)
            for section in form.findall(w("sectPr")):
                form.remove(section)
        style = None if run is None else run.find(w("rPr"))
        return Look(self.snippet(style), self.snippet(form))

    def snippet(self, element: etree._Element | None) -> str:
        if element is None:
            return ""
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        known = self.root.nsmap
        return _DECLARED.sub(lambda m: "" if known.get(m[1]) == m[2] else m[0], text)

    def guard(self, holder: etree._Element) -> None:
        """Put a filter around what a cell, note or box holds, so that it never ends up empty."""
        begin, end = map(self.instruction, filled("table" if holder.tag == w("tbl") else "holder"))
        if holder.tag == w("tbl"):
            holder.addprevious(begin)
            holder.addnext(end)
            return
        properties = holder.find(w("tcPr"))
        holder.insert(0 if properties is None else 1, begin)
        holder.append(end)

    def assemble(self) -> str:
        for row in self.rows:
            parent = row.getparent()
            if parent is not None:
                parent.remove(row)
        text = etree.tostring(self.root, encoding="unicode")
        text = _MARK.sub(lambda match: self.code[int(match[1])], text)
        return _CALLED.sub(lambda match: value_of(match[1]), text)


def value_of(call: str) -> str:
    """Return the Jinja source of a call whose result stands in an attribute."""
    from pmf_engine.documents.word.jinja import call as source

    return source(call)
