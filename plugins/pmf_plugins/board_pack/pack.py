"""The Board's pack: its indicators, and the golden thread behind them."""

from __future__ import annotations

from pmf_engine.api import Run
from pmf_engine.framework import packs
from pmf_engine.framework.thread import Thread


class Pack(packs.Pack):
    """Everything the documents show: assessments in order, counts, statuses before, the thread."""

    @property
    def thread(self) -> Thread:
        """The plans and actions, judged on the run's day."""
        run = self.run
        return run.remember("thread", lambda: Thread(run.data, run.today))  # type: ignore[no-any-return]


def pack_of(run: Run) -> Pack:
    """Return the pack of a run, made once."""
    return run.remember("pack", lambda: Pack.of(run, "board"))  # type: ignore[no-any-return]
