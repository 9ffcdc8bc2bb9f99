"""What the README says, works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pmf_engine.cli import _run
from tests.tiny import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [text for kind, text in BLOCKS if not kind]
EXAMPLES = [text for kind, text in BLOCKS if kind == "console"]


def test_the_first_screen_has_exactly_two_commands_of_one_line_each() -> None:
    assert len(COMMANDS) == 2
    assert all(len(command.splitlines()) == 1 for command in COMMANDS)
    assert README.index(COMMANDS[1]) < README.index("## ")


def test_the_first_command_runs_the_board_packs_and_the_second_the_tests() -> None:
    run, test = COMMANDS
    assert run.rstrip().endswith("-m pmf_engine run board-pack --entity all")
    assert "-m pytest" in test


def test_the_five_minute_path_works_as_pasted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for block in EXAMPLES for line in block.splitlines() if line.strip()]
    assert len(lines) >= 6
    for line in lines:
        words = shlex.split(line)
        if words[0] == "cd":
            monkeypatch.chdir(tmp_path / words[1])
        else:
            assert _run(words[1:]) == 0, line


def test_every_link_of_the_readme_leads_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target
