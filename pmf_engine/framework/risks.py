"""The register of risks: which are open on a day, their scores, bands and appetite."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pmf_engine.framework.risk_contract import CURRENT, IMPACTS
from pmf_engine.measures.risk import (
    Band,
    Score,
    Standing,
    band_of,
    default_band,
    priority,
    scored,
    standing,
)

NO_OWNER = "No owner"


@dataclass(frozen=True, eq=False)
class Risk:
    """One row of the register; `row` gives the rest of its columns.

    `owner` is as entered, a role or a code of People; `answers` is the role or the person's name.
    """

    row: Any
    code: str
    title: str
    entity: str
    category: str
    level: str
    owner: str
    answers: str
    opened: date | None
    closed: date | None
    merged_into: str | None
    velocity: str | None

    @property
    def name(self) -> str:
        """Its code and title, as sentences name it."""
        return f"{self.code} {self.title}"

    @property
    def accepted(self) -> bool:
        """Whether its score is borne as it is, so that no lower target is expected."""
        return bool(self.row.peek("response") == "tolerate")

    def open_on(self, day: date) -> bool:
        """Whether it stands in the register on a day; a merged risk without a day never does."""
        begun = self.opened is None or self.opened <= day
        return begun and not (self.closed <= day if self.closed else self.merged_into)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One scoring of a risk: its row, its day and its score; None where a blank leaves none."""

    row: Any
    on: date
    score: Score | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a risk stands on a day: its newest current score and what that means."""

    score: Score | None
    band: Band | None
    standing: Standing
    appetite: Decimal | None
    tolerance: Decimal | None
    assessed: Assessed | None


class RiskRegister:
    """Every risk of the workbook with its scorings.

    `data` needs the inputs of `RISK_INPUTS` and `people`. What is asked inside a recording notes
    its cells.
    """

    def __init__(self, data: Any) -> None:
        self._data = data
        self._scorings: dict[tuple[str, str], list[Any]] = data.assessments.by("risk", "kind")
        self._sorted: dict[tuple[str, str], tuple[list[date], list[Any]]] = {}

    @cached_property
    def risks(self) -> dict[str, Risk]:
        """Every risk by code, in the order of the table."""
        rows = {row.peek("code"): row for row in self._data.risks}
        names = {row.peek("code"): row.peek("name") for row in self._data.people}
        return {code: _risk(row, names) for code, row in rows.items() if code}

    def scorings(self, code: str, kind: str) -> list[Any]:
        """Return the rows of a kind, oldest first."""
        return self._ordered(code, kind)[1]

    def assessed(self, code: str, kind: str, on: date | None = None) -> Assessed | None:
        """Return the newest scoring of a kind by a day, or of all; None where there is none."""
        days, rows = self._ordered(code, kind)
        at = len(rows) if on is None else bisect_right(days, on)
        return _assessed(rows[at - 1]) if at else None

    def history(self, code: str, kind: str = CURRENT) -> Iterator[Assessed]:
        """Yield every scoring of a kind, oldest first."""
        yield from map(_assessed, self.scorings(code, kind))

    def position(self, risk: Risk, on: date) -> Position:
        """Return where a risk stands on a day."""
        found = self.assessed(risk.code, CURRENT, on)
        score = found.score if found else None
        appetite, tolerance = self.limits(risk.category, on)
        return Position(
            score=score,
            band=self.band(score, on) if score else None,
            standing=standing(score, appetite, tolerance),
            appetite=appetite,
            tolerance=tolerance,
            assessed=found,
        )

    def limits(self, category: str, on: date) -> tuple[Decimal | None, Decimal | None]:
        """Return the appetite and tolerance of a category on a day; None where none is set."""
        begun = [
            row for row in self._appetites.get(category_key(category), ()) if _since(row) <= on
        ]
        if not begun:
            return None, None
        return begun[-1].appetite, begun[-1].tolerance

    def has_appetite(self, category: str, on: date = date.max) -> bool:
        """Whether an appetite is kept for a category, begun by a day."""
        return any(_since(row) <= on for row in self._appetites.get(category_key(category), ()))

    def edition(self, on: date) -> date | None:
        """Return since when the matrix in force on a day applies; None for the default one."""
        return max((since for since in self.matrices if since <= on), default=None)

    def band(self, score: Score, on: date) -> Band:
        """Return the band of a score by the matrix in force on a day."""
        since = self.edition(on)
        row = self.matrices[since].get(score.cell) if since else None
        word = row["band"] if row is not None else None
        return band_of(word) if word else default_band(*score.cell)

    @cached_property
    def matrices(self) -> Mapping[date, Mapping[tuple[int, int], Any]]:
        """The cells of each matrix kept, by the day from which it applies."""
        found: dict[date, dict[tuple[int, int], Any]] = {}
        for row in self._data.matrix:
            if since := row.peek("valid_from"):
                cell = row.peek("likelihood"), row.peek("impact")
                found.setdefault(since, {})[cell] = row
        return found

    def order(self, risk: Risk, score: Score | None) -> tuple[int, int, int, str]:
        """Return what risks are sorted by, the gravest first."""
        return priority(score, risk.velocity, risk.code)

    @cached_property
    def _appetites(self) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in sorted(self._data.appetite, key=_since):
            if row.peek("category"):
                found.setdefault(category_key(row.peek("category")), []).append(row)
        return found

    def _ordered(self, code: str, kind: str) -> tuple[list[date], list[Any]]:
        key = code, kind
        if key not in self._sorted:
            dated = [row for row in self._scorings.get(key, ()) if row.peek("date")]
            rows = sorted(dated, key=lambda row: row.peek("date"))
            self._sorted[key] = [row.peek("date") for row in rows], rows
        return self._sorted[key]


def _risk(row: Any, names: Mapping[str, str | None]) -> Risk:
    owner = row.peek("owner") or NO_OWNER
    return Risk(
        row=row,
        code=row.peek("code"),
        title=row.peek("title") or row.peek("code"),
        entity=row.peek("entity") or "",
        category=row.peek("category") or "",
        level=row.peek("level") or "",
        owner=owner,
        answers=names.get(owner) or owner,
        opened=row.peek("opened"),
        closed=row.peek("closed"),
        merged_into=row.peek("merged_into"),
        velocity=row.peek("velocity"),
    )


def _assessed(row: Any) -> Assessed:
    return Assessed(row, row["date"], scored(row["likelihood"], [row[name] for name in IMPACTS]))


def category_key(category: str) -> str:
    """Return what a category is known by, whatever its letters and spaces."""
    return " ".join(category.split()).casefold()


def _since(row: Any) -> date:
    return row.peek("valid_from") or date.min
