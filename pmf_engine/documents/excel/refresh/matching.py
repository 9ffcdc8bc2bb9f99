"""Rows of a table matched by their key: those that stay, are new, have ended or were taken out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.fill.tables import TablePart
from pmf_engine.documents.excel.memory import RowMemory, TableMemory, text_token, token

Key = tuple[tuple[str, ...], int]
_NONE = text_token("None")  # what the one row of a table without rows says


@dataclass(frozen=True, slots=True)
class Matched:
    """What becomes of each row; `standing` has the sheet's row of keys that stay."""

    standing: dict[Key, int]
    new: list[Key]
    ended: dict[Key, int]
    removed: list[Key]
    free: dict[Key, int]
    left_out: list[Key]


def columns_of(old: TablePart, fresh: TablePart, was: TableMemory) -> dict[str, int]:
    """Return where each column of the report stands in the sheet, by heading.

    A heading that somebody changed is found by the column's number in the table's own count.
    """
    found = {}
    ours = {name.casefold() for name in was.columns}
    by_id = {c.id: at for at, c in old.columns.items() if c.name.casefold() not in ours}
    for column in fresh.columns.values():
        at = old.column(column.name)
        if at is None and column.name in was.columns:
            at = by_id.get(str(was.columns.index(column.name) + 1))
        if at is not None:
            found[column.name] = at
    return found


def renamed(was: list[str], now: list[str]) -> dict[str, str]:
    """Return the new heading of each column that the report calls otherwise, by the one it had.

    Headings alike but for their numbers, such as years that all move on by one, follow by place.
    """
    if len(was) != len(now):
        return {}
    alike = list(map(_shape, was)) == list(map(_shape, now))
    return {
        before: name
        for before, name in zip(was, now, strict=True)
        if before != name and (alike or (before not in now and name not in was))
    }


def _shape(heading: str) -> str:
    return re.sub(r"\d+", "0", heading)


def keyed(keys: Iterable[tuple[str, ...]]) -> Iterator[Key]:
    """Yield keys told apart by how often they came before."""
    seen: Counter[tuple[str, ...]] = Counter()
    for key in keys:
        yield key, seen[key]
        seen[key] += 1


def remembered_rows(table: TableMemory) -> dict[Key, RowMemory]:
    """Return the rows of a table as last filled, by key."""
    return dict(zip(keyed(map(table.key_of, table.rows)), table.rows, strict=True))


def rows_of(book: Book, table: TablePart, key: Iterable[int]) -> dict[Key, int]:
    """Return the sheet's row of each key that stands in a table now."""
    sheet, columns = book.sheet(table.sheet), list(key)
    rows = range(table.data.top, table.data.bottom + 1)
    keys = (tuple(token(sheet.read(row, at).content) for at in columns) for row in rows)
    return dict(zip(keyed(keys), rows, strict=True))


def match(was: dict[Key, RowMemory], now: Iterable[Key], stand: dict[Key, int]) -> Matched:
    """Return what becomes of the rows that were last filled and of those that the report gives.

    A row that only said that there was none is free for the first new one, and is not added to
    other rows.
    """
    wanted = dict.fromkeys(now)
    standing = {key: stand[key] for key in wanted if key in stand}
    others = [key for key in wanted if key not in stand]
    left_out = [key for key in others if is_none(key) and stand]
    removed = [key for key in others if key in was and not was[key].ended and not is_none(key)]
    new = [key for key in others if key not in removed and key not in left_out]
    gone = {key: stand[key] for key in was if key in stand and key not in wanted}
    free = {key: row for key, row in gone.items() if is_none(key)}
    ended = {key: row for key, row in gone.items() if not is_none(key)}
    return Matched(standing, new, ended, removed, free, left_out)


def is_none(key: Key) -> bool:
    """Whether a row only says that there is none."""
    return key[0][:1] == (_NONE,)
