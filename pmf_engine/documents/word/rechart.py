"""Charts of the report that stand in a document: drawn anew, in the place and size they have."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.word.drawings import described, redraw
from pmf_engine.documents.word.spans import Drawing, Edit, Scan
from pmf_engine.documents.word.work import Work
from pmf_engine.model.refresh import ChangeKind


def chart_edits(found: Scan, part: str, work: Work) -> Iterator[Edit]:
    """Yield the new alt text of each chart that shows something else now, and draw it anew."""
    for slot, chart in work.given.charts.items():
        if work.before.charts.get(slot) in (None, work.now.charts[slot]):
            continue
        for drawing in _showing(found, slot):
            if redraw(work.opened.package, part, drawing.link, chart):
                work.note(ChangeKind.CONTENT, slot, chart.title)
                yield Edit(drawing.tag, described(found.data[slice(*drawing.tag)], chart))


def _showing(found: Scan, slot: str) -> list[Drawing]:
    """Return the drawings that bear a chart's name, and those that its bookmarks hold."""
    marks = list(found.marked(slot).values())
    return [
        one
        for one in found.drawings
        if one.slot == slot or (not one.slot and any(mark.holds(one.tag) for mark in marks))
    ]
