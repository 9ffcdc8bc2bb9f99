"""Faults that end a command with a sentence; anything else that escapes is our own bug."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmf_engine.model.findings import Finding


class PmfError(Exception):
    """Wrong usage, workspace or plugin: shown as one sentence, exit status 2."""


class NotRun(Exception):
    """Raised by a check that has nothing to look at; its reason stands on the check list."""


class InputFaults(PmfError):
    """Faults in workbooks or templates, all of them at once: exit status 1."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(finding.text for finding in self.findings))
