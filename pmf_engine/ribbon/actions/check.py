"""Check: what the checks find, on a sheet, each finding with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine
from pmf_engine.model.findings import Finding, Level
from pmf_engine.model.periods import Period
from pmf_engine.ribbon import leave
from pmf_engine.ribbon.answer import Answer, done
from pmf_engine.ribbon.belonging import Asked, asked_of
from pmf_engine.ribbon.open_sources import is_one_of, may_have_saved, save_first
from pmf_engine.ribbon.our_sheets import OurSheet, find, link, show
from pmf_engine.ribbon.words import counted
from pmf_engine.ribbon.workspaces import engine_for, source_files

if TYPE_CHECKING:
    import xlwings

_TITLE = "Check findings"
_HEADINGS = ("Level", "Whom", "Workbook", "Sheet", "Cell", "What was found and what to do")
_WIDTHS = (10, 12, 24, 18, 10, 90)
_ORDER = {Level.ERROR: 0, Level.WARNING: 1, Level.NOTE: 2}


def act(words: list[str], book: xlwings.Book) -> Answer:
    """Check the reports of this workbook; `save` is the user's yes to saving sources first."""
    engine = engine_for(book)
    asked = asked_of(book, engine)
    files = source_files(engine, [one.report for one in asked])
    if question := save_first(book, files, words, "check:all"):
        return question
    if may_have_saved(words):
        engine = engine_for(book)
    findings = _findings(engine, asked)
    titles = ", ".join(dict.fromkeys(engine.catalogue.entry(a.key).report.title for a in asked))
    # A source workbook stays as it is: a sheet in it would wait to be saved.
    goal = book
    if findings and is_one_of(book, files):
        leave.begin()
        goal = book.app.books.add()
    counts = _counts(findings)
    if findings or find(goal, _TITLE) is not None:  # what was found last time is not left standing
        show(goal, _sheet(titles, counts, list(_rows(findings, files))))
    return done(f"Checked {titles}: {counts}.")


def _findings(engine: Engine, asked: Sequence[Asked]) -> list[Finding]:
    found = []
    for one in asked:
        period = Period.parse(one.period) if one.period else None
        for outcome in engine.outcomes(one.report, one.entity or "all", period):
            found += outcome.findings
    return sorted(dict.fromkeys(found), key=lambda finding: _ORDER[finding.level])


def _counts(findings: Iterable[Finding]) -> str:
    levels = [finding.level for finding in findings]
    known = {level: levels.count(level) for level in _ORDER if level in levels}
    return ", ".join(counted(n, str(level)) for level, n in known.items()) or "nothing was found"


def _sheet(titles: str, counts: str, rows: Sequence[Sequence[str]]) -> OurSheet:
    return OurSheet(_TITLE, f"{titles}: {counts}.", _HEADINGS, rows, _WIDTHS)


def _rows(findings: Iterable[Finding], files: Iterable[Path]) -> Iterator[tuple[str, ...]]:
    paths = {path.name: path for path in files}
    for one in findings:
        yield (
            str(one.level).capitalize(), one.entity or "", one.workbook or "", one.sheet or "",
            _cell(one, paths), one.message,
        )  # fmt: skip


def _cell(finding: Finding, paths: Mapping[str, Path]) -> str:
    """Return a link to the cell of a finding, as near to it as is known."""
    path = paths.get(finding.workbook or "")
    if path is None:
        return finding.cell or ""
    cell = finding.cell or "A1"
    return link(finding.cell or "Open", path=str(path), sheet=finding.sheet or "", cell=cell)
