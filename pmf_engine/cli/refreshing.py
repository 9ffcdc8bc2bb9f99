"""`pmf refresh`: what changed in each document, a line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.opening import asked_period, open_engine
from pmf_engine.cli.output import count_findings, show_findings, show_json
from pmf_engine.engine.refreshing import Renewal, Wishes, refresh
from pmf_engine.model.findings import has_errors
from pmf_engine.model.refresh import Change, ChangeKind

_SAID = {
    ChangeKind.CONTENT: "filled anew",
    ChangeKind.NEW: "new",
    ChangeKind.ENDED: "no longer in the report",
    ChangeKind.ABSENT: "new in the report, and the document has no place for it",
    ChangeKind.GONE: "no longer exists; left as it was",
    ChangeKind.TYPED_OVER: "typed over, and kept",
    ChangeKind.OVERWRITTEN: "had been typed over, and was replaced",
    ChangeKind.COMMENTARY: "the commentary changed at its source; the document's words were kept",
}
_LONGEST = 100


def refresh_files(files: Sequence[Path], options: dict[str, Any]) -> int:
    """Bring documents up to date and say what changed in them."""
    engine = open_engine(options)
    wishes = Wishes(
        period=asked_period(options),
        overwrite=options["overwrite"],
        dry_run=options["dry_run"],
        strict=options["strict"],
    )
    renewals = refresh(engine, [path.absolute() for path in files], wishes)
    if options["as_json"]:
        show_json({"dry_run": wishes.dry_run, "files": [_json(one) for one in renewals]})
    else:
        show_findings(finding for one in renewals for finding in one.findings)
        for one in renewals:
            _say(one, wishes)
    return int(any(_stopped(one, wishes) for one in renewals))


def _stopped(one: Renewal, wishes: Wishes) -> bool:
    return has_errors(one.findings, wishes.strict) and not one.draft


def _json(one: Renewal) -> dict[str, Any]:
    return {
        "path": str(one.path),
        "report": one.report,
        "entity": one.entity,
        "period": one.period,
        "written": one.written,
        "backup": None if one.backup is None else str(one.backup),
        "changes": [change.as_json() for change in one.changes],
        "findings": [finding.as_json() for finding in one.findings],
    }


def _say(one: Renewal, wishes: Wishes) -> None:
    click.echo(click.style(f"{one.path.name}: {one.report} {one.entity} {one.period}", bold=True))
    for line in _lines(one.changes):
        click.echo(f"  {line}")
    if _stopped(one, wishes):
        click.echo(f"  Not refreshed ({count_findings(one.findings)}).")
    elif wishes.dry_run:
        click.echo("  Only looked at: nothing was written.")
    elif one.backup is not None:
        click.echo(f"  Refreshed. As it was before: {one.backup.name}")
    else:
        click.echo("  Up to date: nothing was written.")


def _lines(changes: Iterable[Change]) -> list[str]:
    return [_line(change) for change in changes]


def _line(change: Change) -> str:
    name = "  ".join(dict.fromkeys(filter(None, (change.slot, change.title))))
    where = f" ({change.place})" if change.place else ""
    arrow = " → ".join(_short(text) for text in (change.old, change.new))
    if change.kind is ChangeKind.VALUE:
        return f"{name}{where}: {arrow}"
    told = f": {arrow}" if change.old and change.new else _one(change)
    return f"{name}{where} [{_SAID[change.kind]}]{told}"


def _one(change: Change) -> str:
    text = change.old or change.new
    return f": {_short(text)}" if text else ""


def _short(text: str) -> str:
    line = " ".join(text.split()) or "nothing"
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
