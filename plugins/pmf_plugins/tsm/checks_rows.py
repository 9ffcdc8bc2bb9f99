"""Checks of the rows themselves: those that repeat another, and those that are not there."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import Finding, Row, Run, note, warning
from pmf_plugins.tsm import counts
from pmf_plugins.tsm.codes import COMPLAINTS, MANAGEMENT, PERCEPTION
from pmf_plugins.tsm.figures import slot

_LARGE = 1_000  # homes from which a landlord submits the return
_TABLES = ("management", "complaints", "perception")
_ALL_KEYS = ("measure", "tenure")


def repeats(run: Run) -> Iterator[Finding]:
    """Yield rows that repeat an earlier one, and a note where rows are added up."""
    for table in _TABLES:
        columns = [name for name in run.data[table].columns if name not in ("landlord", "year")]
        seen: dict[tuple[object, ...], Row] = {}
        several: dict[tuple[object, ...], Row] = {}
        for row in counts.rows(run, table):
            key = tuple(row.peek(name) for name in columns if name in _ALL_KEYS)
            whole = tuple(row.peek(name) for name in columns)
            if whole in seen:
                text = f"The row repeats row {seen[whole].number} and is added to it. Delete one."
                yield warning("tsm-row-repeated", text, **row.place("measure"))
            elif key in several:
                text = f"{row.peek('measure')} stands in several rows, which are added up."
                yield note("tsm-rows-added", text, **row.place("measure"))
            seen.setdefault(whole, row)
            several.setdefault(key, row)


def gaps(run: Run) -> Iterator[Finding]:
    """Yield LCRA and management measures without a figure, for landlords of 1,000 homes or more."""
    owned = counts.homes(run)
    if owned is None:
        text = (
            f"TSM_Landlords has no row for {run.entity.code} in {run.period.year_label}. Add one."
        )
        yield warning("tsm-no-homes", text, entity=run.entity.code, period=run.period.id)
        return
    if (owned.homes_lcra or 0) + (owned.homes_lcho or 0) < _LARGE:
        return
    wanted = [("all", MANAGEMENT)] + [("LCRA", (*PERCEPTION, *COMPLAINTS))] * bool(owned.homes_lcra)
    for tenure, measures in wanted:
        for measure in measures:
            if reason := _gap(run, tenure, measure):
                of = "" if tenure == "all" else f" ({tenure})"
                text = f"{measure}{of} has no figure: {reason}. Enter it, or explain the gap."
                yield warning("tsm-measure-missing", text, **counts.place(run, tenure, measure))


def _gap(run: Run, tenure: str, measure: str) -> str:
    """Why a measure has no figure; nothing where it has, or both tenures are reported together."""
    together = run.figures.get(slot("Combined", measure))
    if together is not None and together.value is not None:
        return ""
    figure = run.figures.get(slot(tenure, measure))
    if figure is None:
        return "it is not reported"
    if figure.missing is None or figure.missing.reason == "no cases":
        return ""
    if not counts.as_entered(run, measure, tenure):
        return "no row is entered"
    place = counts.place(run, tenure, measure)
    if not place.get("sheet"):
        return figure.missing.reason
    return "a count is blank" if place["cell"] else ""  # a column that is not there is told once
