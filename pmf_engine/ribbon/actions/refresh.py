"""Refresh: the slots selected, those of the sheet, or all of them, brought up to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pmf_engine.engine.refreshing import task_of
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Level
from pmf_engine.model.lineage import Lineage
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.companions import lineage_in, plan_companion
from pmf_engine.ribbon.filling import BookFilling
from pmf_engine.ribbon.open_sources import may_have_saved, save_first
from pmf_engine.ribbon.places import selected
from pmf_engine.ribbon.slots import PREFIX, Slot, find_slots, resolve
from pmf_engine.ribbon.sources import Given, files_of, give, read_sources
from pmf_engine.ribbon.words import counted, named
from pmf_engine.ribbon.workspaces import engine_for, source_files
from pmf_engine.ribbon.writing import write

if TYPE_CHECKING:
    import xlwings

_SCOPES = {
    "selection": "in what is selected",
    "sheet": "on this sheet",
    "all": "in this workbook",
}


def act(words: list[str], book: xlwings.Book) -> Answer:
    """Refresh what the first word names; the word `save` is the user's yes to saving sources."""
    scope = words[0] if words else "all"
    if scope not in _SCOPES:
        raise PmfError(f"There is nothing to refresh by the name of {scope!r}.")
    lineage = lineage_in(book)
    if lineage is not None:
        return _refresh_companion(words, book, lineage)
    slots = _slots(book, scope)
    sources, engine = read_sources(book), engine_for(book)
    files = files_of(engine, sources)
    if question := save_first(book, files, words, f"refresh:{scope}"):
        return question
    if may_have_saved(words):
        engine = engine_for(book)
    given = [give(engine, source) for source in sources]
    plan = BookFilling(book, resolve(slots, given)).plan()
    write(book, plan)
    return done("\n".join([*_of(given), *plan.told]), undo=True)


def _refresh_companion(words: list[str], book: xlwings.Book, lineage: Lineage) -> Answer:
    """Refresh a workbook that the engine made, always the whole of it: it is of one cast."""
    identity = lineage.identity
    engine = engine_for(book, identity.workspace)
    files = source_files(engine, [identity.report])
    if question := save_first(book, files, words, f"refresh:{words[0] if words else 'all'}"):
        return question
    if may_have_saved(words):
        engine = engine_for(book, identity.workspace)
    task = task_of(engine, book.name, identity)
    plan = plan_companion(book, engine, lineage, task)
    if not plan.touched():
        return done("\n".join([f"Up to date with {named(task)}.", *plan.told]))
    write(book, plan)
    return done("\n".join([f"Refreshed from {named(task)}.", *plan.told]), undo=True)


def _slots(book: xlwings.Book, scope: str) -> list[Slot]:
    """Return the slots to fill. Raises PmfError where there is none."""
    found = find_slots(book)
    if scope == "sheet":
        found = [slot for slot in found if slot.place.sheet == book.sheets.active.name]
    elif scope == "selection":
        chosen = selected(book)
        found = [slot for slot in found if chosen is not None and slot.place.meets(chosen)]
    if not found:
        raise PmfError(
            f"There is no table or cell of a report {_SCOPES[scope]}: none whose name begins with"
            f" {PREFIX}. Help tells how to name one."
        )
    return found


def _of(given: Sequence[Given]) -> Iterator[str]:
    """Yield what the figures are of, and how many warnings the checks give."""
    for one in given:
        levels = [finding.level for finding in one.outcome.findings]
        count = counted(levels.count(Level.WARNING), "warning")
        said = f" The checks give {count}: press Check." if Level.WARNING in levels else ""
        yield f"Refreshed from {named(one.task)}.{said}"
