"""Short marks by which a later refresh tells what the report changed from what people did.

A text mark covers only the words that a reader sees outside live values, so that it can be taken
from a document too. A whole mark covers slots and styles as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any

from pmf_engine.documents.word.kept import KeptTable, Row
from pmf_engine.documents.word.plain import brief, plain
from pmf_engine.documents.word.retext import CELL, LIVE, mark
from pmf_engine.documents.word.xml import clean
from pmf_engine.model.content import CellValue, Chart, Field, Grid, Label, Wording, Words
from pmf_engine.model.values import Figure

_Piece = str | Figure | Wording


def static(parts: Iterable[_Piece]) -> str:
    """Return pieces as a reader sees them, with one sign in place of each live value."""
    return "".join([clean(part) if isinstance(part, str) else LIVE for part in parts])


def words_mark(words: Words) -> str:
    """Return the text mark of a sentence."""
    return mark(static(words.parts))


def words_whole(words: Words) -> str:
    """Return the whole mark of a sentence."""
    return mark("".join(map(_named, words.parts)))


def chart_mark(chart: Chart) -> str:
    """Return the whole mark of a chart."""
    return _long(repr(chart))


def table_of(grid: Grid) -> KeptTable:
    """Return what a document keeps of a table."""
    rows = tuple(rows_of(grid))
    heads = heads_text(grid.fields)
    whole = _long(f"{grid.caption}{CELL}{grid.summary}{CELL}{heads}{rows}")
    return KeptTable(sign=whole, caption=clean(grid.caption), heads=mark(heads), rows=rows)


def rows_of(grid: Grid) -> Iterator[Row]:
    """Yield the key and the marks of each row of a table, no two keys the same."""
    keys = Keys()
    for values in grid.rows:
        cells = [_pieces(value) for value in values]
        texts = [static(pieces) for pieces in cells]
        slots = [part.slot for pieces in cells for part in pieces if not isinstance(part, str)]
        whole = CELL.join(["".join(map(_named, pieces)) for pieces in cells])
        yield Row(keys(slots, texts), mark(CELL.join(texts)), mark(whole))


def heads_text(fields: Iterable[Field]) -> str:
    """Return the headings of a table as one text."""
    return CELL.join([clean(field.title) for field in fields])


class Keys:
    """Gives each row of one table its key: its first live slot, or else its first cell."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, slots: list[str], texts: list[str]) -> str:
        """Return the mark of the key of the next row."""
        key = slots[0] if slots else f"{CELL}{texts[0] if texts else ''}"
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return mark(f"{key}{CELL}{count}")


def _long(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _pieces(value: CellValue) -> tuple[_Piece, ...]:
    if isinstance(value, str | Figure | Wording):
        return (value,)
    return value.parts if isinstance(value, Label) else (_shown(value),)


def _shown(value: Any) -> str:
    return "" if value is None else plain(brief(value))


def _named(part: _Piece) -> str:
    if isinstance(part, str):
        return part
    style = part.style if isinstance(part, Wording) else ""
    return f"{LIVE}{part.slot}{LIVE}{style}{LIVE}"
