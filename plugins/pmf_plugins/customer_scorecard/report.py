"""What the customer scorecard reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Due, Excel, Finding, Frequency, Report, Word
from pmf_engine.framework.contract import INDICATOR_INPUTS, PEOPLE
from pmf_engine.framework.customers import CUSTOMER_INPUTS
from pmf_engine.framework.entities import newest_valued, panel_coverage

if TYPE_CHECKING:
    from pmf_engine.api import Run, Sheet

_READ = ("feedback", "scrutiny", "panels", "referrals", "promises")

report = Report(
    key="customer-scorecard",
    title="Customer scorecard",
    summary="Balanced scorecard, what tenants said, scrutiny, and questions a panel might ask.",
    audience=Audience.PANELS,
    frequency=Frequency.MONTHLY,
    due=Due(day=23),
    inputs={
        **INDICATOR_INPUTS,
        **{name: CUSTOMER_INPUTS[name] for name in _READ},
        "people": replace(PEOPLE, optional=True),
    },
    main=("feedback", "month"),
    newest=newest_valued,
    covers=panel_coverage,
    documents=[Word("customer-scorecard.docx"), Excel("customer-scorecard.xlsx")],
    marking="Official: for the panel",
)


@report.check
def inputs_make_sense(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with the register, and with feedback, scrutiny and names."""
    from pmf_engine.framework.checks import check_indicators
    from pmf_engine.framework.customer_checks import check_customers
    from pmf_engine.framework.named import names_published
    from pmf_plugins.customer_scorecard.published import published

    yield from check_indicators(run)
    yield from check_customers(run)
    yield from names_published(run, published(run))


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name; the figures are made on the way."""
    from pmf_plugins.customer_scorecard.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the Excel companion."""
    from pmf_plugins.customer_scorecard.sheets import companion

    return companion(run)
