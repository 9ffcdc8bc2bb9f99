"""What tenants' scrutiny asked of a company and how it stands; what was referred to scrutiny."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pmf_engine.framework import customers
from pmf_engine.model.content import Wording

ANSWER_WITHIN = timedelta(days=60)  # from a recommendation to its answer; a house rule
_LOOKS = {
    customers.DONE: ("● Done", "status-green"),
    customers.UNDER_WAY: ("▲ Under way", "status-none"),
    customers.AGREED: ("▲ Agreed", "status-none"),
    customers.NEW: ("○ New", "status-none"),
    customers.DECLINED: ("– Declined", "status-none"),
}


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation as it stands on a day."""

    row: Any
    code: str
    text: str
    owner: str
    raised: date
    due: date | None
    state: str
    today: date

    @property
    def open(self) -> bool:
        """Whether something is still to be done about it."""
        return self.state in customers.OPEN

    @property
    def overdue(self) -> bool:
        """Whether its day has passed and it is not done."""
        return self.open and self.due is not None and self.due < self.today

    @property
    def unanswered(self) -> bool:
        """Whether nobody has answered it in time."""
        return self.state == customers.NEW and self.today - self.raised > ANSWER_WITHIN

    @property
    def shown(self) -> Wording:
        """Its state as shape and word."""
        late = ("■ Overdue", "status-red")
        text, style = late if self.overdue else _LOOKS[self.state]
        return Wording(f"scrutiny/{self.code}/state", text, style)


def recommendations(data: Any, entity: str, today: date, end: date) -> list[Recommendation]:
    """Return what was recommended to an entity by a day, oldest first.

    `data` needs the input `scrutiny`; `today` is the day that lateness is judged on.
    """
    rows = [row for row in data.scrutiny.by("entity").get(entity, []) if _raised_by(row, end)]
    found = [
        Recommendation(
            row=row,
            code=row.code,
            text=row.recommendation or "",
            owner=row.owner or "Nobody named",
            raised=row.raised,
            due=row.due,
            state=row.state or customers.NEW,
            today=today,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (one.raised, one.code))


def referrals(data: Any, entity: str, end: date) -> list[Any]:
    """Return the rows of what panels referred by a day: those still to be decided on first."""
    rows = [row for row in data.referrals.by("entity").get(entity, []) if _raised_by(row, end)]
    return sorted(rows, key=lambda row: (_rank(row), row.peek("raised"), row.peek("code")))


def panels(data: Any, entity: str, end: date) -> list[str]:
    """Return the groups of tenants that review an entity on a day."""
    return [
        row.panel
        for row in data.panels.by("entity").get(entity, [])
        if row.peek("panel") and _in_force(row, end)
    ]


def overdue(found: Iterable[Recommendation]) -> list[Recommendation]:
    """Return those whose day has passed, longest ago first."""
    return sorted((one for one in found if one.overdue), key=lambda one: one.due or one.raised)


def _raised_by(row: Any, end: date) -> bool:
    return row.peek("code") is not None and (row.peek("raised") or date.max) <= end


def _rank(row: Any) -> int:
    return customers.REFERRAL_STATES.index(row.peek("state") or customers.REFERRED)


def _in_force(row: Any, end: date) -> bool:
    begun, ended = row.peek("valid_from") or date.max, row.peek("valid_to")
    return begun <= end and (ended is None or ended >= end)
