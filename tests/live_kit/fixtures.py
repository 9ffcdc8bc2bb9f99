"""The fixture `app`: a live Calc, or with PMF_ENGINE=excel the Excel of this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import xlwings as xw

from tests.live_kit import excel, why_not


@pytest.fixture(scope="session")
def app() -> Iterator[xw.App]:
    """One application for the whole run."""
    if os.environ.get("PMF_ENGINE") == "excel":
        real = xw.App(visible=False, add_book=False)
        try:
            yield real
        finally:
            real.quit()
        return
    if reason := why_not():
        pytest.skip(reason)
    with excel() as live:
        yield live


@pytest.fixture
def book(app: xw.App) -> Iterator[xw.Book]:
    """A new, empty book."""
    made = app.books.add()
    yield made
    made.close()
