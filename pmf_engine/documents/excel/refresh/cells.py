"""What becomes of one owned cell: written, left as typed, or left because nothing differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from pmf_engine.documents.excel.fill.sheet import Held
from pmf_engine.documents.excel.memory import alike, remembers
from pmf_engine.documents.excel.refresh.session import Session, shown
from pmf_engine.model.cells import cell_name
from pmf_engine.model.refresh import ChangeKind

_FORMULA = "a formula"


class Spot(NamedTuple):
    """A cell of the workbook: sheet, row and column from 1."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{cell_name(self.row, self.column)}"


@dataclass(frozen=True, slots=True)
class Slot:
    """What a cell shows: its slot, its title, and whether it is a live figure or wording."""

    slot: str
    title: str
    live: bool = False


class Verdict(Enum):
    """What becomes of an owned cell."""

    SAME = auto()
    WRITE = auto()
    KEPT = auto()  # as typed, or because a formula makes it


def decide(session: Session, spot: Spot, slot: Slot, was: str | None, now: Held) -> Verdict:
    """Return what becomes of a cell, and note where somebody typed over it.

    `was` is the token of what was last filled, None where the cell was never ours.
    """
    sheet = session.old.sheet(spot.sheet)
    held = sheet.read(spot.row, spot.column)
    blocked = sheet.obstacle(spot.row, spot.column) is not None
    if not blocked and alike(held.content, now.content):
        return Verdict.SAME
    if not blocked and (remembers(was or "", held.content)):
        return Verdict.WRITE
    old = _FORMULA if held.formula else shown(held.content)
    kind = ChangeKind.TYPED_OVER
    if session.overwrite and not blocked:
        kind = ChangeKind.OVERWRITTEN
    new = _display(session, slot, now)
    session.note(kind, slot.slot, slot.title, old=old, new=new, place=str(spot))
    return Verdict.WRITE if kind is ChangeKind.OVERWRITTEN else Verdict.KEPT


def note_value(session: Session, spot: Spot, slot: Slot, before: Held, now: Held) -> None:
    """Note that a live figure or wording shows something else."""
    old = session.displayed.get(slot.slot, shown(before.content))
    new = _display(session, slot, now)
    session.note_figure(slot.slot, slot.title, old=old, new=new, place=str(spot))


def _display(session: Session, slot: Slot, now: Held) -> str:
    return session.displays.get(slot.slot, shown(now.content))
