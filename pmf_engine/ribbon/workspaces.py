"""The workspace behind the ribbon, and what its reports give; kept while nothing has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Outcome, Task
from pmf_engine.engine.fingerprint import code_stamp
from pmf_engine.engine.offering import Offered, offered
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Level
from pmf_engine.model.periods import Period
from pmf_engine.ribbon import home
from pmf_engine.ribbon.freshness import Stamp, workspace_stamp

if TYPE_CHECKING:
    import xlwings

_PLACE = "PMF_WORKSPACE"
_NONE = (
    "No workspace has been named for the ribbon yet. Run “pmf ribbon install --workspace DIR”,"
    " where DIR is the folder that holds pmf.toml."
)
_GONE = (
    "The folder {} holds no workspace any more: it was moved or renamed, or its drive is not there."
    " Put it back, or name the new one: pmf ribbon install --workspace DIR"
)


@dataclass(slots=True)
class Opened:
    """An engine and what it computed, as long as its files are those of the stamp."""

    engine: Engine
    stamp: Stamp
    outcomes: dict[tuple[str, str, Period, date, bool], Outcome] = field(default_factory=dict)
    offers: dict[tuple[str, str, Period, date], dict[str, Offered]] = field(default_factory=dict)


_opened: dict[Path, Opened] = {}


def workspace_folders() -> list[Path]:
    """Return the folders of the user's workspaces, the usual one first.

    They are those of the setting `workspaces`; `PMF_WORKSPACE` comes before them.
    """
    named = os.environ.get(_PLACE)
    known = home.read_settings().get("workspaces", [])
    return [Path(one) for one in ([named] if named else []) + list(known)]


def remember_workspace(folder: Path) -> None:
    """Make a workspace the usual one of this user. Raises PmfError where the folder is none."""
    root = str(Workspace.find(folder).root)
    others = [one for one in home.read_settings().get("workspaces", []) if one != root]
    home.write_settings(workspaces=[root, *others])


def engine_for(book: xlwings.Book, name: str = "") -> Engine:
    """Return the engine of the workspace of that name, or else of the usual one.

    Where the user has named none, it is the one in whose folders the book stands. Raises PmfError
    where there is none, or none of that name.
    """
    folder = _folder(name, Path(book.fullname))
    opened = _opened.get(folder)
    if opened is None or opened.stamp != _stamp(opened.engine):
        opened = _open(folder)
    return opened.engine


def renew() -> None:
    """Compute again what was asked for before and whose files have changed: ahead of a press.

    What goes wrong is left for the press, which tells it.
    """
    for folder, was in list(_opened.items()):
        with suppress(Exception, SystemExit):
            if was.stamp == _stamp(was.engine):
                continue
            engine = _open(folder).engine
            for name, code, period, _, draft in was.outcomes:
                with suppress(Exception, SystemExit):
                    task = tasks_of(engine, name, code, period)[0]
                    computed(engine, task, draft=draft)
                    offers(engine, task)


def _open(folder: Path) -> Opened:
    code_stamp.cache_clear()  # plugins of the workspace are read anew with it
    engine = Engine(Workspace.find(folder))
    _opened[folder] = Opened(engine, _stamp(engine))
    return _opened[folder]


def computed(engine: Engine, task: Task, *, draft: bool = False) -> Outcome:
    """Return what a report gives, computed once while its files stay as they are.

    Raises InputFaults where errors stop the report, which they do not as a draft.
    """
    opened = _opened[engine.workspace.root]
    key = task.name, task.entity.code, task.period, task.today, draft
    if key not in opened.outcomes:
        opened.outcomes[key] = engine.computed(task, draft=draft)
    outcome = opened.outcomes[key]
    if not draft and (errors := [one for one in outcome.findings if one.level is Level.ERROR]):
        raise InputFaults(errors)
    return outcome


def offers(engine: Engine, task: Task) -> dict[str, Offered]:
    """Return all that a report gives to be shown, by slot. Raises what `computed` does."""
    outcome, known = computed(engine, task), _opened[engine.workspace.root].offers
    if outcome.run is None:
        raise PmfError(f"Nothing could be computed for {task.name}.")
    key = task.name, task.entity.code, task.period, task.today
    if key not in known:
        known[key] = offered(outcome.run)
    return known[key]


def tasks_of(
    engine: Engine, key: str, entity: str = "", period: Period | None = None
) -> list[Task]:
    """Return what a report consists of, for the usual entity and period where none is named.

    Raises InputFaults where its workbooks cannot tell, and PmfError for what is not known.
    """
    tasks = engine.tasks(key, entity or None, period)
    if not tasks:
        findings = engine.unread(key, period).findings
        errors = [one for one in findings if one.level is Level.ERROR]
        raise InputFaults(errors or findings)
    return tasks


def source_files(engine: Engine, keys: Iterable[str]) -> list[Path]:
    """Return the files that reports read."""
    from pmf_engine.workbook import locate

    entries = [engine.catalogue.entry(key.partition("@")[0]) for key in keys]
    names = {made.workbook for one in entries for made in one.report.inputs.values()}
    located = locate(engine.workspace.bindings(sorted(names)))
    return sorted({path for paths in located.values() for path in paths})


def _folder(name: str, book: Path) -> Path:
    folders = [folder.absolute() for folder in workspace_folders()]
    folders += [one for one in book.parents if book.is_file() and _is_there(one)]
    if not folders:
        raise PmfError(_NONE)
    if not name:
        if not _is_there(folders[0]):
            raise PmfError(_GONE.format(folders[0]))
        return folders[0]
    found = [one for one in folders if _is_there(one) and Workspace.find(one).name == name]
    if not found:
        raise PmfError(
            f"The workbook belongs to the workspace “{name}”, which the ribbon does not know."
            " Run “pmf ribbon install --workspace DIR” with its folder."
        )
    return found[0]


def _is_there(folder: Path) -> bool:
    return (folder / "pmf.toml").is_file()


def _stamp(engine: Engine) -> Stamp:
    """Return what changes whenever a file that counts does."""
    workspace = engine.workspace
    sources = source_files(engine, engine.used)
    return workspace_stamp(workspace.root, workspace.private, sources)
