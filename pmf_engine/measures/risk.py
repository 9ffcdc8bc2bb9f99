"""Scoring risks: score, band, standing against appetite, movement, priority.

Scores are likelihood times impact on a matrix of five by five. A low score is good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

LOWEST, HIGHEST = 1, 5
STEPS = range(LOWEST, HIGHEST + 1)
_FAST = ("immediate", "days", "weeks", "months")
_SAME_SPEED = {
    "now": "immediate", "hours": "immediate", "very fast": "immediate", "very high": "immediate",
    "fast": "days", "high": "days", "rapid": "days",
    "medium": "weeks", "moderate": "weeks",
    "slow": "months", "low": "months", "very slow": "months", "years": "months",
}  # fmt: skip


class Band(StrEnum):
    """How grave a cell of the matrix is, as readers see it, from the least."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very high"

    @property
    def rank(self) -> int:
        """Its place from the least, counted from 0."""
        return list(Band).index(self)


COLOURS: Mapping[str, Band] = {
    "green": Band.LOW, "yellow": Band.MEDIUM, "amber": Band.HIGH, "red": Band.VERY_HIGH,
}  # fmt: skip


class Standing(StrEnum):
    """A score against the appetite and tolerance of its category."""

    WITHIN = "within appetite"
    ABOVE = "above appetite"
    OUTSIDE = "outside tolerance"
    NO_APPETITE = "no appetite set"
    NO_DATA = "no score"


class Move(StrEnum):
    """What became of a risk since an earlier report; up is bad."""

    UP = "up"
    DOWN = "down"
    SIDEWAYS = "sideways"
    RESHAPED = "re-shaped"  # the same score from another likelihood and impact
    NEW = "new"
    CLOSED = "closed"
    MERGED = "merged"
    BLANK = ""  # there is nothing to compare


@dataclass(frozen=True, slots=True)
class Score:
    """A likelihood and an impact, each a whole number from 1 to 5.

    Raises ValueError for any other number: only 14 products are scores.
    """

    likelihood: int
    impact: int

    def __post_init__(self) -> None:
        if self.likelihood not in STEPS or self.impact not in STEPS:
            raise ValueError(
                f"likelihood {self.likelihood} and impact {self.impact} must be 1 to 5"
            )

    @property
    def value(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact

    @property
    def cell(self) -> tuple[int, int]:
        """Its cell of the matrix: likelihood, impact."""
        return self.likelihood, self.impact

    def __str__(self) -> str:
        return f"{self.value} ({self.likelihood}×{self.impact})"


def highest(impacts: Iterable[int | None]) -> int | None:
    """Return the impact of a risk: the highest of its categories, never their mean."""
    return max((one for one in impacts if one is not None), default=None)


def scored(likelihood: int | None, impacts: Iterable[int | None]) -> Score | None:
    """Return the score; None where the likelihood or every impact is blank."""
    impact = highest(impacts)
    return None if likelihood is None or impact is None else Score(likelihood, impact)


def default_band(likelihood: int, impact: int) -> Band:
    """Return the band of a cell where no matrix is kept: 1–4, 5–9, 10–14, 15–25; a house choice."""
    product = likelihood * impact
    return list(Band)[(product >= 5) + (product >= 10) + (product >= 15)]


def band_of(word: str) -> Band:
    """Return a band by its own word or by its colour; raises ValueError for any other."""
    return COLOURS.get(word) or Band(word)


def standing(score: Score | None, appetite: Decimal | None, tolerance: Decimal | None) -> Standing:
    """Return how a score stands; a score equal to a limit is within it."""
    if score is None:
        return Standing.NO_DATA
    if appetite is None:
        return Standing.NO_APPETITE
    if score.value <= appetite:
        return Standing.WITHIN
    return Standing.ABOVE if score.value <= (tolerance or appetite) else Standing.OUTSIDE


def movement(now: Score | None, before: Score | None) -> Move:
    """Return how a score moved; blank where either is missing."""
    if now is None or before is None:
        return Move.BLANK
    if now.value != before.value:
        return Move.UP if now.value > before.value else Move.DOWN
    return Move.SIDEWAYS if now == before else Move.RESHAPED


def speed(velocity: str | None) -> int:
    """Return the rank of a velocity, 0 the fastest; what is not known comes last.

    A number from 1 to 5 is read as a speed, 5 the fastest.
    """
    word = (velocity or "").strip().casefold()
    if word.isdigit():
        return HIGHEST - int(word)
    word = _SAME_SPEED.get(word, word)
    return _FAST.index(word) if word in _FAST else len(_FAST) + 1


def known_speed(velocity: str) -> bool:
    """Whether a velocity has a rank."""
    return speed(velocity) <= len(_FAST)


def priority(score: Score | None, velocity: str | None, code: str) -> tuple[int, int, int, str]:
    """Return what risks are sorted by: score, then impact, then velocity, then code.

    A risk without a score comes last.
    """
    value, impact = (-score.value, -score.impact) if score else (0, 0)
    return value, impact, speed(velocity), code


def escalations(
    score: Score | None,
    stands: Standing,
    rise: int,
    very_high_before: bool,
    very_high: bool,
    moved: bool,
) -> tuple[str, ...]:
    """Return where a risk must go, in words; the house rules.

    `rise` is how far the score rose in the quarter; `moved` whether the cell changed.
    """
    if score is None:
        return ()
    said = []
    if score.value >= 15 or stands is Standing.OUTSIDE:
        said.append("EMT now and GBAC next")
    elif rise >= 5:
        said.append("EMT")
    if very_high and very_high_before and not moved:
        said.append("deep dive")
    if score.impact == HIGHEST:
        said.append("always shown to GBAC")
    return tuple(said)
