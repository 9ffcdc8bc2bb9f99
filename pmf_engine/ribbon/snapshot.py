"""What stood in the cells before a refresh, kept so that it can be put back, by whoever comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pmf_engine.ribbon.formats import by_cell, formats_of, set_formats
from pmf_engine.ribbon.native import exact, filtered_rows
from pmf_engine.ribbon.places import Place, rectangles
from pmf_engine.ribbon.putting import Values, put, same

if TYPE_CHECKING:
    import xlwings

ANYTHING: Any = {"anything": True}  # what comes into a cell is not known
Thing = TypeVar("Thing")
Left = Iterable[tuple[Place, Any]]


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

    def __bool__(self) -> bool:
        """Whether there is anything to put back."""
        return bool(self.blocks or self.sized or self.added or self.named)

    @property
    def where(self) -> str:
        """The places of it, in words."""
        blocks = [f"{one.place.sheet}!{one.place.address}" for one in self.blocks]
        return ", ".join([*blocks, *(one.name for one in self.sized), *self.named, *self.added])

    def restore(self, book: xlwings.Book, left: Left = ()) -> tuple[Snapshot, list[str]]:
        """Put everything back, the last first; return what was refused, and cells that stay.

        Where it is known what was `left` in the cells, one that holds neither that nor what stood
        there before was changed by somebody since, and stays as it is.
        """
        rest, spared, known = Snapshot(), list[str](), dict(left)
        for kept in reversed(self.blocks):
            if kept.place.sheet not in book.sheets:
                continue
            try:
                spared += _put_back(book, kept, known.get(kept.place))
            except Exception:
                rest.blocks.insert(0, kept)
        rest.sized = _refused(self.sized, lambda one: resize(book, one))
        rest.named = _refused(self.named, lambda one: _gone(book.names, one))
        rest.added = _refused(self.added, lambda one: _gone(book.sheets, one))
        return rest, spared


def _refused(things: Iterable[Thing], act: Callable[[Thing], None]) -> list[Thing]:
    """Return the things of which something could not be done."""
    found = []
    for one in things:
        try:
            act(one)
        except Exception:
            found.append(one)
    return found


def _gone(where: xlwings.main.Names | xlwings.main.Sheets, name: str) -> None:
    if name in where:
        where[name].delete()


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


def _put_back(book: xlwings.Book, kept: Kept, left: Values | None) -> list[str]:
    """Put one block back; return the cells that stay, as somebody changed them since."""
    if kept.place.is_within(filtered_rows(book.sheets[kept.place.sheet])):
        raise PermissionError("a filter hides rows of it")
    changed = [] if left is None else list(_changed(exact(kept.place.cells(book)), kept, left))
    if not changed:
        set_formats(book, kept.formats)
        put(book, kept.place, kept.values, kept.formats)
        return []
    at = kept.place.row, kept.place.column
    ours = {(row - at[0], column - at[1]) for row, column in kept.place.each()} - {*changed}
    codes = by_cell(kept.place, kept.formats)
    for part in rectangles("", ours):
        rows = range(part.row, part.bottom + 1)
        columns = range(part.column, part.right + 1)
        goal = kept.place.part(part.row, part.column, part.rows, part.columns)
        formats = [
            (kept.place.part(row, column), codes[row][column]) for row in rows for column in columns
        ]
        set_formats(book, formats)
        put(book, goal, [[kept.values[row][column] for column in columns] for row in rows], formats)
    return [f"{kept.place.sheet}!{kept.place.cell(*one)}" for one in sorted(changed)]


def _changed(held: Values, kept: Kept, left: Values) -> Iterator[tuple[int, int]]:
    """Yield the cells, counted from 0, that hold neither what stood there nor what was left."""
    for row, line in enumerate(held):
        for column, value in enumerate(line):
            ours = left[row][column], kept.values[row][column]
            if ours[0] != ANYTHING and not any(same(value, one) for one in ours):
                yield row, column


def _quoted(place: Place) -> str:
    sheet = place.sheet.replace("'", "''")
    first, _, last = place.address.partition(":")
    return f"'{sheet}'!{_fixed(first)}:{_fixed(last or first)}"


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"
