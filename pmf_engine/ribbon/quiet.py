"""Excel kept still while cells are written, and given back as the user had it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pmf_engine.ribbon import leave
from pmf_engine.ribbon.places import selected

if TYPE_CHECKING:
    import xlwings

_STILL = {"screen_updating": False, "enable_events": False, "calculation": "manual"}


@contextmanager
def quiet(book: xlwings.Book) -> Iterator[None]:
    """Hold screen, events and calculation; give them back, and what was selected, at the end.

    Raises PmfError, with nothing held, where whoever pressed the button has taken that back.
    """
    leave.begin()
    app = book.app
    was = mode_of(app)
    sheet, chosen = book.sheets.active.name, selected(book)
    try:
        for name, value in _STILL.items():
            setattr(app, name, value)
        yield
    finally:
        # Each by itself: an application that has gone must not hide the fault that matters.
        with suppress(Exception):
            if book.sheets.active.name != sheet:
                book.sheets[sheet].activate()
        with suppress(Exception):
            if chosen and selected(book) != chosen:
                chosen.cells(book).select()
        give_back(app, was)


def mode_of(app: xlwings.App) -> dict[str, Any]:
    """Return how the user has screen, events and calculation."""
    return {name: getattr(app, name) for name in _STILL}


def give_back(app: xlwings.App, mode: Mapping[str, Any]) -> None:
    """Set screen, events and calculation as they were, each by itself."""
    for name, value in reversed(list(mode.items())):
        with suppress(Exception):
            if getattr(app, name) != value:
                setattr(app, name, value)
