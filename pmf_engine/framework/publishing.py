"""What public figures share: verdicts in plain words, why a figure was revised."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.framework.customers import REVISED_BECAUSE
from pmf_engine.measures.rag import Target
from pmf_engine.model.numbers import gap_form, sentence_form
from pmf_engine.model.values import Measured, Missing, Status, Suppressed
from pmf_engine.model.web import Outcome

WHY: Mapping[str, str] = {**REVISED_BECAUSE, "": "no reason has been given"}
OUTCOMES: Mapping[str, Outcome] = {
    "met": Outcome("●", "Target met", "green"),
    "near": Outcome("▲", "Target just missed", "amber"),
    "missed": Outcome("■", "Target missed", "red"),
    "none": Outcome("○", "No figure", "grey"),
    "hidden": Outcome("○", "Not shown", "grey"),
    "no target": Outcome("◊", "No target", "blue"),
}
_OF_STATUS = {
    Status.GREEN: "met",
    Status.AMBER: "near",
    Status.RED: "missed",
    Status.DATA_ONLY: "no target",
}


def outcome(status: Status, value: Measured) -> str:
    """Return the key in `OUTCOMES` of a verdict on a value."""
    if isinstance(value, Missing):
        return "hidden" if isinstance(value, Suppressed) else "none"
    return _OF_STATUS.get(status, "none")


def spoken(value: Measured, unit: str, places: int) -> str:
    """Return a value as a reader sees it, or in what words it is missing."""
    if isinstance(value, Suppressed):
        return str(value) if value.under else "Not shown"
    return str(value) if isinstance(value, Missing) else sentence_form(value, unit, places)


def target_words(target: Target, unit: str, places: int) -> str:
    """Return a target with its direction, such as “at least 95.0%”; nothing without one."""
    if not target.judges:
        return ""
    if target.lower is not None and target.upper is not None:
        low, high = (sentence_form(v, unit, places) for v in (target.lower, target.upper))
        return f"between {low} and {high}"
    bound = target.target
    if bound is None:
        return ""
    if target.polarity == "minimise":
        return "zero" if bound == 0 else f"no more than {sentence_form(bound, unit, places)}"
    return f"at least {sentence_form(bound, unit, places)}"


def gap_words(value: Measured, target: Target, unit: str, places: int) -> str:
    """Return how far a value is from a target that it misses; nothing where it does not."""
    bounds = [b for b in (target.target, target.lower, target.upper) if b is not None]
    if isinstance(value, Missing) or not bounds:
        return ""
    gap = min((value - bound for bound in bounds), key=abs)
    return gap_form(gap, unit, places)
