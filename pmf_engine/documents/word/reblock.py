"""Blocks of the report's repeated regions: new ones added, ended ones marked or taken out."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.word import blocks
from pmf_engine.documents.word.spans import Edit, Scan
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Region
from pmf_engine.model.refresh import ChangeKind


def block_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield what the regions of a part need, where they stand in it."""
    for region in work.given.regions.values():
        given = {f"{region.slot}/{block.key}" for block in region}
        for slot in _held(work, region):
            if slot in given:
                yield from blocks.unmarking(found, slot)
            else:
                yield from _ended(found, work, region, slot)
        yield from _added(found, work, region)


def _held(work: Work, region: Region) -> list[str]:
    """Return the slots of the blocks that the region has ever been filled with."""
    return [slot for slot in work.before.blocks if slot.rpartition("/")[0] == region.slot]


def _ended(found: Scan, work: Work, region: Region, slot: str) -> Iterator[Edit]:
    if region.ended:
        edits = list(blocks.marking(found, slot, region.ended, work.collecting.marks))
    else:
        edits = list(blocks.removing(found, slot, work.before.blocks[slot]))
    if edits:
        work.note(ChangeKind.ENDED, slot, _title(work, slot), new=region.ended)
    yield from edits


def _added(found: Scan, work: Work, region: Region) -> Iterator[Edit]:
    new = [f"{region.slot}/{block.key}" for block in region]
    new = [slot for slot in new if slot in work.collecting.new]
    if not new:
        return
    edit = blocks.adding(found, region.slot, "".join(work.collecting.new[slot] for slot in new))
    if edit is not None:
        work.added = True
        for slot in new:
            work.note(ChangeKind.NEW, slot, _title(work, slot))
        yield edit


def _title(work: Work, slot: str) -> str:
    """Return what a reader calls a block: the title of the figure that it is about, or its key."""
    key = slot.rpartition("/")[2]
    known = work.now.figures.get(key) or work.before.figures.get(key)
    return known.title if known else key
