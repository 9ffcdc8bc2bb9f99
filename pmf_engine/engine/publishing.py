"""What is published: how far it was approved, and the refusal of what was not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pmf_engine.engine.tasks import Outcome
from pmf_engine.engine.variants import MARK
from pmf_engine.ledger import Approval, Ledger, RunRecord
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error, note
from pmf_engine.model.naming import some_of
from pmf_engine.model.periods import Period
from pmf_engine.model.publication import (
    SMALL_NUMBERS,
    Approved,
    History,
    Publication,
    State,
)
from pmf_engine.run import Run

_NAMED = 3  # figures named in one sentence


def read_small_numbers(file: Path, given: Any) -> int:
    """Return the threshold under `[publication]` of `pmf.toml`; PmfError where it is none."""
    if not isinstance(given, Mapping):
        raise PmfError(f"{file}: write [publication] as a heading with its settings below it.")
    for name in given:
        if name != "small_numbers":
            raise PmfError(
                f"{file}: “{name}” is not a setting of [publication]. Settings: small_numbers."
            )
    number = given.get("small_numbers", SMALL_NUMBERS)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise PmfError(
            f"{file}: “small_numbers” in [publication] must be a whole number from 0 up without"
            f" quotes, such as {SMALL_NUMBERS}. Counts under it are not published."
        )
    return number


def publication(
    ledger: Ledger, name: str, entity: str, period: Period, small_numbers: int
) -> Publication:
    """Return what the ledger knows of a report's figures for an entity, its variants included."""
    known = cache(_histories(ledger, name.partition(MARK)[0], entity))
    return Publication(lambda asked: known(asked or period), small_numbers)


def stamp(found: Publication) -> list[Any]:
    """Return what a run's marks rest on, for its fingerprint."""
    history = found.history(None)
    approved = history.approved
    told = approved and (approved.name, approved.role, approved.on, sorted(approved.values.items()))
    return [str(told), [(one.run, one.issued_on) for one in history.issued], found.small_numbers]


def unsigned(run: Run, *, final: bool) -> Iterator[Finding]:
    """Yield that figures are not as they were approved: a note, or an error where final is asked.

    Without `final` it is said of reports for the public alone.
    """
    if not (final or run.report.published):
        return
    open_ = [slot for slot, one in run.figures.items() if not _final(run, slot, one.value)]
    if not open_:
        return
    approved = run.publication.approved()
    if approved is None:
        why = "nobody has signed them off"
    else:
        by = f"{approved.name} ({approved.role}) on {approved.on}"
        why = f"they are not as {by} approved them: {some_of(open_, _NAMED)}"
    place = {"entity": run.entity.code, "period": run.period.id}
    count = f"{len(open_)} of {len(run.figures)} figures are provisional: {why}."
    if final:
        text = f"{count} Nothing is final before “pmf sign-off”; leave --final out until then."
        yield error("not-final", text, **place)
    else:
        yield note("provisional", f"{count} Each is marked wherever it is shown.", **place)


def not_final(outcome: Outcome) -> Outcome | None:
    """Return the outcome of a task whose figures are not as they were signed off; None if so."""
    found = list(unsigned(outcome.run, final=True)) if outcome.run else []
    outcome.findings = [*(f for f in outcome.findings if f.code != "provisional"), *found]
    return outcome if found else None


def _final(run: Run, slot: str, value: Any) -> bool:
    return run.publication.standing(slot, value).state is State.FINAL


def _histories(ledger: Ledger, key: str, entity: str) -> Callable[[Period], History]:
    """Return what gives the history of a period, from runs of the report and of its variants."""

    def history(period: Period) -> History:
        approvals = [
            one
            for one in ledger.approvals(entity=entity, period=period.id)
            if one.report.partition(MARK)[0] == key
        ]
        issues = [
            (str(one["run"]), str(one["issued_at"])[:10])
            for one in ledger.issues()
            if _of(str(one["run"]), key, entity, period)
        ]
        if not approvals and not issues:
            return History()
        runs = {
            one.id: one
            for one in ledger.runs(f"{key}*", entity, period.id)
            if one.report.partition(MARK)[0] == key
        }
        signed = [_approved(one, runs[one.run]) for one in approvals if one.run in runs]
        return History(
            approved=signed[-1] if signed else None,
            issued=tuple(runs[run].issued(on) for run, on in issues if run in runs),
        )

    return history


def _approved(approval: Approval, run: RunRecord) -> Approved:
    figures = run.issued(approval.on).figures
    return Approved(
        name=approval.name,
        role=approval.role,
        on=approval.on,
        values={slot: figure.value for slot, figure in figures.items()},
    )


def _of(run: str, key: str, entity: str, period: Period) -> bool:
    report, its_entity, its_period = run.split("~")[:3]
    return (report.partition(MARK)[0], its_entity, its_period) == (key, entity, period.id)
