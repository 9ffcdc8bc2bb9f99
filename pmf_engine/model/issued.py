"""What was reported before: the figures of an issued run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedFigure:
    """A figure as it was issued: exact value, what the reader saw, verdict."""

    value: Decimal | None
    display: str
    status: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An issued run: its period and id, the day it was issued, its figures by slot.

    `said` is what the report kept of what it said, as it was said then.
    """

    run: str
    period: str
    issued_on: str
    figures: Mapping[str, IssuedFigure]
    said: Mapping[str, Any] = field(default_factory=dict)
