"""Undo refresh: the workbook as it was before the last one, whichever process made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.answer import Answer, asks, done, refused
from pmf_engine.ribbon.journal import Journal, journal_of
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import runs
from pmf_engine.ribbon.quiet import quiet

if TYPE_CHECKING:
    import xlwings

_ANYWAY = "anyway"
_MOST_NAMED = 5


def act(words: list[str], book: xlwings.Book) -> Answer:
    """Take the last refresh back; `anyway` is the user's yes to losing later changes with it."""
    journal = journal_of(book)
    if journal is None:
        raise PmfError("There is no refresh of this workbook to undo.")
    changed = _changed(book, journal)
    if changed and _ANYWAY not in words:
        named = ", ".join(changed[:_MOST_NAMED])
        return asks(
            f"{named}: changed since the refresh. Undo puts back what stood there before it, so"
            " these changes would be lost too. Undo all the same?",
            f"undo:refresh:{_ANYWAY}",
        )
    with quiet(book):
        rest, _ = journal.snapshot.restore(book)
    if rest:
        journal.narrow(book, rest)
        return refused(
            f"The refresh could not be undone everywhere: look at {rest.where}. Take protection of"
            " the sheet away (Review, Unprotect Sheet), clear filters (Data, Clear), and undo"
            " again."
        )
    journal.forget()
    return done("The refresh was undone: the workbook is as it was before it.")


def _changed(book: xlwings.Book, journal: Journal) -> list[str]:
    """Return the cells that hold something else than the refresh left in them."""
    found = []
    for place, left in journal.left:
        if place.sheet not in book.sheets:
            raise PmfError(
                f"The sheet {place.sheet} is gone or has another name, so the refresh cannot be"
                " undone."
            )
        held = exact(place.cells(book))
        cells = [
            (row, column)
            for row in range(place.rows)
            for column in range(place.columns)
            if held[row][column] != left[row][column]
        ]
        found += [
            f"{place.sheet}!{place.part(row, column, count).address}"
            for column, row, count in runs(cells)
        ]
    return found
