"""The block of an exception: what happened, why in the owner's words, what is being done."""

from __future__ import annotations

from collections.abc import Sequence

from pmf_engine.framework import sentences
from pmf_engine.framework.assessment import Assessment, benchmark, status_at
from pmf_engine.framework.charts import history_chart
from pmf_engine.framework.register import Register
from pmf_engine.framework.scorecards import status, target
from pmf_engine.framework.thread import DONE, Thread, Tracked
from pmf_engine.measures.progress import State
from pmf_engine.model.content import Block, Field, Grid, Narrative, Wording, Words
from pmf_engine.model.content import sentences as said
from pmf_engine.model.values import Status
from pmf_engine.run import Run

_LOOK_BACK = 24
_HEADINGS = {
    Status.RED: "target missed",
    Status.AMBER: "within tolerance",
    Status.OVERDUE: "figure overdue",
    Status.NO_DATA: "no figure",
}


def exception_block(run: Run, register: Register, thread: Thread, found: Assessment) -> Block:
    """Return the keyed block of one indicator.

    Names for the template: `title`, `headline`, `status`, `facts`, `chart`, `happened` (sentences),
    `commentary`, `attribution`, `actions_words`, `actions` (a table, None without any).
    """
    one = found.indicator
    linked = thread.linked(one.codes)
    return Block(
        one.code,
        {
            "code": one.code,
            "title": one.title,
            "headline": Wording(f"{one.code}/headline", _HEADINGS.get(found.status, "on target")),
            "status": status(f"{one.code}/status", found.status),
            "facts": facts(found),
            "owner": one.owner,
            "chart": history_chart(register, found),
            "happened": said(f"{one.code}/said", happened(run, register, found)),
            "commentary": commentary(run, register, found),
            "attribution": attribution(register, found),
            "actions_words": Words(f"{one.code}/actions-words", (linked_words(linked),)),
            "actions": action_grid(f"{one.code}/actions", linked) if linked else None,
        },
    )


def facts(found: Assessment) -> Grid:
    """Return the line of facts: latest, target, year to date, year ago, owner."""
    return Grid(
        slot=f"{found.indicator.code}/facts",
        caption="",
        summary=f"The facts of {found.indicator.title} on one row: latest to owner.",
        fields=(
            Field(title=f"Latest ({found.period.short})", width=2.9, right=True),
            Field(title="Target", width=2.9, right=True),
            Field(title="Year to date", width=2.9, right=True),
            Field(title="Year ago", width=2.9, right=True),
            Field(title="Owner", width=5.4),
        ),
        keep=True,
        rows=[(found.latest, target(found), found.ytd, found.year_ago, found.indicator.owner)],
    )


def happened(run: Run, register: Register, found: Assessment) -> list[Words]:
    """Return the sentences of arithmetic, from the verdict to what a reader must know of it."""
    code = found.indicator.code
    newest = benchmark(run, found.indicator, found.period)
    said = {
        "verdict": sentences.verdict(found),
        "run": sentences.run_length(found, statuses(run, register, found)),
        "movement": sentences.movement(found),
        "ytd-words": sentences.year_to_date(found),
        "benchmark": ()
        if newest is None
        else sentences.benchmark(
            found,
            str(newest.peek("n")),
            str(newest.peek("year")),
            _group(newest.peek("peer_group")),
        ),
        "caveats": sentences.caveats(found),
    }
    return [Words(f"{code}/{name}", pieces) for name, pieces in said.items() if pieces]


def commentary(run: Run, register: Register, found: Assessment) -> Narrative:
    """Return the owner's words, or that there are none: a slot that belongs to people."""
    text = entered_words(register, found)
    absent = f"No explanation had been entered by {sentences.spoken_date(run.today)}."
    return Narrative(f"{found.indicator.code}/commentary", text or absent)


def entered_words(register: Register, found: Assessment) -> str:
    """Return the newest commentary entered for the period, of a group its members'; or nothing."""
    one = found.indicator
    parts = []
    for member in one.parts:
        rows = [row for row in register.entries(member.code, found.period) if row.commentary]
        if rows:
            who = f"{member.entity}: " if one.members else ""
            parts.append(f"{who}{rows[-1].commentary}")
    return "\n".join(parts)


def attribution(register: Register, found: Assessment) -> str:
    """Return who wrote the commentary and when: Head of Repairs, 9 October 2026."""
    if found.indicator.members:
        return "the companies' own owners"
    rows = [
        row
        for row in register.entries(found.indicator.code, found.period)
        if row.peek("commentary") and row.peek("entered_on")
    ]
    if not rows:
        return found.indicator.owner
    who = rows[-1].peek("entered_by") or found.indicator.owner
    return f"{who}, {sentences.spoken_date(rows[-1].peek('entered_on'))}"


def linked_words(linked: Sequence[Tracked]) -> str:
    """Return how the linked actions stand, in a sentence."""
    if not linked:
        return "No action is linked to this measure."
    if len(linked) == 1:
        state = "in need of a check" if linked[0].state is State.CHECK_PROGRESS else linked[0].state
        return f"The only linked action is {state}."
    groups = {
        "complete": sum(one.state in DONE for one in linked),
        "on course": sum(one.state in (State.IN_PROGRESS, State.NOT_STARTED) for one in linked),
        "in need of a check": sum(one.state is State.CHECK_PROGRESS for one in linked),
        "overdue": sum(one.state is State.OVERDUE for one in linked),
        "without an owner": sum(one.state is State.UNASSIGNED for one in linked),
        "cancelled": sum(one.state is State.CANCELLED for one in linked),
    }
    said = [f"{n} {'is' if n == 1 else 'are'} {words}" for words, n in groups.items() if n]
    return f"Of the {len(linked)} linked actions, {sentences.listed(said)}."


def action_grid(slot: str, linked: Sequence[Tracked]) -> Grid:
    """Return the table of actions: what, who, when, state."""
    return Grid(
        slot=slot,
        caption="",
        summary=f"One action a row, {len(linked)} rows; columns action to state; by due date.",
        fields=(
            Field(title="Action", width=8.2, chars=50),
            Field(title="Owner", width=3.0, chars=22),
            Field(title="Due", width=2.4, chars=12),
            Field(title="State", width=3.4, chars=18),
        ),
        rows=[(f"{one.code} {one.title}", one.owner, one.due, state_text(one)) for one in linked],
    )


def state_text(one: Tracked) -> Wording:
    """Return an action's state as shape and word, in a slot of its own."""
    shapes = {
        State.COMPLETED: ("●", "status-green"),
        State.COMPLETED_LATE: ("●", "status-green"),
        State.OVERDUE: ("■", "status-red"),
        State.CHECK_PROGRESS: ("▲", "status-amber"),
        State.UNASSIGNED: ("▲", "status-amber"),
    }
    shape, style = shapes.get(one.state, ("○", "status-none"))
    words = sentences.capital(str(one.state))
    return Wording(f"action/{one.code}/state", f"{shape} {words}", style)


def statuses(run: Run, register: Register, found: Assessment) -> list[Status]:
    """Return the verdicts of up to two years, newest first."""
    one = found.indicator
    earliest = register.series_start(one, found.period) or register.first_period(one)
    back = []
    for step in range(1, _LOOK_BACK + 1):
        period = found.period.shift(-step)
        if earliest is None or period.first < earliest.first:
            break
        back.append(status_at(register, one, period, run.today))
    return [found.status, *back]


def _group(name: str | None) -> str:
    text = name or "peer group"
    return text[:1].lower() + text[1:]
