"""Settings: the sheet that says which report a workbook is filled from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine
from pmf_engine.engine.variants import variants
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.native import has_fixed_sheets
from pmf_engine.ribbon.our_sheets import add_last
from pmf_engine.ribbon.quiet import quiet
from pmf_engine.ribbon.sources import HEADINGS, SHEET, TABLE, read_sources
from pmf_engine.ribbon.words import named
from pmf_engine.ribbon.workspaces import engine_for

if TYPE_CHECKING:
    import xlwings

_TITLE = "Reporting settings: what this workbook is filled from"
_NOTE = (
    "Fill a line for each report. Leave Entity empty for the group, and Period empty for the newest"
    " complete one. Then press Refresh all."
)
_TOP, _SPARE, _OFFER = 4, 3, 5
_OFFERED = ("Reports you may name", "Whom they cover")
_WIDTHS = (30, 14, 14, 4, 34, 60)


def act(words: list[str], book: xlwings.Book) -> Answer:  # noqa: ARG001  (every action takes both)
    """Bring the sheet up, made if need be; say what the workbook is filled from."""
    engine = engine_for(book)
    if SHEET not in book.sheets:
        _make(book, engine)
        book.sheets[SHEET].activate()
        return done(f"Name the report on the sheet “{SHEET}”, then press Refresh all.")
    book.sheets[SHEET].activate()
    tasks = [source.task(engine) for source in read_sources(book)]
    home = f"The workspace is {engine.workspace.title}, in {engine.workspace.root}."
    return done("\n".join(["This workbook is filled from:", *map(named, tasks), home]))


def _make(book: xlwings.Book, engine: Engine) -> None:
    """Add the sheet. Raises PmfError where the workbook is protected against that."""
    if has_fixed_sheets(book):
        raise PmfError(
            "The workbook is protected against new sheets, and the settings stand on one."
            " Take the protection away (Review, Protect Workbook)."
        )
    offered = [_OFFERED, *_offered(engine)]
    with quiet(book):
        sheet = add_last(book, SHEET)
        for at, chars in enumerate(_WIDTHS, 1):
            sheet.range((1, at)).column_width = chars
        sheet["A1"].value = [[_TITLE], [_NOTE]]
        sheet["A1"].font.bold, sheet["A1"].font.size = True, 14
        sheet.range((_TOP + 1, 1), (_TOP + _SPARE, len(HEADINGS))).number_format = "@"
        sheet.range((_TOP, 1)).value = [list(HEADINGS)]
        sheet.range((_TOP, _OFFER)).value = [list(line) for line in offered]
        sheet.range((_TOP, _OFFER), (_TOP, _OFFER + 1)).font.bold = True
        table = sheet.range((_TOP, 1), (_TOP + _SPARE, len(HEADINGS)))
        sheet.tables.add(source=table, name=TABLE)


def _offered(engine: Engine) -> Iterator[tuple[str, str]]:
    for key, entry in engine.used.items():
        codes = ", ".join(one.code for one in engine.scope(key).everyone)
        for name, _ in variants(entry.report):
            yield name, codes
