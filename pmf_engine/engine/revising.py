"""Keeping a paper that was issued: a later run is a revision, and only where something changed."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.engine.fingerprint import fingerprint
from pmf_engine.ledger import RunRecord


def settled(base: str, issued: Sequence[RunRecord]) -> str:
    """Return the fingerprint of a run from what it rests on, `base`, and papers issued before it.

    It is that of the newest issued paper where nothing has changed since, however it came about.
    """
    if not issued:
        return base
    newest = issued[-1]
    alike = {base, *(_after(base, one) for one in issued[:-1])}
    return newest.fingerprint if newest.fingerprint in alike else _after(base, newest)


def _after(base: str, issued: RunRecord) -> str:
    return fingerprint({"base": base, "issued": issued.id})
