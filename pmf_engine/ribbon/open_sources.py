"""Source workbooks that are open in Excel: what is not saved there, the engine cannot see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import leave
from pmf_engine.ribbon.answer import Answer, asks
from pmf_engine.ribbon.native import is_read_only, is_saved

if TYPE_CHECKING:
    import xlwings

_SAVE = "save"


def unsaved(book: xlwings.Book, files: Iterable[Path]) -> list[xlwings.Book]:
    """Return the open books that are source files and hold changes not yet saved."""
    known = list(files)
    return [one for one in book.app.books if is_one_of(one, known) and not is_saved(one)]


def is_one_of(book: xlwings.Book, files: Iterable[Path]) -> bool:
    """Whether an open book is one of these files.

    Excel gives books kept online an address, not a path; those are known by their name.
    """
    path = Path(book.fullname)
    if path.is_file():
        return any(one.exists() and path.samefile(one) for one in files)
    return any(book.name.casefold() == one.name.casefold() for one in files)


def save_first(
    book: xlwings.Book, files: Iterable[Path], words: Sequence[str], tag: str
) -> Answer | None:
    """Return the question that must be asked before these files are read, None for none.

    With the word `save`, which is the user's yes, they are saved instead. `tag` is what was asked.
    """
    waiting = unsaved(book, files)
    if waiting and _SAVE not in words:
        return asks(_question(waiting), f"{tag}:{_SAVE}")
    _save(waiting)
    return None


def may_have_saved(words: Sequence[str]) -> bool:
    """Whether sources may just have been saved, so that what was known of them is old."""
    return _SAVE in words


def without_consent(words: Sequence[str]) -> list[str]:
    """Return what was asked without the user's yes to saving."""
    return [word for word in words if word != _SAVE]


def _question(books: Iterable[xlwings.Book]) -> str:
    """Return the question whether to save books first."""
    names = ", ".join(sorted(book.name for book in books))
    return (
        f"{names}: changes have not been saved. Figures come from saved workbooks only, so that"
        " saved and unsaved values are never mixed. Save now and go on?"
    )


def _save(books: Iterable[xlwings.Book]) -> None:
    """Save books. Raises PmfError where one cannot be saved."""
    for book in books:
        if is_read_only(book):
            raise PmfError(
                f"{book.name} is open for reading only, so its changes cannot be saved."
                " Save it under another name, or close it without saving, and try again."
            )
        leave.begin()
        try:
            book.save()
        except Exception as fault:
            raise PmfError(f"{book.name} could not be saved: {fault}.") from fault
