"""How large things are in each edition of the report."""

from __future__ import annotations

from dataclasses import dataclass

from pmf_engine.api import Run


@dataclass(frozen=True, slots=True)
class Look:
    """The size of charts in cm, and of their letters against those of a paper.

    `tsm` are the widths of the table of Tenant Satisfaction Measures; `aside` has charts beside the
    text, and `per_page` measures a page where there is a limit; `easy` has one idea a line and no
    charts of measures.
    """

    chart_width: float
    chart_height: float
    text: float
    wide: float = 17.0
    easy: bool = False
    aside: bool = False
    per_page: int = 0
    tsm: tuple[float, float, float, float] = (5.2, 2.9, 2.9, 3.1)


PRINT = Look(8.2, 4.3, 1.33, aside=True, per_page=3, tsm=(6.3, 2.5, 2.3, 3.4))
EDITIONS = {
    "large print": Look(17.0, 7.6, 2.0, per_page=1),
    "easy read": Look(15.0, 8.0, 1.8, easy=True, per_page=1),
}


def look_of(run: Run) -> Look:
    """Return the look of the edition chosen; that for print where none was."""
    return EDITIONS.get(run.options.get("edition", ""), PRINT)
