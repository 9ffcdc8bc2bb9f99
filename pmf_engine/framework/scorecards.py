"""The scorecard: indicators by perspective, one row each, every figure live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pmf_engine.framework.assessment import Assessment
from pmf_engine.framework.codes import slugs
from pmf_engine.framework.contract import PERSPECTIVES
from pmf_engine.framework.sentences import SHAPES
from pmf_engine.framework.sources import legend
from pmf_engine.measures.scorecard import Item, score
from pmf_engine.measures.trend import Arrow, Direction, Trend
from pmf_engine.model.content import (
    Block,
    CellValue,
    Field,
    Grid,
    Label,
    Region,
    Wording,
    Words,
    sentences,
)
from pmf_engine.model.values import Figure, Measured, Status
from pmf_engine.run import Run


@dataclass(frozen=True, slots=True)
class ScoreFigures:
    """The score of some indicators as figures; `provisional` below 75% coverage."""

    value: Figure
    coverage: Figure
    provisional: bool
    capped: bool


_ARROWS = {Arrow.UP: "↑", Arrow.DOWN: "↓", Arrow.LEVEL: "→", None: "–"}
_EFFECTS = {
    Direction.IMPROVING: "better",
    Direction.WORSENING: "worse",
    Direction.STEADY: "same",
    Direction.NEUTRAL: "moved",
    Direction.NO_COMPARISON: "none",
}
_STYLES = {
    Direction.IMPROVING: "status-green",
    Direction.WORSENING: "status-red",
}
_PLACES = {1: "Top", 2: "Second", 3: "Third", 4: "Bottom"}

FIELDS = (
    Field(title="Measure", width=6.1, chars=42),
    Field(title="Latest", width=2.4, chars=16, right=True),
    Field(title="Target", width=2.6, chars=13, right=True),
    Field(title="Status", width=2.4, chars=14),
    Field(title="Short trend", width=1.8, chars=12),
    Field(title="Long trend", width=1.8, chars=12),
    Field(title="Year to date", width=2.4, chars=16, right=True),
    Field(title="YTD status", width=2.4, chars=14),
    Field(title="Year ago", width=2.2, chars=14, right=True),
    Field(title="Quartile", width=1.6, chars=10),
)


def perspectives(found: Iterable[Assessment]) -> dict[str, list[Assessment]]:
    """Return assessments by perspective: those of the framework first, then any other."""
    groups: dict[str, list[Assessment]] = {}
    for one in found:
        groups.setdefault(one.indicator.perspective, []).append(one)
    order = [
        *(p for p in PERSPECTIVES if p in groups),
        *(p for p in groups if p not in PERSPECTIVES),
    ]
    return {name: groups[name] for name in order}


def scorecards(run: Run, found: Iterable[Assessment]) -> Region:
    """Return a title, the score in a sentence and a table for each perspective."""
    groups = perspectives(found)
    parts = slugs(groups)
    blocks = (_scorecard(run, parts[name], name, ones) for name, ones in groups.items())
    return Region("scorecards", tuple(blocks))


def _scorecard(run: Run, slug: str, name: str, found: Sequence[Assessment]) -> Block:
    score = score_figures(run, f"score/{slug}", name, found)
    return Block(
        slug,
        {
            "title": name,
            "words": score_words(f"score/{slug}/words", score),
            "grid": scorecard(f"scorecard/{slug}", found),
        },
    )


def marks(found: Iterable[Assessment]) -> Region:
    """Return what the marks used in the scorecard mean; no block when none is used."""
    meant = legend(figure for one in found for figure in (one.latest, one.ytd))
    said = (Words("legend/marks", (f"Marks: {meant}.",)),) if meant else ()
    return sentences("legend", said)


def scorecard(slot: str, found: Sequence[Assessment]) -> Grid:
    """Return the table of some indicators, in the order given."""
    return Grid(
        slot=slot,
        caption="",
        summary=f"One measure a row, {len(found)} rows; columns measure to quartile;"
        " in the order of the register.",
        fields=FIELDS,
        rows=[row(one) for one in found],
    )


def row(found: Assessment) -> tuple[CellValue, ...]:
    """Return one indicator's row."""
    code = found.indicator.code
    return (
        name(found),
        found.latest,
        target(found),
        status(f"{code}/status", found.status),
        trend(f"{code}/short", found.short),
        trend(f"{code}/long", found.long),
        found.ytd,
        status(f"{code}/ytd-status", found.ytd_status, found.ytd.missing is not None),
        found.year_ago,
        quartile(found),
    )


def name(found: Assessment) -> str:
    """Return the measure with its unit where the figure does not show it."""
    unit = found.indicator.unit
    shown = not unit or unit == "%" or unit.startswith("£")
    return found.indicator.title if shown else f"{found.indicator.title} ({unit})"


def target(found: Assessment) -> CellValue:
    """Return the target with its sign: ≥ 95.0%, ≤ 24.0, 4.0 to 6.0."""
    if not found.judged:
        return found.target
    if found.upper is not None:
        return Label((found.target, " to ", found.upper))
    sign = "≥" if found.ruling.target.polarity == "maximise" else "≤"
    return Label((f"{sign} ", found.target))


def status(slot: str, value: Status, absent: bool = False) -> Wording:
    """Return a verdict as shape and word, in a slot of its own."""
    if absent:
        return Wording(slot, "– None", "status-none")
    return Wording(slot, SHAPES[value], f"status-{value.replace('_', '-')}")


def trend(slot: str, found: Trend) -> Wording:
    """Return a movement as the number's arrow and whether that is good, in a slot of its own."""
    words = f"{_ARROWS[found.arrow]} {_EFFECTS[found.direction]}"
    if found.direction is Direction.NEUTRAL:
        words = "↑ higher" if found.arrow is Arrow.UP else "↓ lower"
    return Wording(slot, words, _STYLES.get(found.direction, "status-none"))


def quartile(found: Assessment) -> Wording:
    """Return the quartile in words, in a slot of its own."""
    value = found.quartile.value
    return Wording(
        f"{found.indicator.code}/quartile-place", "None" if value is None else _PLACES[int(value)]
    )


def score_figures(run: Run, slot: str, title: str, found: Sequence[Assessment]) -> ScoreFigures:
    """Return the weighted score of some indicators and the share of weight it rests on.

    Green counts 1, amber a half, red 0; a red critical measure holds the colour at amber.
    """
    items = [Item(one.status, one.ruling.weight, one.indicator.critical) for one in found]
    result = score(items, cap_critical=True)
    latest = [one.latest for one in found]

    def make(part: str, suffix: str, value: Measured, unit: str, verdict: str | None) -> Figure:
        return run.figure(
            f"{slot}{part}",
            f"{title}, {suffix}",
            lambda: value,
            unit=unit,
            status=lambda _: verdict,
            of=latest,
        )

    return ScoreFigures(
        value=make("", "score", result.value, "", result.status),
        coverage=make("/coverage", "share of weight with a figure", result.coverage, "%", None),
        provisional=result.provisional,
        capped=result.capped,
    )


def score_words(slot: str, found: ScoreFigures) -> Words:
    """Return a score in a sentence, with what holds it back."""
    if found.value.missing:
        return Words(slot, (f"No score: {found.value.missing.reason}.",))
    pieces: tuple[str | Figure, ...] = (
        "Score ", found.value, " of 100, from measures with ", found.coverage, " of the weight",
    )  # fmt: skip
    notes = ["; provisional, as that is below 75%"] if found.provisional else []
    notes += ["; held at amber by a critical measure off target"] if found.capped else []
    return Words(slot, (*pieces, f"{''.join(notes)}."))
