"""Keeping a paper that was issued: a later run is a revision, and only where something changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmf_engine.engine.fingerprint import fingerprint
from pmf_engine.ledger import RunRecord


@dataclass(frozen=True, slots=True)
class Papers:
    """What was issued for one report, entity and period, as a run of it finds it.

    `mark` is the run's fingerprint; `same` the newest paper where nothing has changed since;
    `revision` how many papers stand before the run's own.
    """

    mark: str
    same: RunRecord | None = None
    revision: int = 0


def papers(base: str, issued: Sequence[RunRecord]) -> Papers:
    """Return the papers before a run, from what it rests on and those issued, oldest first."""
    if not issued:
        return Papers(base)
    newest, earlier = issued[-1], issued[:-1]
    alike = {base, *(_after(base, one) for one in earlier)}
    if newest.fingerprint in alike:
        return Papers(newest.fingerprint, newest, len(earlier))
    return Papers(_after(base, newest), None, len(issued))


def _after(base: str, issued: RunRecord) -> str:
    return fingerprint({"base": base, "issued": issued.id})
