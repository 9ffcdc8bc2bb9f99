"""What the tests of the add-in share: the built file, a person's profile, answers for a press."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pmf_engine.ribbon.addin.build import build_addin
from pmf_engine.ribbon.helper_box import Box
from tests.vba_files import windows
from tests.vba_machine import VbaMachine, machine_of

_REQUEST = re.compile(r"r\.answer\('([^']*)','([^']*)','([^']*)'\)")


@cache
def built() -> bytes:
    """The add-in, built once."""
    return build_addin()


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    """The built add-in as a file."""
    path = tmp_path / "pmf.xlam"
    path.write_bytes(built())
    return path


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's own folder, in which the ribbon is set up as on Windows."""
    home = tmp_path / "profile" / ".pmf"
    Box(home / "requests").prepare()
    monkeypatch.setenv("PMF_HOME", str(home))
    rows = (
        ("INTERPRETER_WIN", windows(Path(sys.executable))),
        ("ADD_WORKBOOK_TO_PYTHONPATH", "false"),
    )
    (home / "pmf.conf").write_text("".join(f'"{k}","{v}"\r\n' for k, v in rows))
    return home.parent


@pytest.fixture
def vba(addin: Path, profile: Path, tmp_path: Path) -> Iterator[VbaMachine]:
    """An Excel with the add-in, in which a saved workbook is open."""
    with machine_of(addin, profile) as machine:
        machine.open(tmp_path / "kpi.xlsx")
        yield machine


class Answers:
    """A Python that answers each press with the next of these fields, and keeps what was asked."""

    def __init__(self, machine: VbaMachine, *fields: dict[str, str]) -> None:
        self.box = Box(machine.profile / ".pmf" / "requests")
        self.fields = list(fields)
        self.asked: list[tuple[str, str]] = []
        machine.start = self.cold  # type: ignore[method-assign]
        machine.idle = self.warm

    def cold(self, command: str) -> int:
        """Answer a command, as RunPython's Python does."""
        found = _REQUEST.search(command)
        assert found, command
        self._answer(found[3], found[1], found[2])
        return 0

    def warm(self) -> None:
        """Answer what lies in the request folder, as the helper does."""
        for request in self.box.waiting():
            self._answer(request.id, request.control, request.tag)

    def _answer(self, request: str, control: str, tag: str) -> None:
        self.asked.append((control, tag))
        if self.fields:
            self.box.reply(request, self.fields.pop(0))


def fields(ok: str = "yes", message: str = "Done.", **others: str) -> dict[str, str]:
    """The fields of an answer."""
    return {"ok": ok, "message": message, "again": "", "box": "no", "undo": "no", **others}
