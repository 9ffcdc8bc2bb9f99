"""What the Board pack reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Finding, Frequency, Report, Word
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.entities import board_coverage

if TYPE_CHECKING:
    from pmf_engine.api import Run, Sheet

report = Report(
    key="board-pack",
    title="Board performance report",
    summary="Indicators, exceptions, plan progress and data quality for a Board.",
    audience=Audience.BOARD,
    frequency=Frequency.QUARTERLY,
    due=Due(day=23, months_after=1, assumed=True),
    inputs={**INDICATOR_INPUTS, **THREAD_INPUTS},
    main=("monthly", "month"),
    covers=board_coverage,
    documents=[Word("board-pack.docx"), Excel("board-pack.xlsx")],
    marking="Official: for the Board",
)


@report.check
def inputs_make_sense(run: Run) -> Iterator[Finding]:
    """Yield what the register and the golden thread find wrong with their rows."""
    from pmf_engine.framework.checks import check_indicators, check_thread

    yield from check_indicators(run)
    yield from check_thread(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name; the figures are made on the way."""
    from pmf_plugins.board_pack.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.board_pack.sheets import companion

    return companion(run)
