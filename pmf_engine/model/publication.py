"""How far what is published has been approved: provisional or final, and revised since issue.

A plugin asks `run.publication.standing(slot, value)`, or `run.standing(figure)` of a figure:

    standing = run.standing(figure)
    standing.state        State.PROVISIONAL or State.FINAL
    standing.former       what was issued before, as it was shown; "" where nothing else was
    standing.former_on    the day of that issue, as an ISO date
    standing.as_json()    {"state": "final", "revised_from": "87.5%", "revised_since": "2026-07-20"}

A figure is **final** where the newest approval of its report, entity and period (`pmf sign-off`, of
any variant) was of a run in which it had this very value. Else it is **provisional**. It is
**revised** where it was once issued (`pmf issue`) with another value; the last such value is the
former one, and stays it when the revision is issued in its turn. Both may hold of one figure.

A report with `published=True` has these as marks on each figure it makes, so that [p] and [r]
stand wherever the figure does. A figure of an earlier period, shown in a later run, is asked for
with that `period`. `run.publication.small_numbers` is the threshold under which counts are held
back: see `pmf_engine.measures.suppression`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pmf_engine.model.issued import Issued
from pmf_engine.model.periods import Period

SMALL_NUMBERS = 5


class State(StrEnum):
    """Whether a figure may still change."""

    PROVISIONAL = "provisional"
    FINAL = "final"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a figure was approved, and what was issued of it before where that differs."""

    state: State
    former: str = ""
    former_on: str = ""

    @property
    def revised(self) -> bool:
        """Whether something else was issued before."""
        return bool(self.former)

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks that a figure bears for it."""
        provisional = (str(self.state),) if self.state is State.PROVISIONAL else ()
        return (*provisional, "revised") if self.revised else provisional

    def as_json(self) -> dict[str, str]:
        """The JSON object of a published figure's standing."""
        former = {"revised_from": self.former, "revised_since": self.former_on}
        return {"state": str(self.state), **(former if self.revised else {})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """The newest approval of a report's figures: who, in which role, when, and the values by slot.

    It is a record of what was said, not proof of identity. `on` is an ISO date.
    """

    name: str
    role: str
    on: str
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What was approved of a report for one entity and period, and all that was issued of it."""

    approved: Approved | None = None
    issued: tuple[Issued, ...] = ()  # in the order of issue


def _nothing(_: Period | None) -> History:
    return History()


@dataclass(frozen=True, slots=True)
class Publication:
    """What the ledger knows of a report's figures for one entity, by period; None is the run's."""

    history: Callable[[Period | None], History] = field(default=_nothing)
    small_numbers: int = SMALL_NUMBERS

    def approved(self, period: Period | None = None) -> Approved | None:
        """Return the newest approval of the run's period, or another; None where there is none."""
        return self.history(period).approved

    def standing(self, slot: str, value: Decimal | None, period: Period | None = None) -> Standing:
        """Return how far a figure of this value is approved, and what was issued before."""
        history = self.history(period)
        approved = history.approved
        same = approved is not None and approved.values.get(slot, _ABSENT) == value
        said = [one for one in history.issued if slot in one.figures]
        other = next((one for one in reversed(said) if one.figures[slot].value != value), None)
        return Standing(
            state=State.FINAL if same else State.PROVISIONAL,
            former=other.figures[slot].display if other else "",
            former_on=other.issued_on if other else "",
        )


_ABSENT = object()
