"""Choosing the Word template of a report by edition, as definitions are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pmf_engine.catalogue import Entry
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Report, Word


@dataclass(frozen=True, slots=True)
class Template:
    """A template file and the edition whose folder it stands in."""

    path: Path
    edition: str


def templates_of(
    root: Path, report: Report, plugin: Path | None, period: Period, options: Mapping[str, str]
) -> list[Template]:
    """Return the Word templates that a report fills for a period, with the options chosen."""
    folders = homes(root, report.key, plugin)
    return [
        choose(folders, document.template, period)
        for document in report.carriers(options)
        if isinstance(document, Word)
    ]


def template_of_edition(
    root: Path, entry: Entry, name: str, edition: str, period: Period
) -> Template:
    """Return a template of the edition that a document was built from, or else that in force."""
    folders = homes(root, entry.report.key, entry.home)
    for folder in folders:
        if edition and (folder / edition / name).is_file():
            return Template(folder / edition / name, edition)
    return choose(folders, name, period)


def editions(home: Path) -> Iterator[tuple[Period, Path]]:
    """Yield the first period and the folder of each edition in a report's template folder."""
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        try:
            first = Period.parse(folder.name)
        except ValueError:
            continue
        if folder.is_dir():
            yield first, folder


def choose(homes: Iterable[Path], name: str, period: Period) -> Template:
    """Return the newest edition's template whose first period does not start after the period.

    `homes` are template folders; an edition in an earlier one comes before the same in a later.
    Raises PmfError naming the editions when there is none.
    """
    homes = tuple(homes)
    known = [
        (first, -rank, folder)
        for rank, home in enumerate(homes)
        for first, folder in editions(home)
    ]
    for first, _, folder in sorted(known, reverse=True):
        if first.first <= period.first and (folder / name).is_file():
            return Template(folder / name, folder.name)
    held = ", ".join(sorted({folder.name for _, _, folder in known})) or "none"
    raise PmfError(
        f"There is no template {name} for {period.title} in"
        f" {homes[0].parent.name}/{homes[0].name}/."
        f" Editions: {held}. An edition is a folder named by its first period, such as 2026-27."
    )


def homes(root: Path, report: str, plugin: Path | None) -> tuple[Path, ...]:
    """Return where a report's templates may stand: in the workspace, then beside the plugin."""
    beside = (plugin / "templates",) if plugin else ()
    return (root / "report_templates" / report, *beside)
