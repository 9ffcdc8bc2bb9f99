"""The rows of a sheet's XML, found by search and rewritten one by one; all else keeps its bytes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from html import escape
from typing import NamedTuple

from pmf_engine.documents.excel.fill.content import BLANK, Content, cell_parts, unescaped
from pmf_engine.model.cells import cell_name, column_index

_ATTRIBUTE = re.compile(rb"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STALE = frozenset((b"r", b"t", b"cm", b"vm"))
_LETTERS = re.compile(rb"""(?:^|\s)r\s*=\s*["']([A-Za-z]+)""")
_STYLE = re.compile(rb"""(?:^|\s)s\s*=\s*["'](\d+)""")
_KIND = re.compile(rb"""(?:^|\s)t\s*=\s*["'](\w+)""")
# A cell as most programs write it: a value, a text all of one look or nothing, and no formula.
_PLAIN = re.compile(
    rb'<c( r="([A-Z]{1,3})\d+"(?: s="(\d+)")?(?: t="(\w+)")?)(?:/>|>'
    rb'(<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)</c>)'
)


class Patterns(NamedTuple):
    """What finds the elements of a sheet whose names have a prefix such as `x:`."""

    row: re.Pattern[bytes]
    number: re.Pattern[bytes]
    cell: re.Pattern[bytes]
    formula: re.Pattern[bytes]
    value: re.Pattern[bytes]
    text: re.Pattern[bytes]
    phonetic: re.Pattern[bytes]


@cache
def patterns(prefix: str) -> Patterns:
    """Return the patterns for a prefix, empty or ending in a colon."""
    p = re.escape(prefix.encode())
    forms = (
        rb"<%brow(?=[\s/>])([^>]*?)(/?)>",
        rb"""<%brow(?=[\s/>])(?:[^>]*?\sr\s*=\s*["'](\d+))?""",
        rb"<%bc(?=[\s/>])([^>]*?)(?:/>|>(.*?)</%bc\s*>)",
        rb"<%bf[\s/>]",
        rb"<%bv(?:\s[^>]*)?>(.*?)</%bv\s*>",
        rb"<%bt(?:\s[^>]*)?>(.*?)</%bt\s*>",
        rb"<%brPh[\s>].*?</%brPh\s*>",
    )
    return Patterns(*(re.compile(form.replace(b"%b", p), re.DOTALL) for form in forms))


@dataclass(slots=True)
class Cell:
    """One cell: the attributes of its tag as they are written, what stands inside, its XML.

    `plain` are its style, its kind and its value where it is written as most are.
    """

    head: bytes
    inner: bytes
    xml: bytes
    plain: tuple[bytes, bytes, bytes] | None = None

    @property
    def attributes(self) -> dict[bytes, bytes]:
        """The attributes by name."""
        return attributes_of(self.head)

    @property
    def style(self) -> int:
        """The number of its format among the workbook's."""
        if self.plain:
            return int(self.plain[0] or 0)
        found = _STYLE.search(self.head)
        return int(found[1]) if found else 0


