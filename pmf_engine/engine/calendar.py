"""The timetable of a workspace by day: what is due, late, done or past, and for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from pmf_engine.engine.due import moved, working_days_after
from pmf_engine.engine.engine import Engine
from pmf_engine.framework.timetable import Deadline, Row, deadlines
from pmf_engine.ledger import Ledger
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period

_GRACE = 3  # working days before an “about” day is late: a rule of the house
_MANY = 12  # entities told one by one; beyond that they are counted
_BACK, _AHEAD = 366, 400  # days looked at around today where no range is asked for


class State(StrEnum):
    """Where a deadline stands; `past` ones have gone by, and no record could say whether kept."""

    DUE = "due"
    LATE = "late"
    DONE = "done"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Done:
    """When something was first done, None where that is not known, and how."""

    on: date | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A deadline on its working day, of an entity where the report covers several.

    `done` is the first issue or approval; `count` says how many of many entities are done.
    """

    deadline: Deadline
    due: date
    state: State
    entity: str | None = None
    done: Done | None = None
    count: str = ""

    @property
    def row(self) -> Row:
        """The row of the timetable."""
        return self.deadline.row

    @property
    def moved(self) -> bool:
        """Whether the day was moved to a working day."""
        return self.due != self.deadline.nominal


@dataclass(slots=True)
class Calendar:
    """The deadlines of a workspace as they stand on a day."""

    engine: Engine
    rows: Iterable[Row]
    today: date
    entity: str | None = None
    _covered: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def only(self, report: str | None, entity: str | None) -> Calendar:
        """Return the calendar of one report, by its key or its row's, and one entity.

        What has no entity of its own is everybody's. Raises PmfError, with the nearest, where there
        is no such report or entity.
        """
        rows = list(self.rows)
        if report:
            _known(report, {name for row in rows for name in (row.key, row.report)}, "row")
            rows = [row for row in rows if report in (row.key, row.report)]
        if entity:
            keys = {row.report for row in rows} & set(self.engine.catalogue.entries)
            codes = {one.code for key in keys for one in self.engine.scope(key).everyone}
            by_case = {code.casefold(): code for code in codes}
            entity = by_case.get(entity.casefold(), entity)
            _known(entity, codes, "entity")
        return Calendar(self.engine, rows, self.today, entity)

    def between(self, start: date, end: date) -> list[Entry]:
        """Return everything due from a day to a day, moved to working days, oldest first."""
        done = first_done(self.engine.ledger)
        week = timedelta(days=7)  # a day is moved by less, so none is lost at either end
        found = [
            entry
            for row in self.rows
            for deadline in deadlines(row, start - week, end)
            for entry in self._entries(deadline, done)
            if start <= entry.due <= end and entry.entity in (None, self.entity or entry.entity)
        ]
        return sorted(found, key=lambda one: (one.due, one.row.title, one.entity or ""))

    def standing(self) -> list[Entry]:
        """Return what is late, then the next time that each row falls due.

        What was never recorded before the first run of a report is not told as late, but for the
        last time.
        """
        begun = self.engine.ledger.begun()
        series: dict[tuple[str, str | None], list[Entry]] = defaultdict(list)
        start, end = self.today - timedelta(days=_BACK), self.today + timedelta(days=_AHEAD)
        for entry in self.between(start, end):
            series[entry.row.key, entry.entity].append(entry)
        found = [
            one for entries in series.values() for one in _standing(entries, self.today, begun)
        ]
        return sorted(found, key=lambda one: (one.state is not State.LATE, one.due))

    def _entries(
        self, deadline: Deadline, done: Mapping[tuple[str, str, str], Done]
    ) -> Iterator[Entry]:
        due = deadline.nominal if deadline.published else moved(deadline.nominal)
        entities = self._entities(deadline)
        found = {
            entity: done.get((deadline.row.report, entity, deadline.period.id))
            for entity in entities
            if deadline.period
        }
        if not found:
            yield self._entered(deadline, due)
        elif len(found) > _MANY:
            yield self._counted(deadline, due, list(found.values()))
        else:
            for entity, how in found.items():
                state = State.DONE if how else self._state(deadline, due, True)
                yield Entry(deadline=deadline, due=due, state=state, entity=entity, done=how)

    def _entered(self, deadline: Deadline, due: date) -> Entry:
        """What no report answers: done if its data are there, where the row says which."""
        data, period = deadline.row.data, deadline.period
        told = period is not None and data in self.engine.catalogue.entries
        newest = self.engine.scope(data).newest if told else None
        if newest and period and newest.last >= period.last:
            done = Done(None, "entered")
            return Entry(deadline=deadline, due=due, state=State.DONE, done=done)
        return Entry(deadline=deadline, due=due, state=self._state(deadline, due, told))

    def _counted(self, deadline: Deadline, due: date, found: list[Done | None]) -> Entry:
        kept = [one for one in found if one]
        every = len(kept) == len(found)
        last = max(kept, key=lambda one: one.on or date.min) if every else None
        return Entry(
            deadline=deadline,
            due=due,
            state=State.DONE if every else self._state(deadline, due, True),
            done=last,
            count=f"{len(kept)} of {len(found)} done",
        )

    def _state(self, deadline: Deadline, due: date, recorded: bool) -> State:
        last = working_days_after(due, _GRACE) if "about" in deadline.marks else due
        if self.today <= last:
            return State.DUE
        return State.LATE if recorded else State.PAST

    def _entities(self, deadline: Deadline) -> list[str]:
        """Whom the report of a row covers at its frequency; none where none in use answers it."""
        report = deadline.row.report
        if report not in self.engine.used:
            return []
        if report not in self._covered:
            by_frequency: dict[str, list[str]] = defaultdict(list)
            for one in self.engine.scope(report).everyone:
                by_frequency[one.frequency].append(one.code)
            self._covered[report] = by_frequency
        return self._covered[report].get(str(deadline.row.cycle), [])


def first_done(ledger: Ledger) -> dict[tuple[str, str, str], Done]:
    """Return when each report, entity and period was first issued or approved."""
    found: dict[tuple[str, str, str], Done] = {}
    for issue in reversed(ledger.issues()):
        report, entity, period = issue["run"].split("~")[:3]
        on = date.fromisoformat(str(issue["issued_at"])[:10])
        found[report, entity, period] = Done(on, "issued")
    for approval in ledger.approvals():
        key = (approval.report, approval.entity, approval.period)
        found.setdefault(key, Done(date.fromisoformat(approval.on), "approved"))
    return found


def _known(name: str, known: set[str], what: str) -> None:
    if name not in known:
        from difflib import get_close_matches

        listed = sorted(filter(None, known))
        near = get_close_matches(name, listed, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else f"It has: {', '.join(listed) or 'none'}."
        raise PmfError(f"The timetable has no {what} “{name}”. {hint}")


def _standing(
    entries: list[Entry], today: date, begun: Mapping[tuple[str, str], Period]
) -> Iterator[Entry]:
    """Of one row and entity, oldest first: what is late, then the next to come."""
    gone = [one for one in entries if one.due < today]
    for number, one in enumerate(gone):
        if one.state is State.LATE and (number == len(gone) - 1 or _recorded(one, begun)):
            yield one
    coming = [one for one in entries if one.state is State.DUE or one.due >= today]
    yield from coming[:1]


def _recorded(entry: Entry, begun: Mapping[tuple[str, str], Period]) -> bool:
    if entry.row.data:
        return True
    first = begun.get((entry.row.report, entry.entity or ""))
    period = entry.deadline.period
    return first is not None and period is not None and period.last >= first.last
