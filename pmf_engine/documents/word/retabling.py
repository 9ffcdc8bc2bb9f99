"""Tables of the report that stand in a document: found, and brought to their new rows."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.word.controls import is_mark_of
from pmf_engine.documents.word.kept import KeptTable
from pmf_engine.documents.word.retable import Outcome, recaptioned, renewed, table_at
from pmf_engine.documents.word.spans import Edit, Scan, Span
from pmf_engine.documents.word.tables import table
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Grid
from pmf_engine.model.refresh import ChangeKind

_COLUMNS = "its columns are not the report's any more, so its rows were left as they are"


def table_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield the tables of a part whose rows, headings or caption have changed."""
    for slot, grid in work.given.tables.items():
        was = work.before.tables.get(slot)
        if was is not None and was.sign != work.now.tables[slot].sign:
            for start, span in _places(found, slot):
                yield from _edits(found, work, grid, was, start, span)


def _places(found: Scan, slot: str) -> Iterator[tuple[int, Span]]:
    """Yield where each showing of a table begins, with its caption, and the table itself."""
    seen: set[Span] = set()
    controls = [control.content.start for control in found.rich(slot)]
    marks = [at for name, at in found.bookmarks.items() if is_mark_of(slot, name)]
    for start in (*controls, *marks):
        span = table_at(found.data, start)
        if span is not None and span not in seen:
            seen.add(span)
            yield min(start, span.start), span


def _edits(
    found: Scan, work: Work, grid: Grid, was: KeptTable, start: int, span: Span
) -> Iterator[Edit]:
    before = Span(start, span.start)
    yield Edit(before, recaptioned(found.data[slice(*before)], was, grid))
    outcome = renewed(
        found.data[slice(*span)], was, grid, lambda: _fresh(work, grid), work.overwrite
    )
    _note(work, grid, outcome, outcome.xml != found.data[slice(*span)])
    yield Edit(span, outcome.xml)


def _fresh(work: Work, grid: Grid) -> bytes:
    """Return a table as newly built, without its caption."""
    collecting = work.collecting
    made = collecting.written(
        lambda: table(grid, collecting.styles, collecting.marks, collecting.cell)
    )
    return made[made.index(b"<w:tbl>") :]


def _note(work: Work, grid: Grid, outcome: Outcome, differs: bool) -> None:
    title = grid.caption or grid.slot
    for words in outcome.added:
        work.note(ChangeKind.NEW, grid.slot, title, new=words)
    for words in outcome.ended:
        work.note(ChangeKind.ENDED, grid.slot, title, old=words)
    for old, new in outcome.rewritten:
        work.note(ChangeKind.TYPED_OVER, grid.slot, title, old=old, new=new)
    if outcome.reshaped:
        work.note(ChangeKind.TYPED_OVER, grid.slot, title, new=_COLUMNS)
    elif differs and not (outcome.added or outcome.ended):
        work.note(ChangeKind.CONTENT, grid.slot, title)
