"""A table that people may have edited, brought to the rows that the report now gives.

A row that the report did not change stays as it is, byte for byte. A row that somebody rewrote is
kept; one that somebody added stays after the row it follows; one taken out stays out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from pmf_engine.documents.word import signs
from pmf_engine.documents.word.kept import KeptTable, Row
from pmf_engine.documents.word.retext import (
    CELL,
    LIVE,
    cell_text,
    cell_texts,
    mark,
    text_of,
    with_text,
)
from pmf_engine.documents.word.spans import Span, scan
from pmf_engine.documents.word.xml import attribute
from pmf_engine.model.content import Grid

_TOKEN = re.compile(rb"<(/?)w:(tbl|tr)(?:\s[^>]*)?>")
_TABLES = re.compile(rb"<(/?)w:tbl>")
_ROW = re.compile(rb"<w:tr(?:\s[^>]*)?>")
_SUMMARY = re.compile(rb'(<w:tblDescription w:val=")[^"]*(")')


@dataclass(slots=True)
class Outcome:
    """What became of a table: its XML, and the words of rows added, ended or kept as rewritten.

    `reshaped` says that its columns are not ours any more, so that its rows were left alone.
    """

    xml: bytes
    added: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    rewritten: list[tuple[str, str]] = field(default_factory=list)
    reshaped: bool = False


class _Held(NamedTuple):
    """A row of the document: its bytes, up to the next row, and the marks of its key and words."""

    xml: bytes
    key: str
    text: str

    @property
    def words(self) -> str:
        """Its words as a list of changes names them."""
        return _plain(cell_texts(self.xml))


class Fresh(NamedTuple):
    """A table as newly built: the whole of it, its header row, and each row by its number."""

    whole: Callable[[], bytes]
    header: Callable[[], bytes]
    row: Callable[[int], bytes]


class _New(NamedTuple):
    """A row as the report gives it: its marks, and what makes its bytes."""

    row: Row
    make: Callable[[], bytes]

    @property
    def words(self) -> str:
        """Its words as a list of changes names them."""
        return _plain(cell_texts(self.make()))


def table_at(data: bytes, start: int) -> Span | None:
    """Return the table around a place, or else the first one after it; None where there is none."""
    around = data.rfind(b"<w:tbl>", 0, start)
    if around < 0 or data.rfind(b"</w:tbl>", 0, start) > around:
        around = data.find(b"<w:tbl>", start)
    return None if around < 0 else _whole(data, around)


def renewed(
    xml: bytes, kept: KeptTable, new: KeptTable, grid: Grid, fresh: Fresh, overwrite: bool
) -> Outcome:
    """Return a table of the document with the rows of a grid.

    `kept` is the table as last filled, `new` as it will be; `fresh` gives it as newly built.
    """
    head, pieces, tail = _parts(xml)
    rows = _rows(pieces, kept)
    if overwrite and _edited(head, rows, kept):
        return Outcome(fresh.whole())
    if not rows or _cells(head) != len(grid.fields):
        return Outcome(xml, reshaped=True)
    given = {row.key: _New(row, partial(fresh.row, at)) for at, row in enumerate(new.rows)}
    outcome = Outcome(b"")
    body = _merged(kept, rows, given, outcome)
    outcome.xml = b"".join([_head(head, kept, new, fresh, grid), *body, tail])
    return outcome


def recaptioned(xml: bytes, kept: KeptTable, grid: Grid) -> bytes:
    """Return what stands before a table with the new caption, where the old one still stands."""
    if kept.caption == grid.caption or text_of(xml) != kept.caption:
        return xml
    return with_text(xml, grid.caption)


def _whole(data: bytes, start: int) -> Span | None:
    depth = 0
    for token in _TABLES.finditer(data, start):
        depth += -1 if token[1] else 1
        if not depth:
            return Span(start, token.end())
    return None


def _parts(xml: bytes) -> tuple[bytes, list[bytes], bytes]:
    """Return a table's beginning with its header row, its other rows, and what ends it."""
    starts, end, depth = [], 0, 0
    for token in _TOKEN.finditer(xml):
        close, name = bool(token[1]), token[2]
        if name == b"tbl":
            depth += -1 if close else 1
        elif depth == 1 and close:
            end = token.end()
        elif depth == 1:
            starts.append(token.start())
    if len(starts) < 2:
        return xml[:end], [], xml[end:]
    edges = [*starts[1:], end]
    rows = [xml[a:b] for a, b in pairwise(edges)]
    return xml[: starts[1]], rows, xml[end:]


