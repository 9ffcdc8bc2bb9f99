"""`pmf sign-off` and `pmf verify`: who approved which file, and whether it is still that file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import click

from pmf_engine.cli.opening import open_engine
from pmf_engine.cli.output import show_json
from pmf_engine.engine import Engine
from pmf_engine.engine.approval import differing, file_values, origin, values
from pmf_engine.engine.carriers import read_lineage
from pmf_engine.framework.roles import Role, approvers, role_of
from pmf_engine.ledger import Approval, FileRecord, Ledger, RunRecord, today
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage

NOTE = "This is a record of what was said, not proof of identity."
_STATUS = {"approved": 0, "changed": 1, "unknown": 3}
_SHOWN = 10  # figures told before the rest are counted


@dataclass(frozen=True, slots=True)
class Asked:
    """A file as it is now: its path, content's hash, and what it says of itself, if anything."""

    path: Path
    sha256: str
    lineage: Lineage | None
    why: str = ""


def sign_off(files: Sequence[Path], options: dict[str, Any]) -> int:
    """Record who approved these files; none of them unless all can be."""
    role, name = role_of(options["role"]), " ".join(options["name"].split())
    on: date = options["on"] or today()
    if not name:
        raise PmfError("--name is empty. Give the name of whoever approved.")
    if on > today():
        raise PmfError(f"{on} has not come yet: an approval is recorded once it was given.")
    engine = open_engine(options)
    found, faults = [], []
    for path in files:
        try:
            found.append(_approvable(engine, path, role))
        except PmfError as fault:
            faults.append(str(fault))
    if faults:
        raise PmfError("\n".join([*faults, "Nothing was signed off."]))
    signed = [
        (file, _signed(engine.ledger, run, file, role, name, on.isoformat())) for file, run in found
    ]
    _show_signed(engine.ledger, signed, options["as_json"])
    return 0


def verify(path: Path, options: dict[str, Any]) -> int:
    """Say whether a file is as it was approved (0), changed since (1) or unknown (3)."""
    engine = open_engine(options)
    file = _asked(path)
    approvals = engine.ledger.approved(file.sha256)
    status = "approved" if approvals else "changed"
    if not approvals:
        approvals = _ancestors(engine, file)
        status = "changed" if approvals else "unknown"
    changes = _changes(engine.ledger, file, approvals) if status == "changed" else []
    if options["as_json"]:
        told = [_as_json(engine.ledger, one) for one in approvals]
        show_json({
            "file": str(path), "sha256": file.sha256, "status": status, "approvals": told,
            "figures": changes, "note": NOTE,
        })  # fmt: skip
    else:
        _say(engine.ledger, file, status, approvals, changes)
    return _STATUS[status]


def _asked(path: Path) -> Asked:
    """Read a file; raises PmfError when there is none or it cannot be read."""
    try:
        content = sha256(path.read_bytes()).hexdigest()
    except OSError as fault:
        raise PmfError(f"{path} cannot be read: {fault.strerror}.") from None
    try:
        return Asked(path, content, read_lineage(path)[1])
    except PmfError as fault:
        return Asked(path, content, None, str(fault))


def _approvable(engine: Engine, path: Path, role: Role) -> tuple[Asked, RunRecord]:
    """Return a file and the run it came from; PmfError where this role may not approve it."""
    file = _asked(path)
    _refuse_foreign(engine, file)
    run = origin(engine.ledger, file.sha256, file.lineage)
    if run is None:
        raise PmfError(
            file.why
            or f"{path.name}: no run that this workspace's ledger holds could have made it."
            " Build it here with “pmf run” first."
        )
    if run.draft or (file.lineage and file.lineage.identity.draft):
        raise PmfError(f"{path.name} is a draft and cannot be approved. Run without --draft first.")
    report = engine.catalogue.entry(run.report).report
    allowed = approvers(report.key, report.audience)
    if role not in allowed:
        raise PmfError(
            f"{path.name}: {role} does not approve “{report.title}”."
            f" By the framework that is for: {', '.join(allowed)}."
        )
    return file, run


def _refuse_foreign(engine: Engine, file: Asked) -> None:
    if file.lineage and file.lineage.identity.workspace != engine.workspace.name:
        raise PmfError(
            f"{file.path.name} was built in the workspace “{file.lineage.identity.workspace}”, and"
            f" this is “{engine.workspace.name}”. Name its own with --workspace DIR."
        )


