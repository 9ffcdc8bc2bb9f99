"""What a document shows and the report gives no more: figures, sentences, tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmf_engine.documents.word.controls import sentence_mark
from pmf_engine.documents.word.kept import Kept, Place
from pmf_engine.documents.word.reblock import ended_spans
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.shaping import Shaped
from pmf_engine.documents.word.spans import Span
from pmf_engine.documents.word.work import Work
from pmf_engine.model.refresh import Change, ChangeKind


def gone(kept: Kept, now: Kept) -> list[str]:
    """Return the slots that a document was filled with and the report gives no more."""
    return [
        *(slot for slot in kept.figures if slot not in now.figures),
        *(slot for slot in kept.sentences if slot not in now.sentences),
        *(slot for slot in kept.tables if slot not in now.tables),
        *(slot for slot in kept.charts if slot not in now.charts),
    ]


def gone_changes(parts: Iterable[Shaped], work: Work) -> Iterator[Change]:
    """Yield once what the report gives no more and still stands outside blocks that ended."""
    before = work.before
    slots = [slot for slot in gone(before, work.now) if slot not in before.gone]
    places = [(one, list(ended_spans(one.found, work))) for one in parts] if slots else []
    for slot in slots:
        if any(_stands(part, slot, ended) for part, ended in places):
            title, said = _title(before, slot), _said(before, slot)
            yield Change(kind=ChangeKind.GONE, slot=slot, title=title, old=said)


def _stands(part: Shaped, slot: str, ended: list[Span]) -> bool:
    """Whether a slot stands where no edit reaches, or still does in the XML of one."""
    spans = [span for span in _spans(part.found, slot) if not any(b.holds(span) for b in ended)]
    if all(part.leaves(span) for span in spans):
        return bool(spans)
    return any(map(part.leaves, spans)) or any(
        _spans(part.within_edit(edit), slot)
        for edit in part.edits
        if not any(block.holds(edit.span) for block in ended)
    )


def _spans(scan: Scan, slot: str) -> list[Span]:
    bound = [one.whole for one in scan.live if one.place and one.place.slot == slot]
    others = [one.whole for one in scan.rich(slot)]
    drawn = [one.tag for one in scan.drawings if one.slot == slot]
    marked = [*scan.marked(slot).values(), *scan.marked(sentence_mark(slot)).values()]
    return [*bound, *others, *drawn, *marked]


def _title(before: Kept, slot: str) -> str:
    if slot in before.figures:
        return before.figures[slot].title
    return before.tables[slot].caption if slot in before.tables else ""


def _said(before: Kept, slot: str) -> str:
    places = (Place(slot, "text"), Place(slot, "wording"))
    return next((before.shown[place].text for place in places if place in before.shown), "")
