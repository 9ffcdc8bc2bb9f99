"""The report itself: what it reads and how an upload file is checked."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Audience, Due, Finding, Frequency, GivenFile, Report
from pmf_plugins.core_lettings.tables import INPUTS, REFERENCE

report = Report(
    key="core-lettings",
    title="CORE lettings",
    summary="Every new letting, checked cell by cell before it is uploaded to CORE.",
    audience=Audience.REGULATOR,
    frequency=Frequency.MONTHLY,
    due=Due(day=20, assumed=True),
    inputs=INPUTS,
    main=("lettings", "start"),
)


@report.file_check(*REFERENCE)
def upload_is_fit(given: GivenFile) -> Iterator[Finding]:
    """Yield what CORE would refuse, or ask, of a file in its bulk-upload layout."""
    from pmf_plugins.core_lettings.telling import findings_of

    yield from findings_of(given)
