"""What a book holds: sheets, defined names and tables."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

from xlwings import NoSuchObjectError, utils
from xlwings import base_classes as base

from tests.live_kit.filters import NativeFilter, NativeTable, filter_of
from tests.live_kit.office import properties, refusals, struct
from tests.live_kit.ranges import Range

_XL_A1 = 1  # Excel's own grammar of addresses
_FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xlam": "Calc MS Excel 2007 VBA XML",
}
_PLACE = re.compile(r"='?(.+?)'?!\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
_TABLE = re.compile(r"(\w+)(?:\[(#All|#Data|#Headers)\])?")
Item = TypeVar("Item")


class Items(Generic[Item]):
    """A collection by number from 1, or by name in any case, as xlwings wants it."""

    def titles(self) -> list[str]:
        """The names of all, asked for once: each call to Calc takes its time."""
        raise NotImplementedError

    def item(self, title: str) -> Item:
        """The one of that name, as `titles` spells it."""
        raise NotImplementedError

    def items(self) -> list[Item]:
        """All of them, in order."""
        return [self.item(title) for title in self.titles()]

    def __len__(self) -> int:
        return len(self.titles())

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items())

    def __call__(self, key: Any) -> Item:
        titles = self.titles()
        if isinstance(key, int):
            return self.item(titles[key - 1])
        found = [title for title in titles if title.lower() == str(key).lower()]
        if not found:
            raise KeyError(key)
        return self.item(found[0])

    def contains(self, key: Any) -> bool:
        return str(key).lower() in [title.lower() for title in self.titles()]

    __contains__ = contains


class Books(Items["Book"], base.Books):
    """The open books; the one used last is active."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.opened: list[Book] = []

    def titles(self) -> list[str]:
        return [book.name for book in self.opened]

    def item(self, title: str) -> Book:
        return next(book for book in self.opened if book.name == title)

    @property
    def api(self) -> Any:
        return self.app.api

    @property
    def active(self) -> Any:
        return self.opened[-1] if self.opened else None

    def add(self) -> Book:
        return self._load("private:factory/scalc", f"Book{len(self.opened) + 1}")

    def open(
        self,
        fullname: str,
        update_links: Any = None,
        read_only: Any = None,
        *rest: Any,
        **more: Any,
    ) -> Book:
        return self._load(Path(fullname).absolute().as_uri(), str(fullname), read_only)

    def _load(self, url: str, path: str, read_only: Any = False) -> Book:
        wishes: dict[str, Any] = {"Hidden": True, "MacroExecutionMode": 0}
        if url.endswith(".xlam"):
            wishes["FilterName"] = _FILTERS[".xlam"]
        with refusals(path):
            doc = self.app.api.loadComponentFromURL(
                url, "_blank", 0, properties(ReadOnly=bool(read_only), **wishes)
            )
        if doc is None:
            raise OSError(f"{path} could not be opened")
        self.opened.append(Book(self, doc, path))
        return self.opened[-1]


class NativeBook:
    """What code written for Excel asks of a book's `.api`."""

    def __init__(self, doc: Any) -> None:
        self.doc = doc

    @property
    def Saved(self) -> bool:
        """Whether all that was changed has been saved."""
        return not self.doc.isModified()

    @Saved.setter
    def Saved(self, value: bool) -> None:
        self.doc.setModified(not value)

    def SaveCopyAs(self, Filename: str) -> None:
        """Save a copy; the book stays what it is."""
        wishes = properties(FilterName=_FILTERS[Path(Filename).suffix.lower()])
        with refusals(Filename):
            self.doc.storeToURL(Path(Filename).absolute().as_uri(), wishes)

    @property
    def ProtectStructure(self) -> bool:
        """Whether sheets may not be added."""
        return bool(self.doc.isProtected())

    @property
    def ReadOnly(self) -> bool:
        """Whether it was opened only to be read."""
        return bool(self.doc.isReadonly())


