"""Leave to begin: whoever pressed a button may have stopped waiting before anything was changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pmf_engine.model.errors import PmfError

Leave = Callable[[], bool]
_TAKEN_BACK = "The press was taken back. Nothing was changed."


def _always() -> bool:
    return True


_leave: ContextVar[Leave] = ContextVar("leave", default=_always)


@contextmanager
def asked_of(leave: Leave) -> Iterator[None]:
    """Let `begin` ask here, for a while, whether the press still stands; once it did, it does."""
    begun = False

    def may() -> bool:
        nonlocal begun
        begun = begun or leave()
        return begun

    token = _leave.set(may)
    try:
        yield
    finally:
        _leave.reset(token)


def begin() -> None:
    """Go on, as something is to be changed now. Raises PmfError where the press was taken back."""
    if not _leave.get()():
        raise PmfError(_TAKEN_BACK)
