"""This year's figures against last year's issued return, and who must say why they moved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from pmf_engine.framework.sentences import spoken_date
from pmf_engine.model.content import (
    Block,
    CellValue,
    Field,
    Grid,
    Narrative,
    Region,
    Sheet,
    Wording,
    Words,
)
from pmf_engine.model.issued import IssuedFigure
from pmf_engine.model.numbers import MINUS, NO_BREAK, gap_form, half_up, number
from pmf_engine.model.periods import Period
from pmf_engine.model.returns import Thresholds
from pmf_engine.model.values import SLOT_LIMIT, Absence, Figure, Measured, Missing
from pmf_engine.run import Run

Said = Callable[["Movement"], str]


@dataclass(frozen=True, slots=True)
class Movement:
    """A figure beside its like in last year's issued return.

    `change` is in percentage points for a percentage, else in per cent of last year's figure;
    missing, with the reason, where there is none. `over`: it is beyond the threshold, or a figure
    of last year's return is missing this year.
    """

    figure: Figure
    before: IssuedFigure | None
    change: Measured
    over: bool

    @property
    def words(self) -> str:
        """The movement as it stands in a table: +1.4 points, −12.0%, or why there is none."""
        if isinstance(self.change, Missing):
            return self.change.reason
        sign = "" if not half_up(self.change, 1) else MINUS if self.change < 0 else "+"
        points = self.figure.unit == "%"
        return f"{sign}{number(abs(self.change), 1)}{f'{NO_BREAK}points' if points else '%'}"

    @property
    def standing(self) -> str:
        """Whether somebody must say why, as shape and word."""
        if self.over:
            return "■ Say why"
        return "○ Not compared" if isinstance(self.change, Missing) else "● Within"


def movements(run: Run, figures: Iterable[Figure]) -> list[Movement]:
    """Return figures beside last year's issued return; none where nothing was issued."""
    if run.reported is None:
        return []
    before = run.reported.figures
    return [_movement(one, before.get(one.slot), run.thresholds) for one in figures]


def compared_words(run: Run) -> str:
    """Return what the figures are compared with, and from where somebody must say why."""
    reported = run.reported
    if reported is None:
        return "No earlier return has been issued, so there is nothing to compare with."
    earlier = Period.parse(reported.period)
    day = spoken_date(date.fromisoformat(reported.issued_on))
    older = "" if earlier == run.period.shift(-1) else ", the newest there is"
    points, percent = (run.thresholds.limit(unit) for unit in ("%", ""))
    return (
        f"Compared with the return for {earlier.name} issued on {day}{older}. A percentage that"
        f" moved by more than {gap_form(points, '%', _places(points))}, or another figure by more"
        f" than {number(percent, _places(percent))}%, needs an explanation."
    )


def comparison(run: Run, found: Sequence[Movement]) -> Grid | None:
    """Return the table of movements, one figure a row; None where nothing was issued."""
    if run.reported is None:
        return None
    then, now = Period.parse(run.reported.period).short, run.period.short
    over = sum(one.over for one in found)
    return Grid(
        slot="review/movement",
        caption="Movement since the last issued return",
        summary=f"One figure a row, {len(found)} rows, {over} to explain; columns figure to"
        " standing.",
        fields=(
            Field(title="Figure", width=6.6, chars=60),
            Field(title=then, width=2.4, chars=16, right=True),
            Field(title=now, width=2.4, chars=16, right=True),
            Field(title="Movement", width=3.0, chars=24, right=True),
            Field(title="Standing", width=2.6, chars=16),
        ),
        rows=[_row(one) for one in found],
    )


def explanations(run: Run, found: Sequence[Movement], said: Said | None = None) -> Region:
    """Return a block for each movement over the threshold, with the slot for its commentary.

    `said` gives words already entered for a movement, or nothing. Names for the template: `title`,
    `facts`, `commentary`.
    """
    then = Period.parse(run.reported.period).name if run.reported else ""
    now = run.period.name
    absent = f"No explanation had been entered by {spoken_date(run.today)}."
    blocks = []
    for one in (each for each in found if each.over):
        key, words = _part(one.figure.slot), said(one) if said else ""
        facts = (f"{then}: {_before(one)}; {now}: ", one.figure, f"; movement {one.words}.")
        values = {
            "title": one.figure.title,
            "facts": Words(f"explain/{key}/facts", facts),
            "commentary": Narrative(f"explain/{key}/words", words or absent),
        }
        blocks.append(Block(key, values))
    return Region("explain", tuple(blocks))


def comparison_sheet(
    run: Run, found: Sequence[Movement], where: str, said: Said | None = None
) -> Sheet | None:
    """Return the comparison as a sheet, with room for the commentary; None without one."""
    grid = comparison(run, found)
    if grid is None:
        return None
    rows = [
        (*row, Narrative(_part(one.figure.slot), (said(one) if said else "")) if one.over else None)
        for row, one in zip(grid.rows, found, strict=True)
    ]
    fields = (*grid.fields, Field(title="Explanation", chars=70))
    return Sheet(
        name="Movement",
        title=f"Movement since last year: {where}",
        note=compared_words(run),
        grid=Grid(slot=grid.slot, caption=grid.caption, fields=fields, rows=rows),
        statuses=("Standing",),
    )


def _movement(figure: Figure, before: IssuedFigure | None, thresholds: Thresholds) -> Movement:
    was = before.value if before else None
    if was is None:
        return Movement(figure, before, _gap("not in that return"), over=False)
    if figure.value is None:
        return Movement(figure, before, _gap("no figure this year"), over=True)
    change = figure.value - was
    if figure.unit != "%":
        if was == 0 and change:
            return Movement(figure, before, _gap("up from nothing"), over=True)
        change = change / abs(was) * 100 if was else Decimal(0)
    return Movement(figure, before, change, over=abs(change) > thresholds.limit(figure.unit))


def _gap(reason: str) -> Missing:
    return Missing(reason, Absence.NO_COMPARISON)


def _row(one: Movement) -> tuple[CellValue, ...]:
    style = "status-red" if one.over else "status-none"
    standing = Wording(f"moved/{_part(one.figure.slot)}", one.standing, style)
    return one.figure.title, _before(one), one.figure, one.words, standing


def _before(one: Movement) -> str:
    if one.before is None or one.before.value is None:
        return "None"
    return one.before.display.split(NO_BREAK)[0]


def _part(slot: str) -> str:
    """A figure's slot as one part of another, short enough to have others beside it."""
    plain = slot.replace("/", ".")
    if len(plain) <= SLOT_LIMIT - 20:
        return plain
    return f"{plain[: SLOT_LIMIT - 30]}.{sha256(slot.encode()).hexdigest()[:8]}"


def _places(limit: Decimal) -> int:
    exponent = limit.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
