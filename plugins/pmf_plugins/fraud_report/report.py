"""What the fraud report reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Frequency, Report, Word
from pmf_engine.framework.yearly import yearly_coverage
from pmf_plugins.fraud_report.inputs import INPUTS

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Run, Sheet

report = Report(
    key="fraud-report",
    title="Fraud report",
    summary="Cases of fraud in a year: loss, recovery, the control that failed and what is done.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=9, assumed=True),
    inputs=INPUTS,
    main=("years", "year"),
    covers=yearly_coverage("years"),
    definitions=Path(__file__).with_name("definitions.yaml"),
    documents=[Word("fraud-report.docx"), Word("review.docx"), Excel("fraud-report.xlsx")],
    marking="Official: for the Board and the regulator",
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield the figures of the year, by type, and of the years before."""
    from pmf_plugins.fraud_report.register import make_figures

    yield from make_figures(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.fraud_report.documents import word_names

    return word_names(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.fraud_report import documents

    return documents.sheets(run)
