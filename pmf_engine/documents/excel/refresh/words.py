"""The words around the tables: titles, notes, DRAFT, what prints on each page, the file's title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from pmf_engine.documents.excel.fill.content import BLANK, Content
from pmf_engine.documents.excel.fill.sheet import Held, M
from pmf_engine.documents.excel.memory import TableMemory, text_token, token
from pmf_engine.documents.excel.refresh.cells import Slot, Spot, Verdict, decide
from pmf_engine.documents.excel.refresh.session import Session
from pmf_engine.documents.excel.sheets import file_title, page_words
from pmf_engine.documents.package import parse, serialise
from pmf_engine.documents.text import clean
from pmf_engine.model.content import Sheet
from pmf_engine.model.naming import some_of

_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_MOST_NAMED = 5
_ENDED = "No longer in the report, struck through: {}."


def sheet_words(spec: Sheet, draft: bool, ended: Sequence[str]) -> list[str]:
    """Return title, note and draft line of a sheet; `ended` names rows that have ended."""
    note = clean(spec.note)
    if ended:
        note = f"{note} {_ENDED.format(some_of(ended, _MOST_NAMED))}".strip()
    return [clean(spec.title), note, "DRAFT" if draft else ""]


def refresh_words(
    session: Session,
    sheet_name: str,
    top: int,
    was: TableMemory,
    now: TableMemory,
    words: list[str],
) -> bool:
    """Write title, note and draft line above a table whose headings stand in row `top`.

    Each is found by what it was; return whether anything was written.
    """
    now.words = [text_token(each) for each in words]
    home = max(1, top - len(words))
    each = zip(range(home, top), was.words, words, strict=False)
    written = [_refresh_line(session, sheet_name, was, *one) for one in each]
    return any(written)


def _refresh_line(
    session: Session, sheet_name: str, was: TableMemory, home: int, before: str, text: str
) -> bool:
    """Write one line where it was last filled, else where it belongs; return whether it changed."""
    sheet, wanted = session.old.sheet(sheet_name), Content("s", text) if text else BLANK
    top = home + len(was.words)
    rows = [row for row in range(1, top) if before and token(sheet.read(row, 1).content) == before]
    row = rows[0] if rows else home
    held = sheet.read(row, 1)
    if token(held.content) == token(wanted) or (not before and held.content.kind):
        return False
    if before and not rows:
        slot, spot = Slot(was.slot, "Words above the table"), Spot(sheet_name, row, 1)
        if decide(session, spot, slot, before, Held(wanted)) is not Verdict.WRITE:
            return False
    sheet.write(row, 1, wanted)
    return True


def refresh_pages(session: Session) -> bool:
    """Bring what prints above and below each page up to date, where nobody changed it."""
    was, now = session.was.lineage.identity, session.now.lineage.identity
    written = False
    for name in session.old.parts:
        if name.startswith("_"):
            continue
        sheet = session.old.sheet(name)
        for element, before, after in _pages(sheet.shell, page_words(was), page_words(now)):
            if element.text != before or before == after:
                continue
            sheet.shell_changes()
            element.text = after
            written = True
    return written | _file_title(session, file_title(was), file_title(now))


def _pages(
    shell: etree._Element, before: tuple[str, str], after: tuple[str, str]
) -> Iterator[tuple[etree._Element, str, str]]:
    for tag, old, new in zip(("oddHeader", "oddFooter"), before, after, strict=True):
        for element in shell.iterfind(f"{M}headerFooter/{M}{tag}"):
            yield element, old, new


def _file_title(session: Session, before: str, after: str) -> bool:
    """Give the file the title of the period, unless somebody gave it another."""
    for part in session.old.linked("", "core-properties"):
        root = parse(session.old.read(part))
        title = root.find(_TITLE)
        if title is not None and title.text == before and before != after:
            title.text = after
            session.old.replace(part, serialise(root))
            return True
    return False
