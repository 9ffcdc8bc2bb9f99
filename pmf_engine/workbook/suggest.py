"""The nearest name to one that was not found."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

MOST = 40


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like this one, in any case of letters, or None."""
    spelt = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word.casefold(), spelt, 1, 0.6)
    return spelt[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `Did you mean “...”? ` with the nearest known word, or nothing."""
    found = nearest(word, known)
    return f"Did you mean “{found}”? " if found else ""


class Hints:
    """Nearest known words for the first `MOST` that are asked; more are not shown to anybody."""

    def __init__(self, known: Collection[str]) -> None:
        self._known = known
        self._left = MOST

    def __call__(self, word: str) -> str:
        """Return `Did you mean “...”? `, or nothing."""
        self._left -= 1
        return did_you_mean(word, self._known) if self._left >= 0 else ""
