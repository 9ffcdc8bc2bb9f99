"""Dated definitions: each edition of a measure whole, in force from a first period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One edition: unit, places and signed sums of terms, top over bottom times scale.

    `function` names a Python term used instead of top over bottom. `verified` is False where the
    formula has not been confirmed against its source. `withdrawn` editions compute nothing.
    """

    label: str
    first: Period
    title: str
    unit: str = ""
    places: int = 0
    top: tuple[tuple[int, str], ...] = ()
    bottom: tuple[tuple[int, str], ...] = ()
    scale: Decimal = Decimal(1)
    function: str = ""
    verified: bool = True
    withdrawn: bool = False
    text: str = ""
    source: Mapping[str, str] | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of the terms it reads."""
        return (self.function,) if self.function else tuple(n for _, n in self.top + self.bottom)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A measure's editions, oldest first."""

    key: str
    editions: tuple[Edition, ...]

    def in_force(self, period: Period) -> Edition:
        """Return the newest edition whose first period does not start after the period does.

        Raises PmfError naming the editions when there is none, or when that one is withdrawn.
        """
        begun = [e for e in self.editions if e.first.first <= period.first]
        if begun and not begun[-1].withdrawn:
            return begun[-1]
        known = ", ".join(e.label + (" (withdrawn)" if e.withdrawn else "") for e in self.editions)
        raise PmfError(
            f"No definition of {self.key} is in force for {period.title}. Editions: {known}."
        )
