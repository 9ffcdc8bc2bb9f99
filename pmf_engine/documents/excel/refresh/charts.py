"""Charts of a companion: their data, what they remember of it, their words; people's look stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from pmf_engine.documents.excel.fill.charts import C
from pmf_engine.documents.excel.fill.names import absolute
from pmf_engine.documents.excel.memory import LOST, ChartMemory, text_token, words_token
from pmf_engine.documents.excel.pages import columns_cm, page_heights
from pmf_engine.documents.excel.refresh.drawings import (
    Drawn,
    Placing,
    add_chart,
    alt_text,
    drawn_charts,
    lowest_row,
    set_alt_text,
)
from pmf_engine.documents.excel.refresh.session import Session, copy_cells
from pmf_engine.documents.excel.sheets import BELOW_LIMIT
from pmf_engine.documents.package import parse, serialise
from pmf_engine.model.cells import Area, target
from pmf_engine.model.content import Chart, Sheet
from pmf_engine.model.refresh import ChangeKind

SHELF = "_charts"
_ENDED = "No longer in the report: "
_T = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
_DATA = ("tx", "cat", "val")
_DETAIL = ("dPt", "dLbls")
_AXIS = ("scaling/min", "scaling/max", "majorUnit")
_PLACES = ("x", "y", "w", "h")


def refresh_charts(session: Session, specs: Sequence[tuple[str, Sheet]]) -> None:
    """Bring every chart up to date; `specs` gives each sheet of the workbook and what it shows."""
    old, fresh = drawn_charts(session.old), drawn_charts(session.fresh)
    for sheet, spec in specs:
        placing = _placing(session, sheet, spec) if spec.charts else None
        for chart in spec.charts:
            now = session.now.memory.charts[chart.slot]
            was = session.was.memory.charts.get(chart.slot)
            found = old.get(was.name) if was else None
            one = _ChartRefresh(session, chart, fresh[now.name], now)
            if found and was:
                session.now.memory.charts[chart.slot] = replace(now, name=was.name)
                one.update(found, was)
            elif was and was.form:
                if was.form != LOST:
                    session.note(ChangeKind.ABSENT, chart.slot, chart.title)
                session.now.memory.charts[chart.slot] = replace(was, form=LOST)
            else:
                one.add(sheet, placing)
    _end(session, old)


def _placing(session: Session, sheet: str, spec: Sheet) -> Placing | None:
    lowest = lowest_row(session.old, sheet)
    if lowest is None:
        return None
    table = session.old.tables[session.now.memory.tables[spec.grid.slot].name.casefold()]
    rows = session.old.sheet(sheet).rows.filled_below(0)
    points = {row.number - 1: row.height for row in rows if row.height}
    width = columns_cm([each.chars for each in spec.grid.fields])
    below = len(spec.grid.rows) <= BELOW_LIMIT
    pages = page_heights(width, landscape=spec.landscape) if below else ()
    return Placing(points, pages, table.area.top - 1, lowest)


def _end(session: Session, old: dict[str, Drawn]) -> None:
    """Mark charts that the report no longer gives; what they show stays as it is."""
    for slot, was in session.was.memory.charts.items():
        if slot in session.now.memory.charts or was.name not in old:
            continue
        drawn = old[was.name]
        if was.form:
            session.note(ChangeKind.ENDED, slot, f"Chart {slot}", place=drawn.sheet)
            was = replace(was, form="", words=_mark_ended(session, drawn, was))
        session.now.memory.charts[slot] = was


def _mark_ended(session: Session, drawn: Drawn, was: ChartMemory) -> str:
    """Say in a chart's title that it has ended, unless the title is somebody's own."""
    root = parse(session.old.read(drawn.chart))
    if words_token(_words(root)) == was.words:
        first = next(root.iter(_T))
        first.text = f"{_ENDED}{first.text or ''}"
        session.old.replace(drawn.chart, serialise(root))
    return words_token(_words(root))


@dataclass
class _ChartRefresh:
    """One chart of the report, in the companion built anew."""

    session: Session
    chart: Chart
    fresh: Drawn
    now: ChartMemory

    def update(self, drawn: Drawn, was: ChartMemory) -> None:
        """Bring a chart that stands in the workbook up to date."""
        session = self.session
        root = parse(session.old.read(drawn.chart))
        before = serialise(root)
        block = _block(root)
        if block is None:
            title = f"Chart {self.chart.title}"
            place = drawn.sheet
            session.note(ChangeKind.TYPED_OVER, self.chart.slot, title, place=place)
            return
        fresh = parse(session.fresh.read(self.fresh.chart))
        at, written = self._write_data(fresh, block)
        root = self._with_series(root, fresh, at, detailed=was.form != self.now.form)
        words = words_token(_words(root))
        if words != words_token(_words(fresh)) and words == was.words:
            _set_words(root, fresh)
        if (after := serialise(root)) != before:
            session.old.replace(drawn.chart, after)
        alt = self._update_alt(drawn, was)
        if after != before or written or alt:
            session.note(ChangeKind.CONTENT, self.chart.slot, self.chart.title, place=drawn.sheet)

    def add(self, sheet: str, placing: Placing | None) -> None:
        """Put a chart that is new at the end of its sheet, where that has charts already."""
        session = self.session
        fresh = parse(session.fresh.read(self.fresh.chart))
        if SHELF not in session.old.parts or placing is None:
            session.note(ChangeKind.ABSENT, self.chart.slot, self.chart.title)
            del session.now.memory.charts[self.chart.slot]
            return
        at, _ = self._write_data(fresh, None)
        for formula in fresh.iter(f"{C}f"):
            formula.text = at.moved(formula.text or "")
        add_chart(session.old, session.fresh, self.fresh, sheet, serialise(fresh), placing)
        session.note(ChangeKind.NEW, self.chart.slot, self.chart.title, place=sheet)

    def _write_data(self, fresh: etree._Element, block: Area | None) -> tuple[_Moved, bool]:
        """Write the rows behind the chart where they stood, or under all others if they grew."""
        source = _block(fresh)
        if source is None:
            raise ValueError("a chart without data")
        mine, theirs = self.session.old.sheet(SHELF), self.session.fresh.sheet(SHELF)
        rows = source.bottom - source.top + 1
        room = block.bottom - block.top + 1 if block else 0
        fits = block is not None and rows <= room
        goal = block.top if block and fits else mine.rows.last + 2
        written = copy_cells(theirs, source, mine, goal, room if fits else rows)
        return _Moved(goal - source.top), written

    def _with_series(
        self, root: etree._Element, fresh: etree._Element, at: _Moved, *, detailed: bool
    ) -> etree._Element:
        """Return a chart that shows the data of another, in its own look where it can."""
        old, new = list(root.iter(f"{C}ser")), list(fresh.iter(f"{C}ser"))
        kinds = [[_kind(each) for each in series] for series in (old, new)]
        if kinds[0] != kinds[1]:
            for formula in fresh.iter(f"{C}f"):
                formula.text = at.moved(formula.text or "")
            return fresh
        if not detailed and all(map(_shows_same, old, new)):
            return root
        for one, other in zip(old, new, strict=True):
            for name in _DATA + (_DETAIL if detailed else ()):
                _take(one, other, name, at)
        _copy_values(root, fresh, f"{C}valAx", _AXIS)
        _copy_values(root, fresh, f"{C}manualLayout", _PLACES)
        return root

    def _update_alt(self, drawn: Drawn, was: ChartMemory) -> bool:
        text, new = alt_text(self.session.old, drawn), alt_text(self.session.fresh, self.fresh)
        if text == new or text_token(text) != was.alt:
            return False
        set_alt_text(self.session.old, drawn, new)
        return True


@dataclass(frozen=True, slots=True)
class _Moved:
    """Where the data of a chart stand in the workbook, against the companion built anew."""

    down: int

    def moved(self, formula: str) -> str:
        """Return a reference of the companion as the workbook must have it."""
        place = target(formula)
        if place is None or self.down == 0:
            return formula
        area = place[1]
        down = Area(area.left, area.top + self.down, area.right, area.bottom + self.down)
        return absolute(SHELF, down)


def _block(root: etree._Element) -> Area | None:
    """The block of our data sheet that a chart is drawn from, None where it is drawn otherwise."""
    places = [target((each.text or "").strip()) for each in root.iter(f"{C}f")]
    known = [place for place in places if place]
    sheets = {sheet for sheet, _ in known}
    if not known or len(sheets) != 1 or known[0][0] != SHELF:
        return None
    areas = [area for _, area in known]
    top, bottom = min(area.top for area in areas), max(area.bottom for area in areas)
    right = max(area.right for area in areas)
    return Area(1, top, right, bottom)


def _kind(series: etree._Element) -> str:
    parent = series.getparent()
    return "" if parent is None else str(parent.tag)


def _shows_same(one: etree._Element, other: etree._Element) -> bool:
    return all(
        list(_points(one.find(f"{C}{name}"))) == list(_points(other.find(f"{C}{name}")))
        for name in _DATA
    )


def _points(element: etree._Element | None) -> Iterator[tuple[str, str]]:
    for point in element.iter(f"{C}pt") if element is not None else ():
        text = point.findtext(f"{C}v") or ""
        with suppress(ValueError):
            text = f"{float(text):.12g}"
        if text:
            yield point.get("idx", ""), text


def _take(one: etree._Element, other: etree._Element, name: str, at: _Moved) -> None:
    """Put the children of a name from one series in the place of those of another."""
    mine, theirs = one.findall(f"{C}{name}"), other.findall(f"{C}{name}")
    copies = [deepcopy(each) for each in theirs]
    for formula in (f for each in copies for f in each.iter(f"{C}f")):
        formula.text = at.moved(formula.text or "")
    place = one.index(mine[0]) if mine else _place(one, other, name)
    for each in mine:
        one.remove(each)
    one[place:place] = copies


def _place(one: etree._Element, other: etree._Element, name: str) -> int:
    """Where children that a series lacks belong: behind what stands before them in the other."""
    first = other.find(f"{C}{name}")
    if first is None:
        return len(one)
    before = {each.tag for each in list(other)[: other.index(first)]}
    return max((at + 1 for at, each in enumerate(one) if each.tag in before), default=0)


def _copy_values(
    root: etree._Element, fresh: etree._Element, tag: str, paths: Sequence[str]
) -> None:
    """Give elements the values of another chart's, where both have as many."""
    mine, theirs = list(root.iter(tag)), list(fresh.iter(tag))
    for one, other in zip(mine, theirs, strict=True) if len(mine) == len(theirs) else ():
        for path in paths:
            where = "/".join(f"{C}{name}" for name in path.split("/"))
            old, new = one.find(where), other.find(where)
            if old is not None and new is not None:
                old.set("val", new.get("val", ""))


def _words(root: etree._Element) -> list[str]:
    return ["".join(t.text or "" for t in each.iter(_T)) for each in root.iter(f"{C}title")]


def _set_words(root: etree._Element, fresh: etree._Element) -> None:
    """Give a chart the titles of another: in its own look where they have as many lines."""
    mine, theirs = list(root.iter(f"{C}title")), list(fresh.iter(f"{C}title"))
    for one, other in zip(mine, theirs, strict=False):
        old, new = list(one.iter(_T)), list(other.iter(_T))
        if len(old) == len(new):
            for text, words in zip(old, new, strict=True):
                text.text = words.text
        else:
            _take(one, other, "tx", _Moved(0))
