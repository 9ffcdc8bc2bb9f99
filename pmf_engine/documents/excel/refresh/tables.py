"""The tables of a companion: filled where their rows stand, new rows added at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pmf_engine.documents.excel.fill.content import Content
from pmf_engine.documents.excel.fill.growth import grow, growth_fault, shrink
from pmf_engine.documents.excel.fill.sheet import Held
from pmf_engine.documents.excel.fill.tables import TablePart
from pmf_engine.documents.excel.memory import RowMemory, TableMemory, alike, recoded, remembers
from pmf_engine.documents.excel.refresh.cells import Slot, Spot, Verdict, decide, note_value
from pmf_engine.documents.excel.refresh.drawings import shift_drawings
from pmf_engine.documents.excel.refresh.looks import Looks
from pmf_engine.documents.excel.refresh.matching import (
    Key,
    Matched,
    columns_of,
    match,
    remembered_rows,
    renamed,
    rows_of,
)
from pmf_engine.documents.excel.refresh.session import Session, shown
from pmf_engine.model.cells import LAST_COLUMN, Area
from pmf_engine.model.content import CellValue, Label, Sheet, Wording
from pmf_engine.model.findings import error
from pmf_engine.model.refresh import ChangeKind
from pmf_engine.model.values import Figure

_NO_KEY = (
    "The table {} has no column {} any more, by which its rows are known."
    " Put it back, or build the workbook anew."
)


@dataclass
class TableRefresh:
    """One table as it stands in the workbook, as last filled, and as the report gives it."""

    session: Session
    looks: Looks
    spec: Sheet
    old: TablePart
    fresh: TablePart
    was: TableMemory
    now: TableMemory
    written: int = 0
    places: dict[Key, int] = field(default_factory=dict)
    ended: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Fill the table; a fault is noted where it cannot be filled."""
        self._follow_headings()
        for name in (name for name in self.now.columns if name not in self.columns):
            title = f"{self.spec.grid.caption}, column {name}"
            self.session.note(ChangeKind.ABSENT, self.now.slot, title)
        for name in (name for name in self.was.columns if name not in self.now.columns):
            if self.old.column(name) is not None:
                title = f"{self.spec.grid.caption}, column {name}"
                self.session.note(ChangeKind.GONE, self.now.slot, title)
        lost = next((name for name in self.now.key if name not in self.columns), None)
        if lost:
            message = _NO_KEY.format(self.old.name, lost)
            self.session.faults.append(error("refresh-no-key", message, sheet=self.old.sheet))
            return
        key = [self.columns[name] for name in self.now.key]
        rows = rows_of(self.session.old, self.old, key)
        if self.spec.grid.rolling and self._untouched(rows):
            self._rewrite()
            return
        matched = match(self._was_rows, self._now_rows, rows)
        if self.spec.grid.rolling:
            self._free(matched)
        self.places = dict(matched.standing)
        for each, row in matched.standing.items():
            self._fill(each, row)
        if self._add(matched):
            self._end(matched)
            self._forget(matched)

    def _follow_headings(self) -> None:
        """Give columns whose heading the report has changed, such as a period, the new one."""
        now = renamed(list(self.was.columns), list(self.now.columns))
        others = {one.name for one in self.old.columns.values()} - set(now)
        if not others.isdisjoint(now.values()):
            return  # somebody's own column bears that heading
        found = [(self.old.column(before), name) for before, name in now.items()]
        for column, name in found:
            if column is None or not self.old.header_rows:
                continue
            self.old.rename(column, name)
            heading = Content("s", name)
            self.session.old.sheet(self.old.sheet).write(self.old.area.top, column, heading)
            self.written += 1
        self.was.columns = [now.get(name, name) for name in self.was.columns]
        self.was.key = [now.get(name, name) for name in self.was.key]

    @cached_property
    def columns(self) -> dict[str, int]:
        """Where each column of the report stands in the sheet."""
        return columns_of(self.old, self.fresh, self.was)

    @cached_property
    def _was_rows(self) -> dict[Key, RowMemory]:
        return remembered_rows(self.was)

    @cached_property
    def _now_rows(self) -> dict[Key, RowMemory]:
        return remembered_rows(self.now)

    @cached_property
    def order(self) -> dict[Key, int]:
        """The place of each row among those of the report."""
        return {key: at for at, key in enumerate(self._now_rows)}

    def _untouched(self, rows: dict[Key, int]) -> bool:
        """Whether the table is as it was last filled, and nobody wrote in it or beside it."""
        names = [column.name for column in self.old.columns.values()]
        shape = names == list(self.was.columns) == list(self.now.columns)
        return (
            shape
            and list(rows) == list(self._was_rows)
            and not self.old.totals_rows
            and all(self._is_ours(key, row) for key, row in rows.items())
        )

    def _is_ours(self, key: Key, row: int) -> bool:
        """Whether a row is as it was last filled, with nothing in other columns or beside it."""
        sheet, ours = self.session.old.sheet(self.old.sheet), set(self.columns.values())
        if any(each not in ours for _, each in sheet.occupied(Area(1, row, LAST_COLUMN, row))):
            return False
        tokens = dict(zip(self.was.columns, self._was_rows[key].tokens, strict=True))
        cells = ((sheet.read(row, at), tokens.get(name, "")) for name, at in self.columns.items())
        return all(not held.formula and remembers(was, held.content) for held, was in cells)

    def _rewrite(self) -> None:
        """Write the rows of the report over those that were last filled, in its order."""
        top, had = self.old.data.top, len(self.was.rows)
        keys = list(self._now_rows)
        for row, (key, memory) in enumerate(zip(keys, self.was.rows, strict=False), top):
            self.places[key] = row
            self._fill(key, row, memory)
        self._extend(keys[had:])
        if had > len(keys):
            shrink(self.session.old, self.old, had - len(keys))
            self.written += had - len(keys)

    def _free(self, matched: Matched) -> None:
        """Let new rows take the places of ended ones beside which nobody wrote."""
        for key, row in list(matched.ended.items())[: len(matched.new)]:
            if self._is_ours(key, row):
                matched.free[key] = matched.ended.pop(key)

    def _fill(self, key: Key, row: int, was: RowMemory | None = None) -> None:
        """Bring a row that stands in the sheet up to date."""
        memory = was or self._was_rows.get(key)
        tokens = dict(zip(self.was.columns, memory.tokens, strict=True)) if memory else {}
        news = dict(zip(self.now.columns, self._now_rows[key].tokens, strict=True))
        if memory is not None and memory.ended:
            self._strike(row, through=False)
        wrote = [
            self._fill_cell(key, name, row, tokens.get(name), news[name]) for name in self.columns
        ]
        if any(wrote):
            self._raise(key, row)

    def _fill_cell(self, key: Key, name: str, row: int, was: str | None, news: str) -> bool:
        """Bring one cell up to date; return whether anything about it changed."""
        session, sheet = self.session, self.session.old.sheet(self.old.sheet)
        spot = Spot(self.old.sheet, row, self.columns[name])
        before, now = sheet.read(row, spot.column), self._now(key, name)
        codes = session.was.memory.code(was or ""), session.now.memory.code(news)
        self._place(key, name, spot)
        if codes[0] == codes[1] and not before.formula and alike(before.content, now.content):
            return False
        slot, style = self._slot(key, name), before.style
        verdict = decide(session, spot, slot, was, now)
        if verdict is not Verdict.KEPT:
            style = self.looks.follow(style, now.style, *codes)
        if verdict is Verdict.WRITE:
            sheet.write(row, spot.column, now.content, style)
        elif style != before.style:
            sheet.restyle(row, spot.column, style)
        if verdict is not Verdict.WRITE and style == before.style:
            return False
        if slot.live:
            note_value(session, spot, slot, before, now)
        self.written += not slot.live
        return True

    def _add(self, matched: Matched) -> bool:
        """Write new rows, first where one said that there was none; False without room."""
        free = list(matched.free.items())
        for key, (none, row) in zip(matched.new, free, strict=False):
            self.places[key] = row
            self._fill(key, row, self._was_rows[none])
            self._note_new(key, row)
        return self._extend(matched.new[len(free) :])

    def _extend(self, keys: Sequence[Key]) -> bool:
        """Write rows at the end of the table; False, and a fault noted, where there is no room."""
        if not keys:
            return True
        if fault := growth_fault(self.session.old, self.old, len(keys)):
            self.session.faults.append(fault)
            return False
        bottom, below = self.old.data.bottom, self.old.area.bottom
        grow(self.session.old, self.old, len(keys))
        shift_drawings(self.session.old, self.old.sheet, below, len(keys))
        for row, key in enumerate(keys, bottom + 1):
            self._append(key, row)
        return True

    def _append(self, key: Key, row: int) -> None:
        sheet, styles = self.session.old.sheet(self.old.sheet), self.session.old.styles
        self.places[key] = row
        for name, column in self.columns.items():
            now = self._now(key, name)
            above = styles.struck(sheet.read(row, column).style, through=False)
            if not sheet.read(row, column).formula:
                sheet.write(row, column, now.content, self.looks.like(above, now.style))
            self._place(key, name, Spot(self.old.sheet, row, column))
        self._raise(key, row)
        self._note_new(key, row)

    def _note_new(self, key: Key, row: int) -> None:
        self.written += 1
        if self.spec.grid.rolling:
            return
        place = str(Spot(self.old.sheet, row, self.columns[self.now.key[0]]))
        self.session.note(ChangeKind.NEW, self.now.slot, self._title(key), place=place)

    def _end(self, matched: Matched) -> None:
        """Strike out rows that the report no longer gives, and remember that they have ended."""
        sheet = self.session.old.sheet(self.old.sheet)
        for key, row in matched.ended.items():
            memory, first = self._was_rows[key], self.columns[self.now.key[0]]
            self.ended.append(shown(sheet.read(row, first).content))
            if not memory.ended:
                self._strike(row, through=True)
                title = f"{self.spec.grid.caption}: {self.ended[-1]}"
                place = str(Spot(self.old.sheet, row, first))
                self.session.note(ChangeKind.ENDED, self.now.slot, title, place=place)
            self.now.rows.append(RowMemory(self._recoded(memory), ended=True))

    def _forget(self, matched: Matched) -> None:
        """Note rows that somebody took out, and forget one that says that there is none."""
        for key in matched.removed:
            self.session.note(ChangeKind.ABSENT, self.now.slot, self._title(key))
        left_out = [self._now_rows[key] for key in matched.left_out]
        self.now.rows = [row for row in self.now.rows if row not in left_out]

    def _recoded(self, memory: RowMemory) -> list[str]:
        """The tokens of an earlier row in today's columns and list of number formats."""
        before, after = self.session.was.memory, self.session.now.memory
        tokens = dict(zip(self.was.columns, memory.tokens, strict=True))
        found = (tokens.get(name, "") for name in self.now.columns)
        return [recoded(each, before, after) for each in found]

    def _strike(self, row: int, *, through: bool) -> None:
        sheet, styles = self.session.old.sheet(self.old.sheet), self.session.old.styles
        for column in self.columns.values():
            style = sheet.read(row, column).style
            struck = styles.struck(style, through)
            if struck != style:
                sheet.restyle(row, column, struck)

    def _raise(self, key: Key, row: int) -> None:
        """Make a row as high as the companion built anew has it, never lower."""
        fresh = self.session.fresh.sheet(self.fresh.sheet).rows
        wanted = fresh.peek(self.fresh.data.top + self.order[key])
        sheet = self.session.old.sheet(self.old.sheet)
        sheet.raise_row(row, wanted.height if wanted else None)

    def _now(self, key: Key, name: str) -> Held:
        row, column = self._fresh_cell(key, name)
        return self.session.fresh.sheet(self.fresh.sheet).read(row, column)

    def _fresh_cell(self, key: Key, name: str) -> tuple[int, int]:
        top, columns = self._fresh_places
        return top + self.order[key], columns[name]

    @cached_property
    def _fresh_places(self) -> tuple[int, dict[str, int]]:
        """The first row of the table in the companion built anew, and where its columns stand."""
        area = self.fresh.data
        return area.top, {name: at for at, name in enumerate(self.now.columns, area.left)}

    def _place(self, key: Key, name: str, spot: Spot) -> None:
        """Remember where a cell of the companion built anew stands in the workbook."""
        fresh = (self.fresh.sheet, *self._fresh_cell(key, name))
        self.session.spots[fresh] = spot.sheet, spot.row, spot.column

    def _value(self, key: Key, name: str) -> CellValue:
        """What the report gives for a cell, None where it gave no such row or column."""
        at, column = self.order[key], self.now.columns.index(name)
        rows: Sequence[Sequence[CellValue]] = self.spec.grid.rows
        return rows[at][column] if at < len(rows) and column < len(rows[at]) else None

    def _title(self, key: Key) -> str:
        return f"{self.spec.grid.caption}: {shown(self._now(key, self.now.key[0]).content)}"

    def _slot(self, key: Key, name: str) -> Slot:
        value = self._value(key, name)
        if isinstance(value, Label):
            figures = [part for part in value.parts if isinstance(part, Figure)]
            value = figures[0] if len(figures) == 1 else None
        title = f"{self._title(key)}, {name}"
        if isinstance(value, Figure):
            return Slot(value.slot, value.title, live=True)
        if isinstance(value, Wording):
            return Slot(value.slot, title, live=True)
        return Slot(self.now.slot, title)
