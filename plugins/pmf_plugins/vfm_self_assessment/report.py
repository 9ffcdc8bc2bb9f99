"""What the self-assessment reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Finding, Frequency, Report, Word, error
from pmf_engine.framework.contract import INDICATOR_INPUTS
from pmf_engine.framework.finance.contract import inputs
from pmf_engine.framework.finance.coverage import landlords_covered
from pmf_engine.framework.finance.register import check_accounts

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Run, Sheet

report = Report(
    key="vfm-self-assessment",
    title="Value-for-money self-assessment",
    summary="The regulator's metrics, own measures and targets, costs by service, gains.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=9),
    inputs={**INDICATOR_INPUTS, **inputs("accounts", "units")},
    main=("accounts", "year"),
    covers=landlords_covered,
    definitions=Path(__file__).with_name("definitions.yaml"),
    settings={"headings": ("2018", "2012")},
    documents=[
        Word("vfm-self-assessment.docx"),
        Word("review.docx"),
        Excel("vfm-self-assessment.xlsx"),
    ],
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield the figures, which the self-assessment has added to the run."""
    from pmf_plugins.vfm_self_assessment.assessment import assessment_of

    assessment_of(run)
    yield from run.figures.values()


check_accounts(report, ledger=False)


@report.check(
    title="Quartiles are in order", compares="Lower quartile, median and upper quartile, as typed"
)
def quartiles_in_order(run: Run) -> Iterator[Finding]:
    """Yield published quartiles that are not in order of size."""
    for row in run.data.finance_benchmarks:
        known = [row.peek(name) for name in ("q1", "median", "q3") if row.peek(name) is not None]
        if known != sorted(known):
            yield error(
                "benchmark-order",
                f"the quartiles of metric {row.peek('measure')} are not in order of size. Type the"
                " lowest as q1 and the highest as q3.",
                **row.place("q1"),
            )


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.vfm_self_assessment.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.vfm_self_assessment.sheets import companion

    return companion(run)
