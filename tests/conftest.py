"""A tiny workspace that tests fill as they need."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import Tiny


@pytest.fixture
def tiny(tmp_path: Path) -> Tiny:
    return Tiny(tmp_path / "workspace")
