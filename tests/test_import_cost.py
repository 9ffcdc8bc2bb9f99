"""What the light commands import, and what a whole run of the Board pack does not."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import pmf_engine.model
from tests.tiny import Tiny

HEAVY = {
    "pandas", "numpy", "openpyxl", "docx", "pptx", "matplotlib", "xlwings", "jinja2", "lxml",
    "pyopenvba",
    "polars",
}  # fmt: skip
OURS = {"xlsxwriter", "python_calamine", "yaml", "holidays"}


def imported(*words: str) -> set[str]:
    """The packages that a command has imported when it is done."""
    code = (
        "import sys\nfrom pmf_engine.cli import _run\n"
        "status = _run(sys.argv[1:])\n"
        "print('|', *sorted({name.split('.')[0] for name in sys.modules}))\n"
        "sys.exit(status)"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    return set(told.stdout.rsplit("|", 1)[1].split())


@pytest.mark.parametrize(
    "words",
    [("--help",), ("run", "--help"), ("completion", "bash"), ("ribbon", "install", "--help")],
)
def test_help_imports_no_heavy_library(words: tuple[str, ...]) -> None:
    assert imported(*words) & (HEAVY | OURS) == set()


def test_list_imports_the_plugins_and_no_heavy_library(tiny: Tiny) -> None:
    found = imported("list", "--workspace", str(tiny.write().root))
    assert "pmf_plugins" in found
    assert found & (HEAVY | OURS) == set()


def test_a_run_of_the_board_pack_imports_no_data_frames_and_no_other_writers(tiny: Tiny) -> None:
    where = ("--workspace", str(tiny.write().root))
    found = imported("run", "board-pack", "--entity", "OVH", *where)
    assert "lxml" in found and "xlsxwriter" in found
    assert found & (HEAVY - {"jinja2", "lxml"}) == set()


def test_a_run_again_opens_no_workbook_and_fills_no_document(tiny: Tiny) -> None:
    words = ("run", "board-pack", "--entity", "OVH", "--workspace", str(tiny.write().root))
    imported(*words)
    assert imported(*words) & {"lxml", "jinja2", "xlsxwriter", "python_calamine"} == set()


def test_the_model_imports_the_standard_library_alone() -> None:
    found = pkgutil.iter_modules(pmf_engine.model.__path__)
    names = [f"pmf_engine.model.{one.name}" for one in found]
    code = (
        "import sys\nbefore = set(sys.modules)\n"
        f"import {', '.join(names)}\n"
        "new = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(new - sys.stdlib_module_names))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["pmf_engine"]
