"""CORE lettings: what the report reads, whom it covers and what it makes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pmf_engine.api import Audience, Due, Finding, Frequency, GivenFile, Report
from pmf_engine.framework.contract import ADJUSTMENTS, ENTITIES, INDICATORS, MONTHLY
from pmf_plugins.core_lettings import outputs
from pmf_plugins.core_lettings.coverage import newest_month, uploaders
from pmf_plugins.core_lettings.export import EXPORT
from pmf_plugins.core_lettings.tables import REFERENCE

_REGISTER = {"entities": ENTITIES, "indicators": INDICATORS, "monthly": MONTHLY}

report = Report(
    key="core-lettings",
    title="CORE lettings",
    summary="Every new letting, checked cell by cell before it is uploaded to CORE.",
    audience=Audience.REGULATOR,
    frequency=Frequency.YEARLY,
    due=Due(day=5, month=6, assumed=True),
    inputs={
        **EXPORT,
        **REFERENCE,
        **{name: replace(table, optional=True) for name, table in _REGISTER.items()},
        "adjustments": ADJUSTMENTS,
    },
    main=("lettings", "Tenancy start"),
    covers=uploaders,
    newest=newest_month,
    to_date=True,
    definitions=Path(__file__).with_name("definitions.yaml"),
    documents=outputs.DOCUMENTS,
)
outputs.register(report)


@report.file_check(*REFERENCE)
def upload_is_fit(given: GivenFile) -> Iterator[Finding]:
    """Yield what CORE would refuse, or ask, of a file in its bulk-upload layout."""
    from pmf_plugins.core_lettings.telling import findings_of

    yield from findings_of(given)
