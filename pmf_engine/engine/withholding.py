"""Which documents of a run are written where errors were found, and what is said of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pmf_engine.model.findings import Finding, has_errors, note
from pmf_engine.model.report import Document
from pmf_engine.run import Run


def to_write(
    run: Run, findings: Sequence[Finding], *, draft: bool, strict: bool
) -> tuple[Document, ...]:
    """Return the documents to write: all, or where errors stop a report those that tell of them.

    Where the inputs cannot be read, or a template is at fault, that is none.
    """
    documents = tuple(run.report.carriers(run.options))
    if draft or not has_errors(findings, strict):
        return documents
    if run.faulty:
        return ()
    return tuple(one for one in documents if one.despite_errors)


def withheld(run: Run, written: Sequence[Document], folder: Path) -> Iterator[Finding]:
    """Yield a note for each document that errors hold back while others are written."""
    from pmf_engine.engine.filling import file_name

    place = {"entity": run.entity.code, "period": run.period.id}
    for one in run.report.carriers(run.options):
        if one in written or not written:
            continue
        name = file_name(run, one)
        text = f"{name} is withheld until the errors are put right."
        if (folder / name).exists():
            text += " The file of that name in the folder is of an earlier run: do not send it."
        yield note("document-withheld", text, **place)
