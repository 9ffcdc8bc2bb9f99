"""A part of a document, and the edits that give it the blocks, sentences and tables of the report.

Live values are filled again in the same pass, so that a large part is looked through only once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pmf_engine.documents.word.controls import FROZEN
from pmf_engine.documents.word.scanning import Control, Scan, scan
from pmf_engine.documents.word.spans import Edit, Span, changed, made


class Held(NamedTuple):
    """Live controls, and the piece of XML in which they stand."""

    found: Scan
    controls: Sequence[Control]


@dataclass
class Shaped:
    """What stands in a part, and its edits, in order, none within another."""

    found: Scan
    edits: Sequence[Edit]
    _read: dict[Edit, Scan] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Scan, edits: Sequence[Edit]) -> Shaped:
        """Return a part with those of the edits that will be made."""
        return cls(found, list(made(edits)))

    @cached_property
    def scan(self) -> Scan:
        """What stands in the part once its edits are made."""
        return scan(changed(self.found.data, self.edits)) if self.edits else self.found

    @cached_property
    def apart(self) -> bool:
        """Whether each edit leaves a control that shows a value alone, replaces or freezes it."""
        return all(
            edit.span.holds(one.whole) or (edit.span == one.properties and FROZEN in edit.data)
            for one in (self.found.bound if self.edits else ())
            for edit in self._over(one.whole)
        )

    @cached_property
    def outside(self) -> Held:
        """The live controls that stand, when all is done, where no edit reaches."""
        if not self.apart:
            return Held(self.scan, self.scan.live)
        live = self.found.live
        alone = [one for one in live if not self._over(one.whole)] if self.edits else live
        return Held(self.found, alone)

    @property
    def inside(self) -> Sequence[Edit]:
        """The edits whose own XML may hold live controls; none where `outside` holds them all."""
        return self.edits if self.apart else ()

    def within_edit(self, edit: Edit) -> Scan:
        """Return what stands in the XML of an edit."""
        if edit not in self._read:
            self._read[edit] = scan(edit.data)
        return self._read[edit]

    def stands(self, slot: str) -> bool:
        """Whether a live control of a slot will stand in the part."""
        if slot in self._standing:
            return True
        named = [edit for edit in self._fresh if slot.encode() in edit.data]
        return any(one.of == slot for edit in named for one in self.within_edit(edit).live)

    def leaves(self, span: Span) -> bool:
        """Whether no edit replaces what stands in a span."""
        return not any(edit.span.holds(span) for edit in self._over(span))

    @cached_property
    def _standing(self) -> set[str]:
        old = [edit for edit in self.inside if not edit.fresh and b"<w:sdt" in edit.data]
        kept = [self.within_edit(edit).live for edit in old]
        return {one.of for controls in (self.outside.controls, *kept) for one in controls}

    @cached_property
    def _fresh(self) -> list[Edit]:
        return [edit for edit in self.inside if edit.fresh and b"<w:sdt" in edit.data]

    def within(self, span: Span) -> bytes | None:
        """Return a span with its edits made; None where none is, or one reaches over its edge."""
        edits = self._over(Span(span.start - 1, span.end + 1))
        if not edits or not all(span.holds(edit.span) for edit in edits):
            return None
        shift = span.start
        moved = [Edit(Span(e.span.start - shift, e.span.end - shift), e.data) for e in edits]
        return changed(self.found.data[slice(*span)], moved)

    def _over(self, span: Span) -> Sequence[Edit]:
        """Return the edits that reach into a span."""
        first = bisect_right(self._ends, span.start)
        return self.edits[first : bisect_left(self._starts, span.end)]

    @cached_property
    def _starts(self) -> list[int]:
        return [edit.span.start for edit in self.edits]

    @cached_property
    def _ends(self) -> list[int]:
        return [edit.span.end for edit in self.edits]
