"""How bands, standings and moves look: a shape and a word, so that colour is never alone."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.measures.risk import Band, Move, Standing
from pmf_engine.model.content import Wording

BAND_SHAPES: Mapping[Band | None, tuple[str, str]] = {
    Band.VERY_HIGH: ("■ Very high", "status-red"), Band.HIGH: ("▲ High", "status-amber"),
    Band.MEDIUM: ("◊ Medium", "status-data-only"), Band.LOW: ("● Low", "status-green"),
    None: ("○ No score", "status-no-data"),
}  # fmt: skip
STANDING_SHAPES: Mapping[Standing, tuple[str, str]] = {
    Standing.OUTSIDE: ("■ Outside tolerance", "status-red"),
    Standing.ABOVE: ("▲ Above appetite", "status-amber"),
    Standing.WITHIN: ("● Within appetite", "status-green"),
    Standing.NO_APPETITE: ("○ No appetite set", "status-no-data"),
    Standing.NO_DATA: ("○ No score", "status-no-data"),
}
MOVE_WORDS: Mapping[Move, tuple[str, str]] = {
    Move.UP: ("↑ up", "status-red"), Move.DOWN: ("↓ down", "status-green"),
    Move.SIDEWAYS: ("→ no change", ""), Move.RESHAPED: ("↔ re-shaped", ""),
    Move.NEW: ("new", ""), Move.CLOSED: ("closed", ""), Move.MERGED: ("merged", ""),
    Move.BLANK: ("no comparison", ""),
}  # fmt: skip


def band(slot: str, value: Band | None) -> Wording:
    """Return a band as shape and word, in a slot of its own."""
    return Wording(slot, *BAND_SHAPES[value])


def standing(slot: str, value: Standing) -> Wording:
    """Return how a risk stands against appetite as shape and word, in a slot of its own."""
    return Wording(slot, *STANDING_SHAPES[value])


def moved(slot: str, value: Move) -> Wording:
    """Return a move as arrow and word, in a slot of its own; up is bad."""
    return Wording(slot, *MOVE_WORDS[value])
