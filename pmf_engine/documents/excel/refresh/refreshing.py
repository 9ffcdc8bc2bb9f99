"""One refresh, in order: tables, words, charts, names, and what the workbook remembers."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from pmf_engine.documents.excel.companion import build_excel
from pmf_engine.documents.excel.fill.book import Book
from pmf_engine.documents.excel.lineage import lineage_rows
from pmf_engine.documents.excel.memory import (
    LOST,
    ChartMemory,
    RowMemory,
    TableMemory,
    memory_rows,
    recoded,
)
from pmf_engine.documents.excel.refresh.about import refresh_about
from pmf_engine.documents.excel.refresh.charts import refresh_charts
from pmf_engine.documents.excel.refresh.looks import Looks
from pmf_engine.documents.excel.refresh.names import refresh_names
from pmf_engine.documents.excel.refresh.session import (
    Session,
    check_identity,
    remembered,
    write_memory,
)
from pmf_engine.documents.excel.refresh.sparklines import refresh_sparklines
from pmf_engine.documents.excel.refresh.tables import TableRefresh
from pmf_engine.documents.excel.refresh.words import refresh_pages, refresh_words, sheet_words
from pmf_engine.documents.excel.sheets import TREND
from pmf_engine.model.content import Identity, Sheet
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.refresh import ChangeKind, Refreshed, in_order
from pmf_engine.model.values import Figure

_EPOCH = (
    "The workbook counts its days from 1904, which the engine's own workbooks never do, so that its"
    " days cannot be trusted. Build it anew with pmf run."
)


def refresh_excel(
    data: bytes,
    sheets: Sequence[Sheet],
    identity: Identity,
    figures: Sequence[Figure] = (),
    *,
    overwrite: bool = False,
) -> Refreshed:
    """Return a companion, as people left it, with the content of the report as it is now.

    What `build_excel` wrote is brought up to date where it stands: rows by their key, in people's
    order. What somebody typed over is kept and told, or replaced with `overwrite`; a formula always
    stays. Every other part of the file keeps its bytes. Where nothing differs, so does the file.

    Raises InputFaults where a table cannot be filled, and PmfError for a file that is no companion
    of this report and entity, or must not be changed.
    """
    session = refreshed(data, sheets, identity, figures, overwrite)
    return Refreshed(session.old.to_bytes(), in_order(session.changes))


def refreshed(
    data: bytes,
    sheets: Sequence[Sheet],
    identity: Identity,
    figures: Sequence[Figure],
    overwrite: bool,
) -> Session:
    """Return a refresh that is done, but for writing the file. Raises what `refresh_excel` does."""
    old, fresh = Book(data), Book(build_excel(sheets, identity, figures))
    if old.epoch1904:
        raise PmfError(_EPOCH)
    session = Session(old, fresh, remembered(old), remembered(fresh), overwrite)
    check_identity(session.was.lineage.identity, identity)
    looks = Looks(old.styles, fresh.styles)
    shown = _refresh_tables(session, looks, sheets)
    if session.faults:
        raise InputFaults(session.faults)
    refresh_about(session, looks)
    refresh_charts(session, shown)
    session.names = refresh_names(session, looks)
    if refresh_pages(session):
        session.note(ChangeKind.CONTENT, "pages", "What prints on every page")
    lines = lineage_rows(session.now.lineage, session.names)
    session.memory = list(chain(lines, memory_rows(session.now.memory)))
    write_memory(session, session.memory)
    return session


def _refresh_tables(
    session: Session, looks: Looks, sheets: Sequence[Sheet]
) -> list[tuple[str, Sheet]]:
    """Fill the tables and return the name of the sheet where each content stands."""
    shown = []
    for spec in sheets:
        now = session.now.memory.tables[spec.grid.slot]
        was = session.was.memory.tables.get(spec.grid.slot)
        table = session.old.tables.get(was.name.casefold()) if was else None
        if was is None or table is None:
            session.note(ChangeKind.ABSENT, spec.grid.slot, spec.grid.caption)
            continue
        fresh = session.fresh.tables[now.name.casefold()]
        now.name = was.name
        one = TableRefresh(session, looks, spec, table, fresh, was, now)
        one.run()
        if not session.faults:
            _refresh_around(one)
        shown.append((table.sheet, spec))
    _keep_gone(session)
    return shown


def _refresh_around(one: TableRefresh) -> None:
    """Bring the words above a table and the lines in it up to date, and note what changed."""
    session, spec, sheet = one.session, one.spec, one.old.sheet
    draft = session.now.lineage.identity.draft
    words = sheet_words(spec, draft, one.ended)
    drawn = _refresh_lines(one)
    above = refresh_words(session, sheet, one.old.area.top, one.was, one.now, words)
    if one.written or above or drawn:
        cells = f"{one.written} cells beside its figures" if one.written else ""
        session.note(ChangeKind.CONTENT, spec.grid.slot, spec.grid.caption, new=cells, place=sheet)


def _refresh_lines(one: TableRefresh) -> bool:
    runs, column = one.spec.sparklines, one.columns.get(TREND)
    if not runs or column is None:
        return False
    rows = {one.places[key]: runs[at] for key, at in one.order.items() if key in one.places}
    found = refresh_sparklines(one.session, one.old.sheet, column, rows)
    if found is None and any(runs):
        grid, memory = one.spec.grid, one.session.now.memory
        told = ChartMemory(f"{grid.slot}#{TREND}", LOST, LOST, LOST)
        memory.charts[told.name] = told
        if told.name not in one.session.was.memory.charts:
            one.session.note(ChangeKind.ABSENT, grid.slot, f"{grid.caption}: lines of trend")
    return bool(found)


def _keep_gone(session: Session) -> None:
    """Note tables that the report no longer gives; they stay as they are."""
    for slot, was in session.was.memory.tables.items():
        if slot in session.now.memory.tables or was.name.casefold() not in session.old.tables:
            continue
        if any(not row.ended for row in was.rows):
            session.note(ChangeKind.GONE, slot, f"Table {was.name}")
        before, after = session.was.memory, session.now.memory
        rows = [
            RowMemory([recoded(token, before, after) for token in row.tokens], ended=True)
            for row in was.rows
        ]
        session.now.memory.tables[slot] = TableMemory(
            slot, was.name, was.columns, was.key, was.words, rows
        )
