"""Money: what directors are paid and management costs for each home, and the rent pound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from pmf_engine.api import Figure, Measured, Missing, Row, Run
from pmf_engine.framework.finance.books import books_of
from pmf_engine.framework.yearly import slug
from pmf_engine.measures.rounding import rounded_parts
from pmf_plugins.tenant_annual_report.inputs import public

PAY = ("highest-paid-director", "all-directors", "management-cost")
_PENCE = 100


@dataclass(frozen=True, slots=True)
class Share:
    """A line of the rent pound: its name, its pence of each pound, and the pounds spent."""

    title: str
    pence: Figure
    amount: Figure


def pay_of(run: Run) -> Mapping[str, Figure]:
    """Return pay and management cost for each home by key, made once; of the group if in one."""
    return run.remember("pay", lambda: _pay(run))  # type: ignore[no-any-return]


def rent_of(run: Run) -> list[Share]:
    """Return the lines of the rent pound, the largest first, made once; their pence add to 100."""
    return run.remember("rent", lambda: _rent(run))  # type: ignore[no-any-return]


def pay_is_of_group(run: Run) -> bool:
    """Whether pay is told of the whole group."""
    return _whose(run) != run.entity.code


def _whose(run: Run) -> str:
    group = books_of(run).group
    known = {row.peek("entity") for row in run.data.directors_pay}
    return group if group and group in known else run.entity.code


def _pay(run: Run) -> dict[str, Figure]:
    whose = _whose(run)
    lines = books_of(run).of(whose, run.period)
    terms = {
        "highest_paid": lambda: _entered(run, whose, "highest_paid"),
        "all_directors": lambda: _entered(run, whose, "all_directors"),
        "management": lambda: lines.amount("management"),
        "homes": lambda: lines.amount("social_managed"),
    }
    return {key: run.measure(key, terms, slot=f"pay/{key}") for key in PAY}


def _entered(run: Run, whose: str, column: str) -> Measured:
    for row in run.data.directors_pay.where(entity=whose, year=run.period):
        if row[column] is not None:
            return Decimal(row[column])
    return Missing(f"the pay of directors is not entered for {run.period.year_label}")


def _rows(run: Run) -> list[Row]:
    found = run.data.rent_pound.where(entity=run.entity.code, year=run.period)
    return sorted(found, key=lambda row: -row.amount)


def _rent(run: Run) -> list[Share]:
    return [
        Share(
            title=public(run, row.peek("line")),
            pence=run.figure(
                f"rent/{slug(row.line)}",
                f"Pence of each pound of rent: {public(run, row.line)}",
                partial(_pence, run, number),
                unit="pence",
            ),
            amount=run.figure(
                f"rent/{slug(row.line)}/pounds",
                f"Spent: {public(run, row.line)}",
                lambda row=row: Decimal(row.amount),  # type: ignore[misc]
                unit="£",
            ),
        )
        for number, row in enumerate(_rows(run))
    ]


def _pence(run: Run, number: int) -> Measured:
    amounts = [Decimal(row.amount) for row in _rows(run)]
    total = sum(amounts, Decimal(0))
    if total <= 0 or min(amounts) < 0:
        return Missing("the lines do not add up to more than nothing, or one is below nothing")
    exact = [(1, amount * _PENCE / total) for amount in amounts]
    return Decimal(rounded_parts(_PENCE, exact)[number])
