"""A region of sentences."""

from __future__ import annotations

from collections.abc import Iterable

from pmf_engine.api import Block, Region, Words


def said(slot: str, sentences: Iterable[Words]) -> Region:
    """Return a region of sentences, each in a keyed block that the template reaches as `words`."""
    return Region(
        slot,
        tuple(Block(one.slot.replace("/", "."), {"words": one}) for one in sentences),
        ended="",
    )
