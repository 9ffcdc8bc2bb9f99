"""The first sheet of a companion: what it is, what each sheet holds, how to read it, its inputs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pmf_engine.documents.excel.book import Book
from pmf_engine.documents.excel.memory import NotedWords
from pmf_engine.documents.excel.pages import ROW_POINTS, line_count
from pmf_engine.documents.excel.sheets import Companion, set_up_companion_page
from pmf_engine.documents.palette import HEADER
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Identity
from pmf_engine.model.values import MARK_MEANINGS, MARKS

_WIDTH = 80
_Lines = Iterable[tuple[str, str]]
_DRAFT = "DRAFT: made although some checks failed. Do not issue."


def write_about(companion: Companion, sheet: Any, holds: Sequence[tuple[str, str]]) -> None:
    """Fill the About sheet; `holds` gives each sheet's tab and what it holds."""
    book, identity = companion.book, companion.identity
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, _WIDTH)
    words = NotedWords(sheet)
    words.write_string(0, 0, clean(identity.title), book.format("title"))
    subtitle = ", ".join(filter(None, (identity.entity_title, identity.period_title)))
    words.write_string(1, 0, clean(subtitle), book.format("heading"))
    row = 3
    if identity.draft:
        words.write_string(row, 0, _DRAFT, book.format("warning"))
        row += 2
    row = _write_links(book, words, row, holds)
    row = _write_lines(book, words, row, "Marks", _marks(companion))
    row = _write_lines(book, words, row, "Made from", _origins(identity))
    _write_lines(
        book, words, row, "Workbooks read, with the SHA-256 of each", identity.inputs.items()
    )
    companion.memory.about = words.lines()
    sheet.hide_gridlines(2)
    sheet.set_tab_color(HEADER)
    sheet.activate()
    set_up_companion_page(sheet, identity, landscape=False)


def _write_links(book: Book, words: NotedWords, row: int, holds: Sequence[tuple[str, str]]) -> int:
    words.write_string(row, 0, "Sheets", book.format("heading"))
    for at, (tab, note) in enumerate(holds, row + 1):
        link = "internal:'{}'!A1".format(tab.replace("'", "''"))
        words.sheet.write_url(at, 0, link, book.format("link"), tab)
        words.note(at, 0, tab)
        _write_body(book, words, at, note)
    return row + len(holds) + 2


def _write_lines(book: Book, words: NotedWords, row: int, heading: str, lines: _Lines) -> int:
    known = [(label, text) for label, text in lines if text]
    if not known:
        return row
    words.write_string(row, 0, heading, book.format("heading"))
    for at, (label, text) in enumerate(known, row + 1):
        words.write_string(at, 0, clean(label), book.format("label"))
        _write_body(book, words, at, text)
    return row + len(known) + 2


def _write_body(book: Book, words: NotedWords, row: int, text: str) -> None:
    lines = line_count(clean(text), _WIDTH)
    if lines > 1:
        words.sheet.set_row(row, lines * ROW_POINTS)
    words.write_string(row, 1, clean(text), book.format("body"))


def _marks(companion: Companion) -> _Lines:
    used = {mark for figure in companion.figures.values() for mark in figure.marks}
    return [(sign, MARK_MEANINGS[mark]) for mark, sign in MARKS.items() if mark in used]


def _origins(identity: Identity) -> _Lines:
    return (
        ("Marking", identity.marking),
        ("Report", identity.report),
        ("Period", identity.period_title),
        ("As at", identity.today),
        ("Workspace", identity.workspace),
        ("Template", identity.template),
        ("Engine", identity.engine),
    )
