"""Waiting for an Excel that is busy, for a while and no longer."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from pmf_engine.model.errors import PmfError

if TYPE_CHECKING:
    import xlwings

_Given = TypeVar("_Given")
# What Excel for Windows says while a cell is edited or a window waits for an answer.
_BUSY = frozenset({-2147418111, -2147417846, -2146777998})
_BUSY_NAME = "ExcelBusyError"  # what xlwings makes of it
_TRIES, _WAIT = 12, 0.25
_CALLS = 20  # how often xlwings makes a call again at once: through a moment, and never for ever
_STILL_BUSY = (
    "Excel is busy: a cell is being edited, or a window is waiting for an answer. Finish editing"
    " the cell with Enter, close the window, and try again. Nothing was changed."
)
BECAME_BUSY = (
    "Excel became busy before it was done: a cell was edited, or a window opened. Finish editing"
    " the cell with Enter, close the window, and try again."
)


def await_ready(book: xlwings.Book) -> None:
    """Wait until Excel takes orders. Raises PmfError, in a sentence, where it does not."""
    patiently(lambda: _ask(book))


def patiently(act: Callable[[], _Given]) -> _Given:
    """Return what a call gives, made again while Excel is busy. Raises PmfError if it stays so."""
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        vars(windows)["N_COM_ATTEMPTS"] = _CALLS  # 0, as xlwings has it, tries for ever
    for _ in range(_TRIES):
        try:
            return act()
        except Exception as fault:
            if not is_busy(fault):
                raise
        time.sleep(_WAIT)
    raise PmfError(_STILL_BUSY)


def is_busy(fault: BaseException) -> bool:
    """Whether a fault only says that Excel is busy."""
    codes = {getattr(fault, "hresult", None), *_numbers(fault.args)}
    return type(fault).__name__ == _BUSY_NAME or not _BUSY.isdisjoint(codes)


def is_alive(book: xlwings.Book) -> bool:
    """Whether the application still answers for a book."""
    try:
        _ask(book)
    except Exception as fault:
        return is_busy(fault)
    return True


def _ask(book: xlwings.Book) -> None:
    """Read, and write what is there already: a busy Excel refuses the one or the other."""
    book.app.screen_updating = book.app.screen_updating


def _numbers(args: object) -> set[int]:
    if isinstance(args, tuple):
        return {number for each in args for number in _numbers(each)}
    return {args} if isinstance(args, int) else set()
