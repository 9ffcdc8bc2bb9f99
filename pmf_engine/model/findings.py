"""What a check found: level, code, sentence, place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How grave a finding is: an error stops every document that reads the table."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault or remark; `message` says what was found and what to do, the rest says where."""

    level: Level
    code: str
    message: str
    entity: str | None = None
    period: str | None = None
    workbook: str | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None

    @property
    def text(self) -> str:
        """The place and the sentence, as a person reads them."""
        places = (
            self.workbook,
            f"sheet {self.sheet}" if self.sheet else None,
            f"cell {self.cell}" if self.cell else None,
        )
        place = ", ".join(part for part in places if part)
        return f"{place}: {self.message}" if place else self.message

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object, keys always present."""
        return {name: getattr(self, name) for name in _JSON_KEYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFinding(Finding):
    """What a check of a file found, with a category in the words of who receives the file.

    `row` is the row of the file's data, 1 for the first; None where it is of the whole file.
    """

    category: str
    row: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The documented JSON object of a finding, and its category and row."""
        return {**Finding.as_json(self), "category": self.category, "row": self.row}


def finding_from(data: Mapping[str, Any]) -> Finding:
    """Return the finding of a JSON object that `as_json` gave."""
    kind = FileFinding if "category" in data else Finding
    return kind(**{**data, "level": Level(data["level"])})


_JSON_KEYS = (
    "level", "code", "message", "entity", "period", "workbook", "sheet", "cell", "field",
)  # fmt: skip


def error(code: str, message: str, **place: str | None) -> Finding:
    """Return a finding that stops the report."""
    return Finding(level=Level.ERROR, code=code, message=message, **place)


def warning(code: str, message: str, **place: str | None) -> Finding:
    """Return a finding to look at before circulating; `--strict` makes it stop the report."""
    return Finding(level=Level.WARNING, code=code, message=message, **place)


def note(code: str, message: str, **place: str | None) -> Finding:
    """Return a remark that needs no action."""
    return Finding(level=Level.NOTE, code=code, message=message, **place)


def has_errors(findings: Iterable[Finding], strict: bool = False) -> bool:
    """Whether any finding stops a report; warnings do too when strict."""
    stops = {Level.ERROR, Level.WARNING} if strict else {Level.ERROR}
    return any(finding.level in stops for finding in findings)
