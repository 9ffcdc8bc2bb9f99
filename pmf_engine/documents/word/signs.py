"""Short marks by which a later refresh tells what the report changed from what people did.

A text mark covers only the words that a reader sees outside live values, so that it can be taken
from a document too. A whole mark covers slots and styles as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from pmf_engine.documents.chart_form import describe
from pmf_engine.documents.chart_refill import title_lines
from pmf_engine.documents.word.kept import KeptChart, KeptTable, Row, as_told
from pmf_engine.documents.word.plain import brief, plain
from pmf_engine.documents.word.retext import CELL, LIVE, mark
from pmf_engine.documents.word.xml import clean
from pmf_engine.model.content import CellValue, Chart, Field, Grid, Label, Narrative, Wording, Words
from pmf_engine.model.values import Figure

_Live = Figure | Wording | Narrative
_Piece = str | _Live
_LIVE, _PIECE = (Figure, Wording, Narrative), (str, Figure, Wording, Narrative)


def static(parts: Iterable[_Piece]) -> str:
    """Return pieces as a reader sees them, with one sign in place of each live value."""
    return "".join([clean(part) if isinstance(part, str) else LIVE for part in parts])


def words_mark(words: Words) -> str:
    """Return the text mark of a sentence."""
    return mark(static(words.parts))


def words_whole(words: Words) -> str:
    """Return the whole mark of a sentence."""
    return mark("".join(map(_named, words.parts)))


def chart_of(chart: Chart, before: KeptChart | None = None) -> KeptChart:
    """Return what a document keeps of a chart; `before` itself where the chart is still that."""
    sign = _long(repr(chart))
    if before is not None and before.sign == sign and before.form:
        return before
    described = describe(chart)
    return KeptChart(sign, _long(repr(described.form.stable)), title_mark(title_lines(described)))


def title_mark(lines: Iterable[str]) -> str:
    """Return the mark of a chart's title, wherever its lines are broken."""
    return mark("".join("".join(lines).split()))


def table_of(grid: Grid, before: KeptTable | None = None) -> KeptTable:
    """Return what a document keeps of a table; `before` itself where the table is still that."""
    heads = heads_text(grid.fields)
    sign = _long(CELL.join((grid.caption, grid.summary, heads, *map(_whole, grid.rows))))
    if before is not None and before.sign == sign:
        return before
    words = [[_static(value) for value in values] for values in grid.rows]
    return KeptTable(
        sign=sign,
        words=mark("".join([f"{text}{CELL}" for texts in words for text in texts])),
        caption=clean(grid.caption),
        heads=mark(heads),
        told=as_told(_rows(grid, words)),
    )


def _rows(grid: Grid, words: Sequence[Sequence[str]]) -> Iterator[Row]:
    """Yield the key and the marks of each row of a table, no two keys the same."""
    keys = Keys()
    for values, texts in zip(grid.rows, words, strict=True):
        slots = [part.slot for v in values if not isinstance(v, str) for part in _live(v)]
        yield Row(keys(slots, texts), mark(CELL.join(texts)), mark(_whole(values)))


def heads_text(fields: Iterable[Field]) -> str:
    """Return the headings of a table as one text."""
    return CELL.join([clean(field.title) for field in fields])


class Keys:
    """Gives each row of one table its key: its first live slot, or else its first cell."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def __call__(self, slots: Sequence[str], texts: Sequence[str]) -> str:
        """Return the mark of the key of the next row."""
        key = slots[0] if slots else f"{CELL}{texts[0] if texts else ''}"
        count = self._seen[key] = self._seen.get(key, 0) + 1
        return mark(f"{key}{CELL}{count}")


def _long(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _whole(values: Sequence[CellValue]) -> str:
    """Return a row as one text, slots and styles too."""
    return CELL.join([value if isinstance(value, str) else _cell(value) for value in values])


def _cell(value: CellValue) -> str:
    if isinstance(value, _PIECE):
        return _named(value)
    return "".join([_named(one) for one in _pieces(value)])


def _static(value: CellValue) -> str:
    if isinstance(value, str):
        return clean(value)
    return LIVE if isinstance(value, _LIVE) else static(_pieces(value))


def _live(value: CellValue) -> list[_Live]:
    if isinstance(value, _LIVE):
        return [value]
    parts = value.parts if isinstance(value, Label) else ()
    return [part for part in parts if not isinstance(part, str)]


def _pieces(value: CellValue) -> tuple[_Piece, ...]:
    return value.parts if isinstance(value, Label) else (_shown(value),)


def _shown(value: Any) -> str:
    return "" if value is None else plain(brief(value))


def _named(part: _Piece) -> str:
    if isinstance(part, str):
        return part
    style = part.style if isinstance(part, Wording) else ""
    return f"{LIVE}{part.slot}{LIVE}{style}{LIVE}"
