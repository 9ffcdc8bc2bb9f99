"""Generate report: one chosen from the menu, or those marked on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Options, Outcome, Task
from pmf_engine.engine.variants import variants
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Level
from pmf_engine.ribbon import leave
from pmf_engine.ribbon.actions.open import best_of
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.open_sources import may_have_saved, save_first, without_consent
from pmf_engine.ribbon.our_sheets import HEADER_ROW, OurSheet, find, show
from pmf_engine.ribbon.words import counted, named
from pmf_engine.ribbon.workspaces import engine_for, source_files, tasks_of

if TYPE_CHECKING:
    import xlwings

_TITLE = "Generate reports"
_NOTE = "Type x beside each report that you want, then press Generate reports again."
_HEADINGS = ("Make", "Report", "Whom", "Report's name", "Whom it covers")
_WIDTHS = (8, 44, 12, 46, 36)
_CHOOSE = "choose"
Order = tuple[str, str]


def act(words: list[str], book: xlwings.Book) -> Answer:
    """Make the report that the words name, for the usual entity or the one named.

    `choose` stands for those marked on the sheet; without marks it gives the sheet. `save` is the
    user's yes to saving sources first.
    """
    asked = without_consent(words)
    if not asked:
        raise PmfError("No report was named.")
    engine = engine_for(book)
    orders = _marked(book) if asked[0] == _CHOOSE else [(asked[0], (*asked[1:], "")[0])]
    if not orders:
        return _offer(book, engine)
    files = source_files(engine, [key for key, _ in orders])
    if question := save_first(book, files, words, ":".join(["generate", *asked])):
        return question
    if may_have_saved(words):
        engine = engine_for(book)
    tasks = [task for order in orders for task in tasks_of(engine, *order)]
    return _made(engine, tasks)


def _made(engine: Engine, tasks: Sequence[Task]) -> Answer:
    """Make the documents, each report by itself, and say where they are."""
    leave.begin()
    how = Options(out=engine.workspace.root / "outputs")
    outcomes = [(task, engine.run(task, how)) for task in tasks]
    lines = [_line(task, outcome) for task, outcome in outcomes]
    written = [outcome for _, outcome in outcomes if outcome.files]
    if not written:
        errors = [f for _, o in outcomes for f in o.findings if f.level is Level.ERROR]
        raise InputFaults(errors)
    return done("\n".join(lines), open=_path(written[0]) if len(written) == 1 else "")


def _path(outcome: Outcome) -> str:
    """Return the path of the document that people read first."""
    names = best_of([file.name for file in outcome.files])
    return str(outcome.folder / names[0]) if outcome.folder and names else ""


def _line(task: Task, outcome: Outcome) -> str:
    head = named(task)
    errors = [one for one in outcome.findings if one.level is Level.ERROR]
    if not outcome.files:
        return f"{head}: not made ({counted(len(errors), 'error')}). Press Check to read them."
    state = "up to date" if outcome.unchanged else "made"
    return f"{head}: {state}, {counted(len(outcome.files), 'file')} in {outcome.folder}"


def _offer(book: xlwings.Book, engine: Engine) -> Answer:
    """Give the sheet on which to mark reports."""
    rows = [["", *line] for line in _lines(engine)]
    note = " ".join([_NOTE, *_named_elsewhere(engine)])
    show(book, OurSheet(_TITLE, note, _HEADINGS, rows, _WIDTHS))
    return done(_NOTE)


def _named_elsewhere(engine: Engine) -> Iterator[str]:
    """Say how to ask for variants by what a workbook names, such as people: too many to list."""
    for key, entry in engine.used.items():
        for name, option in entry.report.options.items():
            if not isinstance(option.values, tuple):
                yield f"For one {name}, type {key}@{name}-NAME as Report on a line of your own."


def _lines(engine: Engine) -> Iterator[tuple[str, str, str, str]]:
    for key, entry in engine.used.items():
        everyone = engine.scope(key).everyone
        for name, title in variants(entry.report):
            for one in everyone:
                yield name, one.code, title, one.title


def _marked(book: xlwings.Book) -> list[Order]:
    """Return what is marked on the sheet, none where there is no such sheet."""
    sheet = find(book, _TITLE)
    rows = exact(sheet.used_range)[HEADER_ROW:] if sheet is not None else []
    return [(str(row[1]), str(row[2] or "")) for row in rows if row[0] and row[1]]
