"""A Word document that was built here and perhaps edited since, opened to be refreshed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from pmf_engine.documents.package import Package
from pmf_engine.documents.parts import Parts
from pmf_engine.documents.word import memory
from pmf_engine.documents.word.controls import Marks, Taken, sentence_mark
from pmf_engine.documents.word.kept import Kept, Place
from pmf_engine.documents.word.retext import LIVE, cell_told, said, same, text_of
from pmf_engine.documents.word.scanning import Control, Scan, read
from pmf_engine.documents.word.template import main_part
from pmf_engine.model.errors import PmfError

_STORIES = ("header", "footer", "footnotes", "endnotes", "comments")


@dataclass(frozen=True)
class Opened:
    """The document's package, its main part, what it keeps, and what stands in each story."""

    parts: Parts
    package: Package
    document: str
    item: str
    kept: Kept
    scans: dict[str, Scan]

    @staticmethod
    def read(data: bytes) -> Opened:
        """Return the document in these bytes.

        Raises PmfError, in a sentence without the file's name, where it is none, was not built
        here or is signed.
        """
        parts = Parts(data)
        package = Package(parts)
        if any(name.startswith("_xmlsignatures/") for name in parts):
            raise PmfError(
                "The document is digitally signed, and a change would break the signature."
                " Remove the signature in Word first."
            )
        item = memory.find(package)
        if item is None:
            raise PmfError("This document holds no figures of this engine.")
        document = main_part(package)
        names = [document, *(n for kind in _STORIES for n in package.related(document, kind))]
        return Opened(
            parts=parts,
            package=package,
            document=document,
            item=item,
            kept=memory.read(package.parts[item]),
            scans={name: read(package.parts[name], name) for name in names},
        )

    @property
    def marks(self) -> Marks:
        """What gives out ids and names that the document does not have yet."""
        return Marks(self._taken)

    def _taken(self) -> Taken:
        scans = self.scans.values()
        return Taken(
            controls={number for one in scans for number in one.ids},
            names={name.casefold() for one in scans for name in one.bookmarks.spans},
            last=max((one.highest for one in scans), default=0),
        )

    def has_region(self, slot: str) -> bool:
        """Whether the document has a region, or where one ends."""
        return any(one.rich(slot) or one.marked(slot) for one in self.scans.values())

    def says(self, xml: bytes) -> bool:
        """Whether the document says what a piece of XML does outside live values."""
        pieces = (" ".join(piece.split()) for piece in cell_told(xml)[0].split(LIVE))
        return all(piece in self._text for piece in pieces)

    @cached_property
    def _text(self) -> str:
        return " ".join(" ".join(text_of(one.data) for one in self.scans.values()).split())

    def holds(self, slot: str) -> bool:
        """Whether a slot stands anywhere in the document, by its tag or by its bookmark."""
        scans = self.scans.values()
        return any(one.holds(slot) or one.marked(sentence_mark(slot)) for one in scans)

    def typed(self) -> dict[Place, str]:
        """Return what people typed over live values, by place.

        Word keeps that in the document's own part, other programs only where it is shown. There,
        one that is empty was deleted with changes tracked, or cleared by mistake: others stand.
        """
        typed = {place: shown.text for place, shown in self.kept.shown.items() if shown.typed}
        for one in self.scans.values():
            for control in one.live:
                self._note_typed(typed, one, control)
        return typed

    def _note_typed(self, typed: dict[Place, str], one: Scan, control: Control) -> None:
        place = control.place
        shown = self.kept.shown.get(place) if place else None
        if place is None or shown is None or control.prompts:
            return
        seen = said(one, control)
        if seen and not same(seen, shown.filled) and not same(seen, shown.text):
            typed.setdefault(place, seen)
