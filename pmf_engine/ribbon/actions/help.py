"""Help: what each button does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.controls import controls

if TYPE_CHECKING:
    import xlwings

_NAMING = (
    "To have a table or cell filled, name it pmf_ and the slot of the report, such as"
    " pmf_scorecard: Table Design, Table Name; for a cell, the box left of the formula bar."
)


def act(words: list[str], book: xlwings.Book) -> Answer:  # noqa: ARG001  (every action takes both)
    """Return what each button does."""
    return done("\n".join([*(f"{one.label}: {one.tip}" for one in controls()), _NAMING]))
