"""A tiny register of risks, changed by each test, and its paper as a reader meets it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from pmf_engine.framework.risk_contract import IMPACTS
from pmf_engine.model.periods import Period
from tests.command import Pmf, Said, words_of
from tests.tiny import Tiny

KEY = "gbac-risk-review"
Q2 = ("--period", "2026-Q2")
JUNE, SEPTEMBER = date(2026, 6, 10), date(2026, 9, 10)


def risk(code: str, **changes: Any) -> dict[str, Any]:
    base = {
        "code": code, "title": f"Risk {code}", "cause": "A cause", "event": "An event",
        "effect": "An effect", "category": "Safety", "entity": "OVH", "level": "strategic",
        "owner": "Head of Homes", "opened": date(2025, 4, 1), "response": "treat",
        "proximity": "0-3 months", "velocity": "weeks",
    }  # fmt: skip
    return {**base, **changes}


def scoring(
    code: str, day: date, likelihood: Any, impact: Any, kind: str = "current", **changes: Any
) -> dict[str, Any]:
    impacts = dict.fromkeys(IMPACTS, 1) | {"impact_customer": impact}
    base = {"risk": code, "date": day, "kind": kind, "likelihood": likelihood, **impacts}
    return {**base, "reason": f"Why {code}.", "by": "Head of Homes", **changes}


class Risky(Tiny):
    """A workspace with one open risk, R1, at 3×4 in June and in September."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.rows |= {
            "risks": [risk("R1")],
            "assessments": [scoring("R1", JUNE, 3, 4), scoring("R1", SEPTEMBER, 3, 4)],
            "controls": [],
            "assurance": [],
            "risk_actions": [],
            "risk_indicators": [],
            "appetite": [
                {"category": "Safety", "valid_from": date(2023, 4, 1), "appetite": 9,
                 "tolerance": 12},
            ],
        }  # fmt: skip

    def scores(self, code: str, *scores: tuple[date, int, int], **changes: Any) -> None:
        """Add a risk with these current scores, or replace those of R1."""
        kept = [one for one in self.rows["assessments"] if one["risk"] != code]
        self.rows["assessments"] = kept + [scoring(code, *one) for one in scores]
        if code != "R1":
            self.rows["risks"].append(risk(code, **changes))
        else:
            self.rows["risks"][0] |= changes

    def control(self, code: str, of: str = "R1", **changes: Any) -> None:
        base = {
            "risk": of, "code": code, "title": f"Control {code}", "type": "preventive",
            "owner": "Head of Homes", "key": "yes", "effectiveness": "full",
            "last_tested": date(2026, 9, 1),
        }  # fmt: skip
        self.rows["controls"].append({**base, **changes})

    def assured(
        self, control: str | None, line: int, day: date, of: str = "R1", **more: Any
    ) -> None:
        base = {"risk": of, "control": control, "line": line, "date": day, "rating": "substantial"}
        self.rows["assurance"].append({**base, "source": "A review", **more})

    def review(self, period: str = "2026-Q2", entity: str = "GRP", name: str = KEY) -> Any:
        """The review of a run, computed and not written."""
        from pmf_engine.framework.risk_review import review_of

        (outcome,) = self.write().engine().outcomes(name, entity, Period.parse(period))
        assert outcome.run is not None
        return review_of(outcome.run)

    def codes(self, period: str = "2026-Q2") -> dict[str, str | None]:
        """The findings on the register by code, with the cell of each."""
        (outcome,) = self.write().engine().outcomes(KEY, "GRP", Period.parse(period))
        return {one.code: one.cell for one in outcome.findings}


def built(pmf: Pmf, *words: str | Path) -> Said:
    """Run the review of Quarter 2, which must succeed."""
    said = pmf("run", KEY, *(words if "--period" in words else (*Q2, *words)), "--json")
    assert said.status == 0, said.out + said.err
    return said


def file_of(said: Said, kind: str = "docx") -> Path:
    """The file of a kind that a run wrote."""
    return next(Path(f["path"]) for f in said.json["runs"][0]["files"] if f["path"].endswith(kind))


def paper(pmf: Pmf, *words: str | Path) -> str:
    """The words of the paper built."""
    return words_of(file_of(built(pmf, *words)))
