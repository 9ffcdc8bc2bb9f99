"""What the annual report to tenants reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pmf_plugins.tsm
from pmf_engine.api import Audience, Due, Finding, Frequency, Option, Report, Word
from pmf_engine.framework.yearly import yearly_coverage
from pmf_plugins.tenant_annual_report.inputs import INPUTS

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Run

NAME = "tenant-annual-report.docx"
LARGE, EASY = "large print", "easy read"

report = Report(
    key="tenant-annual-report",
    title="Annual report to tenants",
    summary="How the landlord did against what it promised, in plain English; also in large print"
    " and easy read.",
    audience=Audience.TENANTS,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=9, assumed=True),
    inputs=INPUTS,
    main=("rent_pound", "year"),
    covers=yearly_coverage("rent_pound"),
    definitions=Path(__file__).with_name("definitions.yaml"),
    borrows=[Path(pmf_plugins.tsm.__file__).with_name("definitions.yaml")],
    marking="Public",
    published=True,
    options={
        "edition": Option(
            values=(LARGE, EASY),
            title="Annual report to tenants, {}",
            documents={
                LARGE: [Word("large-print.docx", NAME)],
                EASY: [Word("easy-read.docx", NAME)],
            },
        )
    },
    documents=[Word(NAME)],
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield every figure of the report."""
    from pmf_plugins.tenant_annual_report import figures

    figures.make(run)
    yield from run.figures.values()


@report.check
def promises_have_figures(run: Run) -> Iterator[Finding]:
    """Yield promises that name an indicator which tells nothing of this landlord."""
    from pmf_plugins.tenant_annual_report.checks import promises

    yield from promises(run)


@report.check
def text_is_plain(run: Run) -> Iterator[Finding]:
    """Yield how hard the report is to read, and its hard words."""
    from pmf_plugins.tenant_annual_report.checks import plain

    yield from plain(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.tenant_annual_report.content import word_content

    return word_content(run)
