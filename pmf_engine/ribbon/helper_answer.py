"""What a press of a button is answered with, whichever way it came."""

from __future__ import annotations

import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import home
from pmf_engine.ribbon.addin.menu import write_menu, write_status
from pmf_engine.ribbon.answer import Answer, refused
from pmf_engine.ribbon.dispatch import dispatch
from pmf_engine.ribbon.machine import Machine
from pmf_engine.ribbon.workspaces import engine_for

if TYPE_CHECKING:
    import xlwings

_LONGEST = 900  # Excel shows about a thousand characters in a box and drops the rest in silence
_BAR = 120  # what fits in the status bar
_SETTINGS = "settings"
_TELLING = ("refresh", "undo", "check", "generate")
_FAULTS = "helper-fault.txt"


def respond(
    control: str,
    tag: str,
    find: Callable[[], xlwings.Book],
    machine: Machine,
    show: Callable[[Path], None] | None = None,
) -> dict[str, str]:
    """Return the fields of the answer; never raises, so that one bad press ends nothing.

    `find` gives the workbook; `show` opens a document, by default as a double click does.
    """
    try:
        book = find()
        answer = dispatch(control, tag, book)
        if answer.ok and tag.partition(":")[0] == _SETTINGS:
            _renew_menu(book, machine)
    except PmfError as fault:
        answer = refused(str(fault))
    except (Exception, SystemExit) as fault:
        answer = _defect(fault)
    if answer.open:
        answer = _opened(answer, show or open_document)
    _tell(answer, tag, machine)
    return _fields(answer)


def _renew_menu(book: xlwings.Book, machine: Machine) -> None:
    engine = engine_for(book)
    write_menu(machine, [entry.report for entry in engine.used.values()])


def _defect(fault: BaseException) -> Answer:
    """Say so, and keep where it happened; values are left out, as they may be personal."""
    path = home.write(_FAULTS, "".join(traceback.format_tb(fault.__traceback__)))
    return refused(
        f"The engine met a fault of its own ({type(fault).__name__}), so nothing was done."
        f" Please send the file {path} to whoever looks after it."
    )


def _opened(answer: Answer, show: Callable[[Path], None]) -> Answer:
    try:
        show(Path(answer.open))
    except OSError as fault:
        return refused(f"{answer.open} cannot be opened: {fault.strerror or fault}.")
    return answer


def open_document(path: Path) -> None:
    """Open a document as a double click does. Raises OSError where nothing opens it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  (a document the engine made, with its own program)
    else:
        tool = "/usr/bin/open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([tool, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _tell(answer: Answer, tag: str, machine: Machine) -> None:
    if answer.ok and tag.partition(":")[0] in _TELLING:
        now = datetime.now()
        write_status(machine, f"{now:%H:%M}, {now.day} {now:%b}: {_first(answer.message)}")


def _first(message: str) -> str:
    return message.partition("\n")[0]


def _fields(answer: Answer) -> dict[str, str]:
    message = _fitted(answer.message)
    return {
        "ok": _yes(answer.ok),
        "message": message,
        "again": answer.again,
        "box": _yes("\n" in message or len(message) > _BAR),
        "undo": _yes(answer.undo),
    }


def _fitted(message: str) -> str:
    if len(message) <= _LONGEST:
        return message
    whole = message[:_LONGEST].rpartition("\n")[0] or message[:_LONGEST]
    return f"{whole}\n… and more, which does not fit here."


def _yes(value: bool) -> str:
    return "yes" if value else "no"
