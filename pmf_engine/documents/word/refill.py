"""Live values of a document filled again, wherever they stand, whatever they look like there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pmf_engine.documents.word import soundness
from pmf_engine.documents.word.gone import gone
from pmf_engine.documents.word.kept import Kept, Place, Shown
from pmf_engine.documents.word.retext import is_plain, look_of, said, same, with_text
from pmf_engine.documents.word.scanning import Control, Scan
from pmf_engine.documents.word.shaping import Held, Shaped
from pmf_engine.documents.word.spans import Edit, Span, changed
from pmf_engine.documents.word.styles import status_style
from pmf_engine.documents.word.work import Work
from pmf_engine.documents.word.xml import escaped, run
from pmf_engine.model.content import Wording
from pmf_engine.model.refresh import Change, ChangeKind

UNTOLD = "name/version"  # changes with everything, so that saying so says nothing
_STYLE = re.compile(rb'(<w:rStyle w:val=")([^"]*)(")')
_DELETED = re.compile(rb"<w:(?:del|moveFrom)\s")
_EMPTIED = re.compile(rb"<w:showingPlcHdr(?:\s[^>]*)?/>")


class Live:
    """What every live value is to say, what the document keeps of it, and what that changes."""

    def __init__(self, parts: Collection[Shaped], work: Work) -> None:
        self.before, self.given, self.overwrite = work.before, work.given, work.overwrite
        self.parts = parts
        self.typed = work.opened.typed()
        self.kept = _joined(work)
        self.changes: list[Change] = []
        self.differs = False  # whether any place says something else than the report gives
        self._settle(work.now.shown)

    @property
    def texts(self) -> Mapping[Place, Shown]:
        """What each place says, by place."""
        return self.kept.shown

    def style_of(self, place: Place) -> str:
        """Return the style of a wording as the report gives it; nothing where it has none."""
        text = self.given.texts.get(place.slot) if place.node == "wording" else None
        return text.style if isinstance(text, Wording) else ""

    def _settle(self, now: Mapping[Place, Shown]) -> None:
        """Decide what each place says, and note what that changes."""
        was, noted = self.before.shown, ""
        for place, shown in now.items():
            typed = self.typed.get(place)
            if typed is not None:
                self._settle_typed(place, typed, shown.filled)
            elif place.slot != noted and place in was and was[place].text != shown.filled:
                noted = place.slot  # what it says in short changes with what it says in full
                if self._stands(noted):
                    self._note(ChangeKind.VALUE, place, was[place].text, shown.filled)

    def _settle_typed(self, place: Place, typed: str, new: str) -> None:
        """Decide between what somebody typed over a place and what the report gives."""
        if same(typed, new):
            return
        kind = ChangeKind.OVERWRITTEN if self.overwrite else ChangeKind.TYPED_OVER
        if not self.overwrite:
            self.kept.shown[place], self.differs = Shown(typed, new), True
        self._note(kind, place, typed, new)

    def _stands(self, slot: str) -> bool:
        return any(part.stands(slot) for part in self.parts)

    def _note(self, kind: ChangeKind, place: Place, old: str, new: str) -> None:
        """Note a change once a slot, as sentences show it; what was typed over goes first."""
        said = [one.kind for one in self.changes[-1:] if one.slot == place.slot]
        weaker = kind is ChangeKind.VALUE or said != [ChangeKind.VALUE]
        if place.slot == UNTOLD or (said and weaker):
            return
        del self.changes[len(self.changes) - len(said) :]
        figure = self.given.figures.get(place.slot)
        title = figure.title if figure and place.node != "wording" else ""
        self.changes.append(Change(kind=kind, slot=place.slot, title=title, old=old, new=new))


def _joined(work: Work) -> Kept:
    """Return what the document keeps: what the report gives now, and what it gave before."""
    before, now = work.before, work.now
    lost = {slot: before.figures[slot] for slot in before.figures if slot not in now.figures}
    blocks = {slot: words for slot, words in before.blocks.items() if slot not in work.dropped}
    return replace(
        now,
        figures={**now.figures, **lost},
        shown={**before.shown, **now.shown},
        sentences={**before.sentences, **now.sentences},
        tables={**before.tables, **now.tables},
        charts={**before.charts, **now.charts},
        blocks={**blocks, **now.blocks},
        narratives={**before.narratives, **now.narratives},
        gone=frozenset(gone(before, now)),
    )


class _Dress(NamedTuple):
    """What live values say, and the ids of the styles that they may wear; `looks` are ours."""

    live: Live
    styles: Mapping[str, str]
    looks: Collection[str]


def refilled(part: Shaped, live: Live, styles: Mapping[str, str]) -> bytes:
    """Return a part with its edits made, whose bound controls say what they are to say.

    `styles` are ids by name. Raises PmfError where it is no whole XML.
    """
    looks = {style for name, style in styles.items() if name.startswith("PMF status ")}
    dress = _Dress(live, styles, looks)
    inside = [Edit(edit.span, _again(part, edit, dress)) for edit in part.inside]
    before, edits = part.outside.found.data, [*inside, *_refills(part.outside, dress)]
    after = changed(before, edits)
    soundness.check(before, edits if part.apart else None, after)
    return after


def _again(part: Shaped, edit: Edit, dress: _Dress) -> bytes:
    if b"<w:sdt" not in edit.data or (edit.fresh and not dress.live.differs):
        return edit.data
    found = part.within_edit(edit)
    return changed(edit.data, _refills(Held(found, found.live), dress))


def _refills(held: Held, dress: _Dress) -> list[Edit]:
    edits, texts = list[Edit](), dress.live.texts
    for control in held.controls:
        place = control.place
        shown = texts.get(place) if place else None
        if place is None or shown is None:
            continue
        wanted = dress.styles.get(status_style(dress.live.style_of(place)), "")
        if control.letters is None or wanted or not is_plain(shown.text):
            edits += _edits(held.found, control, shown.text, wanted, dress.looks)
        elif control.said != shown.text:
            edits.append(Edit(Span(*control.letters), escaped(shown.text).encode()))
    return edits


def _edits(
    found: Scan, control: Control, text: str, wanted: str, looks: Collection[str]
) -> Iterator[Edit]:
    """Yield what makes a control say a text, in a style of ours if one is wanted."""
    says = said(found, control)
    told, body = found.data[slice(*control.properties)], found.inside(control)
    dressed, new = told, _filled(body, text, says, prompts=control.prompts)
    if wanted:
        new, dressed = (_dressed(xml, wanted, looks) for xml in (new, told))
    if new != body:
        yield Edit(control.content, new)
    if text:
        dressed = _EMPTIED.sub(b"", dressed)
    if dressed != told:
        yield Edit(control.properties, dressed)


def _filled(body: bytes, text: str, said: str, *, prompts: bool) -> bytes:
    if body.startswith(b"<w:sdtContent"):
        return b"<w:sdtContent>" + run(text).encode() + b"</w:sdtContent>"
    if prompts:
        return body if not text else with_text(_plain(body), text)
    deleted = not said and _DELETED.search(body)  # with changes tracked
    return body if deleted or said == text else with_text(body, text)


def _plain(body: bytes) -> bytes:
    """Return runs without the look that Word gives its prompts for text."""
    look = look_of(body).encode()
    return body.replace(look, b"", 1) if b"PlaceholderText" in look else body


def _dressed(xml: bytes, wanted: str, looks: Collection[str]) -> bytes:
    """Return XML in which a status style of ours gives way to another; people's own styles stay."""

    def swapped(found: re.Match[bytes]) -> bytes:
        return found[1] + wanted.encode() + found[3] if found[2].decode() in looks else found[0]

    return _STYLE.sub(swapped, xml)
