"""How the columns of a large table come from its files to the reports that read them.

Reading files and holding columns are packages that do not know one another; they meet in these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from pmf_engine.model.tables import Table

ROW = "_row"
"""The column of every frame that holds each row's place in the table, from 0."""

Place = dict[str, str | None]
Typing = Callable[[str, list[Any]], list[Any] | None]
"""Gives the typed values of some raw values of a column; None where any needs a closer look."""


class Rows(Protocol):
    """Where the rows of a table stand."""

    def note(self, name: str) -> None:
        """Note that a whole column was read."""

    def place(self, index: int, name: str) -> Place:
        """Return where a value stands, as the names that a Finding takes."""

    def number(self, index: int) -> int:
        """Return the row of the sheet on which a row of the table stands."""


class Held(Protocol):
    """The columns of a table, as the rules between rows and tables ask of them."""

    def values(self, name: str) -> list[Any]:
        """Return a column's values."""

    def distinct(self, name: str) -> set[Any]:
        """Return the values that stand in a column, blanks apart."""

    def holding(self, name: str, wanted: set[Any]) -> list[int]:
        """Return the places of the rows of which a column holds any of these values."""

    def repeats(self, names: Sequence[str], needed: Sequence[str]) -> list[tuple[int, int]]:
        """Return each row whose values stood together before, with the first row to hold them.

        A row that is blank in any column `needed` repeats nothing.
        """


class Gathering(Protocol):
    """The columns of one table while its files are read, batch by batch."""

    def whole(self, name: str, raw: Sequence[Any]) -> Any | None:
        """Return a part of a column typed as a whole; None where it needs a closer look."""

    def unheld(self, name: str, values: Sequence[Any]) -> tuple[int, list[int]]:
        """Return how many places a column keeps, and where typed values do not fit."""

    def add(self, columns: Mapping[str, Any], size: int) -> None:
        """Keep a batch of so many rows: parts of columns as `whole` gave them, or typed values."""

    def finish(self, rows: Rows) -> Held:
        """Return all that was kept."""


NewGathering = Callable[[Table, Typing], Gathering]
