"""The self-assessment of one entity and year: metrics, services, own measures, gains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pmf_engine.api import Figure, Measured, Missing, Run
from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.assessor import assess
from pmf_engine.framework.finance.books import books_of
from pmf_engine.framework.finance.metrics import Metric, metrics
from pmf_engine.framework.finance.services import Service, services
from pmf_engine.framework.register import Register

KEYS = ("1", "2a", "2b", "3", "4", "5", "6a", "6b", "7")
COST = "5"
_OWN = ("economy", "efficiency")


@dataclass(frozen=True, eq=False)
class SelfAssessment:
    """Everything the documents show."""

    run: Run
    metrics: Sequence[Metric]
    services: Sequence[Service]
    own: Sequence[Assessment]
    made: Sequence[Any]
    planned: Sequence[Any]
    gains: dict[str, Figure]

    def metric(self, key: str) -> Metric:
        """Return a metric by its key."""
        return next(one for one in self.metrics if one.key == key)


def assessment_of(run: Run) -> SelfAssessment:
    """Return the self-assessment of a run, made once."""
    return run.remember("self-assessment", lambda: _make(run))  # type: ignore[no-any-return]


def _make(run: Run) -> SelfAssessment:
    books = books_of(run)
    register = run.share("register", lambda: Register(run.data))
    rows = _gains(run)
    made = [r for r in rows if r.peek("kind") == "made" and r.peek("year") == run.period]
    planned = [r for r in rows if r.peek("kind") == "planned" and r.peek("year") > run.period]
    return SelfAssessment(
        run=run,
        metrics=metrics(run, books, KEYS),
        services=services(run, books, COST),
        own=[assess(run, register, one) for one in _own(run, register)],
        made=made,
        planned=planned,
        gains={
            "made": _sum(run, "made", "Gains made that free money", made),
            "planned": _sum(run, "planned", "Gains planned that free money", planned),
        },
    )


def _own(run: Run, register: Register) -> list[Any]:
    """The indicators of economy and efficiency that the Board sees and that have a target."""
    return [
        one
        for one in register.of(run.entity.code)
        if (one.row.peek("dimension") or "").casefold() in _OWN
        and one.told_to("board")
        and register.ruling(one, run.period.end_date).target.judges
    ]


def _gains(run: Run) -> list[Any]:
    """The rows of the entity; of all its companies for the group."""
    wanted = {one.code for one in run.entities} if run.entity.group else {run.entity.code}
    if run.entity.group:
        wanted |= set(books_of(run).members(run.period))
    known = (row for row in run.data.vfm_gains if row.peek("year") is not None)
    return sorted(
        (row for row in known if row.peek("entity") in wanted), key=lambda row: row.peek("year")
    )


def _sum(run: Run, slot: str, title: str, rows: Sequence[Any]) -> Figure:
    def compute() -> Measured:
        counted = [row.amount for row in rows if row.cashable and row.amount is not None]
        if not rows:
            return Missing("no gain is entered")
        return sum(counted, Decimal(0))

    return run.figure(f"gains/{slot}", title, compute, unit="£")
