"""`pmf refresh`: what changed in each document, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
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
    ChangeKind.ENDED: "no longer in the report, and taken out",
    ChangeKind.ABSENT: "new in the report, and the document has no place for it",
    ChangeKind.GONE: "no longer exists; left as it was",
    ChangeKind.TYPED_OVER: "typed over, and kept",
    ChangeKind.OVERWRITTEN: "had been typed over, and was replaced",
    ChangeKind.COMMENTARY: "the commentary changed at its source; the document's words were kept",
}
_WRITTEN = {ChangeKind.CONTENT, ChangeKind.NEW, ChangeKind.OVERWRITTEN}
_LONGEST = 100
_MANY = 40  # changes in one list


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
    return int(any(one.stopped for one in renewals))


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
    if one.stopped and has_errors(one.findings, wishes.strict):
        click.echo(f"  Not refreshed ({count_findings(one.findings)}).")
    elif one.stopped:
        click.echo("  Not refreshed, since another of the files could not be.")
    elif wishes.dry_run:
        click.echo("  Only looked at: nothing was written.")
    elif one.written and one.backup is None:
        click.echo(f"  Refreshed as {one.path.name}. The approved file stands as it was.")
    elif one.backup is not None:
        click.echo(f"  Refreshed. As it was before: {one.backup.name}")
    else:
        click.echo("  Up to date: nothing was written.")


def _lines(changes: Sequence[Change]) -> list[str]:
    """Return a line for each change; of many, what somebody should look at comes first.

    Wordings that follow a figure, such as an arrow or a status, are then only counted.
    """
    if len(changes) <= _MANY:
        return [_line(change) for change in changes]
    values = [one for one in changes if one.kind is ChangeKind.VALUE]
    figures = [one for one in values if one.title or one.place]
    others = [one for one in changes if one.kind is not ChangeKind.VALUE]
    written = [one for one in others if one.kind in _WRITTEN]
    kept = [one for one in others if one.kind not in _WRITTEN]
    groups = {"To look at": kept, "Filled anew": written, "Figures": figures}
    lines = [f"{len(changes)} changes, all of them with --json."]
    for title, group in groups.items():
        if group:
            lines += [f"{title} ({len(group)}):", *(f"  {_line(change)}" for change in group)]
    if rest := len(values) - len(figures):
        lines.append(f"Sentences, statuses and arrows that follow them: {rest}.")
    return lines


def _line(change: Change) -> str:
    name = "  ".join(dict.fromkeys(filter(None, (change.slot, change.title))))
    where = f" ({change.place})" if change.place else ""
    arrow = " → ".join(map(_short, _apart(change.old, change.new)))
    if change.kind is ChangeKind.VALUE:
        return f"{name}{where}: {arrow}"
    if change.kind is ChangeKind.ENDED and change.new:
        return f"{name}{where} [marked “{change.new}”; its words were kept]"
    told = f": {arrow}" if change.old and change.new else _one(change)
    return f"{name}{where} [{_SAID[change.kind]}]{told}"


def _apart(*texts: str) -> list[str]:
    """Return two long texts from a few words before they differ, so that one sees the change."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False)))
    if max(map(len, texts)) <= _LONGEST or same < _LONGEST // 2:
        return list(texts)
    start = texts[0].rfind(" ", 0, same - _LONGEST // 5) + 1
    return [f"… {text[start:]}" for text in texts]


def _one(change: Change) -> str:
    text = change.old or change.new
    return f": {_short(text)}" if text else ""


def _short(text: str) -> str:
    """Return text in one line, in quotes where it could be taken for the arrow of the list."""
    line = " ".join(text.split()) or "nothing"
    line = f"“{line}”" if "→" in line else line
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"
