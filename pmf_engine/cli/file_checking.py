"""`pmf check KEY --file FILE`: a file looked at before it is sent, with no workspace needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from pmf_engine.cli.opening import asked_period, name_broken
from pmf_engine.cli.output import count_findings, show_findings, show_json
from pmf_engine.engine.file_check import check_given, workspace_if_any
from pmf_engine.ledger import today
from pmf_engine.model.findings import has_errors


def check_file(keys: Sequence[str], options: dict[str, Any]) -> int:
    """Print what is wrong with a file, by the rules of one report; writes nothing."""
    if len(keys) != 1:
        raise click.UsageError("Name the one report whose file it is: pmf check KEY --file FILE.")
    from pmf_engine.catalogue import load_catalogue

    period = asked_period(options)
    workspace = workspace_if_any(options["workspace"])
    catalogue = load_catalogue(workspace.root if workspace else None)
    name_broken(catalogue, options)
    findings = check_given(
        catalogue.entry(keys[0]),
        options["file"],
        period,
        options["today"] or today(),
        context=options["context"],
        workspace=workspace,
    )
    if options["as_json"]:
        told = [finding.as_json() for finding in findings]
        show_json({"report": keys[0], "period": period and period.id, "findings": told})
    else:
        show_findings(findings)
        click.echo(f"Checked {options['file'].name}: {count_findings(findings)}.")
    return int(has_errors(findings, options["strict"]))
