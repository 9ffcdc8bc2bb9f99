"""A tiny workspace that tests fill as they need, and the command line on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.addin_kit import addin, profile, vba
from tests.command import Pmf
from tests.customer_kit import Panelled
from tests.live_kit.fixtures import app, book
from tests.ribbon_kit import source
from tests.risk_kit import Risky
from tests.tiny import Tiny
from tests.tiny_core import TinyCore

__all__ = ["addin", "app", "book", "profile", "source", "vba"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the ribbon's folder of this user out of the tests."""
    monkeypatch.setenv("PMF_HOME", str(tmp_path / "home"))


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path / "workspace")


@pytest.fixture
def risky(tmp_path: Path) -> Risky:
    """The same workspace with a register of risks."""
    return Risky(tmp_path / "workspace")


@pytest.fixture
def panelled(tmp_path: Path) -> Panelled:
    """The same workspace with what customers said, for a panel of tenants."""
    return Panelled(tmp_path / "workspace")


@pytest.fixture
def pmf(tiny: Tiny, capsys: pytest.CaptureFixture[str]) -> Pmf:
    """The command line on the tiny workspace, which each test writes itself."""
    return Pmf(tiny.root, capsys)


@pytest.fixture
def core(tmp_path: Path) -> TinyCore:
    """A tiny workspace of lettings, of the edition 2026/27."""
    return TinyCore(tmp_path / "workspace")
