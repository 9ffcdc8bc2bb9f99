"""The layers of the package, as the table of imports in pyproject.toml has them."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
    "importlinter"
]["contracts"]
LAYERS = [
    [name.strip() for name in layer.split("|")]
    for contract in CONTRACTS
    if contract["type"] == "layers"
    for layer in contract["layers"]
]
PACKAGE = ROOT / "pmf_engine"


def imports(path: Path) -> set[str]:
    """The modules of ours that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{one.name}" for one in node.names}
    return {name for name in found if name.startswith("pmf_engine.")}


def layer_of(name: str) -> tuple[int, str] | None:
    """How deep a module's layer lies, and its name there."""
    for depth, names in enumerate(LAYERS):
        for layer in names:
            if name == layer or name.startswith(f"{layer}."):
                return depth, layer
    return None


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_every_module_but_those_without_imports_of_ours_stands_in_a_layer() -> None:
    outside = [path for path in files() if layer_of(module(path)) is None]
    assert {path.parent for path in outside} == {PACKAGE}
    assert [path.name for path in outside if imports(path)] == ["__main__.py"]


@pytest.mark.parametrize("path", files(), ids=module)
def test_a_module_imports_only_from_its_own_package_and_from_layers_below(path: Path) -> None:
    own = layer_of(module(path))
    for name in imports(path):
        other = layer_of(name)
        if own is not None and other is not None and other != own:
            assert other[0] > own[0], f"{module(path)} imports {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "plugins").rglob("*.py")), ids=lambda p: p.stem)
def test_a_plugin_stands_on_the_api_the_framework_and_what_these_speak_in(path: Path) -> None:
    allowed = tuple(f"pmf_engine.{name}" for name in
                    ("api", "framework", "measures", "model", "records"))  # fmt: skip
    assert [name for name in imports(path) if not name.startswith(allowed)] == []
