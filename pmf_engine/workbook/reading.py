"""Reading the inputs of a report: every file once, every fault at once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import Finding, Level, error, note
from pmf_engine.model.records import Gathering, NewGathering
from pmf_engine.model.tables import Input, NamedCell, Table
from pmf_engine.workbook.cache import Cache
from pmf_engine.workbook.data import Data, NamedValue, Piece, TableData, headings
from pmf_engine.workbook.faults import Faults, FileFault
from pmf_engine.workbook.files import (
    EXCEL,
    Binding,
    File,
    hashed,
    is_open,
    locate,
    missing,
    read_file,
)
from pmf_engine.workbook.handed import Handed, OpenSource, handed, read_handed
from pmf_engine.workbook.rules import repeated_keys, unknown_codes
from pmf_engine.workbook.tally import Tallied, tallied

if TYPE_CHECKING:
    from pmf_engine.workbook.opened import Opened


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the data, every finding, file name to SHA-256, and inputs with errors."""

    data: Data
    findings: tuple[Finding, ...]
    hashes: dict[str, str]
    faulty: frozenset[str]


def read_inputs(
    bindings: Mapping[str, Binding],
    inputs: Mapping[str, Input],
    *,
    cache: Path | None = None,
    open_source: OpenSource | None = None,
    records: NewGathering | None = None,
) -> Reading:
    """Return the inputs' typed data and every fault found in the workbooks they are bound to.

    With `cache`, a folder, parsed tables are kept there by the hash of their workbook.
    `open_source` is asked for the tables of files that do not end as Excel workbooks do; `records`
    holds the columns of the tables declared so.
    """
    session = _Session(bindings, inputs, Cache(cache) if cache else None, open_source)
    session.gather(records)
    for workbook in dict.fromkeys(declared.workbook for declared in inputs.values()):
        session.read_workbook(workbook)
    return session.result()


