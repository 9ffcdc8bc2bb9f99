"""`pmf trace`: a document carries its own lineage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.output import adjustment_json, show_json
from pmf_engine.engine.carriers import read_lineage
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage, LineageFigure


def trace_file(file: Path, figure: str | None, as_json: bool) -> int:
    """Print which report a document holds, and each figure with its cells."""
    _, lineage = read_lineage(file)
    figures = [
        one for one in lineage.figures if figure in (None, one.slot, one.id(lineage.identity))
    ]
    if not figures and figure:
        raise PmfError(
            f"{file.name} holds no figure “{figure}”. “pmf trace {file.name}” lists them."
        )
    if as_json:
        show_json(
            {**_identity_json(file, lineage), "figures": [_json(lineage, f) for f in figures]}
        )
        return 0
    identity = lineage.identity
    click.echo(f"{file.name}: {identity.title}, {identity.entity_title}, {identity.period_title}")
    for name, sha256 in identity.inputs.items():
        click.echo(f"  from {name} (SHA-256 {sha256[:12]}…)")
    for one in figures:
        _say(one)
    return 0


def _identity_json(file: Path, lineage: Lineage) -> dict[str, Any]:
    identity = lineage.identity
    return {
        "file": file.name,
        "report": identity.report,
        "entity": identity.entity,
        "period": identity.period,
        "workspace": identity.workspace,
        "template": identity.template,
        "engine": identity.engine,
        "today": identity.today,
        "draft": identity.draft,
        "inputs": [{"workbook": n, "sha256": h} for n, h in identity.inputs.items()],
    }


def _json(lineage: Lineage, one: LineageFigure) -> dict[str, Any]:
    return {
        "id": one.id(lineage.identity),
        "title": one.title,
        "value": one.value,
        "display": one.display,
        "unit": one.unit,
        "edition": one.edition,
        "status": one.status,
        "missing": one.missing,
        "sources": [source.as_json() for source in one.sources],
        "terms": [
            {"name": t.name, "value": t.value, "sources": [s.as_json() for s in t.sources]}
            for t in one.terms
        ],
        "arithmetic": one.arithmetic,
        "note": one.note,
        "adjustment": adjustment_json(one.adjustment),
    }


def _say(one: LineageFigure) -> None:
    click.echo(f"\n{click.style(one.slot, bold=True)}  {one.title}: {one.display}")
    if one.arithmetic:
        click.echo(f"  {one.arithmetic}")
    for source in one.sources:
        click.echo(f"  read from {source}")
    if one.adjustment:
        a = one.adjustment
        click.echo(
            f"  adjusted from {a.computed} by {a.approved_by} on {a.approved_on}: {a.reason}"
        )
