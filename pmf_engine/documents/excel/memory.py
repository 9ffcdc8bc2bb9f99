"""What a companion remembers of what was last filled, so that it is seen what people typed since.

Every owned cell has a token: nothing for a blank, else a short digest of its text or number. Cells
of a row's key, which must never be taken for each other, have a longer one, or the number itself.
After `:` stands the place of a number's format in a list. Tokens are kept on the sheet `_pmf`.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from hashlib import sha256
from math import isclose
from typing import Any
from zlib import crc32

from pmf_engine.documents.chart_form import describe
from pmf_engine.documents.excel.fill.content import Content, content
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Chart

_CHUNK = 32_000
_ENDED = "!"
_TOLERANCE, _NEAR = 1e-12, 1e-14  # programs keep 15 to 17 digits of a number
Line = tuple[str, str]


@lru_cache(maxsize=1 << 14)
def text_token(text: str) -> str:
    """Return the token of a text; none for an empty one."""
    return "~" + b64encode(sha256(text.encode()).digest()[:5])[:7].decode() if text else ""


def number_token(value: Any) -> str:
    """Return the token of a number, without its format."""
    return f"#{float(value):.15g}"


def chart_memory(name: str, chart: Chart) -> ChartMemory:
    """Return what is remembered of a chart: how its series are drawn, and its words."""
    form, layout, _ = describe(chart)
    looks = repr((form.kind, form.own_names, form.series))
    words = words_token((*layout.title, *layout.subtitle))
    return ChartMemory(name, text_token(looks), words, text_token(clean(chart.alt)))


def words_token(lines: Iterable[str]) -> str:
    """Return the token of words, wherever their lines are broken."""
    return text_token("".join("".join(map(clean, lines)).split()))


def brief_text(text: str) -> str:
    """Return the short token of a text; none for an empty one."""
    return f"'{crc32(text.encode()):x}" if text else ""


def brief_number(value: float) -> str:
    """Return the short token of a number, without its format."""
    return f"={crc32(b'%.12g' % value):x}"


def token(held: Content) -> str:
    """Return the long token of what stands in a cell, without its number format."""
    return number_token(held.text) if held.kind == "n" else text_token(_text(held))


def plain(token: str) -> str:
    """Return a token without its number format."""
    return token.partition(":")[0]


def alike(one: Content, other: Content) -> bool:
    """Whether two cells hold one value, as far as programs keep it."""
    if one.kind == other.kind == "n":
        return isclose(float(one.text), float(other.text), rel_tol=_TOLERANCE)
    return one == other


def remembers(token_was: str, held: Content) -> bool:
    """Whether a cell holds what it was last filled with, of which the token is kept."""
    was = plain(token_was)
    if held.kind != "n":
        return was in (brief_text(_text(held)), text_token(_text(held)))
    value = float(held.text)
    if was.startswith("#"):
        return isclose(float(was[1:]), value, rel_tol=_TOLERANCE)
    # a program that kept fewer digits may have gone over an edge of rounding
    return was in [brief_number(value * near) for near in (1, 1 - _NEAR, 1 + _NEAR)]


def _text(held: Content) -> str:
    return held.text if held.kind in ("s", "") else f"{held.kind} {held.text}"


LOST = "-"


@dataclass(slots=True)
class RowMemory:
    """One row of a table as last filled; `ended` where the report had stopped giving it."""

    tokens: Sequence[str]
    ended: bool = False


@dataclass(slots=True)
class TableMemory:
    """One table as last filled: its name, the headings of its columns and of its key, its rows.

    `words` are the tokens of title, note and draft line above it.
    """

    slot: str
    name: str
    columns: Sequence[str]
    key: Sequence[str]
    words: Sequence[str]
    rows: list[RowMemory] = field(default_factory=list)

    def key_of(self, row: RowMemory) -> tuple[str, ...]:
        """Return the tokens of a row's key."""
        return tuple(plain(row.tokens[self.columns.index(name)]) for name in self.key)


@dataclass(frozen=True, slots=True)
class ChartMemory:
    """One chart: the name of its drawing, and tokens of its form, its titles and its alt text.

    `form` is empty where the report had stopped giving it, and LOST where somebody had taken it
    out, so that this is told but once.
    """

    name: str
    form: str
    words: str
    alt: str


@dataclass(slots=True)
class Memory:
    """All that a companion remembers: tables and charts by slot, the About sheet, number formats.

    `about` has the tokens of its two columns, a line each.
    """

    tables: dict[str, TableMemory] = field(default_factory=dict)
    charts: dict[str, ChartMemory] = field(default_factory=dict)
    about: list[Line] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)

    def code(self, token: str) -> str | None:
        """Return the number format of a token, None where it is no number."""
        _, mark, place = token.partition(":")
        return self.formats[int(place)] if mark else None

    def format_place(self, code: str) -> int:
        """Return the place of a number format in the list, added where it is new."""
        if code not in self.formats:
            self.formats.append(code)
        return self.formats.index(code)


