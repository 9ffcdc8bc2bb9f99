"""Checks as values: how each reads on a check list, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pmf_engine.model.findings import Finding, Level


@dataclass(frozen=True, slots=True)
class Check:
    """A generator of the run that yields findings, and how it stands on the check list.

    `compares` says in words what is held against what; `part` names the section of the return it
    belongs to. A check without a title is run, but stands on no list.
    """

    function: Callable[[Any], Any]
    title: str = ""
    compares: str = ""
    part: str = ""

    @property
    def code(self) -> str:
        """The function's name, as a part of a slot."""
        return self.function.__name__.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Checked:
    """A check that was asked: what it found, or why it was not run."""

    check: Check
    findings: tuple[Finding, ...] = ()
    not_run: str = ""

    def count(self, level: Level) -> int:
        """Return how many of its findings are of a level."""
        return sum(finding.level is level for finding in self.findings)

    @property
    def passed(self) -> bool:
        """Whether it was run and found no error and no warning."""
        return not self.not_run and not (self.count(Level.ERROR) or self.count(Level.WARNING))
