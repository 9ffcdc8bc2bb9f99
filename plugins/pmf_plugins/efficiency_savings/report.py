"""What the statement of savings reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Frequency, Report, Word
from pmf_engine.framework.yearly import yearly_coverage
from pmf_plugins.efficiency_savings.inputs import INPUTS

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Run, Sheet

report = Report(
    key="efficiency-savings",
    title="Efficiency savings",
    summary="Savings of a year by theme, cashable or not, each with its proof and quality check.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=9, assumed=True),
    inputs=INPUTS,
    main=("years", "year"),
    covers=yearly_coverage("years"),
    definitions=Path(__file__).with_name("definitions.yaml"),
    documents=[Word("efficiency-savings.docx"), Word("review.docx"), Excel("efficiency.xlsx")],
    marking="Official: for the Board and the regulator",
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield the savings, by theme and in all, and the indicators they are held against."""
    from pmf_plugins.efficiency_savings.ledger import make_figures
    from pmf_plugins.efficiency_savings.quality import quality_of

    yield from make_figures(run)
    for one in quality_of(run).values():
        yield from (one.now, one.before)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.efficiency_savings.documents import word_names

    return word_names(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.efficiency_savings import documents

    return documents.sheets(run)
