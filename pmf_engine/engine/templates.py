"""Choosing the Word template of a report by edition, as definitions are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period


@dataclass(frozen=True, slots=True)
class Template:
    """A template file and the edition whose folder it stands in."""

    path: Path
    edition: str


def editions(root: Path, report: str) -> Iterator[tuple[Period, Path]]:
    """Yield the first period and the folder of each edition of a report's templates."""
    home = root / "report_templates" / report
    for folder in sorted(home.iterdir()) if home.is_dir() else ():
        try:
            first = Period.parse(folder.name)
        except ValueError:
            continue
        if folder.is_dir():
            yield first, folder


def choose(root: Path, report: str, name: str, period: Period) -> Template:
    """Return the newest edition's template whose first period does not start after the period.

    Raises PmfError naming the editions when there is none.
    """
    known = sorted(editions(root, report), key=lambda found: found[0].first)
    fit = [folder for first, folder in known if first.first <= period.first]
    for folder in reversed(fit):
        if (folder / name).is_file():
            return Template(folder / name, folder.name)
    held = ", ".join(folder.name for _, folder in known) or "none"
    raise PmfError(
        f"There is no template {name} for {period.title} in report_templates/{report}/."
        f" Editions: {held}. An edition is a folder named by its first period, such as 2026-27."
    )
