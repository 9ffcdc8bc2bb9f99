"""What a run makes of the lettings, and which function makes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Csv, Excel, Finding, Report, Word

if TYPE_CHECKING:
    from pmf_engine.api import Figure, Listing, Run, Sheet

SENSITIVE = "Official-Sensitive: personal data"
UPLOAD, REGISTER = "core-upload-official-sensitive.csv", "core-register.csv"
DOCUMENTS = (
    Csv(UPLOAD),
    Excel("core-errors-official-sensitive.xlsx", despite_errors=True, marking=SENSITIVE),
    Word("core-monitoring.docx", despite_errors=True),
    Csv(REGISTER, despite_errors=True),
)
_CHECKS = (
    ("mapping", "Columns of the export", "CORE_Mapping with Lettings and the fields of the year"),
    ("shares", "Lettings left out", "Lettings of the year with those of the export"),
    ("rows", "Every letting", "Each answer with the rules of the service"),
    ("kept", "Issued files", "Each letting with those of files issued before"),
    ("register", "The indicator register", "Re-let time, nominations and affordability by month"),
)


def register(report: Report) -> None:
    """Hang on the report what it makes."""
    for name, title, compares in _CHECKS:
        report.check(_Asked(name), title=title, compares=compares)
    report.compute(figures)
    report.content(content)
    report.sheets(sheets)
    report.rows(UPLOAD)(upload)
    report.rows(REGISTER)(feed)
    report.kept(UPLOAD)(held)


def figures(run: Run) -> Iterator[Figure]:
    """Yield the figures of the monitoring report."""
    from pmf_plugins.core_lettings.figures import make_figures
    from pmf_plugins.core_lettings.shown_counts import make_counts

    yield from make_figures(run)
    yield from make_counts(run)


def content(run: Run) -> Mapping[str, Any]:
    """Return what the Word template may name."""
    from pmf_plugins.core_lettings.content import word_names

    return word_names(run)


def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the error workbook."""
    from pmf_plugins.core_lettings import fault_sheets

    return fault_sheets.sheets(run)


def upload(run: Run) -> Listing:
    """Return the bulk-upload file of the lettings that were not uploaded yet."""
    from pmf_plugins.core_lettings.lettings import lettings_of
    from pmf_plugins.core_lettings.upload import upload_file

    found = lettings_of(run)
    return upload_file(found.fresh, found.edition)


def feed(run: Run) -> Listing:
    """Return the rows for the indicator register."""
    from pmf_plugins.core_lettings.register_feed import listing

    return listing(run)


def held(content: bytes) -> Iterator[str]:
    """Yield the text by which each letting of an issued file is known again."""
    from pmf_plugins.core_lettings.issued import in_file

    yield from in_file(content)


class _Asked:
    """A check whose code is loaded when it is first asked, so that listing reports stays quick."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __call__(self, run: Run) -> Iterator[Finding]:
        module = import_module("pmf_plugins.core_lettings.run_checks")
        yield from getattr(module, self.__name__)(run)