@dataclass
class _Session:
    bindings: Mapping[str, Binding]
    inputs: Mapping[str, Input]
    cache: Cache | None
    open_source: OpenSource | None
    faults: Faults = field(default_factory=Faults)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    faulty: set[str] = field(default_factory=set)
    unread: set[str] = field(default_factory=set)
    gatherings: dict[str, Gathering] = field(default_factory=dict)

    def gather(self, make: NewGathering | None) -> None:
        """Prepare to hold the columns of each table with records."""
        for name, declared in self.inputs.items():
            if isinstance(declared, Table) and declared.records:
                from pmf_engine.workbook.recorded import new_gathering

                self.gatherings[name] = new_gathering(declared, make)

    def read_workbook(self, workbook: str) -> None:
        """Read every file of a workbook."""
        wanted = {name: one for name, one in self.inputs.items() if one.workbook == workbook}
        binding = self.bindings.get(workbook)
        paths = locate([binding])[workbook] if binding else []
        if not paths:
            needed = {name for name, one in wanted.items() if not one.optional}
            self._blame(needed, _absent(workbook, binding))
        for path in paths:
            self._read_file(path, wanted)

    def _read_file(self, path: Path, wanted: Mapping[str, Input]) -> None:
        try:
            large = self.open_source is not None and path.suffix.casefold() not in EXCEL
            file = hashed(path) if large else read_file(path)
        except FileFault as fault:
            self._blame(set(wanted), fault.finding(workbook=path.name))
            return
        self.hashes[path.name] = file.sha256
        if is_open(path):
            self.faults.add(_open_note(path))
        source = _Source(file, self.cache, self.open_source)
        with no_collection():
            for name, declared in wanted.items():
                self._read_input(source, name, declared)
            del source

    def _read_input(self, source: _Source, name: str, declared: Input) -> None:
        try:
            piece, findings = source.read(declared, self.gatherings.get(name))
        except FileFault as fault:
            self._blame({name}, fault.finding(workbook=source.file.path.name))
            return
        except InputFaults as fault:
            for finding in fault.findings:
                self._blame({name}, finding)
            return
        if piece is not None:
            self.pieces.setdefault(name, []).append(piece)
        self._keep(name, findings)

    def _keep(self, name: str, findings: tuple[Finding, ...]) -> None:
        self.faults.take(findings)
        if any(finding.level is Level.ERROR for finding in findings):
            self.faulty.add(name)

    def _blame(self, names: set[str], finding: Finding) -> None:
        if names and finding not in self.faults:
            self.faults.add(finding)
        self.faulty |= names
        self.unread |= names

    def result(self) -> Reading:
        """Join the files' rows, check rules between rows and tables, and return everything."""
        made = {name: self._joined(name, declared) for name, declared in self.inputs.items()}
        tables = {name: one for name, one in made.items() if isinstance(one, TableData)}
        for name, data in tables.items():
            self._rule((name, one) for one in repeated_keys(_table(self.inputs[name]), data))
        self._rule(unknown_codes(self.inputs, tables, frozenset(self.unread)))
        seen = Data({name: getattr(one, "held", one) for name, one in made.items()})
        return Reading(seen, self.faults.findings(), self.hashes, frozenset(self.faulty))

    def _rule(self, findings: Iterable[tuple[str, Finding]]) -> None:
        for name, finding in findings:
            self.faults.add(finding)
            self.faulty.add(name)

    def _joined(self, name: str, declared: Input) -> TableData | NamedValue:
        pieces = self.pieces.get(name, [])
        if isinstance(declared, NamedCell):
            return NamedValue(declared.name, pieces[0] if pieces else None)
        if declared.tally is not None:
            return Tallied(declared.name, declared.tally, pieces)
        if name in self.gatherings:
            from pmf_engine.workbook.recorded import Recorded

            return Recorded(declared, pieces, self.gatherings[name])
        return TableData(declared.name, headings(declared, pieces), pieces)


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold the garbage collector while millions of plain values are made; they form no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Source:
    """One file, opened only when something in it is not kept from an earlier run."""

    def __init__(
        self, file: File, cache: Cache | None, open_source: OpenSource | None = None
    ) -> None:
        self.file, self._cache, self._open_source = file, cache, open_source
        self._opened: object = None

    def read(
        self, declared: Input, gathering: Gathering | None = None
    ) -> tuple[Piece | None, tuple[Finding, ...]]:
        """Return an input's rows in this file, and what is wrong or remarkable about them."""
        given = handed(self.file.path, declared, self._open_source)
        if given is not None:  # never kept: it rests on the plugin as much as on the file
            return self._handed(_table(declared), given, gathering)
        if gathering is not None:
            return self._passing(_table(declared), gathering)
        piece, findings = self._kept(declared)
        if piece is not None and isinstance(declared, Table) and declared.tally is not None:
            return tallied(piece, declared.tally), findings
        return piece, findings

    def _kept(self, declared: Input) -> tuple[Piece | None, tuple[Finding, ...]]:
        """Return an input's rows from the cache, or else from the file, then kept."""
        keeps = self._cache if not getattr(declared, "personal", False) else None
        kept = keeps.get(self.file, declared) if keeps else None
        if kept is not None:
            return kept
        piece, findings = self._parse(declared)
        if keeps and piece and not any(one.level is Level.ERROR for one in findings):
            keeps.put(declared, piece, findings)
        return piece, findings

    def _handed(
        self, table: Table, given: Handed, gathering: Gathering | None
    ) -> tuple[Piece | None, tuple[Finding, ...]]:
        faults = Faults()
        return read_handed(self.file, table, given, faults, gathering), faults.findings()

    def _passing(
        self, table: Table, gathering: Gathering
    ) -> tuple[Piece | None, tuple[Finding, ...]]:
        from pmf_engine.workbook.recorded import read_passing

        faults = Faults()
        return read_passing(self._open(), table, faults, gathering), faults.findings()

    def _parse(self, declared: Input) -> tuple[Piece | None, tuple[Finding, ...]]:
        from pmf_engine.workbook.tables import read_input

        faults = Faults()
        piece = read_input(self._open(), declared, faults)
        return piece, faults.findings()

    def _open(self) -> Opened:
        from pmf_engine.workbook.opened import Opened

        if isinstance(self._opened, FileFault):
            raise self._opened
        if not isinstance(self._opened, Opened):
            try:
                self._opened = Opened(self.file if self.file.data else read_file(self.file.path))
            except FileFault as fault:
                self._opened = fault
                raise
        return self._opened


def _table(declared: Input) -> Table:
    assert isinstance(declared, Table)  # noqa: S101 - tells the type checker what is known
    return declared


def _absent(workbook: str, binding: Binding | None) -> Finding:
    if binding is not None:
        return missing(binding).finding(workbook=Path(binding.path).name)
    return error(
        "missing-workbook",
        f"No file is bound to the workbook “{workbook}”. Name it in pmf.toml.",
    )


def _open_note(path: Path) -> Finding:
    return note(
        "file-open",
        "The workbook is open in Excel; it was read as last saved.",
        workbook=path.name,
    )
