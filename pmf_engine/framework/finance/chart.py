"""The lines that accounts are made of: by statement, with what each total adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, cached_property
from pathlib import Path

from pmf_engine.definitions.lines import Faults, Located, read

_FILE = Path(__file__).with_name("lines.yaml")
_STATEMENT = ("title", "names", "verified", "source", "landlord", "show", "lines")
_PARTS = ("title", "names", "add", "subtract", "nil", "either", "landlord")
Signed = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: its code, title and statement, and the signed parts of a total.

    `nil`: an absent row is taken as nil. `either`: the amount may be below nil. `landlord`: nil
    for an entity without homes.
    """

    code: str
    title: str
    statement: str
    names: tuple[str, ...] = ()
    parts: Signed = ()
    nil: bool = False
    either: bool = False
    landlord: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement or note: its code, title, other names, and its lines in order.

    `show` is what it shows: its lines, and those of other statements that it draws on. `verified`
    says whether its layout was held against its `source`.
    """

    code: str
    title: str
    names: tuple[str, ...]
    lines: tuple[str, ...]
    show: tuple[str, ...]
    verified: bool
    source: str


@dataclass(frozen=True)
class Chart:
    """Every statement and line by code."""

    statements: Mapping[str, Statement]
    lines: Mapping[str, Line]

    @cached_property
    def totals(self) -> dict[str, Signed]:
        """The signed parts of each total, in order."""
        return {code: line.parts for code, line in self.lines.items() if line.parts}

    def below(self, code: str) -> list[str]:
        """Return every line that a total rests on, at whatever depth."""
        parts = [part for _, part in self.lines[code].parts]
        return [*parts, *(deep for part in parts for deep in self.below(part))]

    def statement(self, said: str) -> Statement | None:
        """Return the statement that people mean by a code, title or other name."""
        return self._names.get(plain(said))

    def line(self, statement: str, said: str) -> Line | None:
        """Return the line that people mean by a code, title or other name.

        It is looked for in the statement; where it is not there, in all, if only one has it.
        """
        key = (statement, said)
        if key not in self._met:
            held = self.statement(statement)
            own = self._known[held.code].get(plain(said)) if held else None
            self._met[key] = own or self._anywhere(said)
        return self._met[key]

    def unknown(self, statement: str, said: str) -> str:
        """Return what is wrong with the name of a line, and the nearest that is known."""
        held = self.statement(statement)
        if held is None:
            titles = ", ".join(one.title for one in self.statements.values())
            return f"“{statement}” is no statement. Statements: {titles}."
        known = self._known[held.code]
        near = get_close_matches(plain(said), list(known), n=1, cutoff=0.5)
        hint = f" Did you mean “{known[near[0]].title}”?" if near else ""
        return f"“{said}” is no line of the {held.title.lower()}.{hint}"

    def _anywhere(self, said: str) -> Line | None:
        held = [lines[plain(said)] for lines in self._known.values() if plain(said) in lines]
        return held[0] if len(held) == 1 else None

    @cached_property
    def _names(self) -> dict[str, Statement]:
        return {
            plain(name): one
            for one in self.statements.values()
            for name in (one.code, one.title, *one.names)
        }

    @cached_property
    def _known(self) -> dict[str, dict[str, Line]]:
        """The lines of each statement by every name that people may write."""
        return {
            one.code: {
                plain(name): line
                for line in (self.lines[code] for code in one.lines)
                for name in (line.code, line.title, *line.names)
            }
            for one in self.statements.values()
        }

    @cached_property
    def _met(self) -> dict[tuple[str, str], Line | None]:
        """What was asked before: the same few names stand in thousands of rows."""
        return {}


@cache
def load_chart(path: Path = _FILE) -> Chart:
    """Return the chart of a YAML file; raises PmfError with every fault in it."""
    root, faults = read(path)
    statements: dict[str, Statement] = {}
    lines: dict[str, Line] = {}
    for code, node in faults.mapping(root, "The file").items():
        found = faults.mapping(node, code)
        faults.known(found, _STATEMENT, code)
        own = {line.code: line for line in _lines(code, found, faults)}
        statements[code] = Statement(
            code=code,
            title=faults.text(found["title"], f"title of {code}") if "title" in found else code,
            names=_texts(found, "names", code, faults),
            lines=tuple(own),
            show=_texts(found, "show", code, faults) or tuple(own),
            source=faults.text(found["source"], f"source of {code}") if "source" in found else "",
            verified="verified" not in found or _flag(found, "verified", code, faults),
        )
        lines |= own
    _check(lines, faults, root.line)
    faults.stop()
    return Chart(statements, lines)


def plain(name: str) -> str:
    """Return a name as it is compared: small letters and digits, parted by single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", name.casefold()))


def _lines(statement: str, found: Mapping[str, Located], faults: Faults) -> Iterator[Line]:
    held = faults.mapping(found["lines"], f"lines of {statement}") if "lines" in found else {}
    everywhere = _flag(found, "landlord", statement, faults)
    for code, node in held.items():
        own = faults.mapping(node, code)
        faults.known(own, _PARTS, code)
        yield Line(
            code=code,
            title=faults.text(own["title"], f"title of {code}") if "title" in own else code,
            statement=statement,
            names=_texts(own, "names", code, faults),
            parts=(
                *((1, part) for part in _texts(own, "add", code, faults)),
                *((-1, part) for part in _texts(own, "subtract", code, faults)),
            ),
            nil=_flag(own, "nil", code, faults),
            either=_flag(own, "either", code, faults),
            landlord=everywhere or _flag(own, "landlord", code, faults),
        )


def _texts(found: Mapping[str, Located], part: str, what: str, faults: Faults) -> tuple[str, ...]:
    if part not in found:
        return ()
    items = faults.sequence(found[part], f"{part} of {what}")
    return tuple(faults.text(item, f"{part} of {what}") for item in items)


def _flag(found: Mapping[str, Located], part: str, what: str, faults: Faults) -> bool:
    return part in found and faults.flag(found[part], f"{part} of {what}")


def _check(lines: Mapping[str, Line], faults: Faults, at: int) -> None:
    for line in lines.values():
        for _, part in line.parts:
            if part not in lines:
                faults.add(at, f"{line.code} adds up “{part}”, which is no line.")
