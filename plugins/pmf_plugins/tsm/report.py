"""What the Tenant Satisfaction Measures read, when they are due, and which functions make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Csv, Due, Excel, Frequency, Report, Word
from pmf_plugins.tsm.checks import register
from pmf_plugins.tsm.inputs import INPUTS, landlords

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Listing, Run, Sheet

report = Report(
    key="tsm",
    title="Tenant Satisfaction Measures",
    summary="The 22 measures of the Regulator of Social Housing: return, report and datapoints.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=30, month=6, assumed=True),
    inputs=INPUTS,
    main=("landlords", "year"),
    covers=landlords,
    definitions=Path(__file__).with_name("definitions.yaml"),
    documents=[
        Word("tsm.docx"), Word("review.docx"), Excel("tsm-return.xlsx"), Csv("tsm-datapoints.csv"),
    ],
)  # fmt: skip
register(report)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield each measure and each count behind it."""
    from pmf_plugins.tsm.figures import make

    yield from make(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.tsm.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the check list and movement, the return by section, formulas and sources."""
    from pmf_engine.framework.returns import closing_sheets, review_sheets
    from pmf_plugins.tsm import return_sheets
    from pmf_plugins.tsm.parts import lines_of

    compared = [line.figure for line in lines_of(run)]
    return [*review_sheets(run, compared), *return_sheets.sheets(run), *closing_sheets(run)]


@report.rows("tsm-datapoints.csv")
def datapoints(run: Run) -> Listing:
    """Return the datapoints of the return."""
    from pmf_plugins.tsm.return_sheets import listing

    return listing(run)
