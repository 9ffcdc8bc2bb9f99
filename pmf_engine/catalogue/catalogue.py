"""Loading plugins from entry points and from a workspace, and what they bring."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pluggy

from pmf_engine.catalogue import hookspecs
from pmf_engine.catalogue.sources import Candidate, candidates
from pmf_engine.model.errors import PmfError
from pmf_engine.model.report import Report


@dataclass(frozen=True, slots=True)
class Broken:
    """A plugin that was skipped, and why."""

    plugin: str
    reason: str

    @property
    def text(self) -> str:
        """The sentence for the user."""
        return f"The plugin {self.plugin} was skipped: {self.reason}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A report, the plugin that brings it, and the folder or file its code stands in."""

    report: Report
    plugin: str
    home: Path | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every report by key, shared definitions, and the plugins that were skipped."""

    entries: dict[str, Entry]
    definitions: tuple[Path, ...]
    broken: tuple[Broken, ...]
    open_source: Callable[..., object]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.values())

    def entry(self, key: str) -> Entry:
        """Return the report of a key; raises PmfError naming the nearest when there is none."""
        if key in self.entries:
            return self.entries[key]
        from difflib import get_close_matches

        near = get_close_matches(key, self.entries, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else ""
        known = ", ".join(sorted(self.entries)) or "none"
        skipped = "".join(f" {one.text}" for one in self.broken)
        raise PmfError(f"There is no report “{key}”.{hint} Reports: {known}.{skipped}")


def load_catalogue(workspace: Path | None) -> Catalogue:
    """Return the reports of installed plugins and of the workspace's `plugins` folder.

    A plugin that cannot be loaded, misspells a hook or returns something else is skipped and
    listed as broken. Raises PmfError when two plugins bring one report key.
    """
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    broken: list[Broken] = []
    entries: dict[str, Entry] = {}
    definitions: list[Path] = []
    for candidate in candidates(workspace):
        try:
            module = _register(manager, candidate)
            found = list(_entries(manager, candidate, module))
            definitions += _paths(manager, module)
        except (Exception, SystemExit) as fault:
            broken.append(Broken(candidate.name, _reason(fault)))
            if manager.has_plugin(candidate.name):
                manager.unregister(name=candidate.name)
            continue
        _add(entries, found)
    return Catalogue(entries, tuple(definitions), tuple(broken), manager.hook.pmf_open_source)


def _register(manager: pluggy.PluginManager, candidate: Candidate) -> ModuleType:
    module = candidate.load()
    manager.register(module, candidate.name)
    manager.check_pending()
    return module


def _entries(
    manager: pluggy.PluginManager, candidate: Candidate, module: ModuleType
) -> Iterator[Entry]:
    for report in _returned(manager.hook.pmf_reports, module):
        if not isinstance(report, Report):
            raise TypeError(f"pmf_reports returned {report!r}, which is not a Report")
        yield Entry(report, candidate.name, candidate.home)


def _paths(manager: pluggy.PluginManager, module: ModuleType) -> Iterator[Path]:
    for path in _returned(manager.hook.pmf_definitions, module):
        if not isinstance(path, Path):
            raise TypeError(f"pmf_definitions returned {path!r}, which is not a Path")
        yield path


def _returned(hook: pluggy.HookCaller, module: ModuleType) -> Iterator[object]:
    """What one plugin's own function returns, so that a fault can name the plugin."""
    for function in (impl.function for impl in hook.get_hookimpls() if impl.plugin is module):
        value = function()
        if not isinstance(value, list | tuple):
            raise TypeError(f"{hook.name} must return a list, not {type(value).__name__}")
        yield from value


def _add(entries: dict[str, Entry], found: Iterable[Entry]) -> None:
    for entry in found:
        other = entries.get(entry.report.key)
        if other is not None:
            raise PmfError(
                f"Two plugins bring a report “{entry.report.key}”: {other.plugin} and"
                f" {entry.plugin}. Remove or rename one."
            )
        entries[entry.report.key] = entry


def _reason(fault: BaseException) -> str:
    lines = str(fault).strip().splitlines() or [""]
    return f"{type(fault).__name__}: {lines[0]}".rstrip(": ")
