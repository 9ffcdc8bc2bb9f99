"""The About sheet of a companion: its lines written anew, or one by one where people edited it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pmf_engine.documents.excel.fill.sheet import Held, M, SheetPart
from pmf_engine.documents.excel.memory import Line, token
from pmf_engine.documents.excel.refresh.looks import Looks
from pmf_engine.documents.excel.refresh.session import Session, shown
from pmf_engine.model.cells import Area, cell_name
from pmf_engine.model.refresh import ChangeKind

ABOUT = "About"
_TITLE = "About this workbook"
_LABEL, _TEXT = 1, 2


def refresh_about(session: Session, looks: Looks) -> None:
    """Bring the About sheet up to date, wherever somebody moved it to."""
    was, now = session.was.memory.about, session.now.memory.about
    name = next((each for each in session.old.parts if _holds(session.old.sheet(each), was)), None)
    name = name or session.old.sheet_name(ABOUT)
    if name is None:
        session.note(ChangeKind.ABSENT, "about", _TITLE)
    elif was != now or _lines(session.old.sheet(name), len(was)) != was:
        about = _About(session, looks, name)
        whole = _lines(session.old.sheet(name), len(was)) == was and about.has_room(was, now)
        if about.write(len(was)) if whole else about.patch(was):
            session.note(ChangeKind.CONTENT, "about", _TITLE, place=name)


def _holds(sheet: SheetPart, was: list[Line]) -> bool:
    return len(was) > 1 and _lines(sheet, 1) == was[:1]


def _lines(sheet: SheetPart, count: int) -> list[Line]:
    rows = range(1, count + 1)
    return [(_token(sheet, row, _LABEL), _token(sheet, row, _TEXT)) for row in rows]


def _token(sheet: SheetPart, row: int, column: int) -> str:
    return token(sheet.read(row, column).content)


class _About:
    """The sheet in the workbook and in the companion built anew."""

    def __init__(self, session: Session, looks: Looks, name: str) -> None:
        self._session, self._looks, self._name = session, looks, name
        self._old, self._fresh = session.old.sheet(name), session.fresh.sheet(ABOUT)
        self._count = len(session.now.memory.about)

    def has_room(self, was: list[Line], now: list[Line]) -> bool:
        """Whether the lines below those that were written are free, as far as they are needed."""
        below = Area(_LABEL, len(was) + 1, _TEXT, max(len(was), len(now)) + 1)
        return next(self._old.occupied(below), None) is None

    def write(self, count: int) -> bool:
        """Write all lines over those that were written."""
        links = dict(self._links())
        places = {_token(self._old, row, _LABEL): link for row, link in links.items()}
        changed = False
        for row in range(1, max(count, self._count) + 1):
            for column in (_LABEL, _TEXT):
                changed = self._write(row, column, self._fresh.read(row, column)) or changed
            link = places.get(_token(self._fresh, row, _LABEL))
            if link is not None and link.get("ref") != cell_name(row, _LABEL):
                self._old.shell_changes()
                link.set("ref", cell_name(row, _LABEL))
        return changed

    def _write(self, row: int, column: int, now: Held) -> bool:
        before = self._old.read(row, column)
        if token(before.content) == token(now.content):
            return False
        style = self._looks.like(before.style, now.style)
        self._old.write(row, column, now.content, style)
        return True

    def _links(self) -> Iterator[tuple[int, etree._Element]]:
        for link in self._old.shell.iter(f"{M}hyperlink"):
            area = Area.parse(link.get("ref", ""))
            if area and area.left == _LABEL:
                yield area.top, link

    def patch(self, was: list[Line]) -> bool:
        """Write the lines that can be found by their label, or by what they said."""
        last = self._old.rows.last
        rows = {_token(self._old, row, _LABEL): row for row in range(last, 0, -1)}
        texts = dict(was)
        changed = False
        for at in range(1, self._count + 1):
            label, now = _token(self._fresh, at, _LABEL), self._fresh.read(at, _TEXT)
            if not now.content.kind:
                changed = self._patch_title(at, was, rows) or changed
            elif label in rows:
                changed = self._patch_text(rows[label], texts.get(label, ""), now) or changed
            elif label not in texts:
                title = f"{_TITLE}: {shown(self._fresh.read(at, _LABEL).content)}"
                self._session.note(ChangeKind.ABSENT, "about", title)
        return changed

    def _patch_title(self, at: int, was: list[Line], rows: dict[str, int]) -> bool:
        """Write a line without a text where the line that was there still stands."""
        before = was[at - 1][0] if at <= 2 and at <= len(was) else ""
        now = self._fresh.read(at, _LABEL).content
        if before not in rows or not before or token(now) == before:
            return False
        self._old.write(rows[before], _LABEL, now)
        return True

    def _patch_text(self, row: int, before: str, now: Held) -> bool:
        held = self._old.read(row, _TEXT).content
        if token(held) == token(now.content):
            return False
        if token(held) == before or self._session.overwrite:
            self._old.write(row, _TEXT, now.content)
            return True
        place = f"{self._name}!{cell_name(row, _TEXT)}"
        words = {"old": shown(held), "new": shown(now.content), "place": place}
        self._session.note(ChangeKind.TYPED_OVER, "about", _TITLE, **words)
        return False
