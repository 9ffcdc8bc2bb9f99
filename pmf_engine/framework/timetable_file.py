"""Reads the timetable out of YAML: the shipped one, then a workspace's own rows over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pmf_engine.definitions.lines import Faults, Located, nearest, read
from pmf_engine.framework.timetable import WEEKDAYS, Cycle, Edition, Row, Source, When
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.periods import Period

FILE = "timetable.yaml"
SHIPPED = Path(__file__).with_name(FILE)
_ROW = ("title", "theme", "to", "by", "cycle", "report", "data", "editions")
_EDITION = (
    "due", "year_end", "opens", "published", "about", "assumed", "verified", "withdrawn", "note",
    "source",
)  # fmt: skip
_WHEN = ("day", "month", "months_after", "days_after", "weekday", "on")
_MOST = {"day": 31, "month": 12, "months_after": 12, "days_after": 366}
_BY_CYCLE = {Cycle.WEEKLY: "weekday", Cycle.ONCE: "on"}


def load_timetable(workspace: Path | None = None) -> tuple[list[Row], list[Finding]]:
    """Return the rows in force, a workspace's own in place of those shipped, and its bad lines.

    A row with a bad line is left out, and the shipped one of that name with it.
    """
    rows, sources, faults = _read(SHIPPED, {})
    faults.stop()
    own = workspace / FILE if workspace else None
    if own is None or not own.is_file():
        return list(rows.values()), []
    try:
        mine, _, faults = _read(own, sources)
    except PmfError as fault:
        return list(rows.values()), [error("timetable-line", f"{fault}", workbook=FILE)]
    found = [
        error("timetable-line", f"line {line}: {text}", workbook=FILE)
        for line, text in sorted(faults.found)
    ]
    return [row for row in {**rows, **mine}.values() if row.editions], found


def _read(
    path: Path, sources: Mapping[str, Source]
) -> tuple[dict[str, Row], dict[str, Source], Faults]:
    """The rows of a file by key; one at fault has no editions, so that it is never half right."""
    root, faults = read(path)
    found = faults.mapping(root, "The file")
    faults.known(found, ("sources", "rows"), "The file")
    known = {**sources, **_sources(found, faults)}
    held = faults.mapping(found["rows"], "rows") if "rows" in found else {}
    if "rows" not in found:
        faults.add(root.line, "the file has no rows; give them under “rows:”.")
    return {key: _row(key, node, known, faults) for key, node in held.items()}, known, faults


def _sources(found: Mapping[str, Located], faults: Faults) -> dict[str, Source]:
    held = faults.mapping(found["sources"], "sources") if "sources" in found else {}
    return {name: _source(name, node, faults) for name, node in held.items()}


def _source(name: str, node: Located, faults: Faults) -> Source:
    part = _Part(f"the source {name}", node.line, faults.mapping(node, name), faults)
    faults.known(part.found, ("title", "url"), part.name)
    return Source(part.text("title", needed=True), part.text("url"))


def _row(key: str, node: Located, sources: Mapping[str, Source], faults: Faults) -> Row:
    before = len(faults.found)
    part = _Part(key, node.line, faults.mapping(node, key), faults)
    faults.known(part.found, _ROW, key)
    texts = {name: part.text(name, needed=True) for name in ("title", "theme", "to", "by")}
    cycle = part.choice("cycle", tuple(Cycle)) or Cycle.YEARLY
    held = part.mapping("editions")
    editions = [_edition(key, first, one, cycle, sources, faults) for first, one in held.items()]
    if not held:
        faults.add(node.line, f"{key} has no editions; give one by its first day, as 2026-04-01.")
    good = len(faults.found) == before
    return Row(
        key=key,
        **texts,
        cycle=Cycle(cycle),
        report=part.text("report"),
        data=part.text("data"),
        editions=tuple(sorted(editions, key=lambda one: one.first)) if good else (),
    )


def _edition(
    key: str,
    first: str,
    node: Located,
    cycle: str,
    sources: Mapping[str, Source],
    faults: Faults,
) -> Edition:
    name = f"{key}, edition {first}"
    part = _Part(name, node.line, faults.mapping(node, name), faults)
    faults.known(part.found, _EDITION, name)
    begins = part.day(Located(first, node.line), "its first day")
    withdrawn = part.flag("withdrawn", False)
    due = part.when("due", cycle, needed=not withdrawn)
    opens = part.when("opens", Cycle.PLANNING)
    return Edition(
        first=begins or date.max,
        due=due or When(),
        year_end=part.when("year_end", cycle),
        opens=(opens.month or 1, opens.day or 1) if opens else None,
        published=dict(part.published()),
        about=part.flag("about", False),
        assumed=part.flag("assumed", False),
        verified=part.flag("verified", True),
        withdrawn=withdrawn,
        note=part.text("note"),
        source=part.source(sources, needed=not withdrawn),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A mapping of the file, the name by which its faults call it, and where these go."""

    name: str
    line: int
    found: dict[str, Located]
    faults: Faults

    def text(self, field: str, needed: bool = False) -> str:
        node = self.found.get(field)
        if node is not None:
            return self.faults.text(node, f"{field} of {self.name}")
        if needed:
            self.faults.add(self.line, f"{self.name} has no {field}; give one.")
        return ""

    def flag(self, field: str, default: bool) -> bool:
        node = self.found.get(field)
        return self.faults.flag(node, f"{field} of {self.name}") if node else default

    def mapping(self, field: str) -> dict[str, Located]:
        node = self.found.get(field)
        return self.faults.mapping(node, f"{field} of {self.name}") if node else {}

    def choice(self, field: str, allowed: tuple[str, ...]) -> str:
        text = self.text(field, needed=True)
        if text and text not in allowed:
            hint = nearest(text, allowed) or f"Allowed: {', '.join(allowed)}."
            self.faults.add(self.found[field].line, f"{field} of {self.name}: “{text}”. {hint}")
            return ""
        return text

    def source(self, known: Mapping[str, Source], needed: bool) -> Source:
        name = self.text("source", needed)
        if name and name not in known:
            text = f"source of {self.name}: “{name}” does not stand under sources."
            self.faults.add(self.found["source"].line, f"{text} {nearest(name, known)}".strip())
        return known.get(name, Source(""))

    def day(self, node: Located, what: str) -> date | None:
        try:
            return date.fromisoformat(str(node.value))
        except ValueError:
            text = f"{what} of {self.name} must be a date, such as 2026-09-30, not {node.shown}."
            self.faults.add(node.line, text)
            return None

    def published(self) -> Iterator[tuple[str, date]]:
        for label, node in self.mapping("published").items():
            day = self.day(node, f"the date for {label}")
            try:
                period = Period.parse(label)
            except ValueError as fault:
                self.faults.add(node.line, f"published of {self.name}: {fault}")
                continue
            if day:
                yield period.id, day

    def when(self, field: str, cycle: str, needed: bool = False) -> When | None:
        if field not in self.found:
            if needed:
                self.faults.add(self.line, f"{self.name} has no {field}; say when, as {{day: 14}}.")
            return None
        held, line = self.mapping(field), self.found[field].line
        self.faults.known(held, _WHEN, f"{field} of {self.name}")
        wanted = _BY_CYCLE.get(Cycle(cycle))
        given = wanted in held if wanted else "day" in held or "days_after" in held
        if held and not given:
            form = f"“{wanted}”" if wanted else "“day” or “days_after”"
            self.faults.add(line, f"{field} of {self.name} needs {form}, as it is {cycle}.")
        return When(
            **{name: n for name in _MOST if (n := self.whole(held, name)) is not None},
            weekday=self.weekday(held),
            on=self.day(held["on"], "the date") if "on" in held else None,
        )

    def whole(self, held: Mapping[str, Located], field: str) -> int | None:
        node = held.get(field)
        if node is None:
            return None
        least = 0 if field in ("months_after", "days_after") else 1
        text = str(node.value)
        if text.isdecimal() and least <= int(text) <= _MOST[field]:
            return int(text)
        wanted = f"must be a whole number from {least} to {_MOST[field]}"
        self.faults.add(node.line, f"{field} of {self.name} {wanted}, not {node.shown}.")
        return None

    def weekday(self, held: Mapping[str, Located]) -> int | None:
        node = held.get("weekday")
        if node is None:
            return None
        if node.value in WEEKDAYS:
            return WEEKDAYS.index(str(node.value))
        text = f"weekday of {self.name} must be one of {', '.join(WEEKDAYS)}, not {node.shown}."
        self.faults.add(node.line, text)
        return None
