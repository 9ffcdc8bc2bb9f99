"""The pack of one entity and period for one audience: its indicators assessed and counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from pmf_engine.framework.assessment import Assessment, status_shown
from pmf_engine.framework.assessor import assess
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.model.values import Absence, Figure, Measured, Missing, Status
from pmf_engine.run import Run

COUNTED = {
    "met": ("Met", {Status.GREEN}),
    "near": ("Near", {Status.AMBER}),
    "missed": ("Missed", {Status.RED}),
    "no-figure": ("No figure", {Status.NO_DATA, Status.OVERDUE, Status.NOT_DUE}),
}


@dataclass(frozen=True, eq=False)
class Pack:
    """Everything the documents show: assessments in order, counts, statuses before."""

    run: Run
    register: Register
    found: tuple[Assessment, ...]
    before: dict[str, Status]
    counts: dict[str, Figure]

    @property
    def exceptions(self) -> list[Assessment]:
        """Indicators that need attention: red first, then the rest, in order."""
        chosen = [one for one in self.found if one.exception]
        return sorted(chosen, key=lambda one: one.status is not Status.RED)

    @property
    def judged(self) -> list[Assessment]:
        """Indicators with a target."""
        return [one for one in self.found if one.judged]

    @property
    def moved(self) -> list[Assessment]:
        """Indicators whose verdict has changed since the earlier period."""
        known = {Status.GREEN, Status.AMBER, Status.RED}
        return [
            one
            for one in self.found
            if {one.status, before := self.before.get(one.indicator.code, one.status)} <= known
            and one.status is not before
        ]

    @classmethod
    def register_of(cls, run: Run) -> Register:
        """Return the register that the pack reads."""
        return run.share("register", lambda: Register(run.data))  # type: ignore[no-any-return]

    @classmethod
    def of(cls, run: Run, audience: str) -> Self:
        """Return the pack of a run for an audience, its figures added to the run."""
        register = cls.register_of(run)
        indicators = indicators_for(audience, run, register)
        found = tuple(assess(run, register, one) for one in indicators)
        before = {one.code: _before(run, register, one) for one in indicators}
        return cls(run, register, found, before, _counts(run, found))


def indicators_for(audience: str, run: Run, register: Register) -> list[Indicator]:
    """Return an entity's indicators for an audience; the group has what its companies share too."""
    own = [one for one in register.of(run.entity.code) if one.told_to(audience)]
    if not run.entity.group:
        return own
    companies = [one.code for one in run.entities if not one.group]
    measures = {one.measure for one in own}
    return own + [
        one
        for one in register.shared(companies)
        if one.measure not in measures and one.told_to(audience)
    ]


def _before(run: Run, register: Register, one: Indicator) -> Status:
    """The verdict as last issued for an earlier period; else as the workbooks show it now."""
    issued = run.reported.figures.get(one.code) if run.reported else None
    if issued is not None and issued.status:
        return Status(issued.status)
    earlier = run.period.shift(-1).last_month
    return status_shown(run, register, one, run.entity, earlier)


def _counts(run: Run, found: tuple[Assessment, ...]) -> dict[str, Figure]:
    judged = [one for one in found if one.judged]
    statuses = [one.status for one in judged]

    def make(slot: str, title: str, value: Measured, unit: str = "") -> Figure:
        sources = [one.latest for one in judged]
        counting = over(run, "indicators", value)
        return run.figure(f"summary/{slot}", title, counting, unit=unit, of=sources)

    counts = {"judged": make("judged", "Measures with a target", Decimal(len(judged)))}
    for slot, (word, wanted) in COUNTED.items():
        number = Decimal(sum(status in wanted for status in statuses))
        counts[slot] = make(slot, f"Measures: {word.lower()}", number)
    counts["share"] = make("share", "Measures that met their target", _share(statuses), "%")
    return counts


def over(run: Run, table: str, value: Measured) -> Callable[[], Measured]:
    """Return what computes a count over all codes of a table; of no rows there is no count."""

    def compute() -> Measured:
        rows = run.data[table].column("code")
        return value if rows else Missing("the table has no rows", Absence.NOT_APPLICABLE)

    return compute


def _share(statuses: list[Status]) -> Measured:
    known = [status for status in statuses if status in (Status.GREEN, Status.AMBER, Status.RED)]
    if not known:
        return Missing("no measure with a target has a figure")
    return Decimal(100 * known.count(Status.GREEN)) / len(known)
