"""The charts of risks: a risk's path to its target, and the register by band over time."""

from __future__ import annotations

from decimal import Decimal

from pmf_engine.framework.risk_contract import TARGET
from pmf_engine.framework.risk_review import Judged, Review
from pmf_engine.framework.risks import RiskRegister
from pmf_engine.framework.sentences import spoken_date
from pmf_engine.measures.risk import Band
from pmf_engine.model.content import Chart, Series
from pmf_engine.model.periods import Frequency, Period

_BACK, _MOST_AHEAD = 4, 8  # quarters before and after the paper's own
_LINE = "#1F2933"
_TOP = 25
_COLOURS = {Band.LOW: "#28A197", Band.MEDIUM: "#F4D35E", Band.HIGH: "#E98A33",
            Band.VERY_HIGH: "#9E1220"}  # fmt: skip


def path_to_target(review: Review, one: Judged) -> Chart:
    """Return the line of a risk's score by quarter, with its targets ahead and the tolerance."""
    quarters = _span(review, one)
    scores = [_score(review.register, one, quarter, review.run.period) for quarter in quarters]
    targets = [_target(review, one, quarter) for quarter in quarters]
    limit = one.position.tolerance or one.position.appetite
    series = [Series(name="Score", values=tuple(scores), label_last=True)]
    if any(value is not None for value in targets):
        series.append(
            Series(name="Target", values=tuple(targets), colour=_LINE, dashed=True, label_last=True)
        )
    if limit is not None:
        bounds = tuple(limit for _ in quarters)
        series.append(
            Series(name="Limit", values=bounds, colour="#8A5A00", dashed=True, label_last=True)
        )
    return Chart(
        slot=f"{one.code}/chart",
        kind="line",
        title=_headline(review, one),
        subtitle=f"{one.risk.title}, score out of 25; the limit is the tolerance of its category",
        alt=_alt(review, one, quarters, scores),
        categories=tuple(quarter.short for quarter in quarters),
        series=tuple(series),
        format="0",
        minimum=0,
        maximum=_TOP,
        height_cm=6.0,
    )


def bands_over_time(review: Review) -> Chart:
    """Return how many risks were open in each band at the end of each quarter."""
    last = _quarter(review.run.period)
    span = [last.shift(-step) for step in range(_BACK, -1, -1)]
    found = {quarter: band_counts(review, quarter) for quarter in span}
    counts = {quarter: n for quarter, n in found.items() if any(n.values()) or quarter == last}
    quarters, worst = list(counts), counts[last][Band.VERY_HIGH]
    return Chart(
        slot="chart/bands",
        kind="column",
        title=f"{worst} very high {'risk' if worst == 1 else 'risks'} at the end of {last.name}",
        subtitle=f"Open risks by band, {quarters[0].short} to {last.short}, by the register",
        alt="Columns of open risks by band: "
        + "; ".join(
            f"{quarter.short} " + ", ".join(f"{n} {band}" for band, n in found.items())
            for quarter, found in counts.items()
        )
        + ".",
        categories=tuple(quarter.short for quarter in quarters),
        series=tuple(
            Series(
                name=str(band).capitalize(),
                values=tuple(Decimal(counts[quarter][band]) for quarter in quarters),
                colour=_COLOURS[band],
            )
            for band in Band
        ),
        format="0",
        minimum=0,
        height_cm=7.5,
    )


def band_counts(review: Review, quarter: Period) -> dict[Band, int]:
    """Return how many risks were open in each band at the end of a quarter."""
    day = quarter.end_date
    bands = [
        review.register.position(risk, day).band
        for risk in review.risks.values()
        if risk.open_on(day)
    ]
    return {band: bands.count(band) for band in Band}


def _quarter(period: Period) -> Period:
    return Period.containing(period.last_month, Frequency.QUARTERLY)


def _span(review: Review, one: Judged) -> list[Period]:
    now = _quarter(review.run.period)
    newest = review.register.assessed(one.code, TARGET)
    goal = Period.containing(Period.month_of(newest.on), Frequency.QUARTERLY) if newest else now
    ahead = min(_MOST_AHEAD, max(1, (goal.first - now.first) // 3))
    return [now.shift(step) for step in range(-_BACK, ahead + 1)]


def _score(register: RiskRegister, one: Judged, quarter: Period, period: Period) -> Decimal | None:
    if quarter.first > period.last or not one.risk.open_on(min(quarter.end_date, period.end_date)):
        return None
    score = register.position(one.risk, min(quarter.end_date, period.end_date)).score
    return Decimal(score.value) if score else None


def _target(review: Review, one: Judged, quarter: Period) -> Decimal | None:
    """The score aimed for from the paper's quarter on: the next target to be reached."""
    if quarter.last < review.run.period.last:
        return None
    steps = list(review.register.history(one.code, TARGET))
    ahead = [step for step in steps if step.on >= quarter.start_date] or steps[-1:]
    return Decimal(ahead[0].score.value) if ahead and ahead[0].score else None


def _headline(review: Review, one: Judged) -> str:
    newest = review.register.assessed(one.code, TARGET)
    score = one.position.score
    if newest is None or newest.score is None or score is None:
        return "No target has been set"
    if score.value <= newest.score.value:
        return f"At its target of {newest.score.value}"
    gap = score.value - newest.score.value
    late = newest.on < review.run.today
    when = "overdue since" if late else "due by"
    return f"{gap} above its target of {newest.score.value}, {when} {spoken_date(newest.on)}"


def _alt(review: Review, one: Judged, quarters: list[Period], scores: list[Decimal | None]) -> str:
    known = [(q, s) for q, s in zip(quarters, scores, strict=True) if s is not None]
    newest = review.register.assessed(one.code, TARGET)
    said = f"Line chart of the score of {one.risk.name}."
    if known:
        (first, was), (last, now) = known[0], known[-1]
        said += f" It was {was} at the end of {first.name} and {now} at the end of {last.name}."
    if newest and newest.score:
        said += f" Target {newest.score.value} by {spoken_date(newest.on)}."
    if one.position.tolerance is not None:
        said += f" Tolerance {one.position.tolerance:f}."
    return said.replace("\u00a0", " ")
