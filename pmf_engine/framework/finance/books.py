"""The accounts of an entity, or of the group, for a year: each line with the cells behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any

from pmf_engine.framework.finance.chart import load_chart
from pmf_engine.framework.finance.contract import ELIMINATIONS
from pmf_engine.framework.finance.lines import Entry, GroupLines, Lines, OwnLines
from pmf_engine.framework.finance.mapping import Mapped
from pmf_engine.model.periods import Period
from pmf_engine.run import Run

ACCOUNTS, LEDGER, FORECAST = "accounts", "trial_balance", "forecast"
_HOMES = {ACCOUNTS: "units", LEDGER: "units", FORECAST: "forecast_units"}
_ADOPTED, _CLOSED = (ACCOUNTS, LEDGER, FORECAST), (LEDGER, ACCOUNTS, FORECAST)
Rows = dict[str, list[Entry]]


class Books:
    """The finance workbook by entity, year and line. Notes no read until an amount is asked for."""

    def __init__(self, data: Any) -> None:
        self.data = data
        self.chart = load_chart()
        self.mapping = Mapped(self.chart, data.account_mapping)
        self._found: dict[tuple[str, str, Period], Rows] = {}

    @cached_property
    def group(self) -> str | None:
        """The code of the group itself, if it is known."""
        kinds = zip(self.data.entities.peek("code"), self.data.entities.peek("kind"), strict=True)
        return next((code for code, kind in kinds if (kind or "").casefold() == "group"), None)

    @cached_property
    def companies(self) -> list[str]:
        """Every entity with accounts but for the group and the eliminations, in order."""
        tables = (self.data.accounts, self.data.trial_balance)
        found = dict.fromkeys(code for table in tables for code in table.peek("entity") if code)
        return [code for code in found if code not in (ELIMINATIONS, self.group)]

    @cached_property
    def landlords(self) -> set[str]:
        """The companies with homes; all of them where no homes are entered at all."""
        return {code for code in self.data.units.peek("entity") if code} or set(self.companies)

    def members(self, year: Period) -> list[str]:
        """The companies that the group consists of in a year, and the eliminations."""
        left = {
            row.peek("code")
            for row in self.data.entities
            if (row.peek("valid_to") and row.peek("valid_to") < year.start_date)
            or (row.peek("valid_from") and row.peek("valid_from") > year.end_date)
        }
        return [*(code for code in self.companies if code not in left), ELIMINATIONS]

    def of(self, entity: str, year: Period, *, closed: bool = False) -> Lines:
        """Return the lines of an entity or of the group for a year.

        They are those of the accounts as adopted before the trial balance, or the other way round
        with `closed`; those of the forecast where there is neither.
        """
        if entity != self.group:
            return self.own(entity, year, closed=closed)
        return GroupLines([self.own(one, year, closed=closed) for one in self.members(year)])

    def own(self, entity: str, year: Period, *, closed: bool = False) -> OwnLines:
        """Return the lines of one entity, never summed."""
        order = _CLOSED if closed else _ADOPTED
        money, origin = self._first(order, entity, year)
        return OwnLines(
            entity=entity,
            year=year,
            origin=origin,
            chart=self.chart,
            rows={**money, **self._held(_HOMES[origin], entity, year)},
            whole=entity == ELIMINATIONS or (origin == LEDGER and bool(money)),
            landlord=entity in self.landlords,
        )

    def look(self) -> None:
        """Note that every row of accounts and trial balance was looked at for its entity."""
        for table in (self.data.accounts, self.data.trial_balance):
            table.column("entity")

    def named(self, table: str, entity: str, year: Period) -> Rows:
        """Return the rows of a table by the line that they name; unknown names are left out."""
        column = "units" if table in _HOMES.values() else "amount"
        found: Rows = {}
        for row in self.data[table].where(entity=entity, year=year):
            statement = "homes" if column == "units" else row.peek("statement")
            line = self.chart.line(statement or "", row.peek("line") or "")
            if line is not None:
                found.setdefault(line.code, []).append(Entry(row, column))
        return found

    def mapped(self, entity: str, year: Period) -> Rows:
        """Return the accounts of a trial balance by the line that they are mapped to."""
        found: Rows = {}
        for row in self.data.trial_balance.where(entity=entity, year=year):
            for rule in self.mapping.in_force(row.peek("account") or "", year.end_date)[:1]:
                if (line := self.mapping.line(rule)) is not None:
                    found.setdefault(line.code, []).append(Entry(row, "amount", rule))
        return found

    def _first(self, order: Sequence[str], entity: str, year: Period) -> tuple[Rows, str]:
        for origin in order:
            found = self._held(origin, entity, year)
            if found:
                return found, origin
        return {}, order[0]

    def _held(self, origin: str, entity: str, year: Period) -> Rows:
        """The rows of an input by line, found once."""
        key = (origin, entity, year)
        if key not in self._found:
            find = self.mapped if origin == LEDGER else partial(self.named, origin)
            self._found[key] = find(entity, year)
        return self._found[key]


def books_of(run: Run) -> Books:
    """Return the finance workbook of a run, opened once for all entities."""
    return run.share("books", lambda: Books(run.data))  # type: ignore[no-any-return]
