"""What public figures share: verdicts in plain words, licences, why a figure was revised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pmf_engine.measures.rag import Target
from pmf_engine.model.numbers import gap_form, sentence_form
from pmf_engine.model.tables import Choice, Code, Table
from pmf_engine.model.values import Measured, Missing, Status, Suppressed
from pmf_engine.model.web import Outcome

LICENCES = ("OGL-UK-3.0", "CC-BY-4.0", "all-rights-reserved")
REASONS = (
    "late data", "error put right", "definition changed", "audit", "first figure provisional",
)  # fmt: skip

REVISIONS = Table(
    name="Revisions",
    workbook="customer_insight",
    key=("indicator", "period"),
    optional=True,
    help="Why a figure that tenants had been told was changed. Reasons from a list, never words.",
    columns={
        "indicator": Code(references=("indicators", "code")),
        "period": Code(help="The period revised, such as 2026-Q1"),
        "reason": Choice(*REASONS),
    },
)
WHY: Mapping[str, str] = {
    "late data": "records reached us after the first figure was worked out",
    "error put right": "an error in the first figure was put right",
    "definition changed": "the way it is worked out has changed",
    "audit": "the figures were checked and corrected",
    "first figure provisional": "the first figure was provisional",
    "": "no reason has been given",
}

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


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its name, its title and where it stands."""

    name: str
    title: str
    url: str


_LICENCES = {
    "OGL-UK-3.0": Licence(
        "OGL-UK-3.0",
        "Open Government Licence v3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "CC-BY-4.0": Licence(
        "CC-BY-4.0",
        "Creative Commons Attribution 4.0 International",
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "all-rights-reserved": Licence("all-rights-reserved", "All rights reserved", ""),
}


def licence(name: str) -> Licence:
    """Return a licence out of `LICENCES`."""
    return _LICENCES[name]


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
