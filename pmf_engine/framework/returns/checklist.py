"""The reviewer's check list: each check, what it compares, its result, room for initials."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pmf_engine.model.checks import Check, Checked
from pmf_engine.model.content import CellValue, Field, Grid, Narrative, Sheet, Wording, Words
from pmf_engine.model.findings import Finding, Level
from pmf_engine.run import Run


def cells_as_declared(_: Run) -> Iterable[Finding]:
    """Return nothing: the cells were looked at when they were read."""
    return ()


_INPUTS = Check(
    cells_as_declared,
    "Cells are what their columns declare",
    "Every cell read, with the type, limits, key and references of its column",
)
_SIGNED = ("role", "name", "date")
_LONGEST = 36  # letters of a check's code in a slot, which Word holds to 64 in all
_FIELDS = (
    Field(title="Check", width=4.4, chars=44),
    Field(title="What is compared", width=6.2, chars=64),
    Field(title="Result", width=3.1, chars=34),
    Field(title="Initials", width=1.5, chars=11),
    Field(title="Date", width=1.8, chars=13),
)


def listed_checks(run: Run) -> list[Checked]:
    """Return what came of the reading of the inputs, then of each check that has a title."""
    found = tuple(one for one in run.findings if one.entity in (None, run.entity.code))
    return [Checked(_INPUTS, found), *(one for one in run.checked if one.check.title)]


def readiness(run: Run) -> Words:
    """Return whether the return is ready, in one sentence."""
    checks = listed_checks(run)
    errors = sum(one.count(Level.ERROR) for one in checks)
    warnings = sum(one.count(Level.WARNING) for one in checks)
    text = "Ready to sign"
    if errors:
        text = f"Not ready: {_so_many(errors, 'error')} must be put right first"
    elif warnings:
        text = f"Ready once {_so_many(warnings, 'warning')} below {_has(warnings)} been answered"
    passed, not_run = sum(one.passed for one in checks), sum(bool(one.not_run) for one in checks)
    said = f"{text}. Of {_so_many(len(checks), 'check')}, {passed} passed"
    return Words("review/ready", (f"{said} and {not_run} could not be run.",))


def check_list(run: Run) -> Grid:
    """Return one check a row, in the order in which they were registered."""
    checks = listed_checks(run)
    return Grid(
        slot="review/checks",
        caption="Check list",
        summary=f"One check a row, {len(checks)} rows; columns check to date; initials and date"
        " are for the reviewer to fill.",
        fields=_FIELDS,
        rows=[_row(one) for one in checks],
    )


def found_grid(run: Run) -> Grid | None:
    """Return what the checks found that must be answered, one finding a row; None for nothing."""
    rows = list(_found(run))
    if not rows:
        return None
    return Grid(
        slot="review/found",
        caption="To be answered",
        summary=f"One finding a row, {len(rows)} rows; columns check to what to do; errors first.",
        fields=(
            Field(title="Level", width=1.8, chars=10),
            Field(title="Check", width=4.0, chars=38),
            Field(title="Where", width=3.8, chars=34),
            Field(title="What was found and what to do", width=7.4, chars=90),
        ),
        rows=rows,
    )


def signatures() -> Grid:
    """Return the table in which those who prepare, review and approve the return sign it."""
    steps = ("Prepared by", "Reviewed by", "Approved by")
    rows: list[tuple[CellValue, ...]] = [
        (step, *(Narrative(f"review/{step.split()[0].lower()}/{part}", "") for part in _SIGNED))
        for step in steps
    ]
    return Grid(
        slot="review/signed",
        caption="Signatures",
        summary="One step a row, 3 rows; columns step to date; all but the step is yours to fill.",
        fields=(
            Field(title="Step", width=3.4),
            Field(title="Role", width=5.0),
            Field(title="Name", width=4.6),
            Field(title="Date", width=4.0),
        ),
        rows=rows,
    )


def initials_sheet(run: Run, where: str) -> Sheet:
    """Return the check list as the first sheet of a companion."""
    return Sheet(
        name="Check list",
        title=f"Check list: {where}",
        note=f"{readiness(run)} The tinted cells are for the reviewer.",
        grid=check_list(run),
        statuses=("Result",),
    )


def result(one: Checked) -> tuple[str, str]:
    """Return what came of a check, as shape and words, and the style it stands in."""
    if one.not_run:
        return f"○ Not run: {one.not_run}", "status-no-data"
    errors, warnings = one.count(Level.ERROR), one.count(Level.WARNING)
    if errors:
        return f"■ {_so_many(errors + warnings, 'finding')}", "status-red"
    if warnings:
        return f"▲ {_so_many(warnings, 'warning')}", "status-amber"
    return "● Passed", "status-green"


def place(finding: Finding) -> str:
    """Return where a finding stands, in a few words."""
    parts = (finding.workbook, finding.sheet, finding.cell)
    return ", ".join(part for part in parts if part) or finding.entity or "The return"


def _row(one: Checked) -> tuple[CellValue, ...]:
    slot = f"review/{one.check.code[:_LONGEST]}"
    words, style = result(one)
    title = f"{one.check.title} ({one.check.part})" if one.check.part else one.check.title
    return (
        title,
        one.check.compares,
        Wording(f"{slot}/result", words, style),
        Narrative(f"{slot}/initials", ""),
        Narrative(f"{slot}/date", ""),
    )


def _found(run: Run) -> Iterator[tuple[CellValue, ...]]:
    for level in (Level.ERROR, Level.WARNING):
        for one in listed_checks(run):
            for finding in one.findings:
                if finding.level is level:
                    name = str(level).capitalize()
                    yield name, one.check.title, place(finding), finding.message


def _so_many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _has(count: int) -> str:
    return "has" if count == 1 else "have"