class Book(base.Book):
    """An open book."""

    def __init__(self, books: Books, doc: Any, path: str) -> None:
        self.books, self.doc, self.path = books, doc, str(path)
        self.parser = doc.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.FormulaConvention = _XL_A1
        self.parser.CompileEnglish = True
        self._formats: dict[int, Any] = {}
        # Each new object of Calc's is asked what it can do before it does anything: keep them.
        self.all_sheets, self.all_names = doc.Sheets, doc.NamedRanges
        self.all_tables = doc.DatabaseRanges
        self._kept: dict[str, Any] = {}

    def sheet_of(self, name: str) -> Any:
        """Return Calc's own object of a sheet."""
        if name not in self._kept:
            self._kept[name] = self.all_sheets.getByName(name)
        return self._kept[name]

    def forget_sheets(self) -> None:
        """Ask anew for every sheet: one was taken out or has another name."""
        self._kept.clear()

    def _format(self, key: int) -> Any:
        """Return a number format; each is asked for once, as a call to Calc takes its time."""
        if key not in self._formats:
            held = self.doc.NumberFormats.getByKey(key)
            self._formats[key] = held.FormatString, held.Type
        return self._formats[key]

    def format_of(self, key: int) -> str:
        """Return the code of a number format."""
        return str(self._format(key)[0])

    def kind_of(self, key: int) -> int:
        """Return the kind of a number format, as bits."""
        return int(self._format(key)[1])

    @property
    def api(self) -> NativeBook:
        return NativeBook(self.doc)

    @property
    def app(self) -> Any:
        return self.books.app

    @property
    def name(self) -> str:
        return Path(self.path).name

    @property
    def fullname(self) -> str:
        return self.path

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self) -> None:
        self.books.opened.remove(self)
        self.books.opened.append(self)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        if path:
            self.path = str(Path(path).absolute())
        where = Path(self.path)
        wishes = properties(FilterName=_FILTERS[where.suffix.lower()])
        with refusals(self.path):
            self.doc.storeToURL(where.as_uri(), wishes)
        self.doc.setModified(False)

    def close(self) -> None:
        self.books.opened.remove(self)
        self.doc.close(True)


class NativeSheet:
    """What code written for Excel asks of a sheet's `.api`."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.xl = sheet, sheet.xl

    @property
    def ListObjects(self) -> list[NativeTable]:
        """The tables, as Excel has them."""
        return [table.api for table in self.sheet.tables.items()]

    @property
    def AutoFilter(self) -> NativeFilter | None:
        """The filter of cells that are no table."""
        loose = self.sheet.book.doc.getPropertyValue("UnnamedDatabaseRanges")
        at = self.sheet.index - 1
        return filter_of(loose.getByTable(at)) if loose.hasByTable(at) else None

    @property
    def FilterMode(self) -> bool:
        """Whether that filter hides rows."""
        return self.AutoFilter is not None and self.AutoFilter.FilterMode

    @property
    def ProtectContents(self) -> bool:
        """Whether the sheet is protected."""
        return bool(self.xl.isProtected())

    def Protect(self, Password: str = "") -> None:
        """Protect the sheet."""
        self.xl.protect(Password)

    def Unprotect(self, Password: str = "") -> None:
        """Take the protection away."""
        self.xl.unprotect(Password)


class Sheets(Items["Sheet"], base.Sheets):
    """The sheets of a book, very hidden ones too."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        return self.book.all_sheets

    def titles(self) -> list[str]:
        return list(self.api.ElementNames)

    def item(self, title: str) -> Sheet:
        return Sheet(self.book, title)

    def __call__(self, key: Any) -> Sheet:
        if isinstance(key, str) and self.api.hasByName(key):
            return self.item(key)
        return super().__call__(key)

    @property
    def active(self) -> Sheet:
        return self(self.book.doc.CurrentController.getActiveSheet().Name)

    def add(self, before: Any = None, after: Any = None, name: str | None = None) -> Sheet:
        title = name or f"Sheet{len(self) + 1}"
        at = before.index - 1 if before else after.index if after else len(self)
        with refusals(title):
            self.api.insertNewByName(title, at)
        added = self(title)
        added.activate()
        return added