def _signed(
    ledger: Ledger, run: RunRecord, file: Asked, role: Role, name: str, on: str
) -> Approval:
    """The record of an approval; one that stands already is not made twice."""
    for one in ledger.approved(file.sha256):
        if (one.role, one.name, one.on) == (role, name, on):
            return one
    named = (one.name for one in run.files if one.sha256 == file.sha256 and "/" in one.name)
    record = FileRecord(name=next(named, file.path.name), sha256=file.sha256)
    return ledger.sign(run, record, role=str(role), name=name, on=on)


def _ancestors(engine: Engine, file: Asked) -> list[Approval]:
    """The approvals that a file which was not itself approved descends from, by what it says.

    A file that no longer says anything is known by its name alone.
    """
    if file.lineage is None:
        name = file.path.name.casefold()
        known = engine.ledger.approvals()
        return [one for one in known if Path(one.file.name).name.casefold() == name]
    identity = file.lineage.identity
    if identity.workspace != engine.workspace.name:
        return []
    found = engine.ledger.approvals(identity.report, identity.entity, identity.period)
    kind = file.path.suffix.casefold()
    return [one for one in found if Path(one.file.name).suffix.casefold() == kind]


def _changes(
    ledger: Ledger, file: Asked, approvals: Sequence[Approval]
) -> list[dict[str, str | None]]:
    """The figures in the file whose values are not those of the run last approved.

    A document keeps only the figures that it shows, so one that it lacks is no difference.
    """
    last = approvals[-1]
    runs = {run.id: run for run in ledger.runs(last.report, last.entity, last.period)}
    if file.lineage is None or last.run not in runs:
        return []
    own, approved = file_values(file.lineage), values(runs[last.run])
    return differing({name: approved.get(name) for name in own}, own)


def _as_json(ledger: Ledger, one: Approval) -> dict[str, Any]:
    return {**one.as_json(), "issued_at": ledger.issued_at(one.run)}


def _show_signed(ledger: Ledger, signed: Sequence[tuple[Asked, Approval]], as_json: bool) -> None:
    if as_json:
        told = [{"path": str(file.path), **_as_json(ledger, one)} for file, one in signed]
        show_json({"signed_off": told, "note": NOTE})
        return
    for file, one in signed:
        click.echo(f"Signed off: {file.path} ({one.report}, {one.entity}, {one.period})")
        click.echo(f"  {_by(one)}; SHA-256 {one.file.sha256[:12]}…; run {one.run}")
        if ledger.issued_at(one.run) is None:
            click.echo(
                "  Its run has not been issued yet. “pmf issue” this file once it has gone out, so"
                " that its figures count as reported."
            )
    click.echo(NOTE)


def _by(one: Approval) -> str:
    return f"approved by {one.name} ({one.role}) on {one.on}"


def _say(
    ledger: Ledger,
    file: Asked,
    status: str,
    approvals: Sequence[Approval],
    changes: Sequence[Mapping[str, str | None]],
) -> None:
    said = {
        "approved": "approved, and unchanged since.",
        "changed": "changed since it was approved. It descends from:",
        "unknown": "unknown: nobody approved it, nor a file that it descends from.",
    }
    click.echo(f"{file.path.name}: {said[status]}")
    for one in approvals:
        issued = "issued" if ledger.issued_at(one.run) else "not issued"
        click.echo(f"  {one.file.name}, {_by(one)}; run {one.run}, {issued}")
    if status == "changed":
        _say_changes(file, changes)
    if status == "unknown" and file.why:
        click.echo(f"  {file.why}")
    click.echo(NOTE)


def _say_changes(file: Asked, changes: Sequence[Mapping[str, str | None]]) -> None:
    if file.lineage is None:
        click.echo("  It no longer says which figures it holds.")
    elif not changes:
        click.echo("  The figures it carries are those approved; words or layout differ.")
    for one in changes[:_SHOWN]:
        before, now = one["approved"] or "missing", one["now"] or "missing"
        click.echo(f"  {one['figure']}: {before} was approved, it holds {now}")
    if len(changes) > _SHOWN:
        click.echo(f"  and {len(changes) - _SHOWN} more figures")
