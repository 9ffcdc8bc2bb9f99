"""What was reported before: the figures of an issued run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFigure:
    """A figure as it was issued: exact value, what the reader saw, verdict."""

    value: Decimal | None
    display: str
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An issued run: its period and id, the day it was issued, its figures by slot."""

    run: str
    period: str
    issued_on: str
    figures: Mapping[str, IssuedFigure]
