"""What the command line prints: JSON objects, findings, progress."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from pmf_engine.model.findings import Finding, Level
from pmf_engine.model.json_text import json_text

if TYPE_CHECKING:
    from pmf_engine.model.values import Adjustment

_COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "cyan"}


def show_json(data: Any) -> None:
    """Print one JSON object to standard output."""
    click.echo(json_text(data), nl=False)


def colour() -> bool | None:
    """Return False where NO_COLOR asks for none, else None: the terminal decides."""
    return False if os.environ.get("NO_COLOR") else None


def adjustment_json(made: Adjustment | None) -> dict[str, str] | None:
    """Return an approved override as JSON, or None."""
    if made is None:
        return None
    return {
        "value": format(made.value, "f"),
        "computed": made.computed,
        "reason": made.reason,
        "approved_by": made.approved_by,
        "approved_on": made.approved_on,
    }


def say_error(message: str) -> None:
    """Print a fault to standard error."""
    mark = click.style("pmf:", fg="red", bold=True)
    click.echo(f"{mark} {message}", err=True, color=colour())


def show_findings(findings: Iterable[Finding]) -> None:
    """Print findings, the gravest first, each sentence once, to standard error.

    Where they are of several companies, one without a place begins with whose it is. Of a fault
    that many cells of a column have, the first are printed and the rest counted.
    """
    said: dict[tuple[Level, str], dict[str, None]] = {}
    rest: Counter[Finding] = Counter()
    for one in _first_of_each(findings, rest):
        said.setdefault((one.level, one.text), {}).update(_owner(one))
    several = len({entity for whose in said.values() for entity in whose}) > 1
    for level in Level:
        for (graveness, text), whose in said.items():
            if graveness is level:
                _say(level, f"{', '.join(whose)}: {text}" if several and whose else text)
        for one, number in rest.items():
            if one.level is level:
                _say(level, _more(one, number))


def _say(level: Level, text: str) -> None:
    mark = click.style(f"{level}:", fg=_COLOURS[level], bold=True)
    click.echo(f"{mark} {text}", err=True)


def _first_of_each(findings: Iterable[Finding], rest: Counter[Finding]) -> Iterator[Finding]:
    """Yield findings, and count those of a kind that go beyond `SHOWN` under the first of them."""
    from pmf_engine.workbook.faults import SHOWN, kin_of

    kinds: dict[Hashable, list[Finding]] = {}
    for one in dict.fromkeys(findings):
        seen = kinds.setdefault(kin_of(one), [])
        if not one.cell or len(seen) < SHOWN:
            seen.append(one)
            yield one
        else:
            rest[seen[0]] += 1


def _more(first: Finding, number: int) -> str:
    place = f"{first.workbook}, sheet {first.sheet}" if first.sheet else first.workbook
    cells = "cell has" if number == 1 else "cells have"
    same = f"{number:,} more {cells} a fault like that of {first.cell}"
    return f"{place}: {same}; --json lists them all."


def _owner(one: Finding) -> dict[str, None]:
    return {one.entity: None} if one.entity and not one.workbook else {}


def count_findings(findings: Sequence[Finding]) -> str:
    """Return how many findings of each level there are: 2 errors, 1 warning."""
    counts = [(level, sum(f.level is level for f in findings)) for level in Level]
    said = [f"{n} {level}{'' if n == 1 else 's'}" for level, n in counts if n]
    return ", ".join(said) or "no findings"


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns as wide as they need."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for number, row in enumerate([headings, *rows]):
        line = "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
        click.echo(click.style(line.rstrip(), bold=number == 0))


@contextmanager
def progress(total: int, label: str) -> Iterator[Any]:
    """Yield a function to call after each of so many steps; silent when not at a terminal."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr) as bar:
        yield lambda: bar.update(1)
