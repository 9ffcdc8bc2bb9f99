"""Tables of the report that stand in a document: found, and brought to their new rows."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pmf_engine.documents.word.kept import KeptTable
from pmf_engine.documents.word.retable import Fresh, Outcome, Wanted, is_of, recaptioned, renewed
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.spans import Edit, Span
from pmf_engine.documents.word.tables import Rows, table
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Grid
from pmf_engine.model.refresh import ChangeKind

_TABLES = re.compile(rb"<(/?)w:tbl>")


def table_edits(found: Scan, work: Work) -> Iterator[Edit]:
    """Yield the tables of a part whose rows, headings or caption have changed."""
    for slot, grid in work.given.tables.items():
        was = work.before.tables.get(slot)
        if was is not None and (work.overwrite or was.sign != work.now.tables[slot].sign):
            for start, span in _places(found, slot, was):
                yield from _edits(found, work, grid, was, start, span)


def _places(found: Scan, slot: str, was: KeptTable) -> Iterator[tuple[int, Span]]:
    """Yield where each showing of a table begins, with its caption, and the table itself."""
    seen: set[Span] = set()
    for control in found.rich(slot):
        span = _next(found.data, control.content.start)
        if span is not None and control.content.holds(span):
            seen.add(span)
            yield control.content.start, span
    held = [control.content for control in found.rich(slot)]
    for mark in found.marked(slot).values():
        if not any(content.holds(mark) for content in held):
            for span in _near(found, mark, bool(was.caption)):
                if span not in seen and is_of(found.data[slice(*span)], was):
                    seen.add(span)
                    yield min(mark.start, span.start), span
                    break


def _near(found: Scan, mark: Span, captioned: bool) -> Iterator[Span]:
    """Yield the table under a bookmark on its caption, or the one around it; the likelier first."""
    after, around = _next(found.data, mark.end), _around(found.data, mark.start)
    if after is not None and b'w:name="pmf_' in found.data[mark.end : after.start]:
        after = None
    for span in (after, around) if captioned else (around, after):
        if span is not None:
            yield span


def _next(data: bytes, at: int) -> Span | None:
    start = data.find(b"<w:tbl>", at)
    return None if start < 0 else _whole(data, start)


def _around(data: bytes, at: int) -> Span | None:
    start = data.rfind(b"<w:tbl>", 0, at)
    return None if start < 0 or data.rfind(b"</w:tbl>", 0, at) > start else _whole(data, start)


def _whole(data: bytes, start: int) -> Span | None:
    end = data.find(b"</w:tbl>", start) + len(b"</w:tbl>")
    if end > start and data.find(b"<w:tbl>", start + 1, end) < 0:
        return Span(start, end)
    depth = 0
    for token in _TABLES.finditer(data, start):
        depth += -1 if token[1] else 1
        if not depth:
            return Span(start, token.end())
    return None


def _edits(
    found: Scan, work: Work, grid: Grid, was: KeptTable, start: int, span: Span
) -> Iterator[Edit]:
    before = Span(start, span.start)
    said = found.data[slice(*before)]
    if (caption := recaptioned(said, was, grid)) != said:
        yield Edit(before, caption)
    wanted = Wanted(
        grid=grid,
        kept=work.now.tables[grid.slot],
        fresh=_fresh(work, grid),
        looks=work.collecting.cell_styles,
        sources=work.before.narratives,
        overwrite=work.overwrite,
    )
    xml = found.data[slice(*span)]
    outcome = renewed(xml, was, wanted)
    _note(work, grid, outcome, outcome.xml != xml)
    if outcome.xml != xml:
        yield narrowed(span, xml, outcome.xml)


def narrowed(span: Span, old: bytes, new: bytes) -> Edit:
    """Return what makes one table into another, from the first row that differs to the last."""
    size = min(len(old), len(new))
    first = bisect_left(range(size), True, key=lambda at: not old.startswith(new[: at + 1]))
    start = max(old.rfind(tag, 0, first) for tag in (b"<w:tr>", b"<w:tr "))
    size -= max(first, 0)
    last = bisect_left(range(size), True, key=lambda at: not old.endswith(new[-at - 1 :]))
    end = old.find(b"</w:tr>", len(old) - last) + len(b"</w:tr>")
    if start < 0 or end <= start:
        return Edit(span, new)
    cut = Span(span.start + start, span.start + end)
    return Edit(cut, new[start : len(new) - len(old) + end])


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
    for kind, pairs in (
        (ChangeKind.TYPED_OVER, outcome.rewritten),
        (ChangeKind.OVERWRITTEN, outcome.replaced),
    ):
        for old, new in pairs:
            work.note(kind, grid.slot, title, old=old, new=new)
    if outcome.left:
        work.now.tables[grid.slot] = work.before.tables[grid.slot]  # so that it is tried again
        work.note(ChangeKind.TYPED_OVER, grid.slot, title, new=outcome.left)
    elif differs and not (outcome.added or outcome.ended or outcome.replaced):
        work.note(ChangeKind.CONTENT, grid.slot, title)
