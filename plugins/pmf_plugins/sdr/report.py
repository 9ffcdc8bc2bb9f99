"""What the Statistical Data Return reads, when it is due, and which functions make it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Csv, Due, Excel, Frequency, Report, Word
from pmf_plugins.sdr.checks import register
from pmf_plugins.sdr.codes import PARTS
from pmf_plugins.sdr.inputs import INPUTS, covered

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Listing, Run, Sheet

report = Report(
    key="sdr",
    title="Statistical Data Return",
    summary="The regulator's census of stock and rents at 31 March: return, review and data.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=31, month=5),
    inputs=INPUTS,
    main=("landlords", "year"),
    covers=covered,
    definitions=Path(__file__).with_name("definitions.yaml"),
    documents=[
        Word("sdr.docx"),
        Word("review.docx"),
        Excel("sdr-return.xlsx"),
        *(Csv(f"sdr-{part.lower()}.csv") for part in PARTS),
    ],
)
register(report)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield every figure of the return, part by part."""
    from pmf_plugins.sdr.figures import make

    yield from make(run)


@report.content
def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word templates may name."""
    from pmf_plugins.sdr.content import word_content

    return word_content(run)


@report.sheets
def sheets(run: Run) -> list[Sheet]:
    """Return the check list, the validations, a sheet or two a part, formulas and sources."""
    from pmf_plugins.sdr.sheets import companion

    return companion(run)


def _listing(part: str, run: Run) -> Listing:
    from pmf_plugins.sdr.listing import listing

    return listing(run, part)


for _part in PARTS:
    _rows = partial(_listing, _part)
    _rows.__name__ = f"listing_{_part}"  # type: ignore[attr-defined]
    report.rows(f"sdr-{_part.lower()}.csv")(_rows)
