"""One thing the doctor looked at: what it found, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out."""

    GOOD = "good"
    WARNING = "warning"
    FAULT = "fault"
    UNKNOWN = "not checked"


@dataclass(frozen=True, slots=True)
class Check:
    """A check's name, how it came out, what was found, and what to do where that is not good."""

    name: str
    state: State
    found: str
    advice: str = ""

    def as_json(self) -> dict[str, str | None]:
        """Return the check as JSON values."""
        return {
            "name": self.name,
            "state": str(self.state),
            "found": self.found,
            "advice": self.advice or None,
        }


def good(name: str, found: str) -> Check:
    """Return a check that found nothing amiss."""
    return Check(name, State.GOOD, found)


def caution(name: str, found: str, advice: str) -> Check:
    """Return a check that found what may do harm."""
    return Check(name, State.WARNING, found, advice)


def fault(name: str, found: str, advice: str) -> Check:
    """Return a check that found what stops the ribbon."""
    return Check(name, State.FAULT, found, advice)


def unknown(name: str, why: str) -> Check:
    """Return a check that could not be made here, and why."""
    return Check(name, State.UNKNOWN, why)
