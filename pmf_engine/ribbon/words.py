"""Small words that several actions say."""

from __future__ import annotations

from pmf_engine.engine.engine import Task
from pmf_engine.engine.variants import title_of


def counted(count: int, thing: str) -> str:
    """Return a count with its thing: 1 warning, 2 warnings."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


def named(task: Task) -> str:
    """Return what a report is of: its title, entity and period."""
    words = title_of(task.entry.report, task.name), task.entity.title, task.period.title
    return ", ".join(dict.fromkeys(words))
