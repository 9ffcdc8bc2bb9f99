"""One document being refreshed: what it holds, what it is given, and what has changed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pmf_engine.documents.word.collect import Collecting
from pmf_engine.documents.word.given import Given
from pmf_engine.documents.word.kept import Kept
from pmf_engine.documents.word.opened import Opened
from pmf_engine.model.refresh import Change, ChangeKind


@dataclass
class Work:
    """What the steps of a refresh share.

    `now` is what the document will keep of this filling; `overwrite` replaces what people typed
    over; `added` says whether blocks came in, `dropped` holds the slots of those taken out.
    """

    opened: Opened
    collecting: Collecting
    now: Kept
    overwrite: bool
    changes: list[Change] = field(default_factory=list)
    added: bool = False
    dropped: set[str] = field(default_factory=set)

    @property
    def before(self) -> Kept:
        """What the document kept of its last filling."""
        return self.opened.kept

    @cached_property
    def blocks(self) -> Mapping[str, list[str]]:
        """The slots of the blocks that each region has ever been filled with, by its slot."""
        held: dict[str, list[str]] = {}
        for slot in self.before.blocks:
            held.setdefault(slot.rpartition("/")[0], []).append(slot)
        return held

    @property
    def given(self) -> Given:
        """What the report gives."""
        return self.collecting.given

    def note(
        self, kind: ChangeKind, slot: str, title: str = "", *, old: str = "", new: str = ""
    ) -> None:
        """Add to the list of changes."""
        self.changes.append(Change(kind=kind, slot=slot, title=title, old=old, new=new))