def _rows(pieces: Sequence[bytes], kept: KeptTable) -> list[_Held]:
    """Return the rows of the document; where nobody touched them, they are those kept."""
    if len(pieces) == len(kept.rows) and mark(cell_text(b"".join(pieces))) == kept.words:
        pairs = zip(pieces, kept.rows, strict=True)
        return [_Held(piece, row.key, row.text) for piece, row in pairs]
    keys = signs.Keys()
    return [_held(piece, keys) for piece in pieces]


def _held(xml: bytes, keys: signs.Keys) -> _Held:
    texts = cell_texts(xml)
    slots = [control.place.slot for control in scan(xml).bound if control.place]
    return _Held(xml, keys(slots, texts), mark(CELL.join(texts)))


def _plain(texts: Iterable[str]) -> str:
    """Return the words of a row as a list of changes names it."""
    return ", ".join(text for text in (one.replace(LIVE, "").strip() for one in texts) if text)


def _cells(row: bytes) -> int:
    return row.count(b"</w:tc>")


def _edited(head: bytes, rows: Sequence[_Held], kept: KeptTable) -> bool:
    ours = [(row.key, row.text) for row in kept.rows]
    return _heads(head) != kept.heads or [(one.key, one.text) for one in rows] != ours


def _heads(head: bytes) -> str:
    return mark(CELL.join(cell_texts(head)))


def _head(head: bytes, kept: KeptTable, new: KeptTable, fresh: Fresh, grid: Grid) -> bytes:
    """Return the beginning of the table: its summary new, its headings where they changed."""
    summary = attribute(grid.summary).encode()
    head = _SUMMARY.sub(lambda found: found[1] + summary + found[2], head, count=1)
    row = _ROW.search(head)
    if row is None or kept.heads == new.heads or _heads(head) != kept.heads:
        return head
    return head[: row.start()] + fresh.header()


def _merged(
    kept: KeptTable, rows: Sequence[_Held], given: Mapping[str, _New], outcome: Outcome
) -> list[bytes]:
    before = {row.key: row for row in kept.rows}
    chosen = {one.key: _chosen(one, before, given, outcome) for one in rows}
    added = [key for key in given if key not in before and key not in chosen]
    outcome.added += [given[key].words for key in added]
    ours = [key for key in chosen if key in before and key in given]
    if ours != [key for key in before if key in given and key in chosen]:
        return [*chosen.values(), *(given[key].make() for key in added)]
    return list(_in_new_order(given, chosen, added))


def _chosen(
    one: _Held, before: Mapping[str, Row], given: Mapping[str, _New], outcome: Outcome
) -> bytes:
    """Return what stands in place of a row of the document; nothing for one that ended."""
    was, now = before.get(one.key), given.get(one.key)
    if was is None:
        return one.xml
    touched = one.text != was.text
    if now is None:
        outcome.ended.append(one.words)
        return one.xml if touched else b""
    if now.row.sign == was.sign or not touched:
        return one.xml if now.row.sign == was.sign else now.make()
    outcome.rewritten.append((one.words, now.words))
    return one.xml


def _in_new_order(
    given: Mapping[str, _New], chosen: Mapping[str, bytes], added: Collection[str]
) -> Iterator[bytes]:
    """Yield rows as the report orders them, other people's after the row that they follow."""
    following: dict[str, list[bytes]] = {}
    last = ""
    for key, xml in chosen.items():
        last = key if key in given else last
        if key not in given:
            following.setdefault(last, []).append(xml)
    yield from following.get("", ())
    for key in given:
        if key in chosen or key in added:
            yield chosen[key] if key in chosen else given[key].make()
            yield from following.get(key, ())
