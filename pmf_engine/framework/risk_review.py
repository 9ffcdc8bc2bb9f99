"""The risks of one paper: chosen, placed, compared with the last paper, and counted as figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from pmf_engine.framework.risk_assurance import Assurances
from pmf_engine.framework.risk_contract import CURRENT, IMPACTS, INHERENT, TARGET
from pmf_engine.framework.risk_earlier import (
    Before,
    Earlier,
    Late,
    earlier,
    late_changes,
    placed_on,
)
from pmf_engine.framework.risk_links import Links
from pmf_engine.framework.risks import Position, Risk, RiskRegister
from pmf_engine.measures.calendar import months_later
from pmf_engine.measures.risk import Band, Move, Score, Standing, escalations
from pmf_engine.model.periods import Frequency
from pmf_engine.model.values import Absence, Figure, Measured, Missing, Term
from pmf_engine.run import Run


@dataclass(frozen=True, eq=False, kw_only=True)
class Judged:
    """An open risk at the period's end: its position, figures, movement and what follows.

    `score` has the band as its status, `limit` (the appetite) how the score stands against it.
    """

    risk: Risk
    position: Position
    before: Before | None
    quarter_ago: Before | None
    move: Move
    rebanded: bool
    inherent: Score | None
    target: Score | None
    score: Figure
    likelihood: Figure
    impact: Figure
    limit: Figure
    tolerance: Figure

    @property
    def code(self) -> str:
        """The code of the risk."""
        return self.risk.code

    @property
    def rise(self) -> int:
        """How far the score rose in a quarter; 0 where it did not or cannot be compared."""
        before = self.quarter_ago.score if self.quarter_ago else None
        now = self.position.score
        return max(0, now.value - before.value) if now and before else 0

    @property
    def steps(self) -> tuple[str, ...]:
        """Where it must go by the rules of escalation."""
        before = self.quarter_ago
        return escalations(
            self.position.score,
            self.position.standing,
            self.rise,
            before is not None and before.band is Band.VERY_HIGH,
            self.position.band is Band.VERY_HIGH,
            before is None or before.score != self.position.score,
        )


@dataclass(frozen=True, eq=False)
class Ended:
    """A risk that has left the register since: closed or merged, with its last score."""

    risk: Risk
    move: Move
    last: Score | None


class Review:
    """Everything that a paper on risks shows; made once a run by `review_of`."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.register: RiskRegister = run.share("risks", lambda: RiskRegister(run.data))
        self.day = run.period.end_date
        self.risks = {
            code: risk for code, risk in self.register.risks.items() if in_scope(run, risk)
        }
        self.earlier: Earlier = earlier(run, self.register, self.risks)
        self.late: list[Late] = late_changes(run, self.register, self.risks)
        self.links = Links(run, self.register)
        self.assurances = Assurances(run.data, run.today)
        placed = [(risk, *self._placed(risk)) for risk in self._open()]
        placed.sort(key=lambda one: self.register.order(one[0], one[1].score))
        self.judged = [self._judge(*one) for one in placed]
        self.ended = list(self._ended())

    def _open(self) -> list[Risk]:
        return [risk for risk in self.risks.values() if risk.open_on(self.day)]

    @cached_property
    def open_risks(self) -> list[Risk]:
        """The open risks, the gravest first."""
        return [one.risk for one in self.judged]

    def beyond(self, *standings: Standing) -> list[Judged]:
        """Return the risks of these standings, the gravest first."""
        return [one for one in self.judged if one.position.standing in standings]

    def moved(self, *moves: Move) -> list[Judged]:
        """Return the risks that moved in these ways, the gravest first."""
        return [one for one in self.judged if one.move in moves]

    def _ended(self) -> Iterable[Ended]:
        since = self.earlier.period.end_date
        for risk in self.risks.values():
            was = risk.code in self.earlier.risks or risk.open_on(since)
            if was and not risk.open_on(self.day) and (risk.opened or since) <= self.day:
                last = self.register.assessed(risk.code, CURRENT, self.day)
                move = Move.MERGED if risk.merged_into else Move.CLOSED
                yield Ended(risk, move, last.score if last else None)

    def _placed(self, risk: Risk) -> tuple[Position, Term]:
        """Where a risk stands, and the cells that say so."""
        with self.run.recording() as reads:
            position = self.register.position(risk, self.day)
        said = str(position.score or "none")
        return position, Term(name="current assessment", value=said, sources=reads.sources())

    def _judge(self, risk: Risk, position: Position, read: Term) -> Judged:
        inherent = self.register.assessed(risk.code, INHERENT, self.day)
        target = self.register.assessed(risk.code, TARGET)
        return Judged(
            risk=risk,
            position=position,
            before=self.earlier.risks.get(risk.code),
            quarter_ago=self._quarter_ago(risk),
            move=self.earlier.move(risk, position),
            rebanded=self.earlier.rebanded(risk, position),
            inherent=inherent.score if inherent else None,
            target=target.score if target else None,
            **self._figures(risk, position, read),
        )

    def _quarter_ago(self, risk: Risk) -> Before | None:
        """The risk a quarter before: as the last paper had it, or in a monthly one by the rows."""
        if self.run.period.frequency is not Frequency.MONTHLY:
            return self.earlier.risks.get(risk.code)
        day = months_later(self.run.period.start_date, -2) - timedelta(days=1)
        return placed_on(self.register, risk, day) if risk.open_on(day) else None

    def _figures(self, risk: Risk, position: Position, read: Term) -> dict[str, Figure]:
        score = position.score

        def make(part: str, title: str, value: Decimal | int | None, status: str | None) -> Figure:
            known: Measured = _unknown(part) if value is None else Decimal(value)
            return self.run.figure(
                f"{risk.code}{part}",
                f"{risk.name}{title}",
                lambda: known,
                status=lambda _: status,
                terms=[read],
            )

        band, stands = position.band, str(position.standing)
        return {
            "score": make("", ", score", score.value if score else None, band and str(band)),
            "likelihood": make(
                "/likelihood", ", likelihood", score.likelihood if score else None, None
            ),
            "impact": make("/impact", ", impact", score.impact if score else None, None),
            "limit": make("/appetite", ", appetite", position.appetite, stands),
            "tolerance": make("/tolerance", ", tolerance", position.tolerance, None),
        }

    def count(self, slot: str, title: str, number: int) -> Figure:
        """Return a count over the register as a figure; of an empty register there is none."""
        made = self.run.figures.get(slot)
        empty = not self.register.risks
        value = Missing("the register is empty", Absence.NO_CASES) if empty else Decimal(number)
        return made or self.run.figure(slot, title, lambda: value, terms=[self._read])

    @cached_property
    def _read(self) -> Term:
        """The columns that every count rests on."""
        data = self.run.data
        with self.run.recording() as reads:
            for name in ("code", "category", "opened", "closed", "merged_into"):
                data.risks.column(name)
            for name in ("risk", "date", "kind", "likelihood", *IMPACTS):
                data.assessments.column(name)
        size = str(len(self.register.risks))
        return Term(name="risks in the register", value=size, sources=reads.sources())


def review_of(run: Run) -> Review:
    """Return the review of a run, made once."""
    return run.remember("risk review", lambda: Review(run))  # type: ignore[no-any-return]


def in_scope(run: Run, risk: Risk) -> bool:
    """Whether a paper covers a risk: its entity, and the level and owner chosen for the run."""
    options: Mapping[str, str] = run.options
    return (
        (run.entity.group or risk.entity == run.entity.code)
        and options.get("level", risk.level) == risk.level
        and options.get("owner", risk.owner) == risk.owner
    )


def _unknown(part: str) -> Missing:
    if part in ("/appetite", "/tolerance"):
        return Missing("no appetite is set for its category", Absence.NOT_APPLICABLE)
    return Missing("the risk has no complete assessment by the end of the period")
