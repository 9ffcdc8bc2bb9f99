"""Open output: the newest document made from the report of this workbook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine
from pmf_engine.ledger import RunRecord
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.belonging import asked_of
from pmf_engine.ribbon.workspaces import engine_for

if TYPE_CHECKING:
    import xlwings

_FIRST = {".docx": 0, ".xlsx": 1}


def act(words: list[str], book: xlwings.Book) -> Answer:  # noqa: ARG001  (every action takes both)
    """Return the path of the newest document that still stands where it was made."""
    engine = engine_for(book)
    path = next(_standing(engine, _runs(engine, book)), None)
    if path is None:
        raise PmfError(
            "No document of this workbook's report has been generated yet, or it was moved."
            " Press Generate report first."
        )
    return done(f"Opening {path.name}.", open=str(path))


def best_of(names: list[str]) -> list[str]:
    """Return file names in the order in which people want them: Word, Excel, then others."""
    return sorted(names, key=lambda name: _FIRST.get(Path(name).suffix, 2))


def _runs(engine: Engine, book: xlwings.Book) -> list[RunRecord]:
    """Return the runs of the reports that a book has to do with, newest first."""
    found = [
        run
        for one in asked_of(book, engine)
        for run in engine.ledger.runs(one.report, one.entity or "*", one.period or "*")
    ]
    return sorted(found, key=lambda run: run.recorded_at, reverse=True)


def _standing(engine: Engine, runs: list[RunRecord]) -> Iterator[Path]:
    for run in runs:
        key = run.report.partition("@")[0]
        folder = engine.workspace.root / "outputs" / key / run.entity / run.period
        for name in best_of([file.name for file in run.files]):
            if (folder / name).is_file():
                yield folder / name
