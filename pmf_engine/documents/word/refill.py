"""Live values of a document filled again, wherever they stand, whatever they look like there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pmf_engine.documents.word.given import Given
from pmf_engine.documents.word.kept import Kept, Place, Shown
from pmf_engine.documents.word.opened import PLACEHOLDER, Opened
from pmf_engine.documents.word.retext import look_of, said, with_text
from pmf_engine.documents.word.spans import Control, Edit, Scan, changed, scan
from pmf_engine.documents.word.styles import status_style
from pmf_engine.documents.word.xml import run
from pmf_engine.model.content import Wording
from pmf_engine.model.refresh import Change, ChangeKind

UNTOLD = "name/version"  # changes with everything, so that saying so says nothing
_STYLE = re.compile(rb'(<w:rStyle w:val=")([^"]*)(")')
_EMPTIED = re.compile(rb"<w:showingPlcHdr(?:\s[^>]*)?/>")


class Live:
    """What every live value is to say, what the document keeps of it, and what that changes."""

    def __init__(self, opened: Opened, given: Given, now: Kept, overwrite: bool) -> None:
        self.before, self.given, self.overwrite = opened.kept, given, overwrite
        self.standing = {c.place.slot for s in opened.scans.values() for c in s.bound if c.place}
        self.typed = opened.typed()
        self.kept = _joined(self.before, now)
        self.changes: list[Change] = []
        for place, shown in now.shown.items():
            self._settle(place, shown.filled)
        self.changes += self._gone(now)

    @property
    def texts(self) -> Mapping[Place, Shown]:
        """What each place says, by place."""
        return self.kept.shown

    def style_of(self, place: Place) -> str:
        """Return the style of a wording as the report gives it; nothing where it has none."""
        text = self.given.texts.get(place.slot) if place.node == "wording" else None
        return text.style if isinstance(text, Wording) else ""

    def _settle(self, place: Place, new: str) -> None:
        """Decide what a place says, and note what that changes."""
        was = self.before.shown.get(place)
        typed = self.typed.get(place)
        if typed is not None and not self.overwrite:
            self.kept.shown[place] = Shown(typed, new)
            self._note(ChangeKind.TYPED_OVER, place, typed, new)
        elif typed is not None:
            self._note(ChangeKind.OVERWRITTEN, place, typed, new)
        elif was is not None and was.text != new and place.slot in self.standing:
            self._note(ChangeKind.VALUE, place, was.text, new)

    def _note(self, kind: ChangeKind, place: Place, old: str, new: str) -> None:
        """Note a change once a slot: a figure stands in the list as sentences show it."""
        if place.slot == UNTOLD or any(one.slot == place.slot for one in self.changes[-1:]):
            return
        figure = self.given.figures.get(place.slot)
        title = figure.title if figure and place.node != "wording" else ""
        self.changes.append(Change(kind=kind, slot=place.slot, title=title, old=old, new=new))

    def _gone(self, now: Kept) -> Iterator[Change]:
        """Yield the figures that the report no longer gives; they stay as they are."""
        for slot in self.before.figures:
            if slot not in now.figures and slot not in self.before.gone and slot in self.standing:
                title = self.before.figures[slot].title
                text = self.before.shown[Place(slot, "text")].text
                yield Change(kind=ChangeKind.GONE, slot=slot, title=title, old=text)


def _joined(before: Kept, now: Kept) -> Kept:
    """Return what the document keeps: what the report gives now, and what it gave before."""
    gone = [slot for slot in before.figures if slot not in now.figures]
    return replace(
        now,
        figures={**now.figures, **{slot: before.figures[slot] for slot in gone}},
        shown={**before.shown, **now.shown},
        sentences={**before.sentences, **now.sentences},
        tables={**before.tables, **now.tables},
        charts={**before.charts, **now.charts},
        blocks={**before.blocks, **now.blocks},
        narratives={**before.narratives, **now.narratives},
        gone=frozenset(gone),
    )


class Dress(NamedTuple):
    """What live values say, and the ids of the styles that they may wear; `looks` are ours."""

    live: Live
    styles: Mapping[str, str]
    looks: Collection[str]


def refilled(found: Scan, edits: Iterable[Edit], live: Live, styles: Mapping[str, str]) -> bytes:
    """Return a part with its edits made, and every bound control saying what it is to say.

    `styles` are ids by name.
    """
    looks = {style for name, style in styles.items() if name.startswith("PMF status ")}
    dress = Dress(live, styles, looks)
    made = [Edit(edit.span, _again(edit.data, dress)) for edit in edits]
    return changed(found.data, [*made, *_refills(found, dress)])


def _again(data: bytes, dress: Dress) -> bytes:
    return changed(data, _refills(scan(data), dress)) if b"<w:sdt" in data else data


def _refills(found: Scan, dress: Dress) -> list[Edit]:
    return [edit for control in found.bound for edit in _edits(found, control, dress)]


def _edits(found: Scan, control: Control, dress: Dress) -> Iterator[Edit]:
    place = control.place
    shown = dress.live.texts.get(place) if place else None
    if place is None or shown is None:
        return
    told, body = found.data[slice(*control.properties)], found.data[slice(*control.content)]
    stands = said(found, control) == shown.text and PLACEHOLDER not in told
    new, properties = body if stands else _filled(told, body, shown.text), told
    if wanted := dress.styles.get(status_style(dress.live.style_of(place)), ""):
        new, properties = (_dressed(xml, wanted, dress.looks) for xml in (new, told))
    if new != body:
        yield Edit(control.content, new)
    if shown.text:
        properties = _EMPTIED.sub(b"", properties)
    if properties != told:
        yield Edit(control.properties, properties)


def _filled(told: bytes, body: bytes, text: str) -> bytes:
    if body.startswith(b"<w:sdtContent"):
        return b"<w:sdtContent>" + run(text).encode() + b"</w:sdtContent>"
    if PLACEHOLDER in told:
        return with_text(_plain(body), text) if text else body
    return with_text(body, text)


def _plain(body: bytes) -> bytes:
    """Return runs without the look that Word gives its prompts for text."""
    look = look_of(body).encode()
    return body.replace(look, b"", 1) if b"PlaceholderText" in look else body


def _dressed(xml: bytes, wanted: str, looks: Collection[str]) -> bytes:
    """Return XML in which a status style of ours gives way to another; people's own styles stay."""

    def swapped(found: re.Match[bytes]) -> bytes:
        return found[1] + wanted.encode() + found[3] if found[2].decode() in looks else found[0]

    return _STYLE.sub(swapped, xml)
