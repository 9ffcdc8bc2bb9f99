"""How cells look once their values changed: our look follows, what people chose stays."""

from __future__ import annotations

from functools import cached_property

from pmf_engine.documents.excel.fill.styles import Styles
from pmf_engine.documents.palette import GREY, INK

_QUOTES = str.maketrans("", "", '"\\')


class Looks:
    """Chooses the format of a cell in a workbook, after that of the companion built anew."""

    def __init__(self, old: Styles, fresh: Styles) -> None:
        self._old, self._fresh = old, fresh

    @cached_property
    def _ours(self) -> set[bytes]:
        return {_in_ink(self._fresh.look(style)) for style in range(len(self._fresh))}

    def _is_ours(self, style: int) -> bool:
        return _in_ink(self._old.look(style)) in self._ours

    def follow(self, style: int, fresh: int, code_was: str | None, code_now: str | None) -> int:
        """Return the format of a cell that had `style`, where the companion now has `fresh`.

        The codes are the number formats that the engine gave it last time and now, None for text.
        """
        if code_was == code_now:
            return style
        if code_was is not None and not self._alike(self._old.code(style), code_was):
            return style
        if self._is_ours(style):
            return self._old.adopted(self._fresh, fresh)
        return style if code_now is None else self._old.with_code(style, code_now)

    def like(self, style: int, fresh: int) -> int:
        """Return the format of a new cell, under one of `style`."""
        if self._is_ours(style):
            return self._old.adopted(self._fresh, fresh)
        return self._old.with_code(style, self._fresh.code(fresh))

    @staticmethod
    def _alike(one: str, other: str) -> bool:
        # programs quote the letters of a number format in their own ways
        return one.translate(_QUOTES) == other.translate(_QUOTES)


def _in_ink(look: bytes) -> bytes:
    """A look with grey letters, which say that a value is missing, taken as those of a value."""
    return look.replace(GREY[1:].encode(), INK[1:].encode())
