"""What stood in the cells before a refresh, kept so that it can be put back, by whoever comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from pmf_engine.ribbon.formats import formats_of, set_formats
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.putting import Values, put

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True, slots=True)
class Kept:
    """A block as it stood: its values as Excel holds them, and its number formats."""

    place: Place
    values: Values
    formats: list[tuple[Place, str]]


@dataclass(frozen=True, slots=True)
class Sized:
    """A table or a name of several cells, and where it stood."""

    name: str
    place: Place
    is_table: bool


@dataclass(slots=True)
class Snapshot:
    """All that a refresh is going to change; `added` are sheets, `named` names that it makes."""

    blocks: list[Kept] = field(default_factory=list)
    sized: list[Sized] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the snapshot as JSON values."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Snapshot:
        """Return the snapshot that `as_json` gave."""
        return Snapshot(
            [
                Kept(
                    Place(**one["place"]),
                    one["values"],
                    [(Place(**p), c) for p, c in one["formats"]],
                )
                for one in data["blocks"]
            ],
            [Sized(one["name"], Place(**one["place"]), one["is_table"]) for one in data["sized"]],
            list(data["added"]),
            list(data["named"]),
        )

    def restore(self, book: xlwings.Book) -> list[str]:
        """Put everything back, the last first; return the places where that was refused."""
        failed = [where for where in (_undone(book, one) for one in reversed(self.blocks)) if where]
        for one in self.sized:
            resize(book, one)
        for name in self.named:
            if name in book.names:
                book.names[name].delete()
        for name in self.added:
            if name in book.sheets:
                book.sheets[name].delete()
        return failed


def keep(book: xlwings.Book, places: Iterable[Place]) -> dict[Place, Kept]:
    """Return blocks as they stand."""
    return {
        place: Kept(place, exact(place.cells(book)), list(formats_of(book, place)))
        for place in places
    }


def resize(book: xlwings.Book, one: Sized) -> None:
    """Let a table or name reach over a block, where it does not."""
    if one.is_table:
        table = book.sheets[one.place.sheet].tables[one.name]
        if Place.of(table.range) != one.place:
            table.resize(one.place.cells(book))
    elif one.name not in book.names or Place.of(book.names[one.name].refers_to_range) != one.place:
        book.names.add(one.name, f"={_quoted(one.place)}")


def _undone(book: xlwings.Book, one: Kept) -> str:
    """Put one block back; return where it stands if that was refused."""
    try:
        set_formats(book, one.formats)
        put(book, one.place, one.values, one.formats)
    except Exception:
        return f"{one.place.sheet}!{one.place.address}"
    return ""


def _quoted(place: Place) -> str:
    sheet = place.sheet.replace("'", "''")
    first, _, last = place.address.partition(":")
    return f"'{sheet}'!{_fixed(first)}:{_fixed(last or first)}"


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
