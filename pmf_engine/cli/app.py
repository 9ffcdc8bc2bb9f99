"""The commands and their options; the work is done elsewhere, imported when needed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from pmf_engine import __version__
from pmf_engine.cli.examples import examples
from pmf_engine.cli.ribbon import ribbon


def _one(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> str | None:
    if len(given) > 1:
        raise click.BadParameter(
            f"It was given {len(given)} times: {', '.join(given)}. Give it once, and run once for"
            " each."
        )
    return given[0] if given else None


_DAY = click.DateTime(["%Y-%m-%d"])
_OPTIONS: dict[str, Callable[..., Any]] = {
    "workspace": click.option(
        "--workspace", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
        help="The workspace; by default the nearest folder upwards with pmf.toml.",
    ),
    "period": click.option(
        "--period", metavar="P", multiple=True, callback=_one,
        help="2026-09, 2026-Q2, 2026-H1 or 2026/27; by default the newest complete one.",
    ),
    "entity": click.option(
        "--entity", metavar="E", multiple=True, callback=_one,
        help="An entity's code, or all; by default the group.",
    ),
    "today": click.option(
        "--today", type=_DAY, metavar="DATE",
        help="The day lateness is judged on; by default the report's due date.",
    ),
    "json": click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
    "strict": click.option(
        "--strict", is_flag=True, help="Warnings and broken plugins stop a report too."
    ),
}  # fmt: skip


def _with(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            function = _OPTIONS[name](function)
        return function

    return decorate


# What click does not know may be an option of a report, such as --level.
_REPORTS_OWN = {"ignore_unknown_options": True}


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=examples(
        "pmf init my-workspace          make a workspace with sample data",
        "pmf check board-pack           look for faults in its workbooks",
        "pmf run board-pack --entity OVH",
        "pmf trace board-pack-OVH-2026-Q2.docx OVH-REP01",
    ),
)
@click.version_option(__version__, prog_name="pmf")
def pmf() -> None:
    """Performance reports from Excel workbooks to Word and Excel, every figure traceable."""


@pmf.command(epilog=examples("pmf init sample", "pmf init our-workspace --empty"))
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--empty", is_flag=True, help="Tables with headers only, no sample data.")
@_with("json")
def init(folder: Path, empty: bool, as_json: bool) -> int:
    """Make a workspace in a new or empty FOLDER."""
    from pmf_engine.cli.starting import start

    return start(folder, empty, as_json)


@pmf.command("list", epilog=examples("pmf list", "pmf list --json"))
@_with("workspace", "json", "strict")
def list_(workspace: Path | None, as_json: bool, strict: bool) -> int:
    """List the reports that can be run."""
    from pmf_engine.cli.listing import list_reports

    return list_reports(workspace, as_json, strict)


@pmf.command(
    context_settings=_REPORTS_OWN,
    epilog=examples(
        "pmf check",
        "pmf check board-pack --entity OVH --period 2026-Q2",
        "pmf check core-lettings --file lettings.csv --year 2026 --context tables",
    ),
)
@click.argument("keys", nargs=-1, metavar="[KEY]... [--OPTION VALUE]...")
@click.option("--file", "file", type=click.Path(path_type=Path), metavar="FILE",
              help="Check this file instead, before it is sent; needs no workspace.")  # fmt: skip
@click.option("--context", type=click.Path(path_type=Path), metavar="DIR",
              help="The reference tables for --file, each as <Table>.csv.")  # fmt: skip
@click.option("--year", type=click.IntRange(2000, 2099), metavar="YYYY",
              help="The financial year that begins in that year, instead of --period.")  # fmt: skip
@_with("workspace", "period", "entity", "today", "json", "strict")
def check(keys: tuple[str, ...], **options: Any) -> int:
    """Read the workbooks, compute the figures and report every fault; writes nothing."""
    from pmf_engine.cli.checking import check_reports

    return check_reports(*_words(keys, options))


@pmf.command(
    context_settings=_REPORTS_OWN,
    epilog=examples(
        "pmf run board-pack", "pmf run board-pack --entity all --period 2026-Q2", "pmf run --all",
        "pmf run gbac-risk-review --level strategic      an option of that report's own",
    ),
)  # fmt: skip
@click.argument("keys", nargs=-1, metavar="KEY... [--OPTION VALUE]...")
@click.option("--all", "everything", is_flag=True, help="Every report.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where files go; by default outputs/ in the workspace.")  # fmt: skip
@click.option("--draft", is_flag=True, help="Build in spite of errors; every page says DRAFT.")
@click.option("--final", is_flag=True, help="Refuse unless every figure is as it was signed off.")
@click.option("--force", is_flag=True, help="Build again though nothing has changed.")
@click.option("--pdf", is_flag=True, help="A tagged PDF of each Word document too.")
@click.option("--jobs", type=click.IntRange(1), default=1, metavar="N", help="Processes at once.")
@_with("workspace", "period", "entity", "today", "json", "strict")
def run(keys: tuple[str, ...], everything: bool, **options: Any) -> int:
    """Build the documents of reports into <out>/<report>/<entity>/<period>/.

    A report may take options of its own; `pmf list` shows them.
    """
    from pmf_engine.cli.running import run_reports

    words, options = _words(keys, options)
    if bool(words) == everything:
        raise click.UsageError("Name the reports to run, or use --all. `pmf list` shows them.")
    if options["draft"] and options["final"]:
        raise click.UsageError("A draft is not final: leave one of --draft and --final out.")
    return run_reports(words, options)


@pmf.command(
    context_settings=_REPORTS_OWN, epilog=examples("pmf figures board-pack --entity OVH --json")
)
@click.argument("keys", nargs=-1, metavar="KEY [--OPTION VALUE]...")
@_with("workspace", "period", "entity", "today", "json", "strict")
def figures(keys: tuple[str, ...], **options: Any) -> int:
    """Compute a report's figures and print them; writes nothing."""
    from pmf_engine.cli.checking import show_figures

    words, options = _words(keys, options)
    if len(words) != 1:
        raise click.UsageError("Name one report. `pmf list` shows them.")
    return show_figures(words[0], options)


