"""Rows of a table of Word: cut into cells, and brought to new words cell by cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import eq
from typing import NamedTuple

from pmf_engine.documents.word.controls import TEXT
from pmf_engine.documents.word.retext import CELL, anchors, cell_told, rows_told
from pmf_engine.documents.word.scanning import scan
from pmf_engine.documents.word.spans import Edit, balanced, changed

_TABLE = re.compile(rb"<(/?)w:(tbl|tr)(?:\s[^>]*)?>")
_CELL = re.compile(rb"<(/?)w:(tbl|tc)(?:\s[^>]*)?>")
_BEGUN = {tag: re.compile(rb"<w:" + tag + rb"(?:\s[^>]*)?>") for tag in (b"tr", b"tc")}
_ENDED = {tag: re.compile(rb"</w:" + tag + rb"(?:\s[^>]*)?>") for tag in (b"tr", b"tc")}
_OPENING = re.compile(rb"<w:tc(?:\s[^>]*)?>(?:<w:tcPr/>|<w:tcPr>.*?</w:tcPr>)?", re.DOTALL)
_FORM = re.compile(rb"<w:p(?:\s[^>]*)?>(?:<w:pPr>(?:(?!</w:pPr>).)*</w:pPr>)?", re.DOTALL)
_WIDTH = re.compile(rb"<w:tcW\s[^>]*/>")
_TEXT = TEXT.encode()
_STYLE = re.compile(rb'<w:pStyle w:val="([^"]*)"\s*/>')


class Piece(NamedTuple):
    """A row, or a cell, and what stands between it and the next."""

    xml: bytes
    gap: bytes = b""


class Cut(NamedTuple):
    """A table cut into what comes before its rows, its rows, and its end."""

    start: bytes
    rows: list[Piece]

    @property
    def whole(self) -> bool:
        """Whether each row can be moved without breaking what stands around it."""
        return all(balanced(row.gap) for row in self.rows[:-1])


def rows_of(xml: bytes) -> Cut:
    """Return a table in rows, those of tables inside its cells left where they are."""
    return _cut(xml, _TABLE, b"tr", 1)


def cells_of(row: bytes) -> Cut:
    """Return a row in cells."""
    return _cut(row, _CELL, b"tc", 0)


def told(row: bytes) -> tuple[list[str], list[str]]:
    """Return the words of each cell outside live values and people's own words.

    With them come the slots of those.
    """
    if b"<w:tbl>" in row:
        cells = [cell_told(cell.xml) for cell in cells_of(row).rows]
        return [text for text, _ in cells], [one.of for _, held in cells for one in held]
    text, held = rows_told(row)
    return text.split(CELL)[:-1], [one.of for one in held]


def texts_of(row: bytes) -> list[str]:
    """Return the words of each cell outside live values and people's own words."""
    return told(row)[0]


def words_of_people(xml: bytes) -> dict[str, bytes]:
    """Return the controls of people's own words by slot."""
    if _TEXT not in xml:
        return {}
    return {one.slot: xml[slice(*one.whole)] for one in scan(xml).controls if one.yours}


def carried(new: bytes, people: Mapping[str, bytes]) -> bytes:
    """Return XML in which people's own words are those that stood there already."""
    if not people:
        return new
    held = [one for one in scan(new).controls if one.yours and one.slot in people]
    return changed(new, [Edit(one.whole, people[one.slot]) for one in held])


def brought(old: bytes, new: bytes, looks: Collection[str]) -> bytes | None:
    """Return a row with the words of another, what people did to its cells and to others' kept.

    `looks` are the ids of the paragraph styles that follow what a cell says. People's own words
    stay; a row that has other cells now is left as it is, rather than lose any of them. None where
    it has other cells and the new row can take its place.
    """
    people = words_of_people(old)
    start, cells = cells_of(old)
    others = cells_of(new := carried(new, people)).rows
    kept = people.keys() - words_of_people(new).keys()
    if len(cells) != len(others):
        return old if kept else None
    each = zip(cells, others, _alike(old, new, cells, others), strict=True)
    made = [
        (_styled(cell.xml, other.xml, looks) if alike else _cell(cell.xml, other.xml, looks, kept))
        + cell.gap
        for cell, other, alike in each
    ]
    return b"".join([start, *made])


