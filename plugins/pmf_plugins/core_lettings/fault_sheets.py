"""The error workbook: an overview, each finding with a link, the rows with faulty cells marked."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pmf_engine.api import CellValue, Field, Grid, Link, Run, Sheet
from pmf_plugins.core_lettings.fault_rows import LEAD, ROWS, rows_sheet
from pmf_plugins.core_lettings.found import lettings_told
from pmf_plugins.core_lettings.told import CATEGORIES, Told

_MOST_ROWS, _MOST_TOLD = 2_000, 10_000


def sheets(run: Run) -> list[Sheet]:
    """Return the sheets of the error workbook, the overview first."""
    told = lettings_told(run)
    rows = sorted({one.row for one in told if one.row is not None})[:_MOST_ROWS]
    place = {row: at for at, row in enumerate(rows)}
    columns = [name for name in run.data.lettings.columns if name != "submitted"]
    return [
        _overview(told),
        _rules(told),
        _findings(run, told[:_MOST_TOLD], place, columns, len(told)),
        rows_sheet(run, told, rows, columns),
    ]


def _lettings_by(told: Iterable[tuple[str, Told]]) -> defaultdict[str, set[int | None]]:
    """The rows of lettings that findings are about, by what each finding is given with."""
    found: defaultdict[str, set[int | None]] = defaultdict(set)
    for key, one in told:
        found[key].add(one.row)
    return found


def _overview(told: Sequence[Told]) -> Sheet:
    counts = Counter(one.category for one in told)
    rows_of = _lettings_by((one.category, one) for one in told)
    lines = [
        (about.title, counts[name], len(rows_of[name] - {None}), about.meaning, about.todo)
        for name, about in CATEGORIES.items()
    ]
    return Sheet(
        name="Overview",
        title="What was found",
        note="This sheet holds one table: how many findings of each kind there are.",
        grid=Grid(
            slot="faults/overview",
            caption="Findings by kind",
            summary="One kind of finding a row; columns kind, findings, lettings, meaning, action.",
            fields=(
                Field(title="Kind", chars=18),
                Field(title="Findings", chars=11, right=True),
                Field(title="Lettings", chars=11, right=True),
                Field(title="What the service does", chars=46),
                Field(title="What to do", chars=56),
            ),
            rows=lines,
        ),
    )


def _rules(told: Sequence[Told]) -> Sheet:
    first: dict[str, Told] = {}
    for one in told:
        first.setdefault(one.code, one)
    counts = Counter(one.code for one in told)
    rows_of = _lettings_by((one.code, one) for one in told)
    ranked = sorted(first.values(), key=lambda one: (one.rank, -counts[one.code], one.code))
    return Sheet(
        name="By rule",
        title="Findings by rule",
        note="This sheet holds one table: the rules that found something, gravest first.",
        grid=Grid(
            slot="faults/rules",
            caption="Findings by rule",
            summary="One rule a row; columns rule, kind, findings, lettings, what it says.",
            fields=(
                Field(title="Rule", chars=34),
                Field(title="Kind", chars=18),
                Field(title="Findings", chars=11, right=True),
                Field(title="Lettings", chars=11, right=True),
                Field(title="What it says", chars=80),
            ),
            rows=[
                (o.code, CATEGORIES[o.category].title, counts[o.code], len(rows_of[o.code]), o.says)
                for o in ranked
            ]
            or [("None", None, 0, 0, "No rule found anything.")],
        ),
    )


def _findings(
    run: Run, told: Sequence[Told], place: Mapping[int, int], columns: Sequence[str], count: int
) -> Sheet:
    lines = [_line(run, one, place, columns) for one in told]
    more = f" The first {len(told):,} of {count:,}." if count > len(told) else ""
    return Sheet(
        name="Findings",
        title="Every finding",
        note=f"This sheet holds one table: a finding a row. A cell's name leads to it.{more}",
        grid=Grid(
            slot="faults/findings",
            caption="Findings",
            summary="One finding a row; columns number to what is wrong; cells link to Rows.",
            key=("No.",),
            fields=(
                Field(title="No.", chars=7, right=True),
                Field(title="Cell", chars=12),
                Field(title="Kind", chars=18),
                Field(title="Column", chars=26),
                Field(title="Field", chars=8, right=True),
                Field(title="Column in upload", chars=12),
                Field(title="What is wrong", chars=76),
                Field(title="Rule", chars=30),
            ),
            rows=[(number, *line) for number, line in enumerate(lines, 1)]
            or [(0, "None", None, None, None, None, "No rule found anything.", None)],
        ),
        across=1,
    )


def _line(
    run: Run, one: Told, place: Mapping[int, int], columns: Sequence[str]
) -> tuple[CellValue, ...]:
    cell: CellValue = one.cell(run)
    if one.row is not None and one.row in place:
        at = columns.index(one.column) + LEAD if one.column in columns else 1
        cell = Link(str(cell), ROWS, place[one.row], at)
    return (
        cell, CATEGORIES[one.category].title, one.column or None, one.number, one.letter, one.says,
        one.code,
    )  # fmt: skip
