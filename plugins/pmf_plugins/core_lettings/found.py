"""What was found of a run's lettings, with the cells of the export that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pmf_engine.api import Run
from pmf_engine.records import ROW, DataFrame, UInt32, col
from pmf_plugins.core_lettings.checking import check
from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import Edition
from pmf_plugins.core_lettings.issued import told_apart
from pmf_plugins.core_lettings.lettings import Lettings, lettings_of
from pmf_plugins.core_lettings.mapping import strange_cells
from pmf_plugins.core_lettings.tables import REFERENCE
from pmf_plugins.core_lettings.told import Told

_FORMULA = r"^[=+\-@]"


def lettings_told(run: Run) -> list[Told]:
    """Return everything found of a run's lettings, in the order of the export; made once."""

    def make() -> list[Told]:
        found = [
            *_merged(list(_by_the_rules(run)), list(_strange(run))),
            *_issued(run),
            *_formulas(run),
        ]
        return sorted(found, key=lambda one: (one.row is None, one.row, one.rank, one.number or 0))

    return run.remember("core: told", make)  # type: ignore[no-any-return]


def _by_the_rules(run: Run) -> Iterator[Told]:
    """What the service would find, and what could not be asked of it."""
    found = lettings_of(run)
    rows = found.fresh.with_columns(row=(col(ROW) + 1).cast(UInt32))
    context = Context.of({name: run.data[name] for name in REFERENCE})
    checked = check(rows, found.edition, context, run.today)
    names = {one.key: one.name for one in found.edition.fields.values()}
    for row, key, code, category, says in checked.findings.iter_rows():
        name = names.get(key or "")
        yield _told(found, int(row) - 1, name, code=code, category=category, says=says)
    for rule, table in checked.not_run:
        says = f"“{rule.says}” was not checked: {REFERENCE[table].name} is empty."
        yield Told(row=None, number=None, code=rule.code, category="not_run", says=says)


def _merged(found: list[Told], strange: list[Told]) -> Iterator[Told]:
    """Yield all of it; what a rule says of a strange cell goes, and leaves how grave that is."""
    cells = {(one.row, one.column) for one in strange}
    kinds: dict[tuple[int | None, str], str] = {}
    for one in sorted(found, key=lambda one: one.rank):
        if (one.row, one.column) in cells:
            kinds.setdefault((one.row, one.column), one.category)
        else:
            yield one
    for one in strange:
        yield replace(one, category=kinds.get((one.row, one.column), one.category))


def _strange(run: Run) -> Iterator[Told]:
    """Cells that are on no code list of their column, or no date where one is wanted."""
    found = lettings_of(run)
    numbers = {found.sources[number].column: number for number in sorted(found.sources)[::-1]}
    held = run.data.lettings.frame.filter(col(ROW).is_in(found.fresh[ROW].implode()))
    for row, column in strange_cells(held, found.sources):
        coded = bool(found.sources[numbers[column]].codes)
        says = (
            "The value is on no code list of this column. Correct it, or add a row to CORE_Codes."
            if coded
            else "This is no date. Type it as 30/09/2026."
        )
        code = "core-value-not-listed" if coded else "core-not-a-date"
        name = found.edition.by_number[numbers[column]].name
        yield _told(found, row, name, code=code, category="hard", says=says)


def _issued(run: Run) -> Iterator[Told]:
    """Lettings that an issued file held already: the service would refuse the file."""
    found = lettings_of(run)
    where = run.known.of(told_apart(found.fresh, found.edition))
    for row, file in zip(found.fresh[ROW], where, strict=True):
        if file:
            says = (
                f"The letting stands in {file}. Type in submitted the day on which that file was"
                " uploaded, and the letting is left out of the next; or delete the row."
            )
            yield _told(found, row, "owner", code="issued-before", category="setup", says=says)


def unsafe(frame: DataFrame, edition: Edition) -> Iterator[tuple[int, str]]:
    """Yield the row and question of each answer that a spreadsheet would run as a formula."""
    for question in edition.fields.values():
        for row in frame.filter(col(question.key).str.contains(_FORMULA))[ROW].to_list():
            yield row, question.name


def _formulas(run: Run) -> Iterator[Told]:
    """Answers that are written with an apostrophe before them, so that nothing runs them."""
    found = lettings_of(run)
    for row, name in unsafe(found.fresh, found.edition):
        says = (
            "The text begins as a formula does, and is written with an apostrophe before it, so"
            " that no spreadsheet runs it. Retype it without that sign."
        )
        yield _told(found, row, name, code="core-formula", category="soft", says=says)


def _told(
    found: Lettings, row: int, name: str | None, *, code: str, category: str, says: str
) -> Told:
    asked = found.edition.fields.get(name or "")
    return Told(
        row=row,
        number=asked.number if asked else None,
        code=code,
        category=category,
        says=says,
        column=found.column_of(asked.number) if asked else "",
        letter=asked.column if asked else None,
        label=asked.label if asked else "",
    )
