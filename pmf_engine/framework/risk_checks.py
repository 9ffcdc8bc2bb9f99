"""What the rows of the workbook of risks must hold beyond their types."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pmf_engine.framework.checks import of_readable_cells
from pmf_engine.framework.codes import usable
from pmf_engine.framework.risk_assurance import controlled
from pmf_engine.framework.risk_contract import CURRENT, INHERENT, TARGET
from pmf_engine.framework.risks import Risk, RiskRegister, category_key
from pmf_engine.framework.sentences import brief_date
from pmf_engine.measures.calendar import months_later
from pmf_engine.measures.progress import find_cycle
from pmf_engine.measures.risk import STEPS, known_speed
from pmf_engine.model.findings import Finding, error, note, warning
from pmf_engine.model.values import SLOT_LIMIT
from pmf_engine.run import Run

_LONGEST = SLOT_LIMIT - len("/assurance/commentary")
_AHEAD_MONTHS = 12  # past the newest figures, after which a day of the past must be a slip
_TARGET_YEARS = 20
_PAST = (CURRENT, INHERENT)


def check_risks(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with risks, assessments, controls, appetite and the matrix."""
    found = run.share("risk-findings", lambda: list(_findings(run.data)))
    yield from of_readable_cells(run, found)
    yield from of_readable_cells(run, _dated(run))


def _findings(data: Any) -> Iterator[Finding]:
    register = RiskRegister(data)
    latest = _latest_day(data)
    for risk in register.risks.values():
        yield from usable(risk.row, "code", _LONGEST)
        yield from _days(risk)
        yield from _targets(register, risk, latest)
        yield from _velocity(risk)
        yield from _appetite_kept(register, risk)
    yield from _mergers(register)
    yield from _scorings(data, register, latest)
    yield from _too_far(data, latest)
    yield from _assured(data)
    for row in data.appetite:
        yield from _limits(row)
    yield from _spelt_twice(data.appetite)
    yield from _matrices(data, register)


def _latest_day(data: Any) -> date:
    """The last day that a scoring can plausibly have: a year past the newest figures."""
    months = [month.end_date for month in data.monthly.peek("month") if month is not None]
    return months_later(max(months), _AHEAD_MONTHS) if months else date.max


def _days(risk: Risk) -> Iterator[Finding]:
    opened, closed = risk.opened, risk.closed
    if opened and closed and closed < opened:
        yield error(
            "closed-before-opened",
            f"{risk.code} is closed on {brief_date(closed)}, before it was opened on"
            f" {brief_date(opened)}. Correct one of the two days.",
            **risk.row.place("closed"),
        )


def _too_far(data: Any, latest: date) -> Iterator[Finding]:
    """Days that a register of today cannot hold."""
    columns = ((data.risks, "opened"), (data.risks, "closed"), (data.controls, "last_tested"),
               (data.assurance, "date"))  # fmt: skip
    for table, name in columns:
        for index, day in enumerate(table.peek(name)):
            if day and day > latest:
                yield error(
                    "day-too-far",
                    f"{brief_date(day)} is more than a year past the newest figures. Correct the"
                    " year.",
                    **table.row(index).place(name),
                )


def _targets(register: RiskRegister, risk: Risk, latest: date) -> Iterator[Finding]:
    """Days by which no target of a risk can be meant."""
    for row in register.scorings(risk.code, TARGET):
        day = row.peek("date")
        if risk.opened and day < risk.opened:
            why = f"before it was opened on {brief_date(risk.opened)}. Correct one of the two."
        elif latest < date.max and day.year > latest.year + _TARGET_YEARS:
            why = f"more than {_TARGET_YEARS} years ahead. Correct the year."
        else:
            continue
        yield error(
            "target-day-impossible",
            f"the target of {risk.code} is due on {brief_date(day)}, {why}",
            **row.place("date"),
        )


def _velocity(risk: Risk) -> Iterator[Finding]:
    if risk.velocity and not known_speed(risk.velocity):
        yield note(
            "velocity-unknown",
            f"“{risk.velocity}” says nothing of speed, so {risk.code} comes after others of its"
            " score. Type immediate, days, weeks or months.",
            **risk.row.place("velocity"),
        )


