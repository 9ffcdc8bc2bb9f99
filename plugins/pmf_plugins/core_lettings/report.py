"""The report itself: what it reads and how an upload file is checked."""

from __future__ import annotations

from pmf_engine.api import Audience, Due, Frequency, Report
from pmf_plugins.core_lettings.tables import INPUTS

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
