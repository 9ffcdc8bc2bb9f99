"""`pmf explain`: a figure's definition, edition, terms, cells and arithmetic."""

from __future__ import annotations

from typing import Any

import click

from pmf_engine.cli.checking import all_findings
from pmf_engine.cli.opening import asked_period, open_engine
from pmf_engine.cli.output import adjustment_json, show_json
from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Outcome
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Level
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Figure


def explain_figure(name: str, options: dict[str, Any]) -> int:
    """Print one readable block for each figure of that id or slot."""
    engine = open_engine(options)
    slot, outcomes = _outcomes(engine, name, options)
    found = [one.run.figures[slot] for one in outcomes if one.run and slot in one.run.figures]
    if not found:
        faults = [fault for fault in all_findings(outcomes) if fault.level is Level.ERROR]
        if faults:
            raise InputFaults(faults)
        raise PmfError(f"There is no figure “{name}”. “pmf figures KEY” lists those of a report.")
    if options["as_json"]:
        show_json({"figures": [_json(figure) for figure in found]})
        return 0
    click.echo("\n\n".join(map(_block, found)))
    return 0


def split_id(name: str) -> tuple[str, str, Period, str] | None:
    """Return report, entity, period and slot of a whole id; None for a bare slot."""
    parts = name.split("/", 3)
    if len(parts) < 4:
        return None
    try:
        return parts[0], parts[1], Period.parse(parts[2]), parts[3]
    except ValueError:
        return None


def _outcomes(engine: Engine, name: str, options: dict[str, Any]) -> tuple[str, list[Outcome]]:
    """Return the slot meant and the reports that may hold it."""
    whole = split_id(name)
    if whole:
        report, entity, period, slot = whole
        found = engine.outcomes(report, entity, period)
        return slot, [one for one in found if one.period in (None, period.id)]
    entity, asked = options["entity"] or "all", asked_period(options)
    keys = engine.covering(options["entity"])
    return name, [one for key in keys for one in engine.outcomes(key, entity, asked)]


def _json(figure: Figure) -> dict[str, Any]:
    return {
        **figure.as_json(),
        "definition": figure.definition,
        "arithmetic": figure.arithmetic,
        "note": figure.note,
        "adjustment": adjustment_json(figure.adjustment),
        "terms": [
            {"name": t.name, "value": t.value, "sources": [s.as_json() for s in t.sources]}
            for t in figure.terms
        ],
    }


def _block(figure: Figure) -> str:
    lines = [click.style(figure.id, bold=True), f"{figure.title}: {figure.display}", ""]
    lines += _line("Definition", figure.definition)
    lines += _line("Edition", figure.edition and f"in force from {figure.edition}")
    lines += _line("Status", figure.status)
    for term in figure.terms:
        lines += _line("Term", f"{term.name} = {term.value}")
        lines += [f"{'':13}{source}" for source in term.sources]
    lines += _line("Arithmetic", figure.arithmetic)
    lines += _line("Unrounded", None if figure.value is None else format(figure.value, "f"))
    lines += _line("Missing", figure.missing.reason if figure.missing else None)
    lines += _line("Note", figure.note)
    if figure.adjustment:
        a = figure.adjustment
        lines += _line(
            "Adjusted", f"from {a.computed}, {a.approved_by}, {a.approved_on}: {a.reason}"
        )
    lines += ["Cells read"] + [f"{'':13}{source}" for source in figure.sources]
    return "\n".join(lines)


def _line(name: str, value: str | None) -> list[str]:
    return [f"{name:<12} {value}"] if value else []
