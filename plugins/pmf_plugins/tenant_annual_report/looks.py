"""How large things are in each edition of the report."""

from __future__ import annotations

from dataclasses import dataclass

from pmf_engine.api import Run


@dataclass(frozen=True, slots=True)
class Look:
    """The size of charts in cm, and of their letters against those of a paper."""

    chart_width: float
    chart_height: float
    text: float
    wide: float = 17.0
    easy: bool = False


PRINT = Look(8.2, 4.6, 1.33)
EDITIONS = {
    "large print": Look(17.0, 9.5, 2.0),
    "easy read": Look(15.0, 8.0, 1.8, easy=True),
}


def look_of(run: Run) -> Look:
    """Return the look of the edition chosen; that for print where none was."""
    return EDITIONS.get(run.options.get("edition", ""), PRINT)
