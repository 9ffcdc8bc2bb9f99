"""What a paper on risks is compared with: the last one issued, or the register as it stood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmf_engine.framework.risks import Position, Risk, RiskRegister
from pmf_engine.framework.sentences import spoken_date
from pmf_engine.measures.risk import Band, Move, Score, Standing, movement
from pmf_engine.model.issued import Issued, IssuedFigure
from pmf_engine.model.periods import Period
from pmf_engine.run import Run


@dataclass(frozen=True, slots=True)
class Before:
    """How a risk was reported earlier."""

    score: Score | None
    band: Band | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """The risks of an earlier period by code; `issued_on` is None where none was issued."""

    period: Period
    risks: Mapping[str, Before]
    issued_on: date | None = None

    def move(self, risk: Risk, now: Position) -> Move:
        """Return how an open risk moved since."""
        before = self.risks.get(risk.code)
        return Move.NEW if before is None else movement(now.score, before.score)

    def rebanded(self, risk: Risk, now: Position) -> bool:
        """Whether a risk has another band though its likelihood and impact are as they were."""
        before = self.risks.get(risk.code)
        if before is None or before.score is None or before.score != now.score:
            return False
        return before.band is not None and before.band is not now.band

    @property
    def words(self) -> str:
        """What movement is told against, in a sentence."""
        if self.issued_on is None:
            return (
                f"No earlier paper has been issued, so movement is against the assessments of"
                f" {self.period.title} as the workbook shows them now."
            )
        day = spoken_date(self.issued_on)
        return f"Movement is against the paper issued for {self.period.title} on {day}."


def earlier(run: Run, register: RiskRegister, risks: Mapping[str, Risk]) -> Earlier:
    """Return the newest issued snapshot of an earlier period, or the period before from the rows.

    `risks` are those the paper may show, open or not.
    """
    if run.reported is not None:
        issued = run.reported
        period = Period.parse(issued.period)
        return Earlier(period, shown_in(issued), date.fromisoformat(issued.issued_on))
    period = run.period.shift(-1)
    day = period.end_date
    open_then = (risk for risk in risks.values() if risk.open_on(day))
    found = {risk.code: placed_on(register, risk, day) for risk in open_then}
    return Earlier(period, found)


def shown_in(issued: Issued) -> dict[str, Before]:
    """Return the risks of an issued paper by code, as its readers saw them."""
    figures = issued.figures
    found = {}
    for slot, figure in figures.items():
        if "/" not in slot:
            step = _step(figures.get(f"{slot}/likelihood")), _step(figures.get(f"{slot}/impact"))
            limit = figures.get(f"{slot}/appetite")
            found[slot] = Before(
                Score(*step) if step[0] and step[1] else None,
                Band(figure.status) if figure.status else None,
                Standing(limit.status) if limit and limit.status else None,
            )
    return found


@dataclass(frozen=True, slots=True)
class Late:
    """A risk that a paper showed otherwise than the register now has it for the same day."""

    risk: Risk
    period: Period
    issued_on: date
    shown: Score | None
    now: Score | None


def late_changes(run: Run, register: RiskRegister, risks: Mapping[str, Risk]) -> list[Late]:
    """Return what was re-scored late: papers of this period and of the one compared with."""
    return [
        Late(risk, period, date.fromisoformat(issued.issued_on), before.score, now)
        for issued in (run.superseded, run.reported)
        if issued is not None
        for period in (Period.parse(issued.period),)
        for code, before in shown_in(issued).items()
        if (risk := risks.get(code)) is not None
        and (now := register.position(risk, period.end_date).score) != before.score
    ]


def placed_on(register: RiskRegister, risk: Risk, day: date) -> Before:
    """Return a risk as the rows have it on a day."""
    position = register.position(risk, day)
    return Before(position.score, position.band, position.standing)


def _step(figure: IssuedFigure | None) -> int:
    return int(figure.value) if figure and isinstance(figure.value, Decimal) else 0
