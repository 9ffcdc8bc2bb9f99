"""Where plugins are found: entry points, and loose files in a workspace."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from pmf_engine.catalogue.hookspecs import GROUP


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plugin not yet imported: its name, the folder or file of its code, how to load it."""

    name: str
    home: Path | None
    load: Callable[[], ModuleType]


def candidates(workspace: Path | None) -> Iterator[Candidate]:
    """Yield installed plugins by name, then the loose ones of a workspace."""
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        yield Candidate(point.name, _home(point.module), point.load)
    if workspace is not None:
        yield from _loose(workspace / "plugins")


def _home(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec and spec.origin else None


def _loose(folder: Path) -> Iterator[Candidate]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        code = path / "__init__.py" if path.is_dir() else path
        hidden = path.name.startswith((".", "_"))
        if hidden or code.suffix != ".py" or not code.is_file() or _installed(path.stem, code):
            continue
        yield Candidate(f"plugins/{path.name}", path, lambda code=code: _import(code))  # type: ignore[misc]


def _installed(name: str, code: Path) -> bool:
    """Whether this very file is also importable as an installed package."""
    spec = find_spec(name) if name.isidentifier() else None
    return bool(spec and spec.origin and Path(spec.origin).resolve() == code.resolve())


def _import(code: Path) -> ModuleType:
    package = code.name == "__init__.py"
    name = f"pmf_loose_{code.parent.name if package else code.stem}"
    folders = [str(code.parent)] if package else None
    spec = spec_from_file_location(name, code, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise ImportError(f"{code.name} cannot be imported")
    module = module_from_spec(spec)
    _forget(name)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        _forget(name)
        raise
    return module


def _forget(name: str) -> None:
    """Drop a loose plugin's modules: another workspace may have one of the same name."""
    for known in [one for one in sys.modules if one == name or one.startswith(f"{name}.")]:
        del sys.modules[known]
