"""PDF files of Word documents: `pmf pdf`, and `pmf run --pdf`."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import click

from pmf_engine.cli.output import show_json
from pmf_engine.engine.engine import Outcome
from pmf_engine.ledger import FileRecord
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import warning


def print_files(paths: Sequence[Path], as_json: bool) -> int:
    """Write a tagged PDF beside each Word document, people's own words in it."""
    made = _printed(paths)
    if as_json:
        show_json({"files": [{"path": str(p), "sha256": _hash(p)} for p in made]})
    else:
        for path in made:
            click.echo(f"Made {path}")
    return 0


def print_outcomes(outcomes: Sequence[Outcome]) -> None:
    """Write a PDF beside each Word document of some runs; say so where it cannot be made."""
    for one in outcomes:
        documents = [
            (one.folder or Path()) / file.name for file in one.files if file.name.endswith(".docx")
        ]
        try:
            made = _printed(documents)
        except PmfError as fault:
            one.findings.append(warning("no-pdf", str(fault), entity=one.entity, period=one.period))
            continue
        one.files += [FileRecord(name=path.name, sha256=_hash(path)) for path in made]


def _printed(paths: Sequence[Path]) -> list[Path]:
    from pmf_engine.documents.pdf import to_pdf

    documents = {str(path): _read(path) for path in paths}
    made = to_pdf(documents) if documents else {}
    return [_write(Path(name).with_suffix(".pdf"), content) for name, content in made.items()]


def _read(path: Path) -> bytes:
    if path.suffix.casefold() != ".docx":
        raise PmfError(f"{path} is not a Word document (.docx), and only these become PDF.")
    try:
        return path.read_bytes()
    except OSError as fault:
        raise PmfError(f"{path} cannot be read: {fault.strerror}.") from None


def _write(path: Path, content: bytes) -> Path:
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    except OSError as fault:
        raise PmfError(f"{path} cannot be written: {fault.strerror}. Is it open?") from None
    return path


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
