"""Blocks of the report's repeated regions: new ones added, ended ones marked or taken out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pmf_engine.documents.word import blocks
from pmf_engine.documents.word.controls import ENDED, frozen, thawed
from pmf_engine.documents.word.retext import static_mark, text_of
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.shaping import Shaped
from pmf_engine.documents.word.spans import Edit, Span
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Region
from pmf_engine.model.refresh import ChangeKind


def block_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield what the regions of a part need, where they stand in it."""
    thaws, marked = any(one.frozen for one in found.bound), ENDED.encode() in found.data
    for region in work.given.regions.values():
        given = {f"{region.slot}/{block.key}" for block in region}
        for slot in work.blocks.get(region.slot, ()):
            if slot in given and (thaws or marked):
                yield from _returned(found, work, region, slot, thaws)
            elif slot in given:
                continue
            elif region.ended:
                yield from _ended(found, work, region, slot)
            else:
                yield from _removed(found, work, region, slot)
        if any(slot in work.collecting.new for slot in given):
            yield from _added(found, work, region)


def remark(shaped: Shaped, work: Work) -> None:
    """Keep the marks of what blocks say now, where nobody had written in them before.

    Only those need it that are taken out, untouched, once the report gives them no more.
    """
    for region in work.given.regions.values() if shaped.edits else ():
        for slot in () if region.ended else work.blocks.get(region.slot, ()):
            fellows = _fellows(work, region)
            new = _edited(shaped, slot, fellows)
            old = blocks.standing(shaped.found, slot, fellows)[:1] if new is not None else []
            if new is not None and old and static_mark(old[0][1]) == work.before.blocks[slot]:
                work.now.blocks[slot] = static_mark(new)


def _edited(shaped: Shaped, slot: str, fellows: Collection[str]) -> bytes | None:
    """Return what the first showing of a block will hold; None where nothing changes it."""
    controls = shaped.found.rich(slot, block=True)
    if controls:
        return shaped.within(controls[0].content)
    marked = shaped.found.marked(slot)
    standing = blocks.standing(shaped.scan, slot, fellows)[:1] if marked else []
    return standing[0][1] if standing else None


def ended_spans(found: Scan, work: Work) -> Iterator[Span]:
    """Yield from where to where each block of a part reaches that the report gives no more."""
    for region in work.given.regions.values():
        given = {f"{region.slot}/{block.key}" for block in region}
        held = work.blocks.get(region.slot, ())
        for slot in held:
            if slot not in given:
                yield from blocks.extents(found, slot, (region.slot, *held))


def _fellows(work: Work, region: Region) -> tuple[str, ...]:
    """Return the slots by whose marks it is known where a block of a region ends."""
    return (region.slot, *work.blocks.get(region.slot, ()))


def _returned(found: Scan, work: Work, region: Region, slot: str, thaws: bool) -> Iterator[Edit]:
    """Yield what takes the mark off a block, unless somebody wrote in the mark, and thaws it."""
    if thaws:
        extents = blocks.extents(found, slot, _fellows(work, region))
        yield from blocks.turning(found, extents, thawed)
    for edit, said in blocks.unmarking(found, slot):
        if said == region.ended:
            yield edit
        else:
            work.note(ChangeKind.TYPED_OVER, slot, _title(work, slot), old=said)


def _ended(found: Scan, work: Work, region: Region, slot: str) -> Iterator[Edit]:
    """Yield what marks a block; its figures keep what they said, as the words around them do."""
    edits = list(blocks.marking(found, slot, region.ended, work.collecting.marks))
    if edits:
        work.note(ChangeKind.ENDED, slot, _title(work, slot), new=region.ended)
        extents = blocks.extents(found, slot, _fellows(work, region))
        yield from blocks.turning(found, extents, frozen)
    yield from edits


def _removed(found: Scan, work: Work, region: Region, slot: str) -> Iterator[Edit]:
    words = work.before.blocks[slot]
    for edit, said in blocks.removing(found, slot, words, _fellows(work, region)):
        if edit is None:
            work.note(ChangeKind.TYPED_OVER, slot, old=said)
        else:
            work.note(ChangeKind.ENDED, slot, old=said)
            work.dropped.add(slot)
            yield edit


def _added(found: Scan, work: Work, region: Region) -> Iterator[Edit]:
    slots = [f"{region.slot}/{block.key}" for block in region]
    new = {slot: work.collecting.new[slot] for slot in slots if slot in work.collecting.new}
    together: dict[int, str] = {}
    for showings in new.values():
        for number, xml in showings.items():
            together[number] = together.get(number, "") + xml
    edits = list(blocks.adding(found, region.slot, together, work.collecting.marks))
    for slot in new if edits else ():
        work.added = True
        told = "" if region.ended else text_of("".join(new[slot].values()).encode())
        work.note(ChangeKind.NEW, slot, "" if told else _title(work, slot), new=told)
    yield from edits


def _title(work: Work, slot: str) -> str:
    """Return what a reader calls a block: the title of the figure that it is about, or its key."""
    key = slot.rpartition("/")[2]
    known = work.now.figures.get(key) or work.before.figures.get(key)
    return known.title if known else key
