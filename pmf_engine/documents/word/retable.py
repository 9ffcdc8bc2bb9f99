"""A table that people may have edited, brought to the rows that the report now gives.

A row that the report did not change stays as it is, byte for byte. A row that somebody rewrote is
kept; one that somebody added stays after the row it follows; one taken out stays out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pmf_engine.documents.word import signs
from pmf_engine.documents.word.kept import KeptTable, Row
from pmf_engine.documents.word.retext import CELL, LIVE, mark, text_of, with_text
from pmf_engine.documents.word.rows import Piece, brought, cells_of, fitted, rows_of, texts_of
from pmf_engine.documents.word.spans import scan
from pmf_engine.documents.word.xml import attribute
from pmf_engine.model.content import Grid

_SUMMARY = re.compile(rb'(<w:tblDescription w:val=")[^"]*(")')


@dataclass(slots=True)
class Outcome:
    """What became of a table: its XML, and the words of rows added, ended or kept as rewritten.

    `replaced` are rewritten rows that gave way to the report's. `reshaped` says that its columns
    are not ours any more, so that its rows were left alone.
    """

    xml: bytes
    added: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    rewritten: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)
    reshaped: bool = False


class Wanted(NamedTuple):
    """What a table is to become: its grid, and how it looks newly built.

    `looks` are the ids of the styles of cells that follow a status; `overwrite` says that what
    somebody rewrote gives way.
    """

    grid: Grid
    fresh: Callable[[], bytes]
    looks: Collection[str]
    overwrite: bool


class _Held(NamedTuple):
    """A row of the document: its bytes, what follows it, its words and the marks of both."""

    xml: bytes
    gap: bytes
    words: str
    key: str
    text: str


class _New(NamedTuple):
    """A row as the report gives it: its bytes as newly built, and its marks."""

    xml: bytes
    row: Row


def is_of(xml: bytes, kept: KeptTable) -> bool:
    """Whether a table is the one that was filled: by a row of its own, or else by its headings."""
    head, *rows = [row.xml for row in rows_of(xml).rows] or [b""]
    keys = signs.Keys()
    ours = {row.key for row in kept.rows}
    if ours and rows:
        return any(_held(Piece(row), keys).key in ours for row in rows)
    return _heads(head) == kept.heads


def renewed(xml: bytes, kept: KeptTable, wanted: Wanted) -> Outcome:
    """Return a table of the document with the rows of a grid."""
    start, pieces = rows_of(xml)
    head = pieces[0] if pieces else Piece(b"")
    if len(cells_of(head.xml).rows) != len(wanted.grid.fields) or not rows_of(xml).whole:
        if wanted.overwrite:
            return Outcome(wanted.fresh(), replaced=[("", "")])
        return Outcome(xml, reshaped=True)
    keys, outcome = signs.Keys(), Outcome(b"")
    rows = [_held(piece, keys) for piece in pieces[1:]]
    tail = pieces[-1].gap
    rows[-1:] = [rows[-1]._replace(gap=b"")] if rows else []
    new = signs.table_of(wanted.grid)
    new_head, *made = [piece.xml for piece in rows_of(wanted.fresh()).rows]
    given = {row.key: _New(xml, row) for row, xml in zip(new.rows, made, strict=True)}
    top = _head(head.xml, kept, new, new_head, wanted, outcome)
    body = _merged(kept, rows, _fitted(given, top), wanted, outcome)
    between = head.gap if len(pieces) > 1 else b""
    outcome.xml = b"".join([_summed_up(start, wanted.grid), top, between, *body, tail])
    return outcome


def recaptioned(xml: bytes, kept: KeptTable, grid: Grid) -> bytes:
    """Return what stands before a table with the new caption, where the old one still stands."""
    if kept.caption == grid.caption or text_of(xml) != kept.caption:
        return xml
    return with_text(xml, grid.caption)


def _held(piece: Piece, keys: signs.Keys) -> _Held:
    texts = texts_of(piece.xml)
    slots = [control.place.slot for control in scan(piece.xml).bound if control.place]
    key, text = keys(slots, texts), mark(CELL.join(texts))
    return _Held(piece.xml, piece.gap, _plain(texts), key, text)


def _plain(texts: Iterable[str]) -> str:
    """Return the words of a row as a list of changes names it."""
    return ", ".join(text for text in (one.replace(LIVE, "").strip() for one in texts) if text)


def _heads(head: bytes) -> str:
    return mark(CELL.join(texts_of(head)))


def _summed_up(start: bytes, grid: Grid) -> bytes:
    """Return the beginning of a table with the new summary."""
    summary = attribute(grid.summary).encode()
    return _SUMMARY.sub(lambda found: found[1] + summary + found[2], start, count=1)


def _head(
    head: bytes, kept: KeptTable, new: KeptTable, fresh: bytes, wanted: Wanted, outcome: Outcome
) -> bytes:
    """Return the header row, its headings new where they changed."""
    touched = _heads(head) != kept.heads
    if kept.heads == new.heads and not (touched and wanted.overwrite):
        return head
    if touched:
        noted = outcome.replaced if wanted.overwrite else outcome.rewritten
        noted.append((_plain(texts_of(head)), _plain(texts_of(fresh))))
    return head if touched and not wanted.overwrite else brought(head, fresh, ())


def _fitted(given: Mapping[str, _New], head: bytes) -> dict[str, _New]:
    return {key: _New(fitted(one.xml, head), one.row) for key, one in given.items()}


def _merged(
    kept: KeptTable,
    rows: Sequence[_Held],
    given: Mapping[str, _New],
    wanted: Wanted,
    outcome: Outcome,
) -> list[bytes]:
    before = {row.key: row for row in kept.rows}
    chosen = {one.key: _chosen(one, before, given, wanted, outcome) + one.gap for one in rows}
    added = [key for key in given if key not in before and key not in chosen]
    outcome.added += [_plain(texts_of(given[key].xml)) for key in added]
    ours = [key for key in chosen if key in before and key in given]
    if ours != [key for key in before if key in given and key in chosen]:
        return [*chosen.values(), *(given[key].xml for key in added)]
    return list(_in_new_order(given, chosen, added))


def _chosen(
    one: _Held,
    before: Mapping[str, Row],
    given: Mapping[str, _New],
    wanted: Wanted,
    outcome: Outcome,
) -> bytes:
    """Return what stands in place of a row of the document; nothing for one that ended."""
    was, now = before.get(one.key), given.get(one.key)
    if was is None:
        return one.xml
    touched = one.text != was.text
    if now is None and touched:
        outcome.rewritten.append((one.words, ""))
        return one.xml
    if now is None:
        outcome.ended.append(one.words)
        return b""
    if touched and not wanted.overwrite:
        if now.row.sign != was.sign:
            outcome.rewritten.append((one.words, _plain(texts_of(now.xml))))
        return one.xml
    if touched:
        outcome.replaced.append((one.words, _plain(texts_of(now.xml))))
    return (
        brought(one.xml, now.xml, wanted.looks) if touched or now.row.sign != was.sign else one.xml
    )


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
            yield chosen[key] if key in chosen else given[key].xml
            yield from following.get(key, ())
