"""The sentences of the fraud report."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Figure, Run, Words
from pmf_engine.framework.sentences import brief_date
from pmf_engine.framework.yearly import reason, so_many, year_row
from pmf_plugins.fraud_report.inputs import REPORTED
from pmf_plugins.fraud_report.register import entered, said


def verdict(run: Run) -> Words:
    """Return the return in one sentence."""
    cases, loss, recovered = (run.figures[key] for key in ("cases", "loss", "recovered"))
    whose = f"{run.entity.title} reports "
    if cases.missing:
        text = f"Nothing can be reported for {run.entity.title}: {reason(cases.missing)}."
        return run.words("verdict", text)
    if not cases.value:
        return run.words("verdict", f"{whose}no fraud for {run.period.name}: a nil return.")
    parts: list[str | Figure] = [whose, cases, f" of fraud found in {run.period.name}"]
    if loss.missing:
        so_far = run.figures["known-loss"]
        if not so_far.value:
            return run.words("verdict", *parts, ". What was lost is not known yet.")
        return run.words("verdict", *parts, ". ", so_far, " is known to be lost so far.")
    if recovered.missing:
        return run.words("verdict", *parts, ", with a loss of ", loss, ".")
    return run.words(
        "verdict", *parts, ", with a loss of ", loss, ", of which ", recovered, " was recovered."
    )


def bullets(run: Run) -> Iterator[Words]:
    """Yield what else a Board wants to know at once."""
    if not run.figures["cases"].value:
        return
    for key in ("loss", "recovered"):
        if gap := run.figures[key].missing:
            yield run.words(f"bullet/{key}", f"{run.figures[key].title}: {reason(gap)}.")
    proven, police, actions = (run.figures[key] for key in ("proven", "police", "actions-open"))
    yield run.words(
        "bullet/proven", "Proven so far: ", proven, "; told to the police: ", police, "."
    )
    yield run.words("bullet/actions", "Agreed and not yet done: ", actions, ".")
    left = sum(row.peek("state") not in REPORTED for row in entered(run))
    if left:
        text = f"Looked into and not proven, so not reported: {so_many(left, 'case')}."
        yield run.words("bullet/not-proven", text)


def confirmed(run: Run) -> str:
    """Return who confirmed the return, by role, and when."""
    row = year_row(run, "years")
    if row is None or not row.confirmed_by:
        return "Nobody has confirmed this return yet."
    on = f" on {brief_date(row.confirmed_on)}" if row.confirmed_on else ""
    return f"Confirmed by: {said(run, row.confirmed_by)}{on}."
