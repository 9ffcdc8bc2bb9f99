"""Whom a report on accounts covers: the group and its companies, yearly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmf_engine.model.periods import Frequency
from pmf_engine.model.report import Coverage

if TYPE_CHECKING:
    from pmf_engine.framework.finance.books import Books


def companies_covered(data: Any) -> list[Coverage]:
    """Return the group, if there is one, and every company with accounts."""
    books = _books(data)
    return _covered(books, books.companies)


def landlords_covered(data: Any) -> list[Coverage]:
    """Return the group, if there is one, and every company that has accounts and homes.

    An entity that is not in `Entities` is taken at its word.
    """
    books = _books(data)
    known = {*data.entities.peek("code")} - books.landlords
    return _covered(books, [code for code in books.companies if code not in known])


def _covered(books: Books, companies: list[str]) -> list[Coverage]:
    rows = books.data.entities
    titles = {row.peek("code"): row.peek("title") or row.peek("code") for row in rows}
    codes = [*([books.group] if books.group and companies else []), *companies]
    return [
        Coverage(
            code=code,
            title=titles.get(code, code),
            frequency=Frequency.YEARLY,
            group=code == books.group,
        )
        for code in codes
    ]


def _books(data: Any) -> Books:
    # Whoever declares a report imports this module: what reads rows is loaded when there are rows.
    from pmf_engine.framework.finance.books import Books

    return Books(data)
