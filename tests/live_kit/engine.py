"""The engine and the application, as xlwings wants them."""

from __future__ import annotations

import contextlib
import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

import xlwings as xw
from xlwings import base_classes as base

from tests.live_kit.blocks import XlError
from tests.live_kit.books import Book, Books
from tests.live_kit.office import Office, refusals, uno
from tests.live_kit.ranges import Range

_REJECTED = (-2147418111, "Call was rejected by callee.", None, None)
_DOCUMENT = "com.sun.star.sheet.SpreadsheetDocument"


class ExcelIsBusy(RuntimeError):
    """What Excel says while a cell is being edited, by the number that it gives."""


class Engine:
    """The engine `uno`; `strict` raises where Excel would change what is written."""

    name, type = "uno", "desktop"
    strict = True

    def __init__(self) -> None:
        self.apps = Apps()

    @staticmethod
    def prepare_xl_data_element(x: Any, options: Any) -> Any:
        """Return a value as a cell takes it; what is missing becomes empty."""
        if x is None:
            return ""
        if isinstance(x, (dt.datetime, dt.date, dt.time, bool, str)):
            return x if x == x else ""
        try:
            number = float(x)
        except (TypeError, ValueError):
            return "" if x != x or str(x) == "<NA>" else str(x)
        return "" if math.isnan(number) else number

    @staticmethod
    def clean_value_data(
        data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool
    ) -> list[list[Any]]:
        """Return what was read as the caller asked for it."""

        def clean(value: Any) -> Any:
            if value is None or value == "":
                return empty_as
            if isinstance(value, XlError):
                return str(value) if err_to_str else None
            if isinstance(value, dt.datetime) and datetime_builder is not dt.datetime:
                names = ["year", "month", "day", "hour", "minute", "second", "microsecond"]
                return datetime_builder(**{n: getattr(value, n) for n in names}, tzinfo=None)
            if number_builder and isinstance(value, float):
                return number_builder(value)
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base.Apps):
    """The applications that run, the active one first."""

    def __init__(self) -> None:
        self.running: list[App] = []

    def __iter__(self) -> Iterator[App]:
        for app in self.running:
            app.look()
        return iter(self.running)

    def __len__(self) -> int:
        return len(self.running)

    def __getitem__(self, pid: int) -> App:
        return next(app for app in self.running if app.pid == pid)

    def keys(self) -> list[int]:
        return [app.pid for app in self.running]

    def cleanup(self) -> None:
        """Nothing is left behind."""

    def add(self, spec: Any = None, add_book: Any = None, visible: Any = None) -> App:
        app = App(self, Office())
        self.running.insert(0, app)
        if add_book:
            app.books.add()
        return app


class App(base.App):
    """One LibreOffice, seen as one Excel."""

    visible = display_alerts = enable_events = interactive = True
    status_bar: Any = False
    version = "16.0"
    busy = 0  # how many more calls are refused, as while a cell is being edited

    def __init__(self, apps: Apps, office: Office) -> None:
        self._apps, self.office = apps, office
        self._books = Books(self)
        self.look()

    def look(self) -> None:
        """Take over the books that another process has opened, and let go of those it closed."""
        if self.office.process is not None:
            return
        known = self._books.opened
        docs = list(self._documents())
        known[:] = [book for book in known if book.doc in docs]
        for doc in docs:
            if doc not in [book.doc for book in known]:
                path = uno().fileUrlToSystemPath(doc.URL) if doc.URL else doc.Title
                known.append(Book(self._books, doc, path))

    def _documents(self) -> Iterator[Any]:
        with refusals("looking for open books"):
            found = self.office.desktop.Components.createEnumeration()
            while found.hasMoreElements():
                doc = found.nextElement()
                if doc.supportsService(_DOCUMENT):
                    yield doc

    @property
    def engine(self) -> Engine:
        return ENGINE

    @property
    def api(self) -> Any:
        return self.office.desktop

    @property
    def pid(self) -> int:
        return self.office.pid

    hwnd = pid

    @property
    def pipe(self) -> str:
        """The pipe by which another process joins."""
        return self.office.pipe

    @property
    def books(self) -> Books:
        return self._books

    @property
    def selection(self) -> Any:
        book = self.books.active
        if book is None:
            return None
        chosen = book.doc.CurrentController.getSelection()
        if not chosen.supportsService("com.sun.star.sheet.SheetCellRange"):
            return None
        return Range(book.sheets(chosen.Spreadsheet.Name), chosen)

    def activate(self, steal_focus: bool = False) -> None:
        """There is no window to bring forward."""

    @property
    def screen_updating(self) -> bool:
        if self.busy:
            self.busy -= 1
            raise ExcelIsBusy(*_REJECTED)
        return not any(book.doc.hasControllersLocked() for book in self.books)

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        for book in self.books:
            if value == book.doc.hasControllersLocked():
                with _as_saved(book):
                    (book.doc.unlockControllers if value else book.doc.lockControllers)()

    @property
    def calculation(self) -> str:
        books = list(self.books)
        automatic = all(book.doc.isAutomaticCalculationEnabled() for book in books)
        return "automatic" if automatic else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        for book in self.books:
            with _as_saved(book):
                book.doc.enableAutomaticCalculation(value == "automatic")

    def calculate(self) -> None:
        for book in self.books:
            book.doc.calculateAll()

    def quit(self) -> None:
        """Close every book first: LibreOffice leaves a lock beside one that is open."""
        for book in list(self.books):
            with contextlib.suppress(Exception):
                book.close()
        self.office.quit()
        self._gone()

    def kill(self) -> None:
        self.office.kill()
        self._gone()

    def _gone(self) -> None:
        if self in self._apps.running:
            self._apps.running.remove(self)


@contextlib.contextmanager
def _as_saved(book: Book) -> Iterator[None]:
    """Leave a book as saved or unsaved as it is: to Excel, screen and mode are no part of it."""
    changed = book.doc.isModified()
    yield
    book.doc.setModified(changed)


ENGINE = Engine()


def _register() -> None:
    if "uno" not in xw.engines.engines_by_name:
        xw.engines.add(xw.Engine(impl=ENGINE))
    xw.engines["uno"].activate()


def attach(pipe: str) -> xw.App:
    """Return the application behind a pipe, as another process finds the running Excel."""
    _register()
    app = App(ENGINE.apps, Office(pipe))
    ENGINE.apps.running.insert(0, app)
    return xw.App(impl=app)


@contextlib.contextmanager
def excel(*, strict: bool = True) -> Iterator[xw.App]:
    """Start a LibreOffice of one's own and give it as xlwings' application."""
    _register()
    ENGINE.strict = strict
    app = xw.App(visible=False, add_book=False)
    try:
        yield app
    finally:
        app.impl.quit()
