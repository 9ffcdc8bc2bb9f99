"""Findings gathered while reading: the fault of a file, and a collector that caps repeats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pmf_engine.model.findings import Finding, Level, error

SHOWN = 20
Place = dict[str, str | None]


class FileFault(Exception):
    """A fault that keeps a file, sheet or table from being read; holds a code and a sentence."""

    def __init__(self, code: str, message: str, **place: str | None) -> None:
        super().__init__(message)
        self.code, self.message, self.place = code, message, place

    def finding(self, **place: str | None) -> Finding:
        """Return the fault as an error at a place; what the fault knows itself comes first."""
        return error(self.code, self.message, **{**place, **self.place})


Kin = tuple[Level, str, str | None, str | None, str | None]


class Faults:
    """Findings in the order met, of which repeats beyond `SHOWN` in one column are only counted."""

    def __init__(self) -> None:
        self._shown: list[Finding] = []
        self._counts: Counter[Kin] = Counter()
        self._next: dict[Kin, Finding] = {}

    def add(self, finding: Finding) -> None:
        """Keep a finding, or count it when enough of its kind are shown."""
        kin = kin_of(finding)
        self._counts[kin] += 1
        if self._counts[kin] <= SHOWN:
            self._shown.append(finding)
        else:
            self._next.setdefault(kin, finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Keep several findings."""
        for finding in findings:
            self.add(finding)

    def take(self, findings: Iterable[Finding]) -> None:
        """Keep findings that were capped already."""
        self._shown.extend(findings)

    def __contains__(self, finding: object) -> bool:
        return finding in self._shown

    def findings(self) -> tuple[Finding, ...]:
        """Return what was shown, then one line for each kind that has more."""
        return (*self._shown, *map(self._more, self._next))

    def _more(self, kin: Kin) -> Finding:
        level, code, workbook, sheet, field = kin
        more = self._counts[kin] - SHOWN
        cells = "cell has" if more == 1 else "cells have"
        where = f"In the column “{field}” " if field else "On the sheet "
        message = f"{where}{more:,} more {cells} the same fault; this is the first of them."
        return Finding(
            level=level, code=code, message=message, workbook=workbook, sheet=sheet,
            cell=self._next[kin].cell, field=field,
        )  # fmt: skip


def kin_of(finding: Finding) -> Kin:
    """Return what findings have in common that are one fault of many cells."""
    return (finding.level, finding.code, finding.workbook, finding.sheet, finding.field)
