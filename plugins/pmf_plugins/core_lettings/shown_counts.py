"""Counts of lettings by need, type and ethnic background, with small numbers held back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pmf_engine.api import Figure, Run
from pmf_engine.framework.yearly import slug
from pmf_engine.measures.suppression import Shown, as_measured, one_way, two_way
from pmf_engine.model.values import Suppressed
from pmf_engine.records import DataFrame, Expr, col
from pmf_plugins.core_lettings.counted import RENTS
from pmf_plugins.core_lettings.ethnic import ETHNIC_GROUPS
from pmf_plugins.core_lettings.figures import RULE, counted, note, rents

NEEDS = {1: "General needs", 2: "Supported housing"}
SOURCES = {True: "Nominated or referred by a council", False: "From elsewhere"}
_ALL = "total"


@dataclass(frozen=True, slots=True)
class Counts:
    """One table of counts as it may be shown: rows, columns, and figures by both; totals last."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    figures: tuple[tuple[Figure, ...], ...]

    @property
    def hidden(self) -> bool:
        """Whether any count is held back."""
        return any(isinstance(one.missing, Suppressed) for row in self.figures for one in row)


def make_counts(run: Run) -> Iterator[Figure]:
    """Yield the figures of every table, and keep the tables for the report."""
    tables = {
        "need": _by_need(run),
        "ethnic": _listed(run, "ethnic", "ethnic", {name: name for name in ETHNIC_GROUPS}),
        "source": _listed(run, "source", "nominated", SOURCES),
    }
    run.remember("core: counts", lambda: tables)
    for table in tables.values():
        for row in table.figures:
            yield from row


def counts(run: Run, name: str) -> Counts:
    """Return a table by its name: need, ethnic or source."""
    found: dict[str, Counts] = run.remember("core: counts", dict)
    return found[name]


def _by_need(run: Run) -> Counts:
    """Lettings by need and rent type, the two held back together."""
    kinds = rents(run)
    held = [
        [_height(run, (col("needs") == need) & (col("rent_type") == kind)) for kind in kinds]
        for need in NEEDS
    ]
    shown = two_way(held, RULE)
    rows = [(*cells, total) for cells, total in zip(shown.cells, shown.row_totals, strict=True)]
    rows.append((*shown.column_totals, shown.total))
    return _made(
        run,
        "need",
        (*NEEDS.values(), _ALL),
        (*(RENTS[one] for one in kinds), _ALL),
        rows,
        ("needs", "rent_type"),
    )


def _listed(run: Run, name: str, fact: str, values: dict[str, str] | dict[bool, str]) -> Counts:
    held = [_height(run, col(fact) == value) for value in values]
    cells, total = one_way(held, RULE)
    rows = [*((cell,) for cell in cells), (total,)]
    return _made(run, name, (*values.values(), _ALL), ("lettings",), rows, (fact,))


def _height(run: Run, among: Expr) -> int:
    frame: DataFrame = counted(run)
    return frame.filter(among).height


def _made(
    run: Run,
    name: str,
    rows: Sequence[str],
    columns: Sequence[str],
    shown: Sequence[Sequence[Shown]],
    behind: Sequence[str],
) -> Counts:
    def figure(row: str, column: str, value: Shown) -> Figure:
        def told() -> object:
            note(run, behind)
            return as_measured(value)

        title = f"Lettings, {row.lower() if row == _ALL else row}"
        return run.figure(
            f"{name}/{slug(row)}/{slug(column)}",
            title if len(columns) == 1 else f"{title}, {column}",
            told,  # type: ignore[arg-type]
            unit="lettings",
        )

    figures = tuple(
        tuple(figure(row, column, value) for column, value in zip(columns, line, strict=True))
        for row, line in zip(rows, shown, strict=True)
    )
    return Counts(tuple(rows), tuple(columns), figures)
