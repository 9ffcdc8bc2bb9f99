"""What the commands of `pmf ribbon` do and print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pmf_engine.cli.output import show_json
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.machine import Machine

if TYPE_CHECKING:
    from pmf_engine.ribbon.doctor import Check

_COLOURS = {"good": "green", "warning": "yellow", "fault": "red", "not checked": "cyan"}


def build(out: Path, no_menu: bool, as_json: bool) -> int:
    """Write the add-in to a file."""
    from hashlib import sha256

    from pmf_engine.ribbon.addin.build import build_addin

    if out.suffix.lower() != ".xlam":
        raise PmfError(f"{out} must end in .xlam, or Excel does not load it. Nothing was written.")
    data = build_addin(menu=not no_menu)
    temporary = out.with_name(f".{out.name}.tmp")
    try:
        temporary.write_bytes(data)
        temporary.replace(out)
    except OSError as fault:
        temporary.unlink(missing_ok=True)
        raise PmfError(f"{out} cannot be written: {fault.strerror}.") from None
    digest = sha256(data).hexdigest()
    if as_json:
        show_json({"path": str(out), "sha256": digest, "bytes": len(data)})
    else:
        click.echo(f"Wrote {out}, sha256 {digest}.")
    return 0


def install(how: Mapping[str, bool], workspace: Path | None, as_json: bool) -> int:
    """Install the add-in for the person who runs this; `how` says which parts of it."""
    from pmf_engine.cli.listing import catalogue_near, root_near
    from pmf_engine.ribbon.addin.install import install_addin
    from pmf_engine.ribbon.workspaces import remember_workspace

    reports = [entry.report for entry in catalogue_near(workspace)]
    installed = install_addin(Machine.here(), reports, **how)
    if root := root_near(workspace):
        remember_workspace(root)
    if as_json:
        show_json({"files": sorted(installed.files)})
        return 0
    _list("Wrote", sorted(installed.files))
    click.echo("Start Excel again: the tab “Reporting” stands after “Data”.")
    click.echo("If it does not: pmf ribbon doctor")
    return 0


def uninstall(as_json: bool) -> int:
    """Remove what was installed."""
    from pmf_engine.ribbon.addin.install import uninstall_addin

    removed = uninstall_addin(Machine.here())
    gone, kept = [str(path) for path in removed.gone], [str(path) for path in removed.kept]
    if as_json:
        show_json({"removed": gone, "kept": kept})
        return 0
    _list("Removed", gone)
    _list("Kept, because somebody changed it:", kept)
    return 0


def _list(heading: str, paths: Sequence[str]) -> None:
    if paths:
        click.echo(heading)
    for path in paths:
        click.echo(f"  {path}")


def serve() -> int:
    """Run the helper until it is told to stop."""
    import signal

    from pmf_engine.ribbon.helper_serve import serve as run

    def ready() -> None:
        click.echo("The helper is ready. Press Ctrl+C to end it.")

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end in order, not in the middle
    try:
        if run(Machine.here(), ready):
            click.echo("The engine was updated: the helper starts again.")
            _serve_anew()
    except KeyboardInterrupt:
        click.echo("The helper has ended.")
    return 0


def _serve_anew() -> None:
    """Start another helper, which imports everything anew; this one has let go of its folder."""
    import subprocess
    import sys

    subprocess.Popen([sys.executable, "-m", "pmf_engine", "ribbon", "serve"])


def doctor(live: bool, out: Path | None, as_json: bool) -> int:
    """Print each check with what to do; 1 where something stops the ribbon."""
    if out is not None and not live:
        raise click.UsageError("--out says where the report of --live goes; add --live.")
    from pmf_engine.ribbon.doctor import Look, State, examine

    checks = examine(Machine.here(), Look())
    if live:
        return _live(out or Path("ribbon-live.md"), checks, as_json)
    if as_json:
        show_json({"checks": [check.as_json() for check in checks], "live": None})
    else:
        for check in checks:
            _say(check)
    return int(any(check.state is State.FAULT for check in checks))


def _say(check: Check) -> None:
    mark = click.style(f"{check.state:<12}", fg=_COLOURS[check.state])
    click.echo(f"{mark} {click.style(check.name, bold=True)}: {check.found}")
    if check.advice:
        click.echo(f"{'':13}{check.advice}")


def _live(out: Path, checks: Sequence[Check], as_json: bool) -> int:
    from pmf_engine.ribbon.doctor.live import try_excel

    trial = try_excel(Machine.here(), out, checks)
    if as_json:
        live = {"report": str(out), "passed": trial.passed, "failed": trial.failed}
        show_json({"checks": [check.as_json() for check in checks], "live": live})
    else:
        click.echo(f"{trial.passed} passed, {trial.failed} failed. Wrote {out}.")
    return int(trial.failed > 0)