class Row:
    """One row, its cells by column from 1."""

    def __init__(self, number: int, xml: bytes, prefix: str) -> None:
        self.number, self.prefix, self._patterns = number, prefix, patterns(prefix)
        self._open, self._close = f"<{prefix}c".encode(), f"</{prefix}c>".encode()
        self._head = self._patterns.row.match(xml)
        self._body = xml[self._head.end() :] if self._head and not self._head[2] else b""
        plain = None if prefix else _plain(self._body)
        self.cells = dict(self._read()) if plain is None else plain

    @cached_property
    def attributes(self) -> dict[bytes, bytes]:
        """The attributes of its tag by name, their values as they are escaped."""
        return attributes_of(self._head[1]) if self._head else {b"r": str(self.number).encode()}

    @cached_property
    def _rest(self) -> bytes:
        """What is no cell, which stays behind the cells."""
        return self._patterns.cell.sub(b"", self._body[: self._body.rfind(b"</")]).strip()

    @property
    def height(self) -> float | None:
        """The row's height in points where it has one of its own."""
        height = self.attributes.get(b"ht")
        return float(height) if height else None

    def raise_to(self, points: float) -> None:
        """Give the row a height of its own."""
        self.attributes |= {b"ht": f"{points:g}".encode(), b"customHeight": b"1"}

    def _read(self) -> Iterator[tuple[int, Cell]]:
        column = 0
        for found in self._patterns.cell.finditer(self._body):
            letters = _LETTERS.search(found[1])
            column = column_index(letters[1].decode()) if letters else column + 1
            yield column, Cell(found[1], found[2] or b"", found[0])

    def put(self, column: int, held: Content, style: int | None = None) -> None:
        """Write a cell: its format stays unless a style is given, what is stale goes."""
        kind, inner = cell_parts(self.prefix, held)
        self._set(column, style, kind, inner)

    def put_formula(self, column: int, formula: bytes, style: int, result: Content) -> None:
        """Write a formula, given as the XML of its element, and its last result if it has one."""
        kind = {"": "", "n": "", "s": ' t="str"'}.get(result.kind, f' t="{result.kind}"')
        p, text = self.prefix, escape(result.text, quote=False)
        value = f"<{p}v>{text}</{p}v>" if result.kind else ""
        self._set(column, style, kind.encode(), formula + value.encode())

    def restyle(self, column: int, style: int) -> None:
        """Give a cell another format and leave what it holds."""
        cell = self.cells.get(column)
        if cell is None:
            self.put(column, BLANK, style)
            return
        attributes = cell.attributes | {b"s": str(style).encode()}
        self.cells[column] = self._made(joined(attributes), cell.inner)

    def _set(self, column: int, style: int | None, kind: bytes, inner: bytes) -> None:
        old = self.cells.get(column)
        if old is None:
            # a hint of the row's width, false from now on
            self.attributes.pop(b"spans", None)
        kept = {n: v for n, v in old.attributes.items() if n not in _STALE} if old else {}
        if style is not None:
            kept[b"s"] = str(style).encode()
        if kept.get(b"s") == b"0":
            del kept[b"s"]
        kept = {b"r": cell_name(self.number, column).encode(), **kept}
        self.cells[column] = self._made(joined(kept) + kind, inner)

    def _made(self, head: bytes, inner: bytes) -> Cell:
        body = b">" + inner + self._close if inner else b"/>"
        return Cell(head, inner, self._open + head + body)

    def holds_formula(self, column: int) -> bool:
        """Whether a cell holds a formula."""
        cell = self.cells.get(column)
        if cell is None or cell.plain:
            return False
        return self._patterns.formula.search(cell.inner) is not None

    def to_xml(self) -> bytes:
        """Return the row's XML."""
        p = self.prefix.encode()
        cells = b"".join(self.cells[at].xml for at in sorted(self.cells))
        head = b"<%srow%s>" % (p, joined(self.attributes))
        return b"%s%s%s</%srow>" % (head, cells, self._rest, p)

    def text_of(self, cell: Cell) -> tuple[str, str]:
        """Return the kind of a cell (its `t`) and its value, or the text that stands in it."""
        if cell.plain:
            return cell.plain[1].decode() or "n", unescaped(cell.plain[2])
        named = _KIND.search(cell.head)
        kind = named[1].decode() if named else "n"
        if kind == "inlineStr":
            inner = self._patterns.phonetic.sub(b"", cell.inner)
            pieces = self._patterns.text.findall(inner)
            return "inlineStr", "".join(map(unescaped, pieces))
        found = self._patterns.value.search(cell.inner)
        return kind, unescaped(found[1]) if found else ""


def _plain(body: bytes) -> dict[int, Cell] | None:
    """Return the cells of a row by column where each is written as most are; else None."""
    cells, at = {}, 0
    for found in _PLAIN.finditer(body):
        head, letters, style, kind, inner, value, text = found.groups(b"")
        if found.start() != at or (kind == b"inlineStr") is not inner.startswith(b"<is>"):
            break
        told = style, kind, value or text
        cells[column_index(letters.decode())] = Cell(head, inner, found[0], told)
        at = found.end()
    return cells if at == len(body) or body.startswith(b"</row", at) else None