def fitted(row: bytes, head: bytes) -> bytes:
    """Return a row whose cells are as wide as those of the header row."""
    widths = [_WIDTH.search(cell.xml) for cell in cells_of(head).rows]
    start, cells = cells_of(row)
    if len(widths) != len(cells):
        return row
    pairs = zip(cells, widths, strict=True)
    return b"".join([start, *(_as_wide(cell.xml, width) + cell.gap for cell, width in pairs)])


def _cut(xml: bytes, token: re.Pattern[bytes], wanted: bytes, level: int) -> Cut:
    nested = xml.count(b"<w:tbl>") > level
    edges = _deep(xml, token, wanted, level) if nested else _flat(xml, wanted)
    if not edges:
        return Cut(xml, [])
    spans = list(pairwise([*edges, len(xml)]))
    rows = [
        Piece(xml[a:b], xml[b:c]) for (a, b), (_, c) in zip(spans[::2], spans[1::2], strict=True)
    ]
    return Cut(xml[: edges[0]], rows)


def _flat(xml: bytes, wanted: bytes) -> list[int]:
    """Return where rows, or cells, begin and end in a table without others in it."""
    begun = [found.start() for found in _BEGUN[wanted].finditer(xml)]
    ended = [found.end() for found in _ENDED[wanted].finditer(xml)]
    return sorted([*begun, *ended])


def _deep(xml: bytes, token: re.Pattern[bytes], wanted: bytes, level: int) -> list[int]:
    edges, depth = [], 0
    for found in token.finditer(xml):
        close = bool(found[1])
        if found[2] == b"tbl":
            depth += -1 if close else 1
        elif found[2] == wanted and depth == level:
            edges.append(found.end() if close else found.start())
    return edges


def _cell(old: bytes, new: bytes, looks: Collection[str], kept: Collection[str]) -> bytes:
    """Return a cell that says what another says; as it was, but for its style, if it does."""
    people = words_of_people(old).keys()
    if people & kept or people & words_of_people(new).keys():
        return _styled(old, new, looks)
    before, after = anchors(carried(old, dict.fromkeys(people, b"")))
    opening, body = _OPENING.match(old), _body(new)
    form = _FORM.match(body)
    at, end = form.end() if form else 0, body.rfind(b"</w:p>")
    held = opening[0] if opening else b"<w:tc>"
    return b"".join([held, body[:at], before, body[at:end], after, body[end:]])


def _alike(
    old: bytes, new: bytes, cells: Sequence[Piece], others: Sequence[Piece]
) -> Iterator[bool]:
    """Yield of each cell of a row whether it says, and shows, what that of another does."""
    if b"<w:sdt" not in old and b"<w:sdt" not in new:
        texts, wanted = texts_of(old), texts_of(new)
        if len(texts) == len(wanted) == len(cells):
            yield from map(eq, texts, wanted)
            return
    for cell, other in zip(cells, others, strict=True):
        (said, held), (says, holds) = cell_told(cell.xml), cell_told(other.xml)
        yield said == says and [one.place for one in held] == [one.place for one in holds]


def _body(cell: bytes) -> bytes:
    opening = _OPENING.match(cell)
    return cell[opening.end() if opening else 0 :]


def _styled(old: bytes, new: bytes, looks: Collection[str]) -> bytes:
    was, now = _STYLE.search(old), _STYLE.search(new)
    if was is None or now is None or was[1].decode() not in looks or was[1] == now[1]:
        return old
    return old[: was.start()] + now[0] + old[was.end() :]


def _as_wide(cell: bytes, width: re.Match[bytes] | None) -> bytes:
    return _WIDTH.sub(lambda _: width[0], cell, count=1) if width else cell
