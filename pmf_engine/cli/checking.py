"""`pmf check` and `pmf figures`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from pmf_engine.cli.choosing import named
from pmf_engine.cli.opening import asked_period, open_engine
from pmf_engine.cli.output import count_findings, show_findings, show_json, show_table
from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Outcome
from pmf_engine.model.findings import Finding, has_errors


def check_reports(keys: Sequence[str], options: dict[str, Any]) -> int:
    """Print what is wrong with the inputs, figures and templates of reports; all by default.

    With a file, print what is wrong with that instead.
    """
    if options["file"]:
        from pmf_engine.cli.file_checking import check_file

        return check_file(keys, options)
    if options["context"]:
        raise click.UsageError("--context goes with --file.")
    engine, period = open_engine(options), asked_period(options)
    asked = named(engine, keys, options)
    entity = options["entity"] or "all"
    outcomes = [one for key in asked for one in engine.outcomes(key, entity, period)]
    findings = [
        *all_findings(outcomes),
        *_after_approval(engine, asked, outcomes, period is None),
        *(() if keys else _of_the_workspace(engine)),
    ]
    if options["as_json"]:
        show_json(
            {
                "report": asked[0] if len(asked) == 1 else None,
                "period": common_period(outcomes),
                "findings": [finding.as_json() for finding in findings],
            }
        )
    else:
        show_findings(findings)
        click.echo(f"Checked {', '.join(asked)}: {count_findings(findings)}.")
    return int(has_errors(findings, options["strict"]))


def show_figures(key: str, options: dict[str, Any]) -> int:
    """Print the figures of a report for the entities and period asked for."""
    engine = open_engine(options)
    (key,) = named(engine, [key], options)
    outcomes = engine.outcomes(key, options["entity"], asked_period(options))
    findings = all_findings(outcomes)
    figures = [figure for one in outcomes if one.run for figure in one.run.figures.values()]
    if options["as_json"]:
        show_json(
            {
                "report": key,
                "period": common_period(outcomes),
                "figures": [figure.as_json() for figure in figures],
                "findings": [finding.as_json() for finding in findings],
            }
        )
    else:
        rows = [(f.id, f.display, f.status or "", f.title) for f in figures]
        show_table(("Figure", "Shown as", "Status", "Title"), rows)
        show_findings(findings)
    return int(has_errors(findings, options["strict"]))


def _of_the_workspace(engine: Engine) -> list[Finding]:
    """What is to be said of the workspace where no report is named: left out, its timetable."""
    from pmf_engine.framework.timetable_file import FILE, load_timetable

    root = engine.workspace.root
    return [*engine.left_out(), *(load_timetable(root)[1] if (root / FILE).is_file() else ())]


def _after_approval(
    engine: Engine, keys: Sequence[str], outcomes: Sequence[Outcome], others: bool
) -> list[Finding]:
    """What changed since documents of these reports were approved."""
    from pmf_engine.engine.approval import after_approval

    return [
        finding
        for key in keys
        for finding in after_approval(
            engine, key, [one for one in outcomes if one.report == key], others
        )
    ]


def all_findings(outcomes: Sequence[Outcome]) -> list[Finding]:
    """Return the findings of several outcomes, each once."""
    return list(dict.fromkeys(finding for one in outcomes for finding in one.findings))


def common_period(outcomes: Sequence[Outcome]) -> str | None:
    """Return the period of the first outcome: entities of other frequencies may differ."""
    return outcomes[0].period if outcomes else None