def recoded(token: str, before: Memory, after: Memory) -> str:
    """Return a token of one memory with its number format's place in another."""
    code = before.code(token)
    return token if code is None else f"{plain(token)}:{after.format_place(code)}"


def memory_rows(memory: Memory) -> Iterator[Sequence[str]]:
    """Yield the rows of text that hold a memory."""
    yield "formats", "", *_chunks(_json(memory.formats))
    yield "about", "", *_chunks(_json(memory.about))
    for slot, chart in memory.charts.items():
        yield "chart", slot, chart.name, chart.form, chart.words, chart.alt
    for slot, table in memory.tables.items():
        head = _json([table.name, list(table.columns), list(table.key), list(table.words)])
        rows = ";".join(_ENDED * row.ended + ",".join(row.tokens) for row in table.rows)
        yield "table", slot, head, *_chunks(rows)


def read_memory(rows: Iterable[Sequence[str]]) -> Memory:
    """Return the memory in the rows of a sheet. Raises ValueError where they hold none."""
    memory = Memory()
    for kind, key, *cells in rows:
        if kind == "formats":
            memory.formats = json.loads("".join(cells))
        elif kind == "about":
            memory.about = [(first, second) for first, second in json.loads("".join(cells))]
        elif kind == "chart":
            memory.charts[key] = ChartMemory(*cells[:4])
        elif kind == "table":
            name, columns, own, words = json.loads(cells[0])
            table = TableMemory(key, name, columns, own, words)
            table.rows = list(_rows("".join(cells[1:])))
            memory.tables[key] = table
    if not memory.formats and not memory.tables:
        raise ValueError("no memory")
    return memory


def _rows(text: str) -> Iterator[RowMemory]:
    for row in text.split(";") if text else ():
        yield RowMemory(row.removeprefix(_ENDED).split(","), row.startswith(_ENDED))


def _json(value: Any) -> str:
    # Excel reads _x0041_ in text as a letter, so no such run may stand in the JSON.
    return json.dumps(value, separators=(",", ":")).replace("_x", r"_\u0078")


def _chunks(text: str) -> list[str]:
    return [text[at : at + _CHUNK] for at in range(0, len(text), _CHUNK)] or [""]


class NotedWords:
    """A sheet of lines of two texts being written, whose tokens are noted."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self._lines: dict[int, dict[int, str]] = {}

    def write_string(self, row: int, column: int, text: str, look: Any) -> None:
        """Write and note text."""
        self.note(row, column, text)
        self.sheet.write_string(row, column, text, look)

    def note(self, row: int, column: int, text: str) -> None:
        """Note text that stands in a cell."""
        self._lines.setdefault(row, {})[column] = text_token(text)

    def lines(self) -> list[Line]:
        """Return the tokens of every line from the first."""
        found = (self._lines.get(row, {}) for row in range(max(self._lines, default=-1) + 1))
        return [(line.get(0, ""), line.get(1, "")) for line in found]


class Noted:
    """A sheet being written, whose values are noted row by row.

    `key` gives the columns, from 0, of the key of a row. Tokens are made at the end, all in one go:
    a companion is written cell by cell often enough for this to tell.
    """

    def __init__(self, sheet: Any, memory: Memory, key: Collection[int]) -> None:
        self.sheet, self._memory, self._key = sheet, memory, key
        noted = self._noted = list[str | tuple[Any, Any]]()
        keep, string, number, blank = (
            noted.append, sheet.write_string, sheet.write_number, sheet.write_blank,
        )  # fmt: skip

        def write_string(row: int, column: int, text: str, look: Any) -> None:
            keep(text)
            string(row, column, text, look)

        def write_number(row: int, column: int, value: Any, look: Any) -> None:
            keep((value, look))
            number(row, column, value, look)

        def write_blank(row: int, column: int, value: None, look: Any) -> None:
            keep("")
            blank(row, column, value, look)

        self.write_string, self.write_number = write_string, write_number
        self.write_blank = write_blank

    def write_link(self, row: int, column: int, target: str, text: str, look: Any) -> None:
        """Write and note text that leads elsewhere."""
        self._noted.append(text)
        self.sheet.write_url(row, column, target, look, text)

    def write_datetime(self, row: int, column: int, value: Any, look: Any) -> None:
        """Write and note a day."""
        self._noted.append((content(value).text, look))
        self.sheet.write_datetime(row, column, value, look)

    def rows(self, width: int) -> list[RowMemory]:
        """Return what was noted as tokens, so many cells a row."""
        columns = [self._tokens(at, width) for at in range(width)]
        return [RowMemory(row) for row in zip(*columns, strict=True)]

    def _tokens(self, at: int, width: int) -> list[str]:
        text = cache(text_token if at in self._key else brief_text)
        number = number_token if at in self._key else brief_number
        place = cache(lambda look: f":{self._memory.format_place(look.num_format)}")
        return [
            text(each) if isinstance(each, str) else number(float(each[0])) + place(each[1])
            for each in self._noted[at::width]
        ]
