"""Which reports a workbook is filled from: the lines of its own sheet “Reporting settings”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.documents.text import identifier
from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Outcome, Task
from pmf_engine.engine.offering import Offered
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.periods import Period
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.workspaces import computed, offers, source_files, tasks_of

if TYPE_CHECKING:
    import xlwings

SHEET, TABLE = "Reporting settings", "Reporting_settings"
HEADINGS = ("Report", "Entity", "Period")
_NO_SETTINGS = (
    "This workbook does not say yet which report it is filled from. Press Settings, name the"
    " report on the sheet that comes up, and refresh again."
)


@dataclass(frozen=True, slots=True)
class Source:
    """A report, entity and period as somebody typed them; empty for the usual ones."""

    report: str
    entity: str = ""
    period: str = ""
    cell: str = ""

    def task(self, engine: Engine) -> Task:
        """Return what is to be computed. Raises PmfError, naming the cell, for what is unknown."""
        with self.naming_cell():
            period = Period.parse(self.period) if self.period else None
            return tasks_of(engine, self.report, self.entity, period)[0]

    def check(self, engine: Engine) -> None:
        """Raise PmfError, naming the cell, for a report or period that there is not."""
        with self.naming_cell():
            engine.catalogue.entry(self.report.partition("@")[0])
            if self.period:
                Period.parse(self.period)

    @contextmanager
    def naming_cell(self) -> Iterator[None]:
        """Name the cell in front of what is said of its words."""
        try:
            yield
        except InputFaults:
            raise
        except (PmfError, ValueError) as fault:
            raise PmfError(f"{SHEET}!{self.cell}: {fault}") from None


@dataclass(frozen=True, slots=True)
class Given:
    """What one source gives: its outcome, and by slot all that can be shown."""

    task: Task
    outcome: Outcome
    slots: dict[str, Offered]

    def names_of(self, slot: str) -> list[str]:
        """Return every name that a slot may have, without `pmf_`, the shortest first."""
        task = self.task
        parts = (task.name, task.entity.code, task.period.id)
        heads = [parts[:count] for count in range(4)]
        return [identifier("_".join((*head, slot))).casefold() for head in heads]


def read_sources(book: xlwings.Book) -> list[Source]:
    """Return what a workbook is filled from. Raises PmfError where it does not say."""
    found = named_sources(book)
    if not found:
        raise PmfError(_NO_SETTINGS)
    return found


def named_sources(book: xlwings.Book) -> list[Source]:
    """Return what a workbook says it is filled from; none where it does not say."""
    tables = book.sheets[SHEET].tables if SHEET in book.sheets else ()
    table = next((one for one in tables if one.name == TABLE), None)
    if table is None or table.data_body_range is None:
        return []
    body = table.data_body_range
    lines = [[_text(value) for value in row] for row in exact(body)]
    found = [
        Source(line[0], line[1], line[2], body[at, 0].get_address(False, False))
        for at, line in enumerate(lines)
        if line[0]
    ]
    return list(dict.fromkeys(found))


def files_of(engine: Engine, sources: Iterable[Source]) -> list[Path]:
    """Return the files that sources read. Raises PmfError, naming the cell, for an unknown one."""
    found = set[Path]()
    for one in sources:
        with one.naming_cell():
            found.update(source_files(engine, [one.report]))
    return sorted(found)


def give(engine: Engine, source: Source) -> Given:
    """Return what a source gives now. Raises InputFaults where errors stop its report."""
    task = source.task(engine)
    outcome = computed(engine, task)
    moment = datetime.now().replace(second=0, microsecond=0)
    return Given(task, outcome, {**offers(engine, task), "refreshed": moment})


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()
