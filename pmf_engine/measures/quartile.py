"""Quartiles of a peer group by five methods, and the band and rank of a landlord in it.

Band 1 is the best performance, not the largest number: for minimise the order is flipped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.measures.rag import Polarity
from pmf_engine.model.values import Absence, Measured, Missing

FEWEST, ENOUGH = 4, 8
_HALF = Decimal("0.5")
_QUARTERS = (Decimal("0.25"), _HALF, Decimal("0.75"))
Three = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """The quartiles of `n` values, and the method they were found by."""

    q1: Decimal
    median: Decimal
    q3: Decimal
    n: int
    method: str

    @property
    def note(self) -> str:
        """The small-sample note, or nothing."""
        return sample_note(self.n)


def quartiles(values: Iterable[Decimal], method: str = "linear") -> Quartiles | Missing:
    """Return the quartiles of values; missing when there are fewer than 4.

    Methods: linear (QUARTILE.INC in Excel), weibull (QUARTILE.EXC), hazen, inverted_cdf and tukey
    (hinges that include the median). Raises ValueError for any other.
    """
    if method not in METHODS:
        raise ValueError(f"“{method}” is not a quartile method; use one of {', '.join(METHODS)}")
    line = sorted(values)
    if len(line) < FEWEST:
        return Missing(
            f"only {len(line)} landlords to compare with; quartiles need {FEWEST}",
            Absence.NO_COMPARISON,
        )
    return Quartiles(*METHODS[method](line), len(line), method)


def sample_note(n: int) -> str:
    """Return what a reader must know of a peer group of this size, or nothing."""
    if n < FEWEST:
        return f"No quartiles: fewer than {FEWEST} landlords."
    return f"Small sample: {n} landlords." if n < ENOUGH else ""


def band(value: Measured, q1: Decimal, median: Decimal, q3: Decimal, polarity: str) -> int | None:
    """Return the band from 1 (best) to 4; a value on a quartile has the better band.

    None when missing, or where neither high nor low is good. For goldilocks give the distances
    from the target, with polarity minimise.
    """
    if isinstance(value, Missing) or polarity not in (Polarity.MAXIMISE, Polarity.MINIMISE):
        return None
    if polarity == Polarity.MAXIMISE:
        return 1 + sum(value < limit for limit in (q1, median, q3))
    return 1 + sum(value > limit for limit in (q1, median, q3))


def top_quartile(q1: Decimal, q3: Decimal, polarity: str) -> Decimal | None:
    """Return the worst value still in the top quartile; None where no side is the good one."""
    if polarity == Polarity.MAXIMISE:
        return q3
    return q1 if polarity == Polarity.MINIMISE else None


def distances(values: Iterable[Decimal], target: Decimal) -> list[Decimal]:
    """Return how far each value is from a goldilocks target; the smaller the better."""
    return [abs(value - target) for value in values]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place among so many, ties sharing the better place: 1, 2, 2, 4."""

    place: int
    of: int

    def __str__(self) -> str:
        return f"{self.place} of {self.of}"


def rank(
    value: Measured,
    peers: Sequence[Decimal],
    polarity: str,
    *,
    target: Decimal | None = None,
    included: bool = False,
) -> Rank | None:
    """Return the place of a value among its peers; None when missing or no side is the good one.

    `included` says that the value itself is one of `peers`. Goldilocks ranks by distance from
    `target`.
    """
    if isinstance(value, Missing):
        return None
    keys = _keys([value, *peers], polarity, target)
    if keys is None:
        return None
    better = sum(key < keys[0] for key in keys[1:])
    return Rank(better + 1, len(peers) + (0 if included else 1))


def clear_difference(value: Decimal, other: Decimal, margin: Decimal) -> bool:
    """Whether two survey results differ by more than the margin of error."""
    return abs(value - other) > margin


def _keys(values: list[Decimal], polarity: str, target: Decimal | None) -> list[Decimal] | None:
    if polarity == Polarity.MAXIMISE:
        return [-value for value in values]
    if polarity == Polarity.MINIMISE:
        return values
    if polarity == Polarity.GOLDILOCKS and target is not None:
        return distances(values, target)
    return None


def _at(line: Sequence[Decimal], position: Decimal) -> Decimal:
    index = int(position)  # below the last place, since there are at least 4 values
    low, high = line[index - 1], line[index]
    return low + (high - low) * (position - index)


def _by(position: Callable[[int, Decimal], Decimal]) -> Callable[[Sequence[Decimal]], Three]:
    def found(line: Sequence[Decimal]) -> Three:
        q1, q2, q3 = (_at(line, position(len(line), share)) for share in _QUARTERS)
        return q1, q2, q3

    return found


def _hinges(line: Sequence[Decimal]) -> Three:
    half = (len(line) + 1) // 2
    return _middle(line[:half]), _middle(line), _middle(line[-half:])


def _middle(line: Sequence[Decimal]) -> Decimal:
    return _at(line, Decimal(len(line) + 1) / 2)


METHODS: dict[str, Callable[[Sequence[Decimal]], Three]] = {
    "linear": _by(lambda n, share: (n - 1) * share + 1),
    "weibull": _by(lambda n, share: (n + 1) * share),
    "hazen": _by(lambda n, share: n * share + _HALF),
    "inverted_cdf": _by(lambda n, share: (n * share).to_integral_value("ROUND_CEILING")),
    "tukey": _hinges,
}
