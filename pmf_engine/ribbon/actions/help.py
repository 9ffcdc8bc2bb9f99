"""Help: what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.controls import CONTROLS

if TYPE_CHECKING:
    import xlwings


def act(words: list[str], book: xlwings.Book) -> Answer:  # noqa: ARG001  (every action takes both)
    """Return what each button does."""
    return done("\n".join(f"{one.label}: {one.tip}" for one in CONTROLS))
