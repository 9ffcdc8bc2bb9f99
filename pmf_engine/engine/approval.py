"""What an approval rests on: the run a file came from, what changed since, what must stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.engine.fingerprint import file_hash
from pmf_engine.ledger import FileRecord
from pmf_engine.model.findings import Finding, note, warning
from pmf_engine.model.naming import some_of

if TYPE_CHECKING:
    from pmf_engine.engine.engine import Engine, Outcome
    from pmf_engine.ledger import Approval, Ledger, RunRecord
    from pmf_engine.model.lineage import Lineage

_FIGURES_NAMED = 5  # in one sentence
_FILES_NAMED = 3


def must_stand(ledger: Ledger, report: str, entity: str, period: str) -> Callable[[Path], bool]:
    """Return whether a path may not be written: it holds, or has the name of, an approved file.

    The names are those of files approved for this report, entity and period, wherever they are
    now; what a path holds is compared with every approved file. A file in a folder of its own, as
    a web page is, is known by what it holds alone: many folders have an index.html.
    """
    known = ledger.approvals()
    hashes = {one.file.sha256 for one in known}
    own = (report, entity, period)
    names = {
        one.file.name.casefold() for one in known if (one.report, one.entity, one.period) == own
    }
    return lambda path: (
        path.name.casefold() in names or (path.is_file() and file_hash(path) in hashes)
    )


def standing(before: RunRecord, folder: Path, ledger: Ledger) -> list[FileRecord] | None:
    """Return a run's files as they stand, as built or as approved since; None where one is gone."""
    own = ledger.approvals(before.report, before.entity, before.period)
    approved = {one.file.sha256 for one in own}
    found = []
    for file in before.files:
        path = folder / file.name
        content = file_hash(path) if path.is_file() else ""
        if content not in {file.sha256, *approved}:
            return None
        found.append(FileRecord(name=file.name, sha256=content))
    return found


def new_version(names: Mapping[str, str], entity: str, period: str) -> list[Finding]:
    """Return a note that an approved file kept its name; nothing where every file has its own."""
    moved = [f"{name} as {new}" for name, new in names.items() if name != new]
    if not moved:
        return []
    text = (
        f"an approved version stands and is never overwritten, so this one is written beside it:"
        f" {some_of(moved, _FILES_NAMED)}."
    )
    return [note("new-version", text, entity=entity, period=period)]


def origin(ledger: Ledger, sha256: str, lineage: Lineage | None) -> RunRecord | None:
    """Return the run that a file came from, by its content or else by what it says of itself.

    A file that people edited is known by report, entity and period. Of the runs of these, those
    with the file's own figures come first, then those that were issued, then the newest.
    """
    runs = [run for run in ledger.runs() if any(file.sha256 == sha256 for file in run.files)]
    if not runs and lineage is not None:
        identity = lineage.identity
        runs = ledger.runs(identity.report, identity.entity, identity.period)
        runs = [run for run in runs if run.draft == identity.draft]
    issued = {str(issue["run"]) for issue in ledger.issues()}
    own = file_values(lineage).items() if lineage else {}.items()
    return max(
        runs,
        key=lambda run: (own <= values(run).items(), run.id in issued, run.recorded_at),
        default=None,
    )


def values(run: RunRecord) -> dict[str, str | None]:
    """Return each figure of a run by its whole id: the exact value, None where it is missing."""
    return {figure["id"]: figure["value"] for figure in run.figures}


def file_values(lineage: Lineage) -> dict[str, str | None]:
    """Return each figure that a document carries by its whole id, as `values` does of a run."""
    return {figure.id(lineage.identity): figure.value for figure in lineage.figures}


def differing(
    before: Mapping[str, str | None], now: Mapping[str, str | None]
) -> list[dict[str, str | None]]:
    """Return each figure whose value differs: its id, the value approved and the value now."""
    return [
        {"figure": name, "approved": before.get(name), "now": now.get(name)}
        for name in dict.fromkeys((*before, *now))
        if before.get(name) != now.get(name)
    ]


def after_approval(
    engine: Engine, report: str, outcomes: Sequence[Outcome], others: bool
) -> Iterator[Finding]:
    """Yield where the inputs of an approved document have changed since it was approved.

    For the periods computed, what became of the figures is said; with `others`, approvals of
    further periods are named by their inputs alone.
    """
    approvals = engine.ledger.approvals(report)
    if not approvals:
        return
    hashes = engine.reading(engine.catalogue.entry(report)).hashes
    runs = {run.id: run for run in engine.ledger.runs(report)}
    newest = {(one.entity, one.period): one for one in approvals if one.run in runs}
    changed = {
        key: (one, books)
        for key, one in newest.items()
        if (books := _changed(runs[one.run].inputs, hashes))
    }
    for outcome in outcomes:
        found = changed.pop((outcome.entity or "", outcome.period or ""), None)
        if found and outcome.run:
            now = {figure.id: figure.as_json()["value"] for figure in outcome.run.figures.values()}
            yield _told(*found, differing(values(runs[found[0].run]), now))
    asked = {outcome.entity for outcome in outcomes}
    elsewhere = [one for (entity, _), (one, _) in changed.items() if entity in asked]
    if others and elsewhere:
        yield _elsewhere(report, elsewhere)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """The workbooks whose content differs; a run's inputs hold files of the ledger too."""
    books = {name: sha256 for name, sha256 in before.items() if "~" not in name}
    return sorted(name for name in {*books, *now} if books.get(name) != now.get(name))


def _told(
    approval: Approval, books: Iterable[str], figures: Sequence[Mapping[str, Any]]
) -> Finding:
    place = {"entity": approval.entity, "period": approval.period}
    said = (
        f"{', '.join(books)} changed after {approval.file.name} was approved by {approval.name}"
        f" ({approval.role}) on {approval.on}"
    )
    if not figures:
        return note("inputs-changed", f"{said}. No figure differs from those approved.", **place)
    named = some_of([str(one["figure"]).split("/", 3)[3] for one in figures], _FIGURES_NAMED)
    count = f"{len(figures)} figure{'' if len(figures) == 1 else 's'}"
    return warning(
        "figures-changed",
        f"{said}, and {count} would now differ: {named}. The approved file stands; “pmf run”"
        " makes a new version, which wants an approval of its own.",
        **place,
    )


def _elsewhere(report: str, approvals: Sequence[Approval]) -> Finding:
    which = ", ".join(f"{one.entity} {one.period}" for one in approvals)
    one = approvals[-1]
    return note(
        "inputs-changed",
        f"the workbooks have changed since these were approved: {which}. “pmf check {report}"
        f" --entity {one.entity} --period {one.period}” says whether a figure would differ.",
    )