def _appetite_kept(register: RiskRegister, risk: Risk) -> Iterator[Finding]:
    if risk.category and not register.has_appetite(risk.category):
        yield warning(
            "appetite-missing",
            f"no appetite is kept for the category “{risk.category}”, so {risk.code} cannot be"
            " judged. Add a row to Appetite, or correct the category.",
            **risk.row.place("category"),
        )


def _mergers(register: RiskRegister) -> Iterator[Finding]:
    into = {risk.code: risk.merged_into for risk in register.risks.values()}
    alone = {code for code, other in into.items() if code == other}
    for code in alone:
        yield error(
            "merged-into-itself",
            f"{code} is merged into itself. Name the risk that goes on, or clear the cell.",
            **register.risks[code].row.place("merged_into"),
        )
    for loop in _loops({code: other for code, other in into.items() if code not in alone}):
        yield error(
            "merger-cycle",
            f"the risks {' → '.join(loop)} are merged into one another, so none of them goes on."
            " Correct one.",
            **register.risks[loop[0]].row.place("merged_into"),
        )
    yield from _ends_of_mergers(register)


def _loops(into: dict[str, str | None]) -> Iterator[list[str]]:
    """Yield every loop of mergers, its first code repeated at the end."""
    while loop := find_cycle(into):
        yield loop
        into = {code: other for code, other in into.items() if code not in loop}


def _ends_of_mergers(register: RiskRegister) -> Iterator[Finding]:
    for risk in register.risks.values():
        other = register.risks.get(risk.merged_into or "")
        if other and risk.closed and other.closed and other.closed < risk.closed:
            yield warning(
                "merged-into-closed",
                f"{risk.code} is merged into {other.code}, which was closed before, on"
                f" {brief_date(other.closed)}. Name a risk that goes on, or correct one of the two"
                " days.",
                **risk.row.place("merged_into"),
            )
        if risk.merged_into and not risk.closed:
            yield warning(
                "merged-not-closed",
                f"{risk.code} is merged into {risk.merged_into} but has no closing day, so it is"
                " left out of every quarter. Type the day of the merger.",
                **risk.row.place("closed"),
            )


def _scorings(data: Any, register: RiskRegister, latest: date) -> Iterator[Finding]:
    """Rules over the assessments, column by column: there may be hundreds of thousands."""
    table = data.assessments
    columns = (table.peek(name) for name in ("risk", "date", "kind"))
    for index, (code, day, kind) in enumerate(zip(*columns, strict=True)):
        risk = register.risks.get(code)
        if risk is None or day is None or kind not in _PAST:
            continue
        fault = _impossible(risk, day, latest)
        if fault:
            yield error("assessed-impossibly", fault, **table.row(index).place("date"))


def _impossible(risk: Risk, day: date, latest: date) -> str:
    """Why a day cannot be one of scoring; nothing where it can."""
    if risk.opened and day < risk.opened:
        why = f"before it was opened on {brief_date(risk.opened)}. Correct one of the two."
    elif risk.closed and day > risk.closed:
        why = f"after it was closed on {brief_date(risk.closed)}. Correct one of the two."
    elif day > latest:
        why = "more than a year past the newest figures. Correct the year."
    else:
        return ""
    return f"{risk.code} is assessed on {brief_date(day)}, {why}"


def _assured(data: Any) -> Iterator[Finding]:
    known = set(data.controls.by("risk", "code"))
    for row in data.assurance:
        risk, control = row.peek("risk"), row.peek("control")
        if risk and control and (risk, control) not in known:
            yield error(
                "control-of-another-risk",
                f"the control {control} does not belong to {risk}. Correct the risk or the"
                " control, or clear the control where the whole risk was looked at.",
                **row.place("control"),
            )


def _limits(row: Any) -> Iterator[Finding]:
    appetite, tolerance = row.peek("appetite"), row.peek("tolerance")
    if appetite is not None and tolerance is not None and tolerance < appetite:
        yield error(
            "tolerance-below-appetite",
            f"the tolerance {tolerance:f} is below the appetite {appetite:f}. The tolerance is the"
            " outer limit: correct one of the two.",
            **row.place("tolerance"),
        )


def _spelt_twice(table: Any) -> Iterator[Finding]:
    """Rows of one category and day that differ in letters or spaces alone."""
    first: dict[tuple[str, Any], Any] = {}
    for row in table:
        category, since = row.peek("category"), row.peek("valid_from")
        if not category or not since:
            continue
        kept = first.setdefault((category_key(category), since), row)
        if kept.peek("category") != category:
            yield error(
                "appetite-twice",
                f"“{category}” from {brief_date(since)} has a row already, as"
                f" “{kept.peek('category')}”. Delete one of the two, or correct it.",
                **row.place("category"),
            )


