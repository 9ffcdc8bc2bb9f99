"""Complaints handling: what it is, what it counts and what it checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pmf_engine.api import (
    Audience,
    Due,
    Excel,
    Finding,
    Frequency,
    Measured,
    Missing,
    Report,
    Run,
    Word,
    error,
    warning,
)

from .documents import companion, word_names
from .inputs import COMPLAINTS, HOMES, landlords, received

report = Report(
    key="complaints-handling",
    title="Complaints handling",
    summary="How many complaints tenants made, and how they were answered.",
    audience=Audience.PANELS,
    frequency=Frequency.QUARTERLY,
    due=Due(day=20, assumed=True),
    inputs={"complaints": COMPLAINTS, "homes": HOMES},
    main=("complaints", "received_on"),
    covers=landlords,
    definitions=Path(__file__).with_name("definitions.yaml"),
    figures=["stage-one-rate", "answered-in-time", "upheld-rate"],
    documents=[Word("complaints.docx"), Excel("complaints.xlsx")],
)
report.content(word_names)
report.sheets(companion)


@report.term
def stage_one(run: Run) -> int:
    """Return how many were received."""
    return len(received(run, run.period))


@report.term
def in_target(run: Run) -> int:
    """Return how many were answered within the target."""
    return sum(row.in_target is True for row in received(run, run.period))


@report.term
def in_extension(run: Run) -> int:
    """Return how many were answered later, but within an agreed extension."""
    return sum(row.in_extension is True for row in received(run, run.period))


@report.term
def decided(run: Run) -> int:
    """Return how many have a decision."""
    return sum(row.upheld is not None for row in received(run, run.period))


@report.term
def upheld(run: Run) -> int:
    """Return how many were decided for the tenant."""
    return sum(row.upheld is True for row in received(run, run.period))


@report.term
def homes_owned(run: Run) -> int | Measured:
    """Return the homes owned at the period's end."""
    for row in run.data.homes.by("entity")[run.entity.code]:
        if row.month == run.period.last_month:
            return int(row.homes)
    return Missing(f"no homes are entered for {run.period.last_month.title}")


@report.check
def answers_make_sense(run: Run) -> Iterator[Finding]:
    """Yield complaints answered twice over, and those still without an answer."""
    waiting = [row for row in received(run, run.period) if row.in_target is None]
    for row in received(run, run.period):
        if row.in_target and row.in_extension:
            yield error(
                "answered-twice",
                f"complaint {row.reference} is answered both within the target and within an"
                " extension. Clear one of the two.",
                **row.place("in_extension"),
            )
    if waiting:
        yield warning(
            "no-answer-yet",
            f"{len(waiting)} stage one complaints have no answer yet, and count as not in time."
            f" The first is {waiting[0].reference}.",
            **waiting[0].place("in_target"),
        )
