"""What a running helper must not miss: plugins, templates, sources, and code of its own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pmf_engine.engine import Engine
from pmf_engine.ribbon import freshness, helper_serve, workspaces
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine
from pmf_engine.ribbon.sources import Source, give
from tests.ribbon_kit import REPORT


@pytest.fixture
def root(source: Path) -> Path:
    """The folder of the workspace."""
    return source.parent.parent


def engine(root: Path) -> Engine:
    return workspaces.engine_for(SimpleNamespace(fullname=str(root / "own.xlsx")))


def total(root: Path) -> Any:
    return give(engine(root), Source("homes-report")).slots["total"]


def later(path: Path) -> None:
    """Let a file be one that was saved a moment later."""
    moment = path.stat().st_mtime_ns + 1_000_000
    os.utime(path, ns=(moment, moment))


def plugin(root: Path) -> None:
    path = root / "plugins" / "homes_report.py"
    path.write_text(REPORT.replace("Decimal(sum(row.homes for", "2 * Decimal(sum(row.homes for"))


def inner_file(root: Path) -> None:
    (root / "plugins" / "more").mkdir()
    (root / "plugins" / "more" / "measures.yaml").write_text("a: 1")


def template(root: Path) -> None:
    folder = root / "report_templates" / "homes-report" / "2026-27"
    folder.mkdir(parents=True)
    (folder / "paper.docx").write_bytes(b"x")


def settings(root: Path) -> None:
    (root / "pmf.toml").write_text('name = "trial"\ntitle = "Another"\n')


def saved(root: Path) -> None:
    later(root / "workbooks" / "homes.xlsx")


@pytest.mark.parametrize("change", [plugin, inner_file, template, settings, saved])
def test_what_answers_rest_on_is_read_anew_when_it_changes(
    root: Path, change: Callable[[Path], None]
) -> None:
    before = engine(root)
    assert engine(root) is before
    change(root)
    assert engine(root) is not before


def test_a_plugin_of_the_workspace_that_was_changed_gives_its_new_figures(root: Path) -> None:
    assert total(root).value == 350
    plugin(root)
    assert total(root).value == 700


def test_what_python_writes_beside_a_plugin_is_no_change(root: Path) -> None:
    before = engine(root)
    (root / "plugins" / "__pycache__").mkdir(exist_ok=True)
    (root / "plugins" / "__pycache__" / "x.pyc").write_bytes(b"x")
    assert engine(root) is before


def test_figures_are_ready_before_the_press_once_a_source_was_saved(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    total(root)
    saved(root)
    workspaces.renew()
    monkeypatch.setattr(Engine, "computed", lambda *given, **named: pytest.fail("computed again"))
    assert total(root).value == 350


def test_a_source_that_cannot_be_read_ahead_of_a_press_is_left_for_the_press(root: Path) -> None:
    total(root)
    (root / "workbooks" / "homes.xlsx").write_bytes(b"half written")
    workspaces.renew()
    (root / "pmf.toml").write_text("no settings")
    workspaces.renew()


def test_the_stamp_of_the_code_names_the_engine_and_every_installed_plugin() -> None:
    paths = [path for path, _, _ in freshness.code_stamp()]
    assert any(path.endswith("pmf_engine/__init__.py") for path in paths)
    assert any(path.endswith("board_pack/report.py") for path in paths)


def test_a_helper_whose_code_was_updated_says_so_and_starts_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box, stamp = Box(tmp_path / "home" / "requests"), ["old"]
    monkeypatch.setattr(freshness, "EVERY", 0.0)
    monkeypatch.setattr(freshness, "RESTS", 0.5)
    monkeypatch.setattr(freshness, "code_stamp", lambda: stamp[0])
    real, looks = Box.waiting, []

    def waiting(self: Box) -> Any:
        looks.append(1)
        assert len(looks) < 200, "the helper never ended"
        stamp[0] = "new"
        if len(looks) == 3:
            text = '{"control": "a", "tag": "help:show", "window": "1", "book": "b"}'
            (self.folder / "1-1.req").write_text(text)
        return real(self)

    monkeypatch.setattr(Box, "waiting", waiting)
    machine = Machine("Linux", tmp_path, Path("python"), tmp_path, tmp_path / "home")
    assert helper_serve.serve(machine, lambda: None)
    assert "being updated" in (box.folder / "1-1.res").read_text() and not box.is_held()
