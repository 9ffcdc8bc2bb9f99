"""The validations as the regulator's service shows them: hard or soft, and what failed."""

from __future__ import annotations

from collections.abc import Iterator

from pmf_engine.api import CellValue, Field, Grid, Run, Wording
from pmf_engine.model.checks import Checked
from pmf_plugins.sdr.checks import VALIDATIONS, Validation
from pmf_plugins.sdr.codes import PARTS

_MOST = 3


def asked(run: Run) -> Iterator[tuple[Validation, Checked]]:
    """Yield each validation with what came of it, in the order of the parts."""
    came = {one.check.function.__name__: one for one in run.checked}
    for one in sorted(VALIDATIONS, key=lambda one: list(PARTS).index(one.part)):
        if one.name in came:
            yield one, came[one.name]


def validations(run: Run) -> Grid:
    """Return one validation a row, in the order of the parts."""
    rows = [_row(one, checked) for one, checked in asked(run)]
    return Grid(
        slot="validations",
        caption="Validations",
        summary=f"One validation a row, {len(rows)} rows; columns part to what was found.",
        fields=(
            Field(title="Part", width=1.2, chars=8),
            Field(title="Kind", width=1.2, chars=9),
            Field(title="Scope", width=1.4, chars=12),
            Field(title="Basis", width=1.5, chars=10),
            Field(title="Validation", width=4.7, chars=44),
            Field(title="Result", width=2.3, chars=16),
            Field(title="What was found", width=4.7, chars=90),
        ),
        rows=rows,
        key=("Part", "Validation"),
    )


def of_part(run: Run, part: str) -> str:
    """Return the standing of a part's validations, in a sentence."""
    mine = [(one, checked) for one, checked in asked(run) if one.part == part]
    if not mine:
        return "No validation looks at this part alone."
    told = []
    for hard in (True, False):
        found = [checked for one, checked in mine if one.hard is hard]
        if found:
            failed = sum(_failed(one) for one in found)
            kind = "hard" if hard else "soft"
            told.append(f"{len(found)} {kind}, {failed or 'none'} failed")
    return f"Validations of this part: {'; '.join(told)}."


def _failed(one: Checked) -> bool:
    return not one.passed and not one.not_run


def _row(one: Validation, checked: Checked) -> tuple[CellValue, ...]:
    words, style = _result(one, checked)
    slot = f"validation/{one.name.replace('_', '-')}"
    result = Wording(slot, words, style)
    return one.part, one.kind, one.scope, one.basis, one.title, result, _found(checked)


def _result(one: Validation, checked: Checked) -> tuple[str, str]:
    if checked.not_run:
        return "○ Not run", "status-no-data"
    if checked.passed:
        return "● Passed", "status-green"
    return ("■ Failed", "status-red") if one.hard else ("▲ To explain", "status-amber")


def _found(checked: Checked) -> str:
    if checked.not_run:
        return f"{checked.not_run[:1].upper()}{checked.not_run[1:]}."
    told = [finding.message for finding in checked.findings]
    rest = f" And {len(told) - _MOST} more." if len(told) > _MOST else ""
    return " ".join(told[:_MOST]) + rest