def _matrices(data: Any, register: RiskRegister) -> Iterator[Finding]:
    wanted = {(likelihood, impact) for likelihood in STEPS for impact in STEPS}
    for since, cells in register.matrices.items():
        gaps = sorted(wanted - set(cells))
        if gaps:
            first = next(iter(cells.values()))
            yield error(
                "matrix-incomplete",
                f"the matrix valid from {brief_date(since)} has {len(cells)} of 25 cells. Missing"
                f" first: likelihood {gaps[0][0]}, impact {gaps[0][1]}. Add the rows.",
                **first.place("valid_from"),
            )
    if len(data.risks) and not len(data.matrix):
        yield note(
            "matrix-default",
            "no matrix is kept, so the default bands apply: low to 4, medium to 9, high to 14,"
            " very high from 15. Add 25 rows to Matrix to use your own.",
        )


def _dated(run: Run) -> Iterator[Finding]:
    """What depends on the day of the run: each risk open at the period's end and its scores."""
    from pmf_engine.framework.risk_review import in_scope

    register = run.share("risks", lambda: RiskRegister(run.data))
    for risk in register.risks.values():
        if in_scope(run, risk) and risk.open_on(run.period.end_date):
            yield from _judged(run, register, risk)


def _judged(run: Run, register: RiskRegister, risk: Risk) -> Iterator[Finding]:
    yield from _appetite_begun(register, risk, run.period.end_date)
    yield from _score_judged(run, register, risk)


def _appetite_begun(register: RiskRegister, risk: Risk, day: date) -> Iterator[Finding]:
    if register.has_appetite(risk.category) and not register.has_appetite(risk.category, day):
        yield warning(
            "appetite-missing",
            f"the appetite for the category “{risk.category}” begins after {brief_date(day)}, so"
            f" {risk.code} cannot be judged. Add the row of Appetite that was in force then.",
            **risk.row.place("category"),
        )


def _score_judged(run: Run, register: RiskRegister, risk: Risk) -> Iterator[Finding]:
    now = register.assessed(risk.code, CURRENT, run.period.end_date)
    if now is None or now.score is None:
        row = risk.row if now is None else now.row
        yield warning(
            "risk-unscored",
            f"{risk.code} has no complete current assessment by {brief_date(run.period.end_date)},"
            " so it has no score. Enter likelihood and at least one impact.",
            **row.place("code" if now is None else "likelihood"),
        )
        return
    inherent = register.assessed(risk.code, INHERENT, run.period.end_date)
    if inherent and inherent.score:
        yield from _against_inherent(run.data, risk, now, inherent.score.value)
    yield from _against_target(run, register, risk, now)


def _against_inherent(data: Any, risk: Risk, now: Any, inherent: int) -> Iterator[Finding]:
    if now.score.value > inherent:
        yield warning(
            "residual-above-inherent",
            f"{risk.code} scores {now.score} with its controls, above the {inherent} that it"
            " scores without any. Correct one of the two.",
            **now.row.place("likelihood"),
        )
    elif now.score.value < inherent and not controlled(data, risk.code):
        yield warning(
            "residual-without-control",
            f"{risk.code} scores {now.score} against {inherent} before controls, but no control of"
            " it works fully or in part. Enter the control, or score it again.",
            **now.row.place("likelihood"),
        )


def _against_target(run: Run, register: RiskRegister, risk: Risk, now: Any) -> Iterator[Finding]:
    target = register.assessed(risk.code, TARGET)
    if target is None or target.score is None:
        return
    if target.score.value > now.score.value and not risk.accepted:
        yield warning(
            "target-above-residual",
            f"the target of {risk.code}, {target.score}, is above its score of {now.score}. Set a"
            " lower target, or the response to tolerate where the score is accepted.",
            **target.row.place("likelihood"),
        )
    elif target.on < run.today and now.score.value > target.score.value:
        yield warning(
            "target-overdue",
            f"{risk.code} was to reach {target.score} by {brief_date(target.on)} and scores"
            f" {now.score}. Give a new day, or say what is being done.",
            **target.row.place("date"),
        )
