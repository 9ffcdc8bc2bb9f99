"""`pmf serve`: web pages looked at before they are published, on this machine alone."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import click

from pmf_engine.engine import Workspace
from pmf_engine.ledger import Ledger, RunRecord
from pmf_engine.model.errors import PmfError

_FIRST = "index.html"


def serve(folder: Path | None, options: dict[str, Any]) -> int:
    """Show a folder of pages, or those built last, until stopped."""
    from pmf_engine.documents.web.preview import Preview

    home = _checked(folder) if folder else _newest(options)
    try:
        server = Preview(home, options["port"])
    except OSError as fault:
        raise PmfError(
            f"Port {options['port']} cannot be used: {fault.strerror}. Choose another with --port,"
            " or 0 for any that is free."
        ) from None
    click.echo(f"{home}\nis shown at {server.address} to this machine alone. Ctrl+C stops it.")
    signal.signal(signal.SIGTERM, signal.getsignal(signal.SIGINT))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("Stopped.")
    finally:
        server.server_close()
    return 0


def _checked(folder: Path) -> Path:
    if (folder / _FIRST).is_file():
        return folder
    raise PmfError(
        f"{folder} holds no {_FIRST}. Name the folder of the pages, such as"
        " outputs/tenant-kpis/OVH/2026-Q2/site."
    )


def _newest(options: dict[str, Any]) -> Path:
    """The folder of the pages that were built last and are still there."""
    workspace = Workspace.find(options["workspace"])
    out = options["out"] or workspace.root / "outputs"
    for run in reversed(Ledger(workspace.private / "ledger").runs(entity=options["entity"] or "*")):
        for home in _homes(run, out):
            return home
    whose = f" of {options['entity']}" if options["entity"] else ""
    raise PmfError(
        f"No web pages{whose} stand in {out}. Build some first, as with “pmf run tenant-kpis”, or"
        " name their folder."
    )


def _homes(run: RunRecord, out: Path) -> list[Path]:
    names = [Path(file.name).parent for file in run.files if Path(file.name).name == _FIRST]
    tops = [name for name in names if len(name.parts) == 1]
    where = out / run.report / run.entity / run.period
    return [where / top for top in tops if (where / top / _FIRST).is_file()]
