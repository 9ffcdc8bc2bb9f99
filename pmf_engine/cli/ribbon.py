"""`pmf ribbon`: the commands and their options; the work is imported when needed."""

from __future__ import annotations

from pathlib import Path

import click

from pmf_engine.cli.examples import examples

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
_MENU = click.option(
    "--no-menu", is_flag=True,
    help="Leave the menu of reports out, for an Excel that hides a tab with a menu.",
)  # fmt: skip
_WORKSPACE = click.option(
    "--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="The workspace whose reports the menu lists; by default the nearest with pmf.toml.",
)  # fmt: skip


@click.group(epilog=examples("pmf ribbon install", "pmf ribbon doctor"))
def ribbon() -> None:
    """The tab “Reporting” in Excel: build it, install it, and find out what stops it."""


@ribbon.command(epilog=examples("pmf ribbon build --out pmf.xlam"))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True,
              metavar="FILE.xlam", help="Where the add-in goes.")  # fmt: skip
@_MENU
@_JSON
def build(out: Path, no_menu: bool, as_json: bool) -> int:
    """Build the add-in from its text; the same version gives the same bytes."""
    from pmf_engine.cli.ribbon_work import build as work

    return work(out, no_menu, as_json)


@ribbon.command(epilog=examples("pmf ribbon install", "pmf ribbon install --helper"))
@click.option("--helper", is_flag=True, help="Start the helper at sign-in too.")
@click.option("--no-addin", is_flag=True,
              help="All but the add-in, where your IT department puts that in place.")  # fmt: skip
@_MENU
@_WORKSPACE
@_JSON
def install(
    helper: bool, no_addin: bool, no_menu: bool, workspace: Path | None, as_json: bool
) -> int:
    """Build the add-in here and put it where Excel loads it, for you alone."""
    from pmf_engine.cli.ribbon_work import install as work

    how = {"helper": helper, "addin": not no_addin, "menu": not no_menu}
    return work(how, workspace, as_json)


@ribbon.command(epilog=examples("pmf ribbon uninstall"))
@_JSON
def uninstall(as_json: bool) -> int:
    """Take away what `pmf ribbon install` wrote, and nothing else."""
    from pmf_engine.cli.ribbon_work import uninstall as work

    return work(as_json)


@ribbon.command(epilog=examples("pmf ribbon serve"))
def serve() -> int:
    """Run the helper: it answers the add-in at once, and Excel need start no program."""
    from pmf_engine.cli.ribbon_work import serve as work

    return work()


@ribbon.command(epilog=examples("pmf ribbon doctor", "pmf ribbon doctor --live"))
@click.option("--live", is_flag=True, help="Try the engine on a real Excel and write a report.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Where the report of --live goes; by default ribbon-live.md.")  # fmt: skip
@_JSON
def doctor(live: bool, out: Path | None, as_json: bool) -> int:
    """Say what stops the ribbon on this computer, and what to do; writes nothing."""
    from pmf_engine.cli.ribbon_work import doctor as work

    return work(live, out, as_json)
