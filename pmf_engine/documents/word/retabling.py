"""Tables of the report that stand in a document: found, and brought to their new rows."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.word.kept import KeptTable
from pmf_engine.documents.word.retable import Fresh, Outcome, recaptioned, renewed, table_at
from pmf_engine.documents.word.spans import Edit, Scan, Span
from pmf_engine.documents.word.tables import Rows, table
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
    for start in (*controls, *found.marks_of(slot)):
        span = table_at(found.data, start)
        if span is not None and span not in seen:
            seen.add(span)
            yield min(start, span.start), span


def _edits(
    found: Scan, work: Work, grid: Grid, was: KeptTable, start: int, span: Span
) -> Iterator[Edit]:
    before = Span(start, span.start)
    yield Edit(before, recaptioned(found.data[slice(*before)], was, grid))
    now, fresh = work.now.tables[grid.slot], _fresh(work, grid)
    outcome = renewed(found.data[slice(*span)], was, now, grid, fresh, work.overwrite)
    _note(work, grid, outcome, outcome.xml != found.data[slice(*span)])
    yield Edit(span, outcome.xml)


def _fresh(work: Work, grid: Grid) -> Fresh:
    """Return what builds a table anew, the whole of it without its caption."""
    writer = work.collecting
    rows = Rows(grid, writer.styles, writer.cell)

    def whole() -> bytes:
        made = writer.written(lambda: table(grid, writer.styles, writer.marks, writer.cell))
        return made[made.index(b"<w:tbl>") :]

    def header() -> bytes:
        titles = rows.titles()
        titles[0] = titles[0] if grid.caption else writer.marks.marked(grid.slot, titles[0])
        return rows.header(titles).encode()

    return Fresh(whole, header, lambda number: writer.written(lambda: rows[number]))


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
