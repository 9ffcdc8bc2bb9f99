"""Two documents compared by the figures they carry, as a list or as a page in Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pmf_engine import __version__
from pmf_engine.engine.carriers import read_lineage
from pmf_engine.model.comparison import Difference, differences
from pmf_engine.model.content import Field, Grid, Identity
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage, LineageFigure


@dataclass(frozen=True)
class Comparison:
    """Two files, what each says of itself, the figures that differ and how many do not."""

    paths: tuple[Path, Path]
    sides: tuple[Lineage, Lineage]
    found: tuple[Difference, ...]
    same: int

    @property
    def seen(self) -> list[Difference]:
        """The differences that a reader sees."""
        return [one for one in self.found if one.seen]

    @property
    def labels(self) -> tuple[str, str]:
        """What heads their columns: their periods where these differ."""
        first, second = (side.identity.period_title.split(" (")[0] for side in self.sides)
        return (first, second) if first != second else ("First", "Second")


def compare(first: Path, second: Path) -> Comparison:
    """Return two documents compared. Between Word and Excel only what both hold is compared.

    Raises PmfError where one was not built here, or they are of different reports.
    """
    sides = tuple(read_lineage(path)[1] for path in (first, second))
    one, other = sides
    if one.identity.report != other.identity.report:
        raise PmfError(
            f"{first.name} is of the report {one.identity.report} and {second.name} of"
            f" {other.identity.report}. Compare two outputs of one report."
        )
    shared = first.suffix.lower() != second.suffix.lower()
    found = differences(one, other, shared=shared)
    both = {figure.slot for figure in one.figures} & {figure.slot for figure in other.figures}
    same = len(both - {one.slot for one in found})
    return Comparison((first, second), (one, other), tuple(found), same)


def write_page(comparison: Comparison, target: Path) -> None:
    """Write the comparison as a page in Word. Raises PmfError where the file exists already."""
    from pmf_engine.documents.word import build_page

    if target.exists():
        raise PmfError(f"{target} exists already. Name another file with --word.")
    data = build_page(
        _title(comparison), _lines(comparison), _grid(comparison), _identity(comparison)
    )
    try:
        with target.open("xb") as stream:
            stream.write(data)
    except OSError as fault:
        raise PmfError(f"{target} cannot be written: {fault.strerror}.") from None


def shown(figure: LineageFigure | None) -> str:
    """Return a figure as the comparison shows it."""
    return "Not there" if figure is None else figure.display


def _title(comparison: Comparison) -> str:
    identity = comparison.sides[1].identity
    return f"What differs: {identity.title}, {identity.entity_title}"


def _lines(comparison: Comparison) -> Sequence[str]:
    first, second = (path.name for path in comparison.paths)
    count = len(comparison.seen)
    verb = "figure differs" if count == 1 else "figures differ"
    beyond = len(comparison.found) - count
    rest = f" {beyond} more differ only beyond the places shown." if beyond else ""
    return (
        f"First: {first}. Second: {second}.",
        f"{count} {verb} and {comparison.same} are the same.{rest}",
    )


def _grid(comparison: Comparison) -> Grid:
    first, second = comparison.labels
    rows = [
        (one.title, one.slot, shown(one.first), shown(one.second), one.change)
        for one in comparison.seen
    ]
    return Grid(
        slot="differences",
        caption="Figures that differ",
        summary=f"One figure a row, {len(rows)} rows; columns figure to change.",
        fields=(
            Field(title="Figure", width=5.6),
            Field(title="Code", width=3.6),
            Field(title=first, width=2.6, right=True),
            Field(title=second, width=2.6, right=True),
            Field(title="Change", width=2.6, right=True),
        ),
        rows=rows or [("None", "", "", "", "")],
    )


def _identity(comparison: Comparison) -> Identity:
    identity = comparison.sides[1].identity
    return Identity(
        report="comparison",
        title=_title(comparison),
        entity=identity.entity,
        entity_title="",
        period=identity.period,
        period_title=identity.period_title,
        workspace=identity.workspace,
        template="",
        engine=__version__,
        today=identity.today,
    )
