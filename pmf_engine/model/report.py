"""A report as a value: what it reads, what it computes, what must hold, what carries it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pmf_engine.model.checks import Check
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.tables import Input


class Audience(StrEnum):
    """To whom a report goes."""

    BOARD = "Board"
    REGULATOR = "Regulator"
    GBAC = "Group Business Assurance Committee"
    DIRECTORS = "Directors"
    MANAGERS = "Managers"
    TENANTS = "Tenants"
    PANELS = "Service Review Groups and Customer Empowerment Panel"
    STAFF = "Staff"

    @property
    def outside(self) -> bool:
        """Whether its readers are tenants or the public, who see no words of a manager."""
        return self in (Audience.TENANTS, Audience.PANELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a report is due: a day so many months after the period's last month, or a fixed date.

    With `month` set the date falls in the first such month after the period ends. `assumed` says
    that the day is our assumption. A day that is not a working day in England moves to the next.
    """

    day: int
    months_after: int = 1
    month: int | None = None
    assumed: bool = False

    def nominal(self, period: Period) -> date:
        """Return the date before any move to a working day."""
        after = period.last + self.months_after
        if self.month is not None:
            after = period.last + ((self.month - 1 - period.last) % 12 or 12)
        last = Period(after).end_date
        return last.replace(day=min(self.day, last.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """An entity that a report covers, how often, and whether it is the group."""

    code: str
    title: str
    frequency: Frequency
    group: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A Word document made from a template in `report_templates/<report>/<edition>/`.

    Its files are named as the template, or by `name`, such as tenant-annual-report.docx.
    `despite_errors`, here and below: written although the report's checks found errors, for it
    helps to put them right. Errors of the inputs still stop it. `marking`: not the report's own.
    """

    template: str
    name: str = ""
    despite_errors: bool = False
    marking: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", self.name or self.template)


@dataclass(frozen=True, slots=True)
class Excel:
    """An Excel workbook made from the sheets the report gives."""

    name: str
    despite_errors: bool = False
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Csv:
    """A CSV file of the rows that the report gives for it: UTF-8, CRLF, no formula in it."""

    name: str
    despite_errors: bool = False
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Web:
    """A folder of web pages, with all that belongs to them: what the report's pages give."""

    name: str
    despite_errors: bool = False
    marking: str = ""


Document = Word | Excel | Csv | Web
Hook = Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What a command may choose of a report by `--<name>`: one value out of those offered.

    `values` are given, or a function of the data gives them. `title` takes the place of the
    report's, with `{}` for the value. `markings` gives the marking of the documents by value, where
    it is not the report's, and `documents` what carries the variant, where it is not what carries
    the report. With `frequencies` the variant is reported so often: as the period asked for, if it
    is among them, else the first.
    """

    values: tuple[str, ...] | Callable[[Any], Iterable[str]]
    title: str = "{}"
    markings: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Sequence[Document]] = field(default_factory=dict)
    frequencies: tuple[Frequency, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFile:
    """A file that a report is asked to check before it is sent: its name and its bytes.

    `period` is the one asked for, if any, `today` the day it is checked on. `data` holds the
    report's reference tables, each empty where it was not given.
    """

    name: str
    content: bytes
    period: Period | None
    today: date
    data: Any


@dataclass(kw_only=True, eq=False)
class Report:
    """One return or pack. Plugins build it, then hang their functions on it with decorators.

    `inputs` names each table or cell, by which it is an attribute of `run.data`. `main` names the
    input and month column that decide which periods are complete. `covers` gives, from the data,
    the entities covered; None means the report has no entities of its own. `definitions` is the
    YAML file beside the plugin; `figures` the keys in it to compute. `settings` are what a
    workspace may choose in `pmf.toml`: for each name the choices, the first being the usual one;
    of none, any text. `borrows` names files of definitions that belong to other reports. `options`
    by name narrow the report. `newest` gives the newest month of `main` from the data, where not
    every row of it counts. `keeps_issued`: a file once issued stays, and a later run writes a
    revision beside it. `archive`: a run is given what was issued of every period before, as
    `run.archive`. `published`: its documents are for the public, so each figure that is not as it
    was signed off is marked provisional. `to_date`: it is reported while its period runs, as at the
    end of the newest month.
    """

    key: str
    title: str
    audience: Audience
    frequency: Frequency
    due: Due
    inputs: Mapping[str, Input]
    main: tuple[str, str]
    documents: Sequence[Document] = ()
    covers: Callable[[Any], Iterable[Coverage]] | None = None
    definitions: Path | None = None
    figures: Sequence[str] = ()
    borrows: Sequence[Path] = ()
    marking: str = "Official"
    summary: str = ""
    settings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, Option] = field(default_factory=dict)
    newest: Callable[[Any], Period | None] | None = None
    keeps_issued: bool = False
    archive: bool = False
    published: bool = False
    to_date: bool = False
    terms: dict[str, Hook] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=list)
    computations: list[Hook] = field(default_factory=list)
    content_of: Hook | None = None
    sheets_of: Hook | None = None
    rows_of: dict[str, Hook] = field(default_factory=dict)
    pages_of: Hook | None = None
    said_of: Hook | None = None
    kept_of: dict[str, Hook] = field(default_factory=dict)
    checks_file: Hook | None = None
    reference: tuple[str, ...] = ()

    @property
    def main_workbook(self) -> str:
        """The name of the workbook that holds its main table."""
        return self.inputs[self.main[0]].workbook

    def carriers(self, chosen: Mapping[str, str]) -> Sequence[Document]:
        """Return the documents of a run with these options: a variant's own where it has them."""
        own = (self.options[name].documents.get(value) for name, value in chosen.items())
        return next(filter(None, own), self.documents)

    def term(self, function: Hook) -> Hook:
        """Register a function of the run that counts one term of the definitions, by its name."""
        self.terms[function.__name__] = function
        return function

    def compute(self, function: Hook) -> Hook:
        """Register a function of the run that yields figures computed from rows."""
        self.computations.append(function)
        return function

    def check(
        self, function: Hook | None = None, *, title: str = "", compares: str = "", part: str = ""
    ) -> Hook:
        """Register a generator of the run that yields findings once figures stand.

        With a title, as in `@report.check(title=…, compares=…)`, it stands on the check list. It
        raises NotRun, with the reason, where it has nothing to look at.
        """

        def register(hook: Hook) -> Hook:
            self.checks.append(Check(hook, title, compares, part))
            return hook

        return register if function is None else register(function)

    def file_check(self, *reference: str) -> Callable[[Hook], Hook]:
        """Return what registers the function of a GivenFile that yields what is wrong with it.

        It needs no workspace and writes nothing. `reference` names the inputs that it looks into.
        """

        def register(hook: Hook) -> Hook:
            self.checks_file, self.reference = hook, reference
            return hook

        return register

    def content(self, function: Hook) -> Hook:
        """Register the function of the run that gives the names a Word template may use.

        It is asked once a run. Of a report that names no `figures` and has no `compute`, it makes
        the figures too.
        """
        self.content_of = function
        return function

    def sheets(self, function: Hook) -> Hook:
        """Register the function of the run that gives the sheets of the Excel companion."""
        self.sheets_of = function
        return function

    def pages(self, function: Hook) -> Hook:
        """Register the function of the run that gives the Site of a folder of web pages."""
        self.pages_of = function
        return function

    def says(self, function: Hook) -> Hook:
        """Register the function of the run that gives what it says, to be kept in the ledger.

        It is an object that JSON can hold. A later run finds it on each of `run.archive`.
        """
        self.said_of = function
        return function

    def kept(self, name: str) -> Callable[[Hook], Hook]:
        """Return what registers the function of an issued file's bytes that gives its contents.

        That is one text for each thing that must be known again, such as a row. Only keyed hashes
        of the texts are kept, and `run.known` says of a text whether an issued file held it.
        """

        def register(hook: Hook) -> Hook:
            self.kept_of[name] = hook
            return hook

        return register

    def rows(self, name: str) -> Callable[[Hook], Hook]:
        """Return what registers the function of the run that gives the Listing of a CSV file."""

        def register(hook: Hook) -> Hook:
            self.rows_of[name] = hook
            return hook

        return register
