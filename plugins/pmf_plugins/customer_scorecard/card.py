"""Everything that the documents of one panel and month show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pmf_engine.api import Figure, Period, Run
from pmf_engine.framework.customers import KINDS
from pmf_engine.framework.feedback import Feedback
from pmf_engine.framework.guarded import guarded_register
from pmf_engine.framework.packs import Pack
from pmf_engine.framework.register import Register
from pmf_engine.framework.scrutiny import Recommendation, panels, recommendations, referrals
from pmf_engine.framework.sentences import listed
from pmf_engine.measures.suppression import SmallNumbers


@dataclass(frozen=True, slots=True)
class Told:
    """How many told us something of a kind: this month, the month before and a year ago."""

    kind: str
    now: Figure
    before: Figure
    year_ago: Figure


class Card(Pack):
    """A pack for a panel, with what tenants said and what scrutiny asked."""

    @classmethod
    def register_of(cls, run: Run) -> Register:
        """Return the register as readers outside see it: nothing tells of too few."""
        return guarded_register(run)

    @property
    def panel(self) -> str:
        """The groups of tenants that the paper is for, in words."""
        names = panels(self.run.data, self.run.entity.code, self.run.period.end_date)
        return listed(names) or "Customer panel"

    @property
    def feedback(self) -> Feedback:
        """What tenants said of the company."""
        run = self.run
        rule = SmallNumbers(run.publication.small_numbers)
        return run.remember(  # type: ignore[no-any-return]
            "feedback", lambda: Feedback(run.data, run.entity.code, rule)
        )

    @property
    def told(self) -> dict[str, Told]:
        """The feedback by kind, those kinds that are entered."""
        return self.run.remember("told", self._told)  # type: ignore[no-any-return]

    @property
    def recommendations(self) -> list[Recommendation]:
        """What scrutiny recommended by the end of the month."""
        run, whose = self.run, self.run.entity.code
        return run.remember(  # type: ignore[no-any-return]
            "recommendations",
            lambda: recommendations(run.data, whose, run.today, run.period.end_date),
        )

    @property
    def referrals(self) -> list[Any]:
        """The rows of what panels referred by the end of the month."""
        return referrals(self.run.data, self.run.entity.code, self.run.period.end_date)

    def _told(self) -> dict[str, Told]:
        return {kind: self._kind(kind) for kind in KINDS if kind in self.feedback.kinds}

    def _kind(self, kind: str) -> Told:
        month = self.run.period.last_month
        return Told(
            kind,
            self._count(kind, month, "", ""),
            self._count(kind, month.shift(-1), "/before", ", the month before"),
            self._count(kind, month.year_ago(), "/year-ago", ", a year earlier"),
        )

    def _count(self, kind: str, month: Period, part: str, suffix: str) -> Figure:
        return self.run.figure(
            f"feedback/{kind.replace(' ', '-')}{part}",
            f"{PLURALS[kind]}{suffix}",
            lambda: self.feedback.count(month, kind),
            note=f"For {month.name}.",
        )


PLURALS = {
    "complaint": "Complaints",
    "compliment": "Compliments",
    "survey": "Survey answers",
    "suggestion": "Suggestions",
    "mystery shop": "Mystery shops",
}


def card_of(run: Run) -> Card:
    """Return the card of a run, made once."""
    return run.remember("card", lambda: Card.of(run, "panel"))  # type: ignore[no-any-return]
