"""Charts of the report that stand in a document: given new data, in the look that they have."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.documents.chart_form import describe
from pmf_engine.documents.chart_refill import title_lines
from pmf_engine.documents.word.drawings import Place, described
from pmf_engine.documents.word.landmarks import Drawing
from pmf_engine.documents.word.scanning import Scan
from pmf_engine.documents.word.signs import title_mark
from pmf_engine.documents.word.spans import Edit
from pmf_engine.documents.word.work import Work
from pmf_engine.model.content import Chart
from pmf_engine.model.refresh import ChangeKind


def chart_edits(found: Scan, part: str, work: Work) -> Iterator[Edit]:
    """Yield the new alt text of each chart that shows something else now, once its parts do."""
    for slot, chart in work.given.charts.items():
        was, now = work.before.charts.get(slot), work.now.charts[slot]
        if was is None or was.sign == now.sign:
            continue
        for drawing in _showing(found, slot):
            place = Place(work.opened.package, part, drawing.link)
            if place.chart:
                _redraw(place, chart, work)
                work.note(ChangeKind.CONTENT, slot, chart.title)
                yield Edit(drawing.tag, described(found.data[slice(*drawing.tag)], chart))


def _redraw(place: Place, chart: Chart, work: Work) -> None:
    """Give a chart its new data where it is drawn as it was, or else draw it anew."""
    was, now = work.before.charts[chart.slot], work.now.charts[chart.slot]
    lines = place.titles
    ours = work.overwrite or title_mark(lines) == was.title
    if was.form != now.form or not place.refill(chart, titled=ours):
        place.redraw(chart)
    elif not ours and title_mark(lines) != now.title != was.title:
        new = " ".join(title_lines(describe(chart)))
        work.note(ChangeKind.TYPED_OVER, chart.slot, old=" ".join(lines), new=new)


def _showing(found: Scan, slot: str) -> list[Drawing]:
    """Return the drawings that bear a chart's name, and those that its bookmarks hold."""
    marks = list(found.marked(slot).values())
    return [
        one
        for one in found.drawings
        if one.slot == slot or (not one.slot and any(mark.holds(one.tag) for mark in marks))
    ]
