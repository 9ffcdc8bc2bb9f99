"""Worked cases in YAML, which say what figures must follow from given terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pmf_engine.definitions.evaluation import evaluate
from pmf_engine.definitions.lines import Faults, Located, nearest, read
from pmf_engine.model.definitions import Definition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import half_up
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Measured, Missing

_PARTS = ("period", "terms", "figures")


@dataclass(frozen=True, slots=True)
class Case:
    """A period, the terms counted in it, and the figures as shown; None where one is missing."""

    line: int
    period: Period
    terms: Mapping[str, Decimal | None]
    figures: Mapping[str, Decimal | None]

    @property
    def measured(self) -> dict[str, Measured]:
        """The terms, those that are null as missing."""
        gap = Missing("blank in the case")
        return {name: gap if v is None else v for name, v in self.terms.items()}


def load_cases(path: Path) -> tuple[Case, ...]:
    """Return the cases of a YAML list; raises PmfError with every fault in the file."""
    root, faults = read(path)
    held = faults.sequence(root, "The file")
    cases = tuple(case for node in held if (case := _case(node, faults)))
    if not held and not faults.found:
        faults.add(root.line, "the file holds no case; give at least one.")
    faults.stop()
    return cases


def case_faults(definitions: Iterable[Definition], cases: Sequence[Case]) -> list[str]:
    """Return a sentence for each figure of a case that the definitions do not give, rounded."""
    known = {definition.key: definition for definition in definitions}
    return [
        f"Case on line {case.line}: {fault}"
        for case in cases
        for key, expected in case.figures.items()
        if (fault := _fault(known, key, case, expected))
    ]


def _fault(known: Mapping[str, Definition], key: str, case: Case, expected: Decimal | None) -> str:
    if key not in known:
        return f"there is no measure {key}. {nearest(key, known)}".strip()
    try:
        edition = known[key].in_force(case.period)
        value, arithmetic = evaluate(edition, case.measured)
    except PmfError as problem:
        return f"{key}: {problem}"
    if isinstance(value, Missing):
        told = f"{key} is missing ({value.reason})"
        return "" if expected is None else f"{told} where the case has {expected:f}."
    shown = half_up(value, edition.places)
    if expected == shown:
        return ""
    wanted = "nothing" if expected is None else f"{expected:f}"
    return f"{key} is {shown:f} ({arithmetic or 'from its function'}) where the case has {wanted}."


def _case(node: Located, faults: Faults) -> Case | None:
    found = faults.mapping(node, "A case")
    faults.known(found, _PARTS, "A case")
    lacking = [part for part in _PARTS if part not in found]
    if lacking:
        faults.add(node.line, f"a case needs {', '.join(lacking)}.")
        return None
    period = _period(found["period"], faults)
    terms = _numbers(found["terms"], "terms", faults)
    figures = _numbers(found["figures"], "figures", faults)
    return Case(node.line, period, terms, figures) if period else None


def _period(node: Located, faults: Faults) -> Period | None:
    try:
        return Period.parse(faults.text(node, "period of a case"))
    except ValueError as problem:
        faults.add(node.line, str(problem))
        return None


def _numbers(node: Located, part: str, faults: Faults) -> dict[str, Decimal | None]:
    return {
        name: None if item.value is None else faults.number(item, f"{name} in {part}")
        for name, item in faults.mapping(node, f"{part} of a case").items()
    }
