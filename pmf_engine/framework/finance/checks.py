"""The checks that every report on accounts makes, as `register` puts them on the list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmf_engine.framework.finance import entries, totals
from pmf_engine.framework.finance.books import Books, books_of
from pmf_engine.framework.finance.contract import ELIMINATIONS
from pmf_engine.model.errors import NotRun
from pmf_engine.model.findings import Finding, note
from pmf_engine.model.naming import some_of
from pmf_engine.model.periods import Period
from pmf_engine.run import Run

_MOST_NAMED = 6


def concerned(run: Run) -> list[str]:
    """Return the entities whose rows the run rests on: its own, or all of the group's."""
    books = books_of(run)
    return books.members(run.period) if run.entity.group else [run.entity.code]


def actual_years(run: Run) -> list[Period]:
    """Return the run's year and the two before it, as far as anything is entered for them."""
    books = books_of(run)
    around = [run.period.shift(step) for step in (-2, -1, 0)]
    return [year for year in around if any(books.own(c, year).rows for c in concerned(run))]


def names_are_known(run: Run) -> Iterator[Finding]:
    """Yield rows of statements, lines or entities that there are not."""
    books = books_of(run)
    group = [books.group] if books.group else []
    yield from entries.unknown_names(books, [*concerned(run), *group])
    yield from entries.unknown_entities(books)
    yield from entries.unknown_rules(books)


def rows_stand_once(run: Run) -> Iterator[Finding]:
    """Yield rows that repeat another, and a note of lines that stand in several rows."""
    yield from entries.repeated(books_of(run), concerned(run))


def totals_add_up(run: Run) -> Iterator[Finding]:
    """Yield totals that are not what their parts come to."""
    books = books_of(run)
    for entity, year in _each(run):
        yield from totals.totals_add(books, books.own(entity, year))
        yield from totals.totals_add(books, books.own(entity, year, closed=True))


def balance_sheet_balances(run: Run) -> Iterator[Finding]:
    """Yield balance sheets whose net assets are not their reserves, the group's among them."""
    books = books_of(run)
    told: set[str] = set()
    for entity, year in (*_each(run), *((run.entity.code, y) for y in _group_years(run))):
        for closed in (False, True):
            lines = books.of(entity, year, closed=closed)
            for finding in totals.balances(lines, entity, year):
                if finding.message not in told:
                    told.add(finding.message)
                    yield finding


def opens_as_it_closed(run: Run) -> Iterator[Finding]:
    """Yield balances that do not open as the year before closed."""
    books, year = books_of(run), run.period
    if year.shift(-1) not in actual_years(run):
        raise NotRun(f"the workbook holds no accounts for {year.shift(-1).year_label}")
    for entity in concerned(run):
        now, before = books.of(entity, year), books.of(entity, year.shift(-1))
        yield from totals.opens_as_closed(books, entity, now, before, year)


def amounts_agree(run: Run) -> Iterator[Finding]:
    """Yield amounts that stand on two lines and differ."""
    books = books_of(run)
    for entity, year in _each(run):
        yield from totals.said_twice(books, entity, books.own(entity, year), year)


def accounts_agree_with_ledger(run: Run) -> Iterator[Finding]:
    """Yield lines of the accounts that differ from the trial balance and are not restated."""
    books = books_of(run)
    if not len(run.data.trial_balance) or not len(run.data.accounts):
        raise NotRun("only one of accounts and trial balance is in the workbook")
    for entity, year in _each(run):
        yield from totals.accounts_are_the_ledger(books, entity, year)


def restatements_have_reasons(run: Run) -> Iterator[Finding]:
    """Yield restated amounts without a reason."""
    yield from entries.restatements(books_of(run), concerned(run))


def signs_are_likely(run: Run) -> Iterator[Finding]:
    """Yield amounts below nil where the name of the line says otherwise."""
    yield from entries.signs(books_of(run), concerned(run), actual_years(run))


def eliminations_are_nil(run: Run) -> Iterator[Finding]:
    """Yield years in which the eliminations change a surplus or the net assets."""
    _group_only(run)
    yield from totals.eliminations_net(books_of(run), actual_years(run))


def group_adds_up(run: Run) -> Iterator[Finding]:
    """Yield lines entered for the group that are not the sum of its entities."""
    _group_only(run)
    for year in actual_years(run):
        yield from totals.group_is_the_sum(books_of(run), year)


def taken_as_nil(run: Run) -> Iterator[Finding]:
    """Yield a note of the lines without a row that were taken as nil."""
    books = books_of(run)
    for entity in concerned(run):
        lines = books.own(entity, run.period)
        for code in books.chart.lines:
            lines.amount(code)
        if lines.assumed:
            titles = [line.title for c, line in books.chart.lines.items() if c in lines.assumed]
            yield note(
                "finance-taken-as-nil",
                f"{entity} has no row in {run.period.year_label} for lines that many lack, each"
                f" taken as nil: {some_of(titles, _MOST_NAMED, '; ')}.",
                entity=run.entity.code,
            )


def _each(run: Run) -> Iterable[tuple[str, Period]]:
    return [(entity, year) for year in actual_years(run) for entity in concerned(run)]


def _group_years(run: Run) -> list[Period]:
    return actual_years(run) if run.entity.group else []


def _group_only(run: Run) -> None:
    books: Books = books_of(run)
    if not run.entity.group:
        raise NotRun("it is for the group only")
    tables = (run.data.accounts, run.data.trial_balance)
    if not any(ELIMINATIONS in table.peek("entity") for table in tables):
        raise NotRun(f"{books.group} has no rows of {ELIMINATIONS}")
