"""The helper: a Python that runs already, and answers requests as they come into the folder."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.answer import refused
from pmf_engine.ribbon.freshness import Code
from pmf_engine.ribbon.helper_answer import fields, respond
from pmf_engine.ribbon.helper_box import Box, Request
from pmf_engine.ribbon.machine import Machine
from pmf_engine.ribbon.patience import patiently
from pmf_engine.ribbon.workspaces import renew
from pmf_engine.workbook.reading import no_collection

if TYPE_CHECKING:
    import xlwings

_POLL = 0.025  # seconds between looks: a tenth of what a refresh may take
_BEAT = 1.0  # seconds between signs of life
_KEEN = 900.0  # seconds after a press for which figures are kept ready for the next
_RENEWED = (
    "The engine or one of its plugins is being updated, and the helper will start again. Nothing"
    " was done. Press the button once more in half a minute."
)


def serve(machine: Machine, ready: Callable[[], None]) -> bool:
    """Answer requests until asked to stop; `ready` is called once the first can be taken.

    True where the helper must be started again, as its own code has changed. Raises PmfError where
    another helper runs or the folder cannot be trusted.
    """
    box = Box(machine.requests)
    box.prepare()
    with box.held():
        _warm()
        with _beating(box):
            ready()
            return _answer_all(box, lambda one: _answered(box, one, machine))


def _answered(box: Box, one: Request, machine: Machine) -> Mapping[str, str]:
    return respond(
        one.control, one.tag, lambda: find(one), machine, may_begin=lambda: box.begin(one.id)
    )


def _answer_all(box: Box, answer: Callable[[Request], Mapping[str, str]]) -> bool:
    """Answer until asked to stop, or until the code has changed: then True."""
    code, looked, pressed = Code(), 0.0, 0.0
    while not (box.should_stop() or code.is_settled):
        with suppress(OSError):  # a full disk or a folder in use now may be well in a moment
            for request in box.waiting():
                with no_collection():  # which is done once the user has the answer
                    told = _too_old() if code.is_old else answer(request)
                box.reply(request.id, told)
                pressed = time.monotonic()
                gc.collect()
            if time.monotonic() - looked > _BEAT:
                box.sweep()
                if pressed and time.monotonic() - pressed < _KEEN:
                    renew()
                looked = time.monotonic()
        code.look()
        time.sleep(_POLL)
    return code.is_settled


def _too_old() -> dict[str, str]:
    """Return the fields of the answer of a helper whose own code was changed while it ran."""
    return fields(refused(_RENEWED))


def _warm() -> None:
    """Import now what the first press would wait for."""
    import xlwings  # noqa: F401

    import pmf_engine.engine  # noqa: F401


@contextmanager
def _beating(box: Box) -> Iterator[None]:
    """Give signs of life from beside, so that a long report is not taken for the helper's end."""
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(_BEAT):
            with suppress(OSError):
                box.beat()

    box.beat()
    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def find(request: Request) -> xlwings.Book:
    """Return the workbook of a request. Raises PmfError where it is not, or not the only one, open.

    It is found by name and window, never by path: a path in OneDrive is an address.
    """
    try:
        found = patiently(lambda: _open(request))
    except PmfError:
        raise
    except Exception:
        raise PmfError("Excel does not answer. Press the button again.") from None
    if len(found) != 1:
        raise PmfError(
            f"{request.book} is not open in the Excel that asked. Press the button again in its"
            " window."
        )
    return found[0]


def _open(request: Request) -> list[xlwings.Book]:
    """Return the open books of that name; where there are several, those in that window."""
    import xlwings

    found = [(app, book) for app in xlwings.apps for book in app.books if book.name == request.book]
    if len(found) > 1:
        found = [(app, book) for app, book in found if str(app.hwnd) == request.window]
    return [book for _, book in found]
