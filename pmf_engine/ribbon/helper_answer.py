"""What a press of a button is answered with, whichever way it came."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import home, leave
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
    *,
    may_begin: Callable[[], bool] = lambda: True,
) -> dict[str, str]:
    """Return the fields of the answer; never raises, so that one bad press ends nothing.

    `find` gives the workbook; `show` opens a document, by default as a double click does;
    `may_begin` says whether the press still stands, asked before anything is changed.
    """
    with leave.asked_of(may_begin):
        answer = _dispatched(control, tag, find, machine)
        if answer.open:
            answer = _opened(answer, tag, show or open_document)
    with suppress(OSError):  # what was done stays done where the label or menu cannot be written
        _tell(answer, tag, machine)
    return fields(answer)


def _dispatched(
    control: str, tag: str, find: Callable[[], xlwings.Book], machine: Machine
) -> Answer:
    try:
        book = find()
    except PmfError as fault:
        return refused(str(fault))
    except (Exception, SystemExit) as fault:
        return refused(f"{_defect(fault)} Nothing was done.")
    try:
        answer = dispatch(control, tag, book)
    except (Exception, SystemExit) as fault:
        return refused(f"{_defect(fault)} Look at the workbook before you go on.")
    if answer.ok and _word(tag) == _SETTINGS:
        return _with_menu(answer, book, machine)
    return answer


def _with_menu(answer: Answer, book: xlwings.Book, machine: Machine) -> Answer:
    """Renew the menu of reports; where that fails, say so beside what was done."""
    try:
        engine = engine_for(book)
        write_menu(machine, [entry.report for entry in engine.used.values()])
    except PmfError as fault:
        why = str(fault)
    except Exception as fault:
        why = _defect(fault)
    else:
        return answer
    return _more(answer, f"The menu of reports stays as it was: {why}")


def _more(answer: Answer, line: str) -> Answer:
    return replace(answer, message=f"{answer.message}\n{line}")


def _word(tag: str) -> str:
    return tag.partition(":")[0]


def _defect(fault: BaseException) -> str:
    """Say so, without the words of the fault, which may be personal."""
    said = f"The engine met a fault of its own ({type(fault).__name__})."
    return f"{said}{home.keep_fault(_FAULTS, fault)}"


def _opened(answer: Answer, tag: str, show: Callable[[Path], None]) -> Answer:
    """Open the document of an answer; where that fails, what was done beside it stays told."""
    try:
        leave.begin()
        show(Path(answer.open))
    except PmfError as fault:
        return refused(str(fault))
    except OSError as fault:
        why = f"{answer.open} cannot be opened: {fault.strerror or fault}."
        return refused(why) if _word(tag) == "open" else _more(answer, why)
    return answer


def open_document(path: Path) -> None:
    """Open a document as a double click does. Raises OSError where nothing opens it."""
    if sys.platform == "win32":
        os.startfile(path)  # noqa: S606  (a document the engine made, with its own program)
    else:
        tool = "/usr/bin/open" if sys.platform == "darwin" else "xdg-open"
        subprocess.Popen([tool, str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603


def _tell(answer: Answer, tag: str, machine: Machine) -> None:
    if answer.ok and _word(tag) in _TELLING:
        now = datetime.now()
        write_status(machine, f"{now:%H:%M}, {now.day} {now:%b}: {_first(answer.message)}")


def _first(message: str) -> str:
    return message.partition("\n")[0]


def fields(answer: Answer) -> dict[str, str]:
    """Return an answer as the add-in reads it."""
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
