"""What a workbook of somebody's own remembers of its slots, on a sheet that nobody sees.

One row a slot: its name, the headings that the report gave for it, and where the figures came from
that fill it, packed into as many cells as that needs.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pmf_engine.documents.excel.lineage import packed, unpacked
from pmf_engine.model.lineage import LineageFigure, lineage_figure
from pmf_engine.model.values import Figure
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.plan import Block
from pmf_engine.ribbon.slots import Slot
from pmf_engine.ribbon.tabling import heading_of, key_part

if TYPE_CHECKING:
    import xlwings

SHEET = "_pmf_slots"
_CHUNK = 7_000
_MARK = "z:"  # so that no cell begins as a formula or a number does
Packed = tuple[str, ...]  # the cells of a row of the sheet
Parts = Sequence[object]  # the parts of a row's key, in the order of the key's headings


@dataclass(slots=True)
class Memory:
    """Of one slot: headings, the run that filled it, its key's headings, and its figures by row.

    A cell that is no table has one row without a key and one figure without a heading.
    """

    titles: list[str] = field(default_factory=list)
    report: str = ""
    key: list[str] = field(default_factory=list)
    rows: list[tuple[list[object], dict[str, LineageFigure]]] = field(default_factory=list)

    def add(self, key: Parts, heading: str, figure: Figure) -> None:
        """Remember the figure of a row under a heading; figures of a row come one after another."""
        if not self.rows or self.rows[-1][0] != list(key):
            self.rows.append((list(key), {}))
        self.rows[-1][1][heading] = lineage_figure(figure)

    def figure(self, key: Parts = (), heading: str = "") -> LineageFigure | None:
        """Return the figure of a row under a heading, None where there is none."""
        found = (figures for held, figures in self.rows if held == list(key))
        return next(found, {}).get(heading)


def remembered(book: xlwings.Book) -> dict[str, Packed]:
    """Return what a book remembers, by the name of the slot, as it stands on the sheet."""
    if SHEET not in book.sheets:
        return {}
    rows = [[str(cell or "") for cell in row] for row in exact(book.sheets[SHEET].used_range)]
    return {row[0]: tuple(filter(None, row)) for row in rows if row[0]}


def memory_block(book: xlwings.Book, memories: Mapping[str, Packed]) -> Block:
    """Return what the sheet says from now on, over all that it said before."""
    rows = list(memories.values())
    height, width = len(rows), max(map(len, rows))
    if SHEET in book.sheets:
        used = book.sheets[SHEET].used_range
        height, width = max(height, used.shape[0]), max(width, used.shape[1])
    values: list[list[str | None]] = [[*row, *[None] * (width - len(row))] for row in rows]
    values += [[None] * width for _ in range(height - len(rows))]
    return Block(Place(SHEET, 1, 1, height, width), values, "what the engine remembers")


def pack(name: str, memory: Memory) -> Packed:
    """Return what is remembered of a slot as it stands on the sheet."""
    return tuple(_cells(name, memory))


def unpack(packed: Packed) -> Memory:
    """Return what `pack` was given; nothing where it was spoilt."""
    try:
        return _memory(packed)
    except (ValueError, LookupError, TypeError, zlib.error):
        return Memory()


def headings_of(packed: Packed) -> list[str]:
    """Return the headings alone, which takes less time."""
    return unpack(packed[:2]).titles


def _cells(name: str, memory: Memory) -> Iterator[str]:
    yield name
    yield json.dumps(memory.titles)
    if memory.rows:
        text = json.dumps(
            [memory.report, memory.key, [[key, _named(figures)] for key, figures in memory.rows]]
        )
        code = b64encode(zlib.compress(text.encode(), 3)).decode()
        for at in range(0, len(code), _CHUNK):
            yield _MARK + code[at : at + _CHUNK]


def _named(figures: Mapping[str, LineageFigure]) -> dict[str, Any]:
    return {heading: packed(figure) for heading, figure in figures.items()}


def _memory(row: Sequence[str]) -> Memory:
    memory = Memory(json.loads(row[1]))
    code = "".join(cell.removeprefix(_MARK) for cell in row[2:])
    if code:
        memory.report, memory.key, rows = json.loads(zlib.decompress(b64decode(code)))
        memory.rows = [
            (key, {heading: unpacked(one) for heading, one in figures.items()})
            for key, figures in rows
        ]
    return memory


def figure_at(book: xlwings.Book, slot: Slot, memory: Memory, cell: Place) -> LineageFigure | None:
    """Return the figure that a slot was last given in a cell; None for a cell that holds none."""
    held = exact(slot.place.cells(book))
    row, column = cell.row - slot.place.row, cell.column - slot.place.column
    headings = [heading_of(text) for text in held[0]]
    if not memory.key:
        return memory.figure()
    if row < 1 or not set(memory.key) <= set(headings):
        return None
    key = [key_part(held[row][headings.index(title)]) for title in memory.key]
    return memory.figure(key, headings[column])