@pmf.command(
    epilog=examples(
        "pmf trace board-pack-OVH-2026-Q2.docx", "pmf trace board-pack-OVH-2026-Q2.xlsx OVH-REP01"
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("figure", required=False)
@_with("workspace", "json")
def trace(file: Path, figure: str | None, workspace: Path | None, as_json: bool) -> int:  # noqa: ARG001
    """Say where the figures of a document came from; needs no workspace."""
    from pmf_engine.cli.tracing import trace_file

    return trace_file(file, figure, as_json)


@pmf.command(
    epilog=examples(
        "pmf refresh board-pack-OVH-2026-Q2.docx",
        "pmf refresh board-pack-OVH-2026-Q2.docx --period 2026-Q3",
        "pmf refresh *.docx --dry-run",
    )
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--period", metavar="P", multiple=True, callback=_one,
    help="Roll forward to another period; by default the same.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="Replace what somebody typed over.")
@click.option("--dry-run", is_flag=True, help="Say what would change; writes nothing.")
@_with("workspace", "today", "json", "strict")
def refresh(files: tuple[Path, ...], **options: Any) -> int:
    """Bring documents up to date after people have edited them; their words stay."""
    from pmf_engine.cli.refreshing import refresh_files

    return refresh_files(files, _dated(options))


@pmf.command(
    epilog=examples(
        "pmf explain board-pack/OVH/2026-Q2/OVH-REP01", "pmf explain OVH-REP01/ytd --period 2026-Q2"
    )
)
@click.argument("figure")
@_with("workspace", "period", "entity", "today", "json")
def explain(figure: str, **options: Any) -> int:
    """Show a figure's definition, edition, terms, cells and arithmetic."""
    from pmf_engine.cli.explaining import explain_figure

    return explain_figure(figure, _dated(options))


@pmf.command(
    epilog=examples("pmf history board-pack/OVH/2026-Q2/OVH-REP01", "pmf history OVH-REP01")
)
@click.argument("figure")
@_with("workspace", "json")
def history(figure: str, workspace: Path | None, as_json: bool) -> int:
    """Show what a figure was in every recorded run, and which of them were issued."""
    from pmf_engine.cli.remembering import show_history

    return show_history(figure, workspace, as_json)


@pmf.command(epilog=examples("pmf issue outputs/board-pack/OVH/2026-Q2/*"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with("workspace", "json")
def issue(files: tuple[Path, ...], workspace: Path | None, as_json: bool) -> int:
    """Mark these exact files as issued, so that their figures count as reported."""
    from pmf_engine.cli.remembering import issue_files

    return issue_files(files, workspace, as_json)


@pmf.command(
    epilog=examples("pmf serve", "pmf serve outputs/tenant-kpis/OVH/2026-Q2/site --port 8080")
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
              help="0 takes any port that is free.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where files went; by default outputs/ in the workspace.")  # fmt: skip
@_with("workspace", "entity")
def serve(folder: Path | None, **options: Any) -> int:
    """Show web pages on this machine alone, those built last unless a FOLDER is named."""
    from pmf_engine.cli.serving import serve as show

    return show(folder, options)


@pmf.command(epilog=examples("pmf pdf tenant-annual-report-OVH-2025-26.docx"))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@_with("workspace", "json")
def pdf(files: tuple[Path, ...], workspace: Path | None, as_json: bool) -> int:  # noqa: ARG001
    """Write a tagged PDF beside each Word document, as people have edited it.

    LibreOffice makes it, or Word on Windows; needs no workspace.
    """
    from pmf_engine.cli.printing import print_files

    return print_files(files, as_json)


@pmf.command(
    epilog=examples(
        "pmf diff board-pack-OVH-2026-Q1.docx board-pack-OVH-2026-Q2.docx",
        "pmf diff draft-1.docx draft-2.docx --word what-changed.docx",
    )
)
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@click.option("--word", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write a page in Word too.")  # fmt: skip
@_with("workspace", "json")
def diff(
    first: Path,
    second: Path,
    word: Path | None,
    workspace: Path | None,  # noqa: ARG001
    as_json: bool,
) -> int:
    """List the figures that differ between two outputs of a report; needs no workspace."""
    from pmf_engine.cli.comparing import diff_files

    return diff_files(first, second, word, as_json)


@pmf.command(
    "sign-off",
    epilog=examples(
        'pmf sign-off board-pack-OVH-2026-Q2.docx --role Board --name "A. Chair" --on 2026-10-27',
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--role", required=True, metavar="ROLE",
              help="The framework's role: Board, Director, Head of service, …")  # fmt: skip
@click.option("--name", required=True, metavar="NAME", help="Who approved, as to be recorded.")
@click.option("--on", type=_DAY, metavar="DATE",
              help="The day of approval; by default today.")  # fmt: skip
@_with("workspace", "json")
def sign_off(files: tuple[Path, ...], **options: Any) -> int:
    """Record that these files, as they are now, were approved.

    It is a record of what was said, not proof of identity.
    """
    from pmf_engine.cli.approving import sign_off as record

    return record(files, _dated(options, "on"))


@pmf.command(epilog=examples("pmf verify board-pack-OVH-2026-Q2.docx"))
@click.argument("file", type=click.Path(path_type=Path))
@_with("workspace", "json")
def verify(file: Path, **options: Any) -> int:
    """Say whether a file is as approved (status 0), changed since (1) or unknown (3)."""
    from pmf_engine.cli.approving import verify as told

    return told(file, options)


@pmf.command(
    epilog=examples(
        "pmf calendar",
        "pmf calendar --from 2026-10-01 --to 2026-12-31 --entity OVH",
        "pmf calendar --ics deadlines.ics",
    )
)
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write a calendar file instead, by default of a year from today.")  # fmt: skip
@click.option("--from", "first", type=_DAY, metavar="DATE", help="The first day to list.")
@click.option("--to", "last", type=_DAY, metavar="DATE", help="The last day to list.")
@click.option("--report", metavar="KEY", help="One report, or one row of the timetable.")
@click.option(
    "--entity", metavar="E", multiple=True, callback=_one,
    help="One entity, and what is everybody's.",
)  # fmt: skip
@click.option("--today", type=_DAY, metavar="DATE",
              help="The day lateness is judged on; by default today.")  # fmt: skip
@_with("workspace", "json")
def calendar(**options: Any) -> int:
    """List what is late and what falls due next, by the framework's timetable.

    With --from or --to, list everything that falls due from a day to a day.
    """
    from pmf_engine.cli.dates import show_calendar

    return show_calendar(_dated(options, "today", "first", "last"))


pmf.add_command(ribbon)


@pmf.command(epilog=examples('eval "$(pmf completion bash)"'))
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes pmf's commands and options in a shell."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    if found is not None:
        click.echo(found(pmf, {}, "pmf", "_PMF_COMPLETE").source())


def _words(keys: tuple[str, ...], options: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """Return the plain words of a command, and its options with the reports' own as `chosen`."""
    from pmf_engine.cli.choosing import split_options

    words, chosen = split_options(keys)
    return words, {**_dated(options), "chosen": chosen}


def _dated(options: dict[str, Any], *names: str) -> dict[str, Any]:
    """The options, those of these names, or `today`, as days."""
    days: dict[str, datetime | None] = {name: options.get(name) for name in names or ("today",)}
    return {**options, **{name: day.date() if day else None for name, day in days.items()}}
