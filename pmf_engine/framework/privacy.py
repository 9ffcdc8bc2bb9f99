"""Names that may not leave the table they stand in: found in text, and left out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

WITHHELD = "[name withheld]"
_SHORTEST = 3  # letters of a part of a name that is looked for by itself
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "the", "and"}


class Names:
    """Names of people, to be found in text: whole in any capitals, or a word spelt as a name is.

    “Anna Price” is found in “ANNA PRICE” and in “Mr Price”, and not in “the price rose”.
    """

    def __init__(self, names: Iterable[str]) -> None:
        whole = sorted({" ".join(name.split()) for name in names if name.split()}, key=len)[::-1]
        parts = {part for name in whole for part in re.findall(r"[^\W\d_][\w'’-]*", name)}
        kept = sorted({part for part in parts if part in whole or _telling(part)})
        self._whole = _pattern([name for name in whole if " " in name], re.IGNORECASE)
        self._parts = _pattern([*kept, *(part.upper() for part in kept)], 0)

    def within(self, text: str) -> bool:
        """Whether a text holds one of the names."""
        return any(p and p.search(_spaced(text)) for p in (self._whole, self._parts))

    def left_out(self, text: str) -> str:
        """Return a text with each name replaced by words that say so; as it is if it holds none."""
        if not self.within(text):
            return text
        text = _spaced(text)
        for pattern in filter(None, (self._whole, self._parts)):
            text = pattern.sub(WITHHELD, text)
        return re.sub(rf"(?:{re.escape(WITHHELD)}[ -]?)+(?<! )", WITHHELD, text)


def _telling(part: str) -> bool:
    return len(part) >= _SHORTEST and part[0].isupper() and part.casefold() not in _TITLES


def _pattern(words: Iterable[str], flags: int) -> re.Pattern[str] | None:
    listed = "|".join(map(re.escape, words))
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", flags) if listed else None


def _spaced(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", text)
