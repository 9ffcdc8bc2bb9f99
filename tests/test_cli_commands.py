"""Commands that need no figures: help, list, init, completion, and wrong usage."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from openpyxl import load_workbook

from pmf_engine.cli import pmf as group
from pmf_engine.cli.output import show_findings
from pmf_engine.cli.starting import sample_home
from pmf_engine.model.findings import Finding, warning
from tests.command import Pmf
from tests.tiny import Tiny

COMMANDS = sorted(group.commands)
EVERY = [
    (name, *more)
    for name, one in sorted(group.commands.items())
    for more in ([(inner,) for inner in one.commands] if isinstance(one, click.Group) else [()])
]
ESCAPE = "\x1b["


def test_the_documented_commands_are_there() -> None:
    wanted = {"init", "list", "check", "run", "figures", "trace", "explain", "history", "issue"}
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("command", EVERY, ids="-".join)
def test_the_help_of_every_command_has_an_example(pmf: Pmf, command: tuple[str, ...]) -> None:
    said = pmf.bare(*command, "--help")
    assert said.status == 0
    words = f"  pmf {' '.join(command)}"
    assert words in said.out.split("Examples:")[1] or command == ("completion",)


def test_the_help_of_pmf_itself_lists_commands_and_examples(pmf: Pmf) -> None:
    said = pmf.bare("--help")
    assert said.status == 0 and "Examples:" in said.out
    assert all(f"\n  {command} " in said.out for command in COMMANDS)


@pytest.mark.parametrize("command", sorted({*COMMANDS} - {"init", "completion", "ribbon"}))
def test_every_command_takes_workspace_and_json(command: str) -> None:
    options = {option for one in group.commands[command].params for option in one.opts}
    assert {"--workspace", "--json"} - ({"--json"} if command == "serve" else set()) <= options


def test_a_command_that_does_not_exist_is_wrong_usage(pmf: Pmf) -> None:
    said = pmf.bare("chek")
    assert (said.status, said.out) == (2, "")
    assert "chek" in said.err


def test_an_option_that_does_not_exist_is_wrong_usage_and_one_json_object(pmf: Pmf) -> None:
    said = pmf.bare("list", "--json", "--wat")
    assert said.status == 2
    assert "--wat" in said.json["error"]


@pytest.mark.parametrize(
    "words",
    [
        ["check", "--json"], ["figures", "board-pack", "--json"], ["run", "--all", "--json"],
        ["explain", "REP01", "--json"], ["history", "REP01", "--json"],
    ],
)  # fmt: skip
def test_a_folder_without_a_workspace_is_status_2_and_one_json_object(
    pmf: Pmf, tmp_path: Path, words: list[str]
) -> None:
    said = pmf.bare(*words, "--workspace", tmp_path)
    assert said.status == 2
    assert "no pmf.toml was found" in said.json["error"] and "pmf init" in said.json["error"]


def test_list_in_a_folder_without_a_workspace_says_so_when_it_was_named(
    pmf: Pmf, tmp_path: Path
) -> None:
    said = pmf.bare("list", "--workspace", tmp_path)
    assert said.status == 2 and "pmf.toml" in said.err


def test_the_nearest_folder_upwards_is_the_workspace(
    pmf: Pmf, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write().stock(10)
    deep = tiny.root / "outputs" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert "stock" in [one["key"] for one in pmf.bare("list", "--json").json["reports"]]
    assert pmf.bare("figures", "stock", "--json").json["figures"][0]["value"] == "10"


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("name = ", "cannot be read"),
        ("inputs = 3", "each line of [inputs]"),
        ("[inputs]\nindicators = 3", "each line of [inputs]"),
        ('colour = "red"', "“colour” is not a setting"),
        ("title = 3", "“title” must be text"),
    ],
)
def test_a_faulty_pmf_toml_is_status_2_and_says_which_line_is_meant(
    pmf: Pmf, tiny: Tiny, toml: str, sentence: str
) -> None:
    tiny.write()
    (tiny.root / "pmf.toml").write_text(toml, encoding="utf-8")
    said = pmf("check")
    assert said.status == 2
    assert "pmf.toml" in said.err and sentence in said.err


def test_list_names_the_reports_with_audience_and_frequency(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    row = {
        "key": "board-pack", "title": "Board performance report", "audience": "Board",
        "frequency": "quarterly", "plugin": "board-pack",
    }  # fmt: skip
    assert row in pmf("list", "--json").json["reports"]
    said = pmf("list")
    assert said.status == 0 and "board-pack" in said.out and "quarterly" in said.out


def test_an_unknown_report_names_the_nearest(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("figures", "bord-pack", "--json")
    assert said.status == 2
    assert "Did you mean “board-pack”?" in said.json["error"]


def test_an_unknown_entity_names_the_nearest_and_those_covered(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "PCH", "--json")
    assert said.status == 2
    assert "Did you mean PCHA?" in said.json["error"] and "GRP, OVH, PCHA" in said.json["error"]
    assert pmf.wrote_nothing


@pytest.mark.parametrize("period", ["2026-Q5", "2026-13", "2026/28", "Q2", "last quarter", ""])
def test_a_period_that_is_none_is_wrong_usage_and_shows_how_to_write_one(
    pmf: Pmf, tiny: Tiny, period: str
) -> None:
    tiny.write()
    said = pmf("check", "board-pack", "--period", period)
    assert said.status == 2
    assert "2026-Q2" in said.err


def test_a_day_that_is_none_is_wrong_usage(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("check", "board-pack", "--today", "31/12/2026")
    assert said.status == 2 and "31/12/2026" in said.err


@pytest.mark.parametrize("words", [["run"], ["run", "board-pack", "--all"]])
def test_run_wants_either_reports_or_all(pmf: Pmf, tiny: Tiny, words: list[str]) -> None:
    tiny.write()
    said = pmf(*words)
    assert said.status == 2 and "--all" in said.err


def test_init_copies_the_whole_sample(pmf: Pmf, tmp_path: Path) -> None:
    said = pmf.bare("init", tmp_path / "new", "--json")
    assert said.status == 0
    home = sample_home()
    wanted = ["pmf.toml"] + [
        path.relative_to(home).as_posix()
        for name in ("workbooks", "report_templates")
        for path in (home / name).rglob("*")
        if path.is_file() and not path.name.startswith((".", "~$"))
    ]
    assert said.json == {"workspace": str(tmp_path / "new"), "files": sorted(wanted)}
    for name in wanted:
        assert (tmp_path / "new" / name).read_bytes() == (home / name).read_bytes()


def test_init_keeps_the_ledger_and_outputs_out_of_git(pmf: Pmf, tmp_path: Path) -> None:
    pmf.bare("init", tmp_path / "new")
    ignored = (tmp_path / "new" / ".gitignore").read_text(encoding="utf-8").split()
    assert {".pmf/", "outputs/"} <= set(ignored)


def test_init_refuses_a_folder_that_holds_something(pmf: Pmf, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    said = pmf.bare("init", tmp_path, "--json")
    assert said.status == 2
    assert "not empty" in said.json["error"]
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_init_empty_gives_every_contract_table_with_its_header_and_no_rows(
    pmf: Pmf, tmp_path: Path
) -> None:
    from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS

    assert pmf.bare("init", tmp_path / "new", "--empty").status == 0
    for name, inputs in (("indicators", INDICATOR_INPUTS), ("golden_thread", THREAD_INPUTS)):
        book = load_workbook(tmp_path / "new" / "workbooks" / f"{name}.xlsx")
        for table in inputs.values():
            rows = list(book[table.name].iter_rows(values_only=True))
            assert [one for one in rows[0] if one] == list(table.columns)
            assert not any(any(row) for row in rows[1:])
            assert table.name in book[table.name].tables


def test_a_workspace_made_empty_is_in_order_but_for_having_nothing_to_report(
    pmf: Pmf, tmp_path: Path
) -> None:
    pmf.bare("init", tmp_path / "new", "--empty")
    said = pmf.bare("check", "--json", "--workspace", tmp_path / "new")
    assert (said.status, said.codes()) == (0, [])
    assert said.codes("warning") == ["nothing-to-report"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(pmf: Pmf, shell: str) -> None:
    said = pmf.bare("completion", shell)
    assert said.status == 0 and "_PMF_COMPLETE" in said.out


def test_the_shell_completes_commands_and_options() -> None:
    assert completed("pmf hi", 1) == ["history"]
    assert "--workspace" in completed("pmf check --w", 2)


def completed(typed: str, at: int) -> list[str]:
    from click.shell_completion import BashComplete

    words = typed.split()
    complete = BashComplete(group, {}, "pmf", "_PMF_COMPLETE")
    return [item.value for item in complete.get_completions(words[1:at], words[at])]


@pytest.mark.skipif(os.name == "nt", reason="a terminal is made with pty, which Windows lacks")
@pytest.mark.parametrize("words", [["list"], ["figures", "nosuch"], ["--wat"]])
def test_colour_shows_at_a_terminal_and_respects_no_color(tiny: Tiny, words: list[str]) -> None:
    tiny.write()
    where = [] if words == ["--wat"] else ["--workspace", str(tiny.root)]
    assert ESCAPE in at_a_terminal([*words, *where])
    assert ESCAPE not in at_a_terminal([*words, *where], NO_COLOR="1")


def at_a_terminal(words: list[str], **environment: str) -> str:
    import pty

    own, theirs = pty.openpty()
    clean = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    command = [sys.executable, "-c", "from pmf_engine.cli import main; main()", *words]
    subprocess.run(
        command, stdin=theirs, stdout=theirs, stderr=theirs, check=False,
        env={**clean, "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    try:
        while block := os.read(own, 65536):
            said += block
    except OSError:
        pass  # Linux ends a terminal without a writer so
    os.close(own)
    return said.decode()


def test_progress_is_silent_when_not_at_a_terminal(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "all")
    assert said.status == 0 and "Building" not in said.out + said.err


def test_what_is_said_of_several_companies_says_whose_it_is(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("check", "board-pack", "--entity", "all").err
    of_one = pmf("check", "board-pack", "--entity", "OVH").err
    assert "note: GRP, OVH, PCHA: Quarter" in said
    assert "OVH: " not in of_one and "note: Quarter" in of_one


def test_of_a_fault_of_many_cells_the_first_are_shown_and_the_rest_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fault(row: int, field: str) -> Finding:
        place = {"workbook": "w.xlsx", "sheet": "S", "cell": f"A{row}", "field": field}
        return warning("wrong", f"Row {row} is wrong.", **place)

    show_findings([fault(row, "one") for row in range(1, 24)] + [fault(30, "two")])
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "warning: w.xlsx, sheet S, cell A1: Row 1 is wrong."
    assert [line for line in said if "Row" in line] == said[:21]
    more = "3 more cells have a fault like that of A1; --json lists them all."
    assert said[21:] == [f"warning: w.xlsx, sheet S: {more}"]


def test_the_version_is_told(pmf: Pmf) -> None:
    from pmf_engine import __version__

    said = pmf.bare("--version")
    assert said.status == 0 and __version__ in said.out


def test_ctrl_c_ends_without_a_traceback(
    pmf: Pmf, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    tiny.write()
    monkeypatch.setattr("pmf_engine.cli.listing.list_reports", interrupted)
    said = pmf("list")
    assert said.status == 130 and "Stopped" in said.err
