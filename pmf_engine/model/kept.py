"""What is kept of an issued file, so that a later one is seen to repeat part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Known(Protocol):
    """What the files of a report, issued so far, were made of; only hashes of it are kept."""

    @property
    def lost(self) -> bool:
        """Whether hashes are kept that nothing can be compared with, since the key is gone."""

    def of(self, texts: Sequence[str]) -> list[str]:
        """Return, for each text, the issued file that held it and the day, or nothing."""


class Nothing:
    """That no file was issued yet."""

    lost = False

    def of(self, texts: Sequence[str]) -> list[str]:
        """Return nothing for each text."""
        return [""] * len(texts)
