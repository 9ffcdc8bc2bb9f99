"""`pmf run`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.checking import all_findings
from pmf_engine.cli.choosing import named
from pmf_engine.cli.opening import asked_period, open_engine
from pmf_engine.cli.output import count_findings, progress, show_findings, show_json
from pmf_engine.cli.printing import print_outcomes
from pmf_engine.engine.engine import Engine, Options, Outcome, Task
from pmf_engine.model.findings import has_errors


def run_reports(keys: Sequence[str], options: dict[str, Any]) -> int:
    """Build the documents of reports and say where they are."""
    engine = open_engine(options)
    how = Options(
        out=(options["out"] or engine.workspace.root / "outputs").absolute(),
        draft=options["draft"],
        force=options["force"],
        strict=options["strict"],
        final=options["final"],
    )
    asked = named(engine, keys, options)
    outcomes = list(_outcomes(engine, asked, options, how))
    if options["pdf"]:
        print_outcomes(outcomes)
    findings = all_findings(outcomes)
    if options["as_json"]:
        show_json({"runs": [_as_json(one) for one in outcomes]})
    else:
        show_findings([*findings, *([] if keys else engine.left_out())])
        for one in outcomes:
            _say(one)
    stopped = has_errors(findings, how.strict) and not how.draft
    unwritten = any(not one.files for one in outcomes)
    return int(stopped or unwritten)


def _outcomes(
    engine: Engine, keys: Sequence[str], options: dict[str, Any], how: Options
) -> Iterator[Outcome]:
    tasks: list[Task] = []
    for key in keys:
        found = engine.tasks(key, options["entity"], asked_period(options))
        if not found:
            yield engine.unread(key, asked_period(options))
        tasks += found
    with progress(len(tasks), "Building") as step:
        for outcome in _made(engine, tasks, how, options["jobs"]):
            step()
            yield outcome


def _made(engine: Engine, tasks: Sequence[Task], how: Options, jobs: int) -> Iterator[Outcome]:
    if jobs == 1 or len(tasks) < 2:
        for task in tasks:
            yield engine.run(task, how)
        return
    from pmf_engine.engine.jobs import run_side_by_side

    yield from run_side_by_side(engine, tasks, how, jobs)


def _as_json(one: Outcome) -> dict[str, Any]:
    return {
        "report": one.report,
        "entity": one.entity,
        "period": one.period,
        "files": [{"path": str(path), "sha256": sha256} for path, sha256 in _paths(one)],
        "findings": [finding.as_json() for finding in one.findings],
    }


def _paths(one: Outcome) -> list[tuple[Path, str]]:
    folder = one.folder or Path()
    return [(folder / file.name, file.sha256) for file in one.files]


def _say(one: Outcome) -> None:
    what = " ".join(filter(None, (one.report, one.entity, one.period)))
    if not one.files:
        click.echo(f"{what}: nothing written ({count_findings(one.findings)}).")
        return
    click.echo(f"{what}: {'nothing has changed' if one.unchanged else 'built'}.")
    paths = [path for path, _ in _paths(one)]
    for path in [each for each in paths if each.parent == one.folder]:
        click.echo(f"  {path}")
    _say_folders([each for each in paths if each.parent != one.folder], one.folder or Path())


def _say_folders(paths: Sequence[Path], home: Path) -> None:
    """Say of each folder of pages where to begin and how many files it holds."""
    tops: dict[str, int] = {}
    for path in paths:
        top = path.relative_to(home).parts[0]
        tops[top] = tops.get(top, 0) + 1
    for top, count in tops.items():
        click.echo(f"  {home / top / 'index.html'} and {count - 1} more files beside it")
