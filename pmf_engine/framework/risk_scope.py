"""What a report on risks covers: its newest month, and the owners it can be narrowed to."""

from __future__ import annotations

from typing import Any

from pmf_engine.framework.risk_contract import TARGET
from pmf_engine.model.periods import Period


def newest_scored(data: Any) -> Period | None:
    """Return the newest month with a scoring; the day of a target lies ahead and does not count."""
    table = data.assessments
    pairs = zip(table.peek("date"), table.peek("kind"), strict=True)
    days = [day for day, kind in pairs if day is not None and kind != TARGET]
    return Period.month_of(max(days)) if days else None


def owners(data: Any) -> list[str]:
    """Return whoever owns a risk, in alphabetical order."""
    return sorted({owner for owner in data.risks.peek("owner") if owner})
