"""`pmf list`."""

from __future__ import annotations

from pathlib import Path

from pmf_engine.catalogue import Catalogue, load_catalogue
from pmf_engine.cli.output import say_error, show_json, show_table
from pmf_engine.model.errors import PmfError

FILE = "pmf.toml"


def list_reports(workspace: Path | None, as_json: bool, strict: bool) -> int:
    """Print the catalogue; without a workspace, what is installed."""
    catalogue = catalogue_near(workspace)
    if strict and catalogue.broken:
        raise PmfError(catalogue.broken[0].text)
    rows = [
        {
            "key": entry.report.key,
            "title": entry.report.title,
            "audience": str(entry.report.audience),
            "frequency": str(entry.report.frequency),
            "plugin": entry.plugin,
        }
        for entry in catalogue
    ]
    if as_json:
        skipped = [{"plugin": b.plugin, "reason": b.reason} for b in catalogue.broken]
        show_json({"reports": rows, "broken": skipped})
        return 0
    headings = ("Report", "Title", "To", "How often", "Options of its own")
    columns = ("key", "title", "audience", "frequency")
    shown = [
        [*(row[c] for c in columns), " ".join(f"--{name}" for name in entry.report.options)]
        for row, entry in zip(rows, catalogue, strict=True)
    ]
    show_table(headings, shown)
    for broken in catalogue.broken:
        say_error(broken.text)
    return 0


def catalogue_near(workspace: Path | None) -> Catalogue:
    """Return the catalogue of a workspace, or of the nearest one; without any, what is installed.

    Raises PmfError where the folder named is no workspace.
    """
    return load_catalogue(root_near(workspace))


def root_near(workspace: Path | None) -> Path | None:
    """Return the workspace named, or the nearest one upwards; None where there is none."""
    if workspace is not None:
        if not (workspace / FILE).is_file():
            raise PmfError(f"There is no workspace in {workspace}: no {FILE} was found.")
        return workspace
    here = Path.cwd()
    return next((home for home in (here, *here.parents) if (home / FILE).is_file()), None)
