"""Progress of the strategic plan up the golden thread, and where the thread is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from pmf_engine.api import (
    Absence,
    CellValue,
    Chart,
    Field,
    Figure,
    Grid,
    Measured,
    Missing,
    Run,
    Series,
    Status,
    Wording,
    Words,
)
from pmf_engine.framework.thread import DONE, Tracked
from pmf_engine.measures.progress import State
from pmf_plugins.board_pack.pack import Pack, over

_MOST_NAMED = 4
_FIELDS = (
    Field(title="Objective", width=7.4, chars=60),
    Field(title="Progress", width=2.0, chars=10, right=True),
    Field(title="Complete", width=1.9, chars=10, right=True),
    Field(title="On course", width=1.9, chars=10, right=True),
    Field(title="Check", width=1.9, chars=10, right=True),
    Field(title="Overdue", width=1.9, chars=10, right=True),
)


def plan_blocks(pack: Pack) -> list[dict[str, Any]]:
    """Return each strategic plan in force: its title, sentence, table and chart of objectives."""
    return pack.run.remember("plans", lambda: _plans(pack))  # type: ignore[no-any-return]


def _plans(pack: Pack) -> list[dict[str, Any]]:
    run = pack.run
    entity = None if run.entity.group else run.entity.code
    rows = pack.thread.plans("strategic plan", entity, run.period.end_date)
    return [_block(pack, row) for row in rows]


def _block(pack: Pack, plan: Any) -> dict[str, Any]:
    run, thread = pack.run, pack.thread
    slot = f"plan/{plan.code}"
    whole = run.figure(
        slot, f"{plan.title}, progress", lambda: thread.plan_percent(plan.code), unit="%", places=0
    )
    objectives = thread.objectives(plan.code)
    found = [(row, _progress(run, pack, row), thread.under(row.code)) for row in objectives]
    return {
        "title": plan.title,
        "words": Words(f"{slot}/words", _sentence(plan.title, whole, len(objectives))),
        "grid": Grid(
            slot=f"{slot}/objectives",
            caption=f"Objectives of the {plan.title}",
            summary=f"One objective a row, {len(found)} rows; columns objective to overdue.",
            fields=_FIELDS,
            rows=[
                (row.title, figure, *_tally(run, row.code, under)) for row, figure, under in found
            ],
        ),
        "chart": _chart(slot, plan, [(row.title, figure) for row, figure, _ in found]),
    }


def _progress(run: Run, pack: Pack, row: Any) -> Figure:
    return run.figure(
        f"objective/{row.code}",
        f"{row.title}, progress",
        lambda: pack.thread.objective_percent(row.code),
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


def gap_grid(pack: Pack) -> Grid:
    """Return the breaks in the golden thread as counts; nobody is named."""
    return Grid(
        slot="gaps",
        caption="Breaks in the golden thread",
        summary="One kind of break a row, 7 rows; columns kind, number and which.",
        fields=(
            Field(title="Break", width=5.2, chars=48),
            Field(title="Number", width=1.8, chars=10, right=True),
            Field(title="Which", width=10.0, chars=60),
        ),
        rows=pack.run.remember("gaps", lambda: _gap_rows(pack)),
    )


def _gap_rows(pack: Pack) -> list[tuple[Any, ...]]:
    run = pack.run
    entity = None if run.entity.group else run.entity.code

    gaps = pack.thread.gaps(entity)

    def row(title: str, table: str, slot: str, found: Sequence[str] | int) -> tuple[Any, ...]:
        counted = isinstance(found, int)
        number = found if isinstance(found, int) else len(found)
        figure = run.figure(f"gaps/{slot}", title, over(run, table, Decimal(number)))
        return title, figure, "Not listed" if counted else _codes(found)

    no_action, no_indicator = gaps.objectives_without_action, gaps.objectives_without_indicator
    return [
        row("Objectives with no action", "objectives", "objectives-action", no_action),
        row("Objectives with no indicator", "objectives", "objectives-indicator", no_indicator),
        row("Open actions with no owner", "actions", "actions-owner", gaps.actions_without_owner),
        row("Open actions of leavers", "actions", "actions-leavers", gaps.actions_of_leavers),
        row("Open actions with nothing left", "actions", "actions-done", gaps.actions_to_close),
        row("Teams with no open action", "teams", "teams-idle", gaps.teams_without_action),
        row("People in those teams", "people", "people-idle", gaps.people_without_action),
    ]


def _codes(found: Any) -> str:
    more = len(found) - _MOST_NAMED
    return "; ".join(found[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "") or "None"


def gap_words(pack: Pack) -> Words:
    """Return whether the thread is whole, in a sentence."""
    rows = gap_grid(pack).rows
    broken = sum(1 for _, figure, _ in rows if isinstance(figure, Figure) and figure.value)
    if not broken:
        return Words("gaps/words", ("Every link of the golden thread holds.",))
    return Words(
        "gaps/words",
        (f"The golden thread is broken in {broken} of the {len(rows)} ways looked for.",),
    )


def companies(pack: Pack) -> Grid:
    """Return, for the group, each company's measures by status."""
    from pmf_engine.framework.assessment import status_shown

    run = pack.run
    rows: list[tuple[CellValue, ...]] = []
    for company in (one for one in run.entities if not one.group):
        judged = [
            status_shown(run, pack.register, one, company, run.period.last_month)
            for one in pack.register.of(company.code)
            if "board" in (one.row.peek("audiences") or ())
        ]
        cells = [
            Wording(f"company/{company.code}/{status.replace('_', '-')}", str(judged.count(status)))
            for status in (Status.GREEN, Status.AMBER, Status.RED)
        ]
        absent = sum(one in (Status.NO_DATA, Status.OVERDUE, Status.NOT_DUE) for one in judged)
        rows.append((company.title, *cells, Wording(f"company/{company.code}/none", str(absent))))
    titles = ("● Met", "▲ Near", "■ Missed", "○ No figure")
    return Grid(
        slot="companies",
        caption="Measures of each company by status",
        summary=f"One company a row, {len(rows)} rows; columns company to no figure.",
        fields=(
            Field(title="Company", width=7.0, chars=40),
            *(Field(title=title, width=2.5, chars=12, right=True) for title in titles),
        ),
        rows=rows,
    )
