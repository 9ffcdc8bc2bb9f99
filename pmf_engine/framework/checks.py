"""What the rows of the framework's workbooks must hold beyond their types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pmf_engine.framework.codes import folders, usable
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.thread import plan_cycle, weight_faults
from pmf_engine.measures.rag import Polarity, target_faults
from pmf_engine.measures.series import Kind, Point, pair_doubt, unit_doubt
from pmf_engine.model.findings import Finding, Level, error, warning
from pmf_engine.model.periods import Period
from pmf_engine.model.values import SLOT_LIMIT
from pmf_engine.run import Run

_MOST_TOLD = 20
_LONGEST = SLOT_LIMIT - len("/quartile-place") - 1  # with /commentary, Word's tag holds 64
_LONGEST_OF_THREAD = SLOT_LIMIT - len("objective//on-course")


def check_indicators(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with indicators, targets, values, benchmarks and adjustments."""
    found = run.share("indicator-findings", lambda: list(_indicator_findings(run.data)))
    yield from of_readable_cells(run, found)
    yield from check_adjustments(run)


def check_thread(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with plans, actions and milestones."""
    found = run.share("thread-findings", lambda: list(_thread_findings(run.data)))
    yield from of_readable_cells(run, found)


def of_readable_cells(run: Run, found: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, but not what only follows from a cell that could not be read."""
    errors = [one for one in run.findings if one.level is Level.ERROR and one.cell]
    cells = {(one.workbook, one.sheet, one.cell) for one in errors}
    columns = Counter((one.workbook, one.sheet, one.field) for one in errors)
    for one in found:
        # of a fault met very often only the first cells are told
        crowded = columns[one.workbook, one.sheet, one.field] > _MOST_TOLD
        if not crowded and (one.workbook, one.sheet, one.cell) not in cells:
            yield one


def _indicator_findings(data: Any) -> Iterator[Finding]:
    register = Register(data)
    yield from _codes(data, "entities")
    yield from folders(data.entities, "code")
    for row in data.indicators:
        yield from _indicator_row(row)
    for code, rows in data.targets.by("code").items():
        one = register.indicators.get(code)
        for row in rows if one else ():
            yield from _target_row(register, one, row)
    yield from _untargeted(register)
    yield from _values(data, register)
    for row in data.benchmarks:
        yield from _benchmark_row(row)


def _indicator_row(row: Any) -> Iterator[Finding]:
    weight = row.peek("weight")
    yield from usable(row, "code", _LONGEST)
    yield from usable(row, "measure", _LONGEST)
    if weight is not None and weight <= 0:
        yield error(
            "weight-not-positive",
            f"the weight {weight:f} cannot count. Type a number above 0, or leave it blank for 1.",
            **row.place("weight"),
        )


def _codes(data: Any, table: str) -> Iterator[Finding]:
    for row in data[table]:
        yield from usable(row, "code", _LONGEST_OF_THREAD)


def _target_row(register: Register, one: Indicator | None, row: Any) -> Iterator[Finding]:
    ruling = (
        next((r for r in register.rulings(one) if r.since == row.peek("valid_from")), None)
        if one
        else None
    )
    for fault in target_faults(ruling.target) if ruling else ():
        yield error("target-impossible", fault, **row.place("target"))


def _untargeted(register: Register) -> Iterator[Finding]:
    for one in register.indicators.values():
        if one.polarity != Polarity.DATA_ONLY and not any(
            ruling.target.judges for ruling in register.rulings(one)
        ):
            yield warning(
                "no-target",
                f"{one.code} has the polarity “{one.polarity}” but no target, so it is shown"
                " without a verdict. Add a row to Targets, or make its polarity “data only”.",
                **one.row.place("polarity"),
            )


def _values(data: Any, register: Register) -> Iterator[Finding]:
    """Rules over the values, column by column: there may be hundreds of thousands."""
    table = data.monthly
    names = ("code", "month", "numerator", "denominator", "value")
    columns = [table.peek(name) for name in names]
    for index, (code, month, top, bottom, value) in enumerate(zip(*columns, strict=True)):
        one = register.indicators.get(code)
        if one is None or month is None or (top is None and bottom is None and value is None):
            continue
        for field, make in _value_faults(register, one, month, top, bottom, value):
            yield make(**table.row(index).place(field))


def _value_faults(
    register: Register,
    one: Indicator,
    month: Period,
    top: Decimal | None,
    bottom: Decimal | None,
    value: Decimal | None,
) -> Iterator[tuple[str, Callable[..., Finding]]]:
    if Period.containing(month, one.frequency).last != month.last:
        end = Period.containing(month, one.frequency).last_month
        yield (
            "month",
            _warn(
                "month-not-last",
                f"{one.code} is {one.frequency}, so its value stands on the last month of the"
                f" {one.frequency.noun}, {end.title}; this row is not used. Correct the month.",
            ),
        )
    if (top is None) != (bottom is None):
        blank = "numerator" if top is None else "denominator"
        yield (
            blank,
            _stop("half-a-pair", f"the {blank} is blank though its partner stands. Type both."),
        )
    elif top is not None and bottom is not None:
        yield from _pair_faults(one, month, top, bottom, value)
    elif value is not None:
        yield from _value_alone(register, one, month, value)


def _pair_faults(
    one: Indicator, month: Period, top: Decimal, bottom: Decimal, value: Decimal | None
) -> Iterator[tuple[str, Callable[..., Finding]]]:
    percentage = one.scale == 100 and one.unit == "%"
    if top < 0 and percentage:
        yield (
            "numerator",
            _stop("negative-count", _below_zero(top)),
        )
    if percentage and top > bottom and not one.row.peek("over_100"):
        yield (
            "numerator",
            _stop(
                "numerator-above-denominator",
                f"the numerator {top:,f} is above the denominator {bottom:,f}, which makes more"
                " than 100%. Correct one of them.",
            ),
        )
    if value is not None:
        doubt = pair_doubt(Point(month, value, top, bottom), one.scale, one.places)
        if doubt:
            yield "value", _warn("value-disagrees", f"{doubt} The numerator and denominator count.")


def _value_alone(
    register: Register, one: Indicator, month: Period, value: Decimal
) -> Iterator[tuple[str, Callable[..., Finding]]]:
    if value < 0 and one.kind is Kind.COUNT:
        yield (
            "value",
            _stop("negative-count", _below_zero(value)),
        )
    if one.unit == "%" and 0 < abs(value) <= 1:
        target = register.ruling(one, month.end_date).target
        doubt = unit_doubt(value, one.unit, target.target or target.lower)
        if doubt:
            yield "value", _stop("value-scale", doubt)


def _benchmark_row(row: Any) -> Iterator[Finding]:
    year, limits = row.peek("year"), [row.peek(name) for name in ("q1", "median", "q3")]
    try:
        Period.parse(year or "")
    except ValueError:
        yield error(
            "not-a-year",
            f"“{year}” is not a financial year. Type it as 2025/26.",
            **row.place("year"),
        )
    known = [limit for limit in limits if limit is not None]
    if known != sorted(known):
        yield error(
            "quartiles-out-of-order",
            "the lower quartile, median and upper quartile must not fall. Correct them.",
            **row.place("median"),
        )


def check_adjustments(run: Run) -> Iterator[Finding]:
    """Yield approved overrides that are not written as one, or that change no figure."""
    own = f"{run.report.key}/{run.entity.code}/{run.period.id}/"
    for row in run.data.adjustments:
        figure, period = row.peek("figure") or "", row.peek("period") or ""
        parts = figure.split("/", 3)
        if len(parts) < 4:
            yield error(
                "adjustment-figure",
                f"“{figure}” is not a figure. Write it as report/entity/period/figure, such as"
                f" {own}CODE.",
                **row.place("figure"),
            )
        elif period.replace("/", "-") != parts[2]:
            yield error(
                "adjustment-period",
                f"the period “{period}” is not that of the figure, {parts[2]}. Correct one.",
                **row.place("period"),
            )
        elif unused := _unused(run, *parts[:3]):
            text = f"{unused} The adjustment changes nothing until it is corrected."
            yield warning("adjustment-unused", text, **row.place("figure"))
        elif figure.startswith(own) and figure[len(own) :] not in run.figures:
            near = get_close_matches(figure[len(own) :], run.figures, n=1)
            hint = f" Did you mean {own}{near[0]}?" if near else ""
            yield error(
                "adjustment-unknown", f"there is no figure “{figure}”.{hint}", **row.place("figure")
            )


def _unused(run: Run, report: str, entity: str, period: str) -> str:
    """Why no run of this report will ever make such a figure; nothing where one may."""
    if report != run.report.key:
        return ""
    known = {row.peek("code") for row in run.data.entities} | {one.code for one in run.entities}
    if entity not in known:
        return f"“{entity}” is in no row of Entities."
    try:
        frequency = Period.parse(period).frequency
    except ValueError as fault:
        return str(fault)
    wrong = [one for one in run.entities if one.code == entity and one.frequency != frequency]
    return "".join(f"{one.title} reports {one.frequency}, not for {period}." for one in wrong)


def _thread_findings(data: Any) -> Iterator[Finding]:
    for table in ("plans", "objectives", "actions"):
        yield from _codes(data, table)
    loop = plan_cycle(data)
    if loop:
        row = data.plans.by("code")[loop[0]][0]
        yield error(
            "plan-cycle",
            f"the plans {' → '.join(loop)} are one another's parents. Correct one parent.",
            **row.place("parent"),
        )
    for row in weight_faults(data):
        yield error(
            "weights-zero",
            f"the weights of the milestones of {row.peek('action')} add up to 0. Give at least one"
            " above 0, or leave them blank for equal weights.",
            **row.place("weight"),
        )
    for row in data.actions:
        yield from _action_row(row)


def _action_row(row: Any) -> Iterator[Finding]:
    start, due, closed = row.peek("start"), row.peek("due"), row.peek("closed_on")
    if start and due and due < start:
        yield error(
            "due-before-start", f"the action is due before its start, {start}. Correct one date.",
            **row.place("due"),
        )  # fmt: skip
    if closed and row.peek("state") == "open":
        yield warning(
            "open-but-closed",
            "the action has a closing date but its state is open, so it counts as open.",
            **row.place("state"),
        )


def _below_zero(value: Decimal) -> str:
    return f"{value:f} is below zero. Type a count of 0 or more."


def _stop(code: str, message: str) -> Callable[..., Finding]:
    return lambda **place: error(code, message, **place)


def _warn(code: str, message: str) -> Callable[..., Finding]:
    return lambda **place: warning(code, message, **place)
