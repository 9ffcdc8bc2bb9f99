"""What all returns to a regulator share as settings."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How far a figure may move from last year's return before somebody must say why.

    `percent` is for amounts, counts and rates, relative to last year; `points` for percentages, in
    percentage points, and the same number as `percent` where it is None.
    """

    percent: Decimal = Decimal(10)
    points: Decimal | None = None

    def limit(self, unit: str) -> Decimal:
        """Return the limit for figures of a unit: points for %, else per cent."""
        return self.points if unit == "%" and self.points is not None else self.percent

    def as_json(self) -> list[str]:
        """The settings as text, for the fingerprint."""
        return [str(self.percent), str(self.limit("%"))]
