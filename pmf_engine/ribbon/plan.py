"""What a refresh is going to write: nothing in the book has been touched yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pmf_engine.ribbon.formats import Formats
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.putting import Values
from pmf_engine.ribbon.snapshot import Sized


@dataclass(frozen=True, slots=True)
class Block:
    """Values for a block of cells the engine owns; `formats` for cells that have none of their own.

    `what` names it to people. With `follows` the formats are those the cells shall have.
    """

    place: Place
    values: Values
    what: str
    formats: Formats = ()
    follows: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """A table, or name of several cells, that takes new rows at its end, or gives some up.

    `before` is where it stands, `formulas` are the columns, from 0, whose formula goes on.
    """

    before: Sized
    added: int
    formulas: tuple[int, ...] = ()

    @property
    def after(self) -> Sized:
        """Where it stands afterwards."""
        place = self.before.place
        grown = place.part(0, 0, place.rows + self.added, place.columns)
        return Sized(self.before.name, grown, self.before.is_table)

    @property
    def last(self) -> Place:
        """Its last row before it grows."""
        place = self.before.place
        return place.part(place.rows - 1, 0, 1, place.columns)

    @property
    def room(self) -> Place:
        """The cells below it that it takes."""
        place = self.before.place
        return place.part(place.rows, 0, self.added, place.columns)


@dataclass(slots=True)
class Plan:
    """All that one refresh writes, in order, with what to tell the user of it.

    `hidden` are blocks on sheets of the engine's own, which are made where they are not there;
    `moves` names that shall stand elsewhere, with where they stood, None for a new one.
    """

    blocks: list[Block] = field(default_factory=list)
    growths: list[Growth] = field(default_factory=list)
    hidden: list[Block] = field(default_factory=list)
    stamps: list[Block] = field(default_factory=list)
    moves: list[tuple[Sized | None, Sized]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def take(self, other: Plan) -> None:
        """Add all that another plan writes."""
        for name in ("blocks", "growths", "hidden", "stamps", "moves", "told"):
            getattr(self, name).extend(getattr(other, name))

    def writes(self) -> Iterator[Block]:
        """Yield the blocks that are written, the stamps last."""
        yield from self.blocks
        yield from self.hidden
        yield from self.stamps

    def touched(self) -> list[Place]:
        """Return every place that is written to, rooms of tables that grow included."""
        places = [block.place for block in self.writes()]
        return [*places, *(growth.room for growth in self.growths if growth.added > 0)]
