"""`pmf init`: a new workspace, with sample data or with empty tables."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import click

from pmf_engine.catalogue import Catalogue, load_catalogue
from pmf_engine.cli.output import show_json
from pmf_engine.model.errors import PmfError
from pmf_engine.model.tables import Table

_PACKAGE = Path(__file__).resolve().parent.parent
_SETTINGS = """\
# The workspace: the folder that holds this file.
name = "{name}"
title = "{title}"

# Each workbook a report reads is bound by name. Left out, a name means workbooks/<name>.xlsx.
# A pattern may match several files; a path may be absolute or a network path.
[inputs]
{inputs}
"""
_IGNORED = ".pmf/\noutputs/\n"


def start(folder: Path, empty: bool, as_json: bool) -> int:
    """Make the workspace and say what to do next; raises PmfError where files would be lost."""
    if folder.exists() and any(folder.iterdir()):
        raise PmfError(f"{folder} is not empty. Name a new folder; nothing was written.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        made = _empty(folder) if empty else _sample(folder)
    except OSError as fault:
        raise PmfError(f"{folder} cannot be written: {fault.strerror}.") from None
    (folder / "plugins").mkdir(exist_ok=True)
    (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    if as_json:
        show_json({"workspace": str(folder), "files": sorted(made)})
        return 0
    click.echo(f"Made {folder} with {len(made)} files.")
    click.echo(f"Next: pmf check --workspace {folder}; pmf run board-pack --workspace {folder}")
    return 0


def _sample(folder: Path) -> list[str]:
    home = sample_home()
    files = [path for path in _sample_files(home) if not path.name.startswith(("~$", "."))]
    for path in files:
        target = folder / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return [path.relative_to(home).as_posix() for path in files]


def sample_home() -> Path:
    """Return where the sample workspace stands: in the installed package, or in the repository."""
    packed = _PACKAGE / "sample_workspace"
    home = packed if packed.is_dir() else _PACKAGE.parent
    if not (home / "pmf.toml").is_file():
        raise PmfError("The sample workspace is missing from this installation. Install it again.")
    return home


def _sample_files(home: Path) -> Iterator[Path]:
    yield home / "pmf.toml"
    for name in ("workbooks", "report_templates"):
        yield from sorted(path for path in (home / name).rglob("*") if path.is_file())


def _empty(folder: Path) -> list[str]:
    from pmf_engine.documents.excel.tables import write_tables

    books = contract(load_catalogue(None))
    name = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "workspace"
    lines = "\n".join(f'{book} = "workbooks/{book}.xlsx"' for book in books)
    text = _SETTINGS.format(name=name, title=folder.name.replace('"', "'"), inputs=lines)
    (folder / "pmf.toml").write_text(text, encoding="utf-8")
    (folder / "workbooks").mkdir()
    for book, tables in books.items():
        about = ["One table a sheet, its header in row 1. Type below the header; the lists help."]
        rows: list[tuple[Table, list[Mapping[str, object]]]] = [(table, []) for table in tables]
        write_tables(folder / "workbooks" / f"{book}.xlsx", rows, about, title=book)
    shutil.copytree(sample_home() / "report_templates", folder / "report_templates")
    return [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]


def contract(catalogue: Catalogue) -> dict[str, list[Table]]:
    """Return the tables that any report reads, by workbook, each once with all its columns.

    A table that may instead stand in a file of its own is left out there.
    """
    books: dict[str, dict[str, Table]] = {}
    for entry in catalogue:
        declared = [one for one in entry.report.inputs.values() if isinstance(one, Table)]
        home = {one.name: one.workbook for one in reversed(declared)}
        for table in declared:
            if not table.optional or home[table.name] == table.workbook:
                tables = books.setdefault(table.workbook, {})
                tables[table.name] = _joined(tables.get(table.name, table), table)
    return {book: list(tables.values()) for book, tables in sorted(books.items())}


def _joined(one: Table, other: Table) -> Table:
    """One declaration of a table that two reports read: that with most columns, and the others'."""
    most, least = (one, other) if len(one.columns) >= len(other.columns) else (other, one)
    more = {name: kind for name, kind in least.columns.items() if name not in most.columns}
    return replace(most, columns={**most.columns, **more}) if more else most
