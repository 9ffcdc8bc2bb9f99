"""A tiny panel's workspace: one company, its feedback, scrutiny and promises, changed by tests."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pmf_engine.framework.customers import CUSTOMER_INPUTS
from pmf_engine.model.periods import Period
from tests.tiny import Tiny


def feedback(month: str, count: Any, **changes: Any) -> dict[str, Any]:
    base = {
        "month": Period.parse(month).start_date, "entity": "OVH", "kind": "complaint",
        "service": "Repairs", "count": count, "theme": "Waiting too long",
    }  # fmt: skip
    return {**base, **changes}


def recommendation(code: str, **changes: Any) -> dict[str, Any]:
    base = {
        "code": code, "entity": "OVH", "recommendation": f"Do {code}", "raised": date(2026, 1, 10),
        "owner": "Head of Repairs", "due": date(2026, 12, 31), "state": "under way",
    }  # fmt: skip
    return {**base, **changes}


class Panelled(Tiny):
    """A workspace whose one measure goes to the panel too, with a month of feedback."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.rows["indicators"][0]["audiences"] = "board; panel"
        self.rows |= {
            "feedback": [feedback("2026-08", 20), feedback("2026-09", 30)],
            "scrutiny": [],
            "promises": [],
            "panels": [
                {"panel": "Service Review Group", "entity": "OVH", "valid_from": date(2023, 4, 1)}
            ],
            "referrals": [],
            "rent_pound": [],
        }

    def write(self) -> Panelled:
        super().write()
        self.book("customer_insight", CUSTOMER_INPUTS)
        return self
