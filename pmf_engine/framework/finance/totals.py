"""Checks that accounts add up: totals, the balance sheet, the year before, the eliminations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from pmf_engine.framework.finance.books import ACCOUNTS, LEDGER, Books
from pmf_engine.framework.finance.contract import ELIMINATIONS
from pmf_engine.framework.finance.entries import pounds
from pmf_engine.framework.finance.lines import Lines, OwnLines
from pmf_engine.model.findings import Finding, error, warning
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Missing
from pmf_engine.workbook import Row

Place = dict[str, str | None]
CLOSING = {
    "opening_properties": "properties_at_cost",
    "opening_grant": "deferred_grant",
    "opening_cash": "closing_cash",
    "opening_revenue_reserve": "revenue_reserve",
    "opening_revaluation_reserve": "revaluation_reserve",
}
TWICE = {
    "grant_released": "amortised_grant",
    "properties_depreciation": "depreciation_housing",
    "transfer_from_revaluation": "transfer_to_revenue",
}
_NIL = ("surplus_for_year", "total_comprehensive_income", "net_assets", "total_reserves")


def trial_balance_nets(books: Books, entity: str, year: Period) -> Iterator[Finding]:
    """Yield the trial balance of an entity and year where debits and credits differ."""
    rows = books.data.trial_balance.where(entity=entity, year=year)
    left = sum((row.peek("amount") for row in rows if row.peek("amount") is not None), Decimal(0))
    if rows and left:
        yield error(
            "trial-balance-does-not-net",
            f"the trial balance of {entity} for {year.year_label} nets to {pounds(left)}, not nil:"
            f" {'debits' if left > 0 else 'credits'} are too many. Correct an account or its sign.",
            **rows[0].place("amount"),
        )


def totals_add(books: Books, lines: OwnLines) -> Iterator[Finding]:
    """Yield each total that was entered and is not what its parts come to, where all are known."""
    for code in books.chart.totals:
        if code not in lines.rows:
            continue
        entered, added = lines.amount(code), lines.added(code)
        known = not isinstance(entered, Missing) and not isinstance(added, Missing)
        if known and entered != added and _detailed(books, lines, code):
            title = books.chart.lines[code].title
            yield error(
                "total-does-not-add",
                f"{lines.entity}'s “{title}” in {lines.year.year_label} is {_said(entered)}, but"
                f" its parts come to {_said(added)}. Correct the total or a part.",
                **_place(lines, code),
            )


def balances(lines: Lines, whose: str, year: Period) -> Iterator[Finding]:
    """Yield a balance sheet whose net assets are not its reserves."""
    net, reserves = lines.amount("net_assets"), lines.amount("total_reserves")
    if isinstance(net, Missing) or isinstance(reserves, Missing) or net == reserves:
        return
    place = _place(lines, "net_assets") if isinstance(lines, OwnLines) else {}
    yield error(
        "balance-sheet",
        f"the balance sheet of {whose} for {year.year_label} does not balance: net assets are"
        f" {pounds(net)} and reserves {pounds(reserves)}, {pounds(abs(net - reserves))} apart."
        " Look for an account mapped with the wrong sign.",
        **place,
    )


def opens_as_closed(
    books: Books, whose: str, lines: Lines, before: Lines, year: Period
) -> Iterator[Finding]:
    """Yield each balance that does not open as the year before closed."""
    for opening, closing in CLOSING.items():
        now, then = lines.amount(opening), before.amount(closing)
        if isinstance(now, Missing) or isinstance(then, Missing) or now == then:
            continue
        place = _place(lines, opening) if isinstance(lines, OwnLines) else {}
        yield warning(
            "opening-balance",
            f"{whose}: “{books.chart.lines[opening].title}” in {year.year_label} is {pounds(now)},"
            f" but the year before closed at {pounds(then)}. Correct one, or restate the year"
            " before with a reason.",
            **place,
        )


def said_twice(books: Books, whose: str, lines: Lines, year: Period) -> Iterator[Finding]:
    """Yield amounts that stand on two lines and differ, such as depreciation."""
    for one, other in TWICE.items():
        first, second = lines.amount(one), lines.amount(other)
        if isinstance(first, Missing) or isinstance(second, Missing) or first == second:
            continue
        if not {one, other} <= lines.given:
            continue
        titles = [books.chart.lines[code].title for code in (one, other)]
        yield warning(
            "amounts-differ",
            f"{whose}: “{titles[0]}” is {pounds(first)} in {year.year_label}, but “{titles[1]}” is"
            f" {pounds(second)}. They should be the same.",
        )


def eliminations_net(books: Books, years: Iterable[Period]) -> Iterator[Finding]:
    """Yield each year in which the eliminations change a surplus or the net assets."""
    for year in years:
        lines = books.own(ELIMINATIONS, year)
        for code in _NIL if lines.rows else ():
            value = lines.amount(code)
            if not isinstance(value, Missing) and value:
                yield error(
                    "eliminations-not-nil",
                    f"the eliminations for {year.year_label} do not net to nil: they change"
                    f" “{books.chart.lines[code].title}” by {pounds(value)}. What one company has"
                    " as income another has as cost; what one is owed another owes.",
                    **_first(lines),
                )


def group_is_the_sum(books: Books, year: Period) -> Iterator[Finding]:
    """Yield each line entered for the group itself that is not the sum of its entities."""
    if books.group is None:
        return
    own, summed = books.own(books.group, year), books.of(books.group, year)
    for code in own.rows:
        entered, added = own.amount(code), summed.amount(code)
        if isinstance(entered, Missing) or isinstance(added, Missing) or entered == added:
            continue
        yield error(
            "group-not-the-sum",
            f"the group's “{books.chart.lines[code].title}” in {year.year_label} is"
            f" {_said(entered)}, but its entities and {ELIMINATIONS} come to {_said(added)}."
            " Correct a row; the group's own rows may also be left out.",
            **_place(own, code),
        )


def accounts_are_the_ledger(books: Books, entity: str, year: Period) -> Iterator[Finding]:
    """Yield lines of the accounts that are not what the trial balance gives, nor restated."""
    adopted, closed = books.own(entity, year), books.own(entity, year, closed=True)
    if closed.origin != LEDGER or adopted.origin == LEDGER:
        return
    for code in adopted.rows:
        entered, mapped = adopted.amount(code), closed.amount(code)
        if isinstance(entered, Missing) or isinstance(mapped, Missing) or entered == mapped:
            continue
        if not restated(books, adopted, code):
            yield error(
                "accounts-not-the-ledger",
                f"{entity}'s “{books.chart.lines[code].title}” in {year.year_label} is"
                f" {pounds(entered)}, but the trial balance gives {pounds(mapped)}. Correct one,"
                " or mark the row as restated, with a reason.",
                **_place(adopted, code),
            )


def restated(books: Books, lines: OwnLines, code: str) -> bool:
    """Whether a line of the accounts, or any that it rests on, is marked as restated."""
    if lines.origin != ACCOUNTS:
        return False
    held = (lines.rows.get(one, ()) for one in (code, *books.chart.below(code)))
    money = (entry for entries in held for entry in entries if entry.column == "amount")
    return any(entry.row.peek("restated") for entry in money)


def _detailed(books: Books, lines: OwnLines, code: str) -> bool:
    """Whether any part of a total has a row, at whatever depth."""
    return any(part in lines.rows for part in books.chart.below(code))


def _place(lines: Lines, code: str) -> Place:
    entries = lines.rows.get(code, ()) if isinstance(lines, OwnLines) else ()
    return entries[0].row.place(entries[0].column) if entries else {}


def _first(lines: OwnLines) -> Place:
    rows: list[Row] = [entry.row for entries in lines.rows.values() for entry in entries]
    return rows[0].place("amount") if rows else {}


def _said(value: object) -> str:
    return pounds(value) if isinstance(value, Decimal) else str(value)
