"""The application, where the suite stands by itself and not among the other tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwings as xw

if Path(__file__).parent.parent.name != "tests":

    @pytest.fixture(scope="session")
    def app() -> Iterator[xw.App]:
        """An Excel of its own, so that no workbook of the user's is touched."""
        real = xw.App(visible=False, add_book=False)
        try:
            yield real
        finally:
            real.quit()

    @pytest.fixture
    def book(app: xw.App) -> Iterator[xw.Book]:
        """A new, empty workbook."""
        made = app.books.add()
        yield made
        made.close()


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's own folder out of it."""
    monkeypatch.setenv("PMF_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session", autouse=True)
def version(app: xw.App, record_testsuite_property: object) -> None:
    """Put the version of the spreadsheet into the report."""
    assert callable(record_testsuite_property)
    record_testsuite_property("excel", str(app.version))


@pytest.fixture
def sheet(book: xw.Book) -> xw.Sheet:
    """The first sheet of a new workbook."""
    return book.sheets[0]
