"""The lines of one year: of an entity from its rows, of the group from its members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Protocol

from pmf_engine.framework.finance.chart import Chart, Line
from pmf_engine.framework.finance.mapping import Mapped
from pmf_engine.model.arithmetic import signed_sum
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Measured, Missing
from pmf_engine.workbook import Row

_HOMES = "homes"


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell that belongs to a line, and the row of the mapping that says so, if one did."""

    row: Row
    column: str
    rule: Row | None = None

    def read(self) -> tuple[int, Measured]:
        """Return its sign and value; notes the cells read."""
        value = self.row[self.column]
        sign = 1
        if self.rule is not None:
            sign, _ = Mapped.sign(self.rule), self.rule["line"]
        return sign, Missing("a row is blank") if value is None else Decimal(value)


class Lines(Protocol):
    """The lines of somebody's year, in pounds and homes."""

    def amount(self, code: str) -> Measured:
        """Return a line; missing with the reason. Notes the cells read."""

    @property
    def given(self) -> set[str]:
        """The lines that have a row of their own."""

    @property
    def assumed(self) -> set[str]:
        """The lines taken as nil so far, though nobody said so."""


@dataclass
class OwnLines:
    """The lines of one entity and year, from `origin`, the input that holds them.

    `whole`: money lines without a row are nil, as in a trial balance, which nets to nil.
    `landlord`: the entity has homes.
    """

    entity: str
    year: Period
    origin: str
    chart: Chart
    rows: Mapping[str, Sequence[Entry]]
    whole: bool = False
    landlord: bool = True
    assumed: set[str] = field(default_factory=set)

    @property
    def given(self) -> set[str]:
        """The lines that have a row of their own."""
        return set(self.rows)

    def amount(self, code: str) -> Measured:
        """Return a line as entered, or else the sum of its parts."""
        if code in self.rows:
            return signed_sum(entry.read() for entry in self.rows[code])
        if self.chart.lines[code].parts:
            return self.added(code)
        return self._absent(self.chart.lines[code])

    def added(self, code: str) -> Measured:
        """Return a total as its parts make it."""
        return signed_sum((sign, self.amount(part)) for sign, part in self.chart.lines[code].parts)

    def _absent(self, line: Line) -> Measured:
        money = line.statement != _HOMES
        if (self.whole and money) or (line.landlord and not self.landlord):
            return Decimal(0)
        alike = any((self.chart.lines[code].statement != _HOMES) == money for code in self.rows)
        if line.nil and alike:
            self.assumed.add(line.code)
            return Decimal(0)
        return Missing(f"{self.entity} has no row for “{line.title}” in {self.year.year_label}")


@dataclass
class GroupLines:
    """The sum of the lines of companies and of the eliminations between them."""

    members: Sequence[OwnLines]

    @property
    def given(self) -> set[str]:
        """The lines that a member has a row for."""
        return set().union(*(one.given for one in self.members))

    @property
    def assumed(self) -> set[str]:
        """The lines taken as nil for a member."""
        return set().union(*(one.assumed for one in self.members))

    def amount(self, code: str) -> Measured:
        """Return the sum of a line over all members; missing where it is missing for one."""
        return signed_sum((1, one.amount(code)) for one in self.members)
