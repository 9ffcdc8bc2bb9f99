"""What a Word or Excel file says of itself: which report it is, and where its figures came from."""

from __future__ import annotations

from pathlib import Path

from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import Lineage


def read_lineage(file: Path) -> tuple[bytes, Lineage]:
    """Return a file's bytes and what it says of itself.

    Raises PmfError when it cannot be read or was not made by the engine.
    """
    if file.suffix.lower() == ".csv":
        raise PmfError(
            f"{file.name}: a CSV file holds values alone. Name the Word or Excel file that was"
            " built with it."
        )
    try:
        data = file.read_bytes()
    except OSError as fault:
        raise PmfError(f"{file} cannot be read: {fault.strerror}.") from None
    try:
        lineage = _lineage(file, data)
    except PmfError as fault:
        raise PmfError(f"{file.name}: {fault}") from None
    if lineage is None:
        raise PmfError(
            f"{file.name} holds no figures of this engine: it was not built by “pmf run”."
        )
    return data, lineage


def _lineage(file: Path, data: bytes) -> Lineage | None:
    if file.suffix.lower() == ".docx":
        from pmf_engine.documents.word import read_lineage as read_word

        return read_word(data)
    if file.suffix.lower() in (".xlsx", ".xlsm"):
        from pmf_engine.documents.excel import read_lineage as read_excel

        return read_excel(data)
    return None
