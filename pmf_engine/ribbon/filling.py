"""The slots of an analyst's own workbook: what is to be written into each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.values import Shown, shown_cell
from pmf_engine.model.content import Grid
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.values import Figure
from pmf_engine.ribbon.plan import Block, Plan
from pmf_engine.ribbon.remembering import Memory, headings_of, memory_block, pack, remembered
from pmf_engine.ribbon.slots import Filled
from pmf_engine.ribbon.tabling import TableFilling, cell_value
from pmf_engine.ribbon.words import counted

if TYPE_CHECKING:
    import xlwings

_MOMENT = "dd mmm yyyy hh:mm"


@dataclass
class BookFilling:
    """An open workbook and the slots in it that are to be filled."""

    book: xlwings.Book
    filled: Iterable[Filled]
    faults: list[Finding] = field(default_factory=list)

    def plan(self) -> Plan:
        """Return what is to be written. Raises InputFaults, with every fault, if it cannot be."""
        plan, was = Plan(), remembered(self.book)
        now, cells = dict(was), 0
        for one in self.filled:
            if isinstance(one.content, Grid):
                titles = headings_of(was[one.slot.name]) if one.slot.name in was else ()
                table = TableFilling(self.book, one.slot, one.content, titles)
                self._table(plan, one, table)
                now[one.slot.name] = pack(one.slot.name, _of_table(one, table))
            elif one.slot.is_table or one.slot.place.rows * one.slot.place.columns > 1:
                self._misfit(one, "is one figure, but the name stands for several cells. Let it"
                    " name one cell.")  # fmt: skip
            else:
                block = self._cell(one)
                (plan.stamps if one.is_stamp else plan.blocks).append(block)
                cells += 1
                if isinstance(one.content, Figure):
                    now[one.slot.name] = pack(one.slot.name, _of_cell(one, one.content))
        if self.faults:
            raise InputFaults(self.faults)
        if cells:
            plan.told.insert(0, f"{counted(cells, 'cell')} brought up to date")
        if now != was:
            plan.hidden.append(memory_block(self.book, now))
        return plan

    def _table(self, plan: Plan, one: Filled, table: TableFilling) -> None:
        if one.slot.place.rows < 2:
            self._misfit(one, "is a table. Make it one in the sheet too: type its headings, select"
                " them with a row below, and insert a table of that name.")  # fmt: skip
            return
        plan.take(table.plan())
        self.faults += table.faults

    def _misfit(self, one: Filled, what: str) -> None:
        place, name = one.slot.place, one.slot.name
        message = f"{name} {what}"
        self.faults.append(error("live-misfit", message, sheet=place.sheet, cell=place.address))

    def _cell(self, one: Filled) -> Block:
        shown, place = _shown(one), one.slot.place
        code = place.cells(self.book).number_format or ""
        formats = [(place, shown.format)] if shown.format else []
        return Block(place, [[cell_value(shown, code)]], one.slot.name, formats)


def _shown(one: Filled) -> Shown:
    if isinstance(one.content, datetime):
        return Shown(one.content, _MOMENT)
    if isinstance(one.content, Grid):
        raise TypeError("a table is no cell")
    return shown_cell(one.content)


def _of_table(one: Filled, table: TableFilling) -> Memory:
    memory = Memory(table.titles, one.given.task.name, table.key_titles)
    for key, heading, figure in table.figures():
        memory.add(key, heading, figure)
    return memory


def _of_cell(one: Filled, figure: Figure) -> Memory:
    memory = Memory(report=one.given.task.name)
    memory.add((), "", figure)
    return memory
