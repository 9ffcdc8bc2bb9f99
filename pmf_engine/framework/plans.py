"""Progress of a plan up the golden thread: its objectives and the actions that serve them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from pmf_engine.framework.thread import DONE, Thread, Tracked
from pmf_engine.measures.progress import State
from pmf_engine.model.content import Block, Chart, Field, Grid, Series, Words
from pmf_engine.model.values import Absence, Figure, Measured, Missing
from pmf_engine.run import Run

_FIELDS = (
    Field(title="Objective", width=7.4, chars=60),
    Field(title="Progress", width=2.0, chars=10, right=True),
    Field(title="Complete", width=1.9, chars=10, right=True),
    Field(title="On course", width=1.9, chars=10, right=True),
    Field(title="Check", width=1.9, chars=10, right=True),
    Field(title="Overdue", width=1.9, chars=10, right=True),
)


def plan_block(run: Run, thread: Thread, plan: Any) -> Block:
    """Return the keyed block of a plan's progress.

    Names for the template: `title`, `words`, `grid` (the objectives), `chart` (None without any).
    """
    slot = f"plan/{plan.code}"
    whole = run.figure(
        slot, f"{plan.title}, progress", lambda: thread.plan_percent(plan.code), unit="%", places=0
    )
    objectives = thread.objectives(plan.code)
    found = [(row, _progress(run, thread, row), thread.under(row.code)) for row in objectives]
    return Block(
        plan.code,
        {
            "title": plan.title,
            "words": Words(f"{slot}/words", _sentence(plan.title, whole, len(objectives))),
            "grid": Grid(
                slot=f"{slot}/objectives",
                caption=f"Objectives of the {plan.title}",
                summary=f"One objective a row, {len(found)} rows; columns objective to overdue.",
                fields=_FIELDS,
                rows=[
                    (row.title, figure, *_tally(run, row.code, under))
                    for row, figure, under in found
                ],
            ),
            "chart": _chart(slot, plan, [(row.title, figure) for row, figure, _ in found]),
        },
    )


def _progress(run: Run, thread: Thread, row: Any) -> Figure:
    return run.figure(
        f"objective/{row.code}",
        f"{row.title}, progress",
        lambda: thread.objective_percent(row.code),
        unit="%",
        places=0,
    )


def _tally(run: Run, code: str, under: list[Tracked]) -> list[Figure]:
    wanted = {
        "complete": set(DONE),
        "on-course": {State.IN_PROGRESS, State.NOT_STARTED},
        "check": {State.CHECK_PROGRESS, State.UNASSIGNED},
        "overdue": {State.OVERDUE},
    }

    def counter(states: set[State]) -> Callable[[], Measured]:
        return lambda: _counted(run, under, states)

    return [
        run.figure(f"objective/{code}/{name}", f"Actions {name.replace('-', ' ')}", counter(states))
        for name, states in wanted.items()
    ]


def _counted(run: Run, under: list[Tracked], states: set[State]) -> Measured:
    if not run.data.actions.column("objective"):
        return Missing("the table has no rows", Absence.NOT_APPLICABLE)
    return Decimal(sum(one.state in states for one in _reread(under)))


def _reread(under: list[Tracked]) -> list[Tracked]:
    """The actions, read again so that the count has its sources."""
    for one in under:
        _ = one.row.state, one.row.due, one.row.percent
    return under


def _sentence(title: str, whole: Figure, objectives: int) -> tuple[str | Figure, ...]:
    if whole.missing:
        return (f"{title} has no action to measure progress by.",)
    noun = "objective" if objectives == 1 else "objectives"
    return (f"{title} is ", whole, f" complete, as the mean of its {objectives} {noun}.")


def _chart(slot: str, plan: Any, found: list[tuple[str, Figure]]) -> Chart | None:
    known = [(title, figure) for title, figure in found if figure.value is not None]
    if not known:
        return None
    ranked = sorted(known, key=lambda pair: pair[1].value or 0, reverse=True)
    high, low = ranked[0][1].display, ranked[-1][1].display
    return Chart(
        slot=f"{slot}/chart",
        kind="bar",
        title=f"Objectives range from {low} to {high} complete",
        subtitle=f"Percentage of actions done, {plan.title}",
        alt=f"Bar chart of progress of {len(ranked)} objectives of the {plan.title}."
        f" Highest {high}, lowest {low}.",
        categories=tuple(title for title, _ in ranked),
        series=(Series(name="Progress", values=tuple(figure.value for _, figure in ranked)),),
        format='0"%"',
        minimum=0,
        maximum=100,
        height_cm=2.2 + 0.6 * len(ranked),
    )
