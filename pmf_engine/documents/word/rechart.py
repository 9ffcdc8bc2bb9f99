"""Charts of the report that stand in a document: drawn anew, in the place and size they have."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.word.drawings import described, redraw
from pmf_engine.documents.word.spans import Edit, Scan
from pmf_engine.documents.word.work import Work
from pmf_engine.model.refresh import ChangeKind


def chart_edits(found: Scan, part: str, work: Work) -> Iterator[Edit]:
    """Yield the new alt text of each chart that shows something else now, and draw it anew."""
    for drawing in found.drawings:
        chart, was = work.given.charts.get(drawing.slot), work.before.charts.get(drawing.slot)
        if chart is None or was in (None, work.now.charts[drawing.slot]):
            continue
        if redraw(work.opened.package, part, drawing.link, chart):
            work.note(ChangeKind.CONTENT, chart.slot, chart.title)
            yield Edit(drawing.tag, described(found.data[slice(*drawing.tag)], chart))
