"""Slots in an open workbook: tables and defined names that begin with `pmf_`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pmf_engine.documents.text import identifier
from pmf_engine.engine.offering import Offered
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import Finding, error
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.sources import Given

if TYPE_CHECKING:
    import xlwings

PREFIX = "pmf_"
_STAMPS = ("as_at", "refreshed")


@dataclass(frozen=True, slots=True)
class Slot:
    """A table or defined name as it stands: its name, its place, and which of the two it is."""

    name: str
    place: Place
    is_table: bool

    @property
    def key(self) -> str:
        """The name as it is compared: without `pmf_`, in small letters, full stops as `_`."""
        return identifier(self.name[len(PREFIX) :]).casefold()


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot with what fills it, and the source that this comes from."""

    slot: Slot
    key: str
    given: Given
    content: Offered

    @property
    def is_stamp(self) -> bool:
        """Whether the slot says how new the figures are, so that it is written last."""
        return self.key in _STAMPS


def find_slots(book: xlwings.Book) -> list[Slot]:
    """Return the slots of a book, tables first; a name of a whole table is that table."""
    tables = [
        Slot(table.name, Place.of(table.range), is_table=True)
        for sheet in book.sheets
        for table in sheet.tables
        if table.name.casefold().startswith(PREFIX)
    ]
    return [*tables, *_names(book)]


def _names(book: xlwings.Book) -> Iterator[Slot]:
    for name in book.names:
        own = name.name.rpartition("!")[2]
        if not own.casefold().startswith(PREFIX):
            continue
        try:
            place = Place.of(name.refers_to_range)
        except Exception:  # noqa: S112  (each platform says otherwise that a name has no cells)
            continue
        yield Slot(own, place, is_table=False)


def resolve(slots: Iterable[Slot], given: Sequence[Given]) -> list[Filled]:
    """Return each slot with what fills it.

    Raises InputFaults, with every fault, for names that no source or several sources answer to.
    """
    known: dict[str, list[tuple[str, Given]]] = {}
    for one in given:
        for slot in one.slots:
            for name in dict.fromkeys(one.names_of(slot)):
                known.setdefault(name, []).append((slot, one))
    filled, faults = [], list[Finding]()
    for each in slots:
        answers = known.get(each.key, [])
        if answers and all(_content(one) == _content(answers[0]) for one in answers):
            key, one = answers[0]
            filled.append(Filled(each, key, one, one.slots[key]))
        else:
            faults.append(_unclear(each, answers) if answers else _unknown(each, known))
    if faults:
        raise InputFaults(faults)
    return filled


def _content(answer: tuple[str, Given]) -> Offered:
    key, given = answer
    return given.slots[key]


def _unknown(slot: Slot, known: Iterable[str]) -> Finding:
    near = get_close_matches(slot.key, list(known), n=1, cutoff=0.7)
    hint = f" Did you mean {PREFIX}{near[0]}?" if near else ""
    return error(
        "live-unknown-slot",
        f"Nothing in the reports of this workbook is called {slot.name}.{hint} Rename it, or delete"
        " the name (Formulas, Name Manager).",
        sheet=slot.place.sheet,
        cell=slot.place.address,
    )


def _unclear(slot: Slot, answers: Sequence[tuple[str, Given]]) -> Finding:
    wanted = next(
        (names for at in range(1, 4) if len(set(names := _at(answers, at))) == len(names)),
        [f"{key} of {one.task.name}" for key, one in answers],
    )
    return error(
        "live-unclear-slot",
        f"{slot.name} may be {len(answers)} things. Call it one of"
        f" {', '.join(PREFIX + name for name in wanted)}.",
        sheet=slot.place.sheet,
        cell=slot.place.address,
    )


def _at(answers: Sequence[tuple[str, Given]], at: int) -> list[str]:
    return [one.names_of(key)[at] for key, one in answers]