class Rows:
    """The content of `sheetData`, cut at its rows; only rows that are asked for are read."""

    def __init__(self, body: bytes, prefix: str) -> None:
        self.prefix, self._body = prefix, body
        self._numbers, self._starts = _found(body, prefix)
        if 0 in self._numbers:
            self._body = _numbered(body, prefix)
            self._numbers, self._starts = _found(self._body, prefix)
        self._open: dict[int, Row] = {}
        self.changed: set[int] = set()

    @property
    def last(self) -> int:
        """The number of the last row that stands in the XML, or 0."""
        return max(self._numbers[-1] if self._numbers else 0, *self._open, 0)

    def peek(self, number: int) -> Row | None:
        """Return a row if it stands in the XML."""
        if number in self._open:
            return self._open[number]
        at = bisect_left(self._numbers, number)
        if at == len(self._numbers) or self._numbers[at] != number:
            return None
        self._open[number] = Row(number, self._cut(at), self.prefix)
        return self._open[number]

    def row(self, number: int) -> Row:
        """Return a row to be changed, made where it does not stand in the XML."""
        self.changed.add(number)
        found = self.peek(number)
        if found is None:
            found = self._open[number] = Row(number, b"", self.prefix)
        return found

    def filled_below(self, number: int) -> Iterator[Row]:
        """Yield the rows under one, in order."""
        for each in self._numbers[bisect_left(self._numbers, number + 1) :]:
            found = self.peek(each)
            if found is not None:
                yield found

    def find(self, pattern: re.Pattern[bytes], *words: bytes) -> Iterator[re.Match[bytes]]:
        """Yield what a pattern finds in the rows as they were, which holds one of these words."""
        if any(word in self._body for word in words):
            yield from pattern.finditer(self._body)

    def pieces(self) -> list[bytes | memoryview]:
        """Return the content of `sheetData`, in pieces."""
        pieces: list[bytes | memoryview] = []
        at, body = 0, memoryview(self._body)
        for number in sorted(self.changed):
            place = bisect_left(self._numbers, number)
            start = self._start(place)
            pieces += (body[at:start], self._open[number].to_xml())
            stands = place < len(self._numbers) and self._numbers[place] == number
            at = self._start(place + 1) if stands else start
        return [*pieces, body[at:]] if at < len(body) else pieces

    def _cut(self, at: int) -> bytes:
        return self._body[self._start(at) : self._start(at + 1)]

    def _start(self, at: int) -> int:
        return self._starts[at] if at < len(self._starts) else len(self._body)


def attributes_of(head: bytes) -> dict[bytes, bytes]:
    """Return the attributes written in an opening tag, their values as they are escaped."""
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(head)}


def joined(attributes: dict[bytes, bytes]) -> bytes:
    """Return attributes as an opening tag writes them."""
    return b"".join(
        b' %s="%s"' % (name, value.replace(b'"', b"&quot;")) for name, value in attributes.items()
    )


_ROW_NUMBER = re.compile(rb"""(?:^|\s)r\s*=\s*["'](\d+)""")


def _number(head: bytes) -> int:
    found = _ROW_NUMBER.search(head)
    return int(found[1]) if found else 0


def _found(body: bytes, prefix: str) -> tuple[list[int], list[int]]:
    """Return the number and the start of each row."""
    numbers, starts = [], []
    for row in patterns(prefix).number.finditer(body):
        numbers.append(int(row[1] or 0))
        starts.append(row.start())
    return numbers, starts


def _numbered(body: bytes, prefix: str) -> bytes:
    """Return rows with the numbers that they have by their place."""
    number = 0

    def name(found: re.Match[bytes]) -> bytes:
        nonlocal number
        own = _number(found[1])
        number = own or number + 1
        if own:
            return found[0]
        return b'<%srow r="%d"%s%s>' % (prefix.encode(), number, found[1], found[2])

    return patterns(prefix).row.sub(name, body)
