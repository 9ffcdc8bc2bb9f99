"""What the risk review reads, whom it covers, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Finding, Frequency, Option, Report, Word
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.entities import quarterly_coverage
from pmf_engine.framework.risk_contract import LEVELS, RISK_INPUTS
from pmf_engine.framework.risk_scope import newest_scored, owners

if TYPE_CHECKING:
    from pmf_engine.api import Run, Sheet

report = Report(
    key="gbac-risk-review",
    title="GBAC quarterly risk review",
    summary="Decisions, the risk map, movers, risks outside appetite, assurance and the register.",
    audience=Audience.GBAC,
    frequency=Frequency.QUARTERLY,
    due=Due(day=30, months_after=1, assumed=True),
    inputs={**INDICATOR_INPUTS, **THREAD_INPUTS, **RISK_INPUTS},
    main=("assessments", "date"),
    newest=newest_scored,
    covers=quarterly_coverage,
    options={
        "level": Option(
            values=LEVELS,
            title="Risk review: {} risks",
            markings={"strategic": "Official: for the Board"},
        ),
        "owner": Option(
            values=owners,
            title="Team risk review: {}",
            frequencies=(Frequency.MONTHLY, Frequency.QUARTERLY),
        ),
    },
    keeps_issued=True,
    documents=[Word("gbac-risk-review.docx"), Excel("gbac-risk-review.xlsx")],
    marking="Official: for GBAC",
)


@report.check
def inputs_make_sense(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with the register, and with the actions linked to it."""
    from pmf_engine.framework.checks import check_thread
    from pmf_engine.framework.risk_checks import check_risks

    yield from check_risks(run)
    yield from check_thread(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name; the figures are made on the way."""
    from pmf_plugins.gbac_risk_review.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.gbac_risk_review.sheets import companion

    return companion(run)
