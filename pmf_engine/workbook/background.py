"""One call on a thread of its own: the reader of values lets other Python code run meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Background(Generic[T]):
    """A call under way; `result()` waits for it, and raises what it raised."""

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._made: list[T] = []
        self._fault: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> T:
        """Return what the call returned."""
        self._thread.join()
        if self._fault is not None:
            raise self._fault
        return self._made[0]

    def _run(self) -> None:
        try:
            self._made.append(self._call())
        except BaseException as fault:
            self._fault = fault
