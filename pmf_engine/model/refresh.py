"""What refreshing a document changed, kept or found, one line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class ChangeKind(StrEnum):
    """What became of one slot, and in brackets whether the document was written there."""

    VALUE = "value"  # a figure or wording shows something else (written)
    CONTENT = "content"  # a table or chart holds something else beside its figures (written)
    NEW = "new"  # a block or row that the document did not have (written at the end)
    ENDED = "ended"  # a block or row that the report no longer gives; its words stay (marked)
    ABSENT = "absent"  # the report gives it and the document has no place for it (not written)
    GONE = "gone"  # a figure or table that the report no longer gives (kept as it was)
    TYPED_OVER = "typed-over"  # somebody typed over it (kept as typed)
    OVERWRITTEN = "overwritten"  # somebody had typed over it (written, because it was asked for)
    COMMENTARY = "commentary"  # the source's words changed since (the document's own words kept)


class Change(NamedTuple):
    """One slot that differs; `old` is what the document held, `new` what the report now gives.

    `place` says where it stands: a sheet and cell in Excel, nothing in Word, where a slot may stand
    in many places.
    """

    kind: ChangeKind
    slot: str
    title: str = ""
    old: str = ""
    new: str = ""
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object."""
        return {
            "kind": str(self.kind),
            "slot": self.slot,
            "title": self.title,
            "old": self.old,
            "new": self.new,
            "place": self.place,
        }


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A document refreshed: its bytes, as before where nothing differs, and the changes."""

    data: bytes
    changes: tuple[Change, ...]


def in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return each change once, in the order in which they were found.

    Where somebody had put back in words what the report gives anyway, a reader sees no difference:
    that is told as filled anew.
    """
    return tuple(dict.fromkeys(map(_plain, changes)))


def _plain(change: Change) -> Change:
    alike = change.kind is ChangeKind.OVERWRITTEN and change.old == change.new
    return change._replace(kind=ChangeKind.CONTENT, old="", new="") if alike else change
