"""What an open workbook has to do with the reports: filled from some, read by some, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine
from pmf_engine.ribbon.companions import lineage_in
from pmf_engine.ribbon.open_sources import is_one_of
from pmf_engine.ribbon.sources import named_sources
from pmf_engine.ribbon.workspaces import source_files

if TYPE_CHECKING:
    import xlwings


@dataclass(frozen=True, slots=True)
class Asked:
    """A report that a workbook has to do with, whose entity and period may be open."""

    report: str
    entity: str = ""
    period: str = ""

    @property
    def key(self) -> str:
        """The report's key, without the options chosen."""
        return self.report.partition("@")[0]


def asked_of(book: xlwings.Book, engine: Engine) -> list[Asked]:
    """Return the reports of a workbook: those it is filled from, else those that read it.

    A workbook that has nothing to do with any report stands for all that are in use.
    Raises PmfError, naming the cell, for a report or period that there is not.
    """
    lineage = lineage_in(book)
    if lineage is not None:
        own = lineage.identity
        return [Asked(own.report, own.entity, own.period)]
    sources = named_sources(book)
    for one in sources:
        one.check(engine)
    if sources:
        return [Asked(one.report, one.entity, one.period) for one in sources]
    used = list(engine.used)
    reading = [key for key in used if is_one_of(book, source_files(engine, [key]))]
    return [Asked(key) for key in reading or used]
