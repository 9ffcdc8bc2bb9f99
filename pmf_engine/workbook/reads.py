"""Which cells were read while a figure was computed, noted as a by-product of reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol

from pmf_engine.model.cells import Source, spans

Run = tuple[int, int, int]
Sheet = tuple[str, str, str]


class Spanned(Protocol):
    """A table that knows where its rows stand."""

    def __len__(self) -> int: ...

    def spans(self, name: str, indexes: Iterable[int]) -> Iterator[tuple[Sheet, Run]]:
        """Yield the sheet and the run of cells for rows of one column, given in order."""
        ...


class Reads:
    """The cells read within one `recording()` block."""

    def __init__(self) -> None:
        self._cells: dict[tuple[Spanned, str], set[int]] = {}
        self._whole: dict[tuple[Spanned, str], None] = {}

    def note(self, table: Spanned, name: str, index: int) -> None:
        """Note that one cell was read."""
        try:
            self._cells[table, name].add(index)
        except KeyError:
            self._cells[table, name] = {index}

    def note_whole(self, table: Spanned, name: str) -> None:
        """Note that a whole column was read."""
        self._whole[table, name] = None

    def absorb(self, other: Reads) -> None:
        """Count another block's reads as read here too."""
        self._whole.update(other._whole)
        for key, indexes in other._cells.items():
            self._cells.setdefault(key, set()).update(indexes)

    def sources(self) -> tuple[Source, ...]:
        """Return the cells as blocks, in order of workbook and sheet."""
        runs: dict[Sheet, list[Run]] = {}
        for table, name, indexes in self._columns():
            for sheet, run in table.spans(name, indexes):
                runs.setdefault(sheet, []).append(run)
        return tuple(
            Source(workbook, sheet, block, sha256)
            for (workbook, sheet, sha256), found in sorted(runs.items())
            for block in spans(found)
        )

    def _columns(self) -> Iterator[tuple[Spanned, str, Iterable[int]]]:
        for table, name in self._whole:
            yield table, name, range(len(table))
        for (table, name), indexes in self._cells.items():
            if (table, name) not in self._whole:
                yield table, name, sorted(indexes)


_ACTIVE: ContextVar[Reads | None] = ContextVar("reads", default=None)
active = _ACTIVE.get
"""Return the block that reads count for, or None outside any."""


@contextmanager
def recording() -> Iterator[Reads]:
    """Note every cell read inside the block; what an inner block reads counts outside it too."""
    reads, outer = Reads(), _ACTIVE.get()
    token = _ACTIVE.set(reads)
    try:
        yield reads
    finally:
        _ACTIVE.reset(token)
        if outer is not None:
            outer.absorb(reads)
