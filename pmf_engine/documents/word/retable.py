"""A table that people may have edited, brought to the rows that the report now gives.

A row that the report did not change stays as it is, byte for byte. A row that somebody rewrote is
kept; one that somebody added stays after the row it follows; one taken out stays out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import NamedTuple

from pmf_engine.documents.word import signs
from pmf_engine.documents.word.kept import KeptTable, Row
from pmf_engine.documents.word.retext import (
    CELL,
    LIVE,
    mark,
    rows_told,
    same,
    text_of,
    with_text,
)
from pmf_engine.documents.word.rows import (
    Piece,
    brought,
    carried,
    cells_of,
    fitted,
    rows_of,
    texts_of,
    told,
    words_of_people,
)
from pmf_engine.documents.word.xml import attribute
from pmf_engine.model.content import Grid

_COLUMNS = "somebody changed its columns or grouped its rows, so its rows were left as they are"
_WRITTEN = (
    "the report gives it other columns now, and somebody wrote in its rows, so it was left as it is"
)
_SUMMARY = re.compile(rb'(<w:tblDescription w:val=")[^"]*(")')


@dataclass(slots=True)
class Outcome:
    """What became of a table: its XML, and the words of rows added, ended or kept as rewritten.

    `replaced` are rewritten rows that gave way to the report's. `left` says why its rows were left
    alone: nothing where they were not.
    """

    xml: bytes
    added: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    rewritten: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[tuple[str, str]] = field(default_factory=list)
    left: str = ""


class Fresh(NamedTuple):
    """A table as newly built: the whole of it, its header row, and each row by its number."""

    whole: Callable[[], bytes]
    header: Callable[[], bytes]
    row: Callable[[int], bytes]


class Wanted(NamedTuple):
    """What a table is to become: its grid, and how it looks newly built.

    `kept` is what the document will keep of it; `looks` are the ids of the styles of cells that
    follow a status; `sources` gives by slot what people's own words were first filled with;
    `overwrite` says that what somebody rewrote gives way.
    """

    grid: Grid
    kept: KeptTable
    fresh: Fresh
    looks: Collection[str]
    sources: Mapping[str, str]
    overwrite: bool


class _Held(NamedTuple):
    """A row of the document: its bytes, what follows it, and the marks of its key and words."""

    xml: bytes
    gap: bytes
    key: str
    text: str

    @property
    def words(self) -> str:
        """Its words as a list of changes names them."""
        return _plain(texts_of(self.xml))


@dataclass
class _New:
    """A row as the report gives it: its marks, what builds it, and the header row over it."""

    row: Row
    make: Callable[[], bytes]
    head: bytes

    @cached_property
    def plain(self) -> bytes:
        """Its bytes as newly built."""
        return self.make()

    @property
    def xml(self) -> bytes:
        """Its bytes, as wide as the header row of the document."""
        return fitted(self.plain, self.head)

    def into(self, xml: bytes, looks: Collection[str]) -> bytes:
        """Return the row that stands in the document with what this one says."""
        made = brought(xml, self.plain, looks)
        return self.xml if made is None else made

    @property
    def words(self) -> str:
        """Its words as a list of changes names them."""
        return _plain(texts_of(self.plain))


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
    start, pieces = cut = rows_of(xml)
    head = pieces[0] if pieces else Piece(b"")
    if len(cells_of(head.xml).rows) != len(wanted.grid.fields) or not cut.whole:
        return _recolumned(xml, kept, wanted)
    outcome, tail = Outcome(b""), pieces[-1].gap
    rows = _rows(pieces[1:], kept)
    rows[-1:] = [rows[-1]._replace(gap=b"")] if rows else []
    top = _head(head.xml, kept, wanted, outcome)
    body = _merged(kept, rows, _given(wanted, top), wanted, outcome)
    between = head.gap if len(pieces) > 1 else b""
    outcome.xml = b"".join([_summed_up(start, wanted.grid), top, between, *body, tail])
    return outcome


def recaptioned(xml: bytes, kept: KeptTable, grid: Grid) -> bytes:
    """Return what stands before a table with the new caption, where the old one still stands."""
    if kept.caption == grid.caption or text_of(xml) != kept.caption:
        return xml
    return with_text(xml, grid.caption)


def _recolumned(xml: bytes, kept: KeptTable, wanted: Wanted) -> Outcome:
    """Return a table that has other columns than the report gives, built anew if it may be.

    It may be where its columns are those that it was filled with and nobody wrote in its rows, or
    where what people wrote gives way; never where people's own words would be lost.
    """
    cut = rows_of(xml)
    head, *pieces = cut.rows or [Piece(b"")]
    ours = cut.whole and _heads(head.xml) == kept.heads
    filled = [(row.key, row.text) for row in kept.rows]
    untouched = ours and [(one.key, one.text) for one in _rows(pieces, kept)] == filled
    people, fresh = words_of_people(xml), wanted.fresh.whole()
    lost = people.keys() - words_of_people(fresh).keys()
    if lost or not (untouched or wanted.overwrite):
        return Outcome(xml, left=_WRITTEN if ours else _COLUMNS)
    return Outcome(carried(fresh, people), replaced=[] if untouched else [("", "")])


def _rows(pieces: Sequence[Piece], kept: KeptTable) -> list[_Held]:
    """Return the rows of the document; those kept, where plain words are as they were filled."""
    whole = b"".join([piece.xml for piece in pieces])
    plain = len(pieces) == len(kept.rows) and b"<w:sdt" not in whole
    if plain and mark(rows_told(whole)[0]) == kept.words:
        pairs = zip(pieces, kept.rows, strict=True)
        return [_Held(piece.xml, piece.gap, row.key, row.text) for piece, row in pairs]
    keys = signs.Keys()
    return [_held(piece, keys) for piece in pieces]


def _held(piece: Piece, keys: signs.Keys) -> _Held:
    texts, slots = told(piece.xml)
    key, text = keys(slots, texts), mark(CELL.join(texts))
    return _Held(piece.xml, piece.gap, key, text)


def _plain(texts: Iterable[str]) -> str:
    """Return the words of a row as a list of changes names it."""
    return ", ".join(text for text in (one.replace(LIVE, "").strip() for one in texts) if text)


def _heads(head: bytes) -> str:
    return mark(CELL.join(texts_of(head)))


def _summed_up(start: bytes, grid: Grid) -> bytes:
    """Return the beginning of a table with the new summary."""
    summary = attribute(grid.summary).encode()
    return _SUMMARY.sub(lambda found: found[1] + summary + found[2], start, count=1)


def _head(head: bytes, kept: KeptTable, wanted: Wanted, outcome: Outcome) -> bytes:
    """Return the header row, its headings new where they changed."""
    same_heads = kept.heads == wanted.kept.heads
    touched = (wanted.overwrite or not same_heads) and _heads(head) != kept.heads
    if same_heads and not touched:
        return head
    fresh = wanted.fresh.header()
    if touched:
        noted = outcome.replaced if wanted.overwrite else outcome.rewritten
        noted.append((_plain(texts_of(head)), _plain(texts_of(fresh))))
    return head if touched and not wanted.overwrite else brought(head, fresh, ()) or fresh


def _given(wanted: Wanted, head: bytes) -> dict[str, _New]:
    """Return the rows that the report gives, by key."""
    row = wanted.fresh.row
    return {one.key: _New(one, partial(row, at), head) for at, one in enumerate(wanted.kept.rows)}


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
    outcome.added += [given[key].words for key in added]
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
    if now is None and (touched or _written(one.xml, wanted.sources)):
        outcome.rewritten.append((one.words, ""))
        return one.xml
    if now is None:
        outcome.ended.append(one.words)
        return b""
    if touched and not wanted.overwrite:
        if now.row.sign != was.sign:
            outcome.rewritten.append((one.words, now.words))
        return one.xml
    if touched:
        outcome.replaced.append((one.words, now.words))
    return now.into(one.xml, wanted.looks) if touched or now.row.sign != was.sign else one.xml


def _written(row: bytes, sources: Mapping[str, str]) -> bool:
    """Whether people wrote words of their own in a row: others than it was filled with."""
    people = words_of_people(row)
    return any(not same(text_of(xml), sources.get(slot, "")) for slot, xml in people.items())


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
