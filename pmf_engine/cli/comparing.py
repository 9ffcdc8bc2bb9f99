"""`pmf diff`: the figures that differ between two outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.output import show_json, show_table
from pmf_engine.engine.comparing import Comparison, compare, shown, write_page


def diff_files(first: Path, second: Path, word: Path | None, as_json: bool) -> int:
    """Print what differs between two documents, and write it as a page in Word if asked."""
    comparison = compare(first, second)
    if word is not None:
        write_page(comparison, word)
    if as_json:
        show_json(_json(comparison))
        return 0
    _say(comparison)
    if word is not None:
        click.echo(f"Written: {word}")
    return 0


def _json(comparison: Comparison) -> dict[str, Any]:
    sides = zip(("first", "second"), comparison.paths, comparison.sides, strict=True)
    told = {
        name: {
            "file": path.name,
            "report": side.identity.report,
            "entity": side.identity.entity,
            "period": side.identity.period,
        }
        for name, path, side in sides
    }
    return {**told, "differences": [d.as_json() for d in comparison.found], "same": comparison.same}


def _say(comparison: Comparison) -> None:
    seen = comparison.seen
    if seen:
        rows = [[d.slot, d.title, shown(d.first), shown(d.second), d.change] for d in seen]
        show_table(("Figure", "Title", *comparison.labels, "Change"), rows)
    beyond = len(comparison.found) - len(seen)
    click.echo(f"{len(seen)} differ, {comparison.same} are the same.")
    if beyond:
        click.echo(f"{beyond} more differ only beyond the places shown: see --json.")
