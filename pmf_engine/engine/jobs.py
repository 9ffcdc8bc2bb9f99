"""Running tasks side by side in processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from pmf_engine.engine.engine import Engine, Options, Outcome, Task
from pmf_engine.engine.workspace import Workspace
from pmf_engine.model.findings import Finding
from pmf_engine.model.periods import Period

Order = tuple[Path, date | None, str, str, Period, tuple[Finding, ...], Options]


def run_side_by_side(
    engine: Engine,
    tasks: Sequence[Task],
    options: Options,
    jobs: int,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Yield the outcome of each task in order; any standard executor may be given."""
    root, today = engine.workspace.root, engine.today
    orders: list[Order] = [
        (root, today, task.name, task.entity.code, task.period, task.notes, options)
        for task in tasks
    ]
    pool = executor or ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))
    with pool:
        yield from pool.map(_work, orders)


def _work(order: Order) -> Outcome:
    root, today, key, entity, period, notes, options = order
    engine = Engine(Workspace.find(root), today=today)
    (task,) = engine.tasks(key, entity, period)
    return replace(engine.run(replace(task, notes=notes), options), run=None)