class Sheet(base.Sheet):
    """A sheet of a book."""

    def __init__(self, book: Book, name: str) -> None:
        self._book, self.xl = book, book.sheet_of(name)

    @property
    def api(self) -> NativeSheet:
        return NativeSheet(self)

    @property
    def book(self) -> Book:
        return self._book

    @property
    def name(self) -> str:
        return str(self.xl.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.xl.setName(value)
        self.book.forget_sheets()

    @property
    def index(self) -> int:
        return int(self.xl.RangeAddress.Sheet) + 1

    @property
    def names(self) -> Names:
        return Names(self.book, self)

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def visible(self) -> bool:
        return bool(self.xl.IsVisible)

    @visible.setter
    def visible(self, value: Any) -> None:
        self.xl.IsVisible = value is True

    @property
    def cells(self) -> Range:
        return Range(self, self.xl)

    @property
    def used_range(self) -> Range:
        cursor = self.xl.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.RangeAddress
        return self.range((1, 1), (end.EndRow + 1, end.EndColumn + 1))

    def activate(self) -> None:
        self.book.doc.CurrentController.setActiveSheet(self.xl)

    select = activate

    def delete(self) -> None:
        """Take the sheet out; Calc then forgets tables of other sheets, which Excel does not."""
        areas, gone = self.book.all_tables, self.index - 1
        kept = {name: areas.getByName(name).DataArea for name in areas.ElementNames}
        self.book.all_sheets.removeByName(self.name)
        self.book.forget_sheets()
        for name, area in kept.items():
            if area.Sheet != gone and not areas.hasByName(name):
                area.Sheet -= area.Sheet > gone
                areas.addNewByName(name, area)

    def clear(self) -> None:
        self.cells.clear()

    def clear_contents(self) -> None:
        self.cells.clear_contents()

    def autofit(self, axis: str | None = None) -> None:
        self.used_range.autofit(axis)

    def range(self, first: Any, last: Any = None) -> Range:
        """Return cells by place, by the corners of two ranges, by address, name or table."""
        if isinstance(first, Range) or isinstance(last, Range):
            return self._around(first, last or first)
        if isinstance(first, str):
            corners = _corners(first)
            if corners is None:
                return self._named(first)
            first, last = corners
        last = last or first
        if len(first) == 4:
            last = first[0] + first[2] - 1, first[1] + first[3] - 1
        (top, left), (bottom, right) = first[:2], last[:2]
        with refusals(self.name):
            found = self.xl.getCellRangeByPosition(left - 1, top - 1, right - 1, bottom - 1)
        return Range(self, found)

    def _around(self, first: Range, last: Range) -> Range:
        a, b = first.area, last.area
        return self.range(
            (min(a.StartRow, b.StartRow) + 1, min(a.StartColumn, b.StartColumn) + 1),
            (max(a.EndRow, b.EndRow) + 1, max(a.EndColumn, b.EndColumn) + 1),
        )

    def _named(self, text: str) -> Range:
        if "!" in text:
            sheet, _, place = text.rpartition("!")
            return self.book.sheets(sheet.strip("'")).range(place)
        for names in (self.names, self.book.names):
            if names.contains(text):
                return names(text).refers_to_range
        part = _TABLE.fullmatch(text)
        for sheet in self.book.sheets if part else ():
            if part and part[1] in sheet.tables:
                return sheet.tables(part[1]).part(part[2])
        raise NoSuchObjectError(f"The address/named range '{text}' doesn't exist.")


def _corners(text: str) -> Any:
    with contextlib.suppress(Exception):
        first, last = utils.a1_to_tuples(text)
        return (first, last) if first else None
    return None


class Names(Items["Name"], base.Names):
    """The defined names of a book, or those of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self.book, self.sheet = book, sheet

    @property
    def api(self) -> Any:
        return self.sheet.xl.NamedRanges if self.sheet else self.book.all_names

    def titles(self) -> list[str]:
        return list(self.api.ElementNames)

    def item(self, title: str) -> Name:
        return Name(self, title)

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name.name, name) for name in self.items()]

    def add(self, name: str, refers_to: str) -> Name:
        place = _PLACE.fullmatch(refers_to)
        content = refers_to.removeprefix("=")
        if place:
            content = f"$'{place[1]}'.${place[2]}${place[3]}"
            content += f":${place[4]}${place[5]}" if place[4] else ""
        if self.contains(name):
            self.api.removeByName(self(name).name)
        with refusals(name):
            self.api.addNewByName(name, content, struct("table.CellAddress"), 0)
        return self(name)


class Name(base.Name):
    """A defined name."""

    def __init__(self, parent: Names, key: str) -> None:
        self.parent, self.key = parent, key
        self.xl = parent.api.getByName(key)

    @property
    def api(self) -> Any:
        return self.xl

    @property
    def name(self) -> str:
        return self.key

    def delete(self) -> None:
        self.parent.api.removeByName(self.key)

    @property
    def refers_to_range(self) -> Range:
        found = self.xl.getReferredCells()
        if found is None:
            raise NoSuchObjectError(self.key)
        return Range(self.parent.book.sheets(found.Spreadsheet.Name), found)

    @property
    def refers_to(self) -> str:
        found = self.xl.getReferredCells()
        if found is None:
            return f"={self.xl.Content}"
        cells = self.refers_to_range
        quote = "" if re.fullmatch(r"\w+", cells.sheet.name) else "'"
        return f"={quote}{cells.sheet.name}{quote}!{cells.address}"

    def points_at(self, cells: Range) -> bool:
        """Whether the name stands for just these cells."""
        found = self.xl.getReferredCells()
        return found is not None and found.RangeAddress == cells.area


class Tables(Items["Table"], base.Tables):
    """The tables of a sheet, which Calc knows as database ranges of the same name."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> Any:
        return self.sheet.book.all_tables

    def titles(self) -> list[str]:
        at, ranges = self.sheet.index - 1, self.api
        names = ranges.ElementNames
        return [name for name in names if ranges.getByName(name).DataArea.Sheet == at]

    def item(self, title: str) -> Table:
        return Table(self.sheet, title)

    def add(self, source: Any = None, name: str | None = None, **wishes: Any) -> Table:
        title = name or f"Table{len(self) + 1}"
        self.api.addNewByName(title, source.impl.area)
        return Table(self.sheet, title)


class Table(base.Table):
    """A table: one row of headings, then its rows."""

    show_headers = True

    def __init__(self, sheet: Sheet, key: str) -> None:
        self.sheet, self.key = sheet, key
        self.xl = sheet.book.all_tables.getByName(key)

    @property
    def api(self) -> NativeTable:
        return NativeTable(self.xl)

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return self.key

    @property
    def display_name(self) -> str:
        return self.key

    @property
    def show_totals(self) -> bool:
        return bool(self.xl.TotalsRow)

    def _rows(self, first: int, last: int) -> Range:
        area = self.xl.DataArea
        return self.sheet.range((first + 1, area.StartColumn + 1), (last + 1, area.EndColumn + 1))

    @property
    def range(self) -> Range:
        return self._rows(self.xl.DataArea.StartRow, self.xl.DataArea.EndRow)

    @property
    def header_row_range(self) -> Range:
        return self._rows(self.xl.DataArea.StartRow, self.xl.DataArea.StartRow)

    @property
    def totals_row_range(self) -> Range | None:
        end = self.xl.DataArea.EndRow
        return self._rows(end, end) if self.show_totals else None

    @property
    def data_body_range(self) -> Range | None:
        area = self.xl.DataArea
        last = area.EndRow - self.show_totals
        return self._rows(area.StartRow + 1, last) if last > area.StartRow else None

    def part(self, name: str | None) -> Any:
        """Return a part of the table by Excel's name of it."""
        parts = {"#All": self.range, "#Headers": self.header_row_range}
        return parts.get(name or "", self.data_body_range)

    def holds(self, cells: Range) -> bool:
        """Whether a range begins inside the table."""
        area, at = self.xl.DataArea, cells.area
        return (
            area.StartRow <= at.StartRow <= area.EndRow
            and area.StartColumn <= at.StartColumn <= area.EndColumn
        )

    def resize(self, cells: Any) -> None:
        self.xl.DataArea = getattr(cells, "impl", cells).area
