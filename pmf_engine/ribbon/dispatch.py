"""One door for every button: it finds the action, and turns what goes wrong into a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.ribbon import home
from pmf_engine.ribbon.answer import Answer, done, refused
from pmf_engine.ribbon.controls import is_safe
from pmf_engine.ribbon.journal import Repair, repair
from pmf_engine.ribbon.patience import BECAME_BUSY, await_ready, is_alive, is_busy

if TYPE_CHECKING:
    import xlwings

    Action = Callable[[list[str], xlwings.Book], Answer]

_ACTIONS = {"check", "generate", "help", "open", "refresh", "settings", "trace", "undo"}
_ON_A_WHOLE_BOOK = ("refresh", "undo")
_LOG = "last-fault.txt"


def dispatch(control_id: str, tag: str, book: xlwings.Book) -> Answer:
    """Return what came of a button's press, for the workbook in which it was pressed.

    The tag says what to do, as `refresh:all`; `control_id` only serves messages. It never raises
    for what a user, a workbook or a plugin did wrong: the answer then says so in a sentence.
    """
    repaired = Repair()
    try:
        act = _action(control_id, tag)
        await_ready(book)
        repaired = repair(book)
        if repaired.told and tag.startswith("undo:") and repaired.whole:
            return done(repaired.told)
        if not repaired.whole and tag.partition(":")[0] in _ON_A_WHOLE_BOOK:
            return refused(repaired.told)
        answer = act(tag.split(":")[1:], book)
    except InputFaults as fault:
        answer = refused(_told(fault, [found.text for found in fault.findings]))
    except PmfError as fault:
        answer = refused(_told(fault, [str(fault)]))
    except Exception as fault:
        answer = refused(_told(fault, [_defect(fault, book)]))
    return _with(repaired.told, answer)


def _with(repaired: str, answer: Answer) -> Answer:
    if not repaired:
        return answer
    return replace(answer, message=f"{answer.message}\n{repaired}")


def _told(fault: BaseException, lines: list[str]) -> str:
    return "\n".join([*lines, *getattr(fault, "__notes__", ())])


def _defect(fault: Exception, book: xlwings.Book) -> str:
    """Say what is wrong where nobody foresaw it, and keep where it happened."""
    if not is_alive(book):
        return (
            "Excel ended before it was done. Open the workbook again: it is as you last saved it."
        )
    whole = "" if getattr(fault, "__notes__", ()) else " The workbook is as it was."
    if is_busy(fault):
        return f"{BECAME_BUSY}{whole}"
    said = f"The engine met a fault of its own ({type(fault).__name__}: {fault}).{whole}"
    return f"{said}{home.keep_fault(_LOG, fault)}"


def _action(control_id: str, tag: str) -> Action:
    """Return the function behind a tag. Raises PmfError where there is none."""
    word = tag.partition(":")[0]
    if not is_safe(control_id + tag) or word not in _ACTIONS:
        raise PmfError(
            f"The button {control_id!r} asks for {tag!r}, which this version does not know."
            " Run “pmf ribbon install” again, so that the add-in and the engine are of one version."
        )
    act: Action = import_module(f"pmf_engine.ribbon.actions.{word}").act
    return act
