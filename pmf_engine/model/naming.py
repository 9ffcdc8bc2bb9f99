"""Many names in a sentence: the first few, and how many more there are."""

from __future__ import annotations

from collections.abc import Sequence


def some_of(names: Sequence[str], most: int, between: str = ", ") -> str:
    """Return names in one line, of many the first: “a, b and 3 more”, or “a; b; and 3 more”."""
    more = len(names) - most
    joint = " and" if between == ", " else f"{between}and"
    return between.join(names[:most]) + (f"{joint} {more} more" if more > 0 else "")
