"""How cells look once their values changed: our look follows, what people chose stays."""

from __future__ import annotations

from functools import cached_property

from pmf_engine.documents.excel.fill.styles import Styles

_QUOTES = str.maketrans("", "", '"\\')


class Looks:
    """Chooses the format of a cell in a workbook, after that of the companion built anew."""

    def __init__(self, old: Styles, fresh: Styles) -> None:
        self._old, self._fresh = old, fresh

    @cached_property
    def _ours(self) -> set[bytes]:
        return {self._fresh.look(style) for style in range(len(self._fresh))}

    def follow(self, style: int, fresh: int, code_was: str | None, code_now: str | None) -> int:
        """Return the format of a cell that had `style`, where the companion now has `fresh`.

        The codes are the number formats that the engine gave it last time and now, None for text.
        """
        if code_was == code_now:
            return style
        if code_was is not None and not self._alike(self._old.code(style), code_was):
            return style
        if self._old.look(style) in self._ours:
            return self._old.adopted(self._fresh, fresh)
        return style if code_now is None else self._old.with_code(style, code_now)

    def like(self, style: int, fresh: int) -> int:
        """Return the format of a new cell, under one of `style`."""
        if self._old.look(style) in self._ours:
            return self._old.adopted(self._fresh, fresh)
        return self._old.with_code(style, self._fresh.code(fresh))

    @staticmethod
    def _alike(one: str, other: str) -> bool:
        # programs quote the letters of a number format in their own ways
        return one.translate(_QUOTES) == other.translate(_QUOTES)
