"""Keyed hashes of what issued files hold: a workspace knows a letting again without keeping it.

The key is made on first use and stands in `.pmf/key`, away from the ledger. Whoever has the hashes
and not the key cannot find out whose they are by trying; a workspace that lost its key knows none
of its hashes any more. One file holds the hashes of one issued file, in an order that says nothing.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pmf_engine.engine.variants import MARK
from pmf_engine.engine.workspace import Workspace
from pmf_engine.ledger import stamp
from pmf_engine.model.errors import PmfError
from pmf_engine.model.json_text import json_text
from pmf_engine.model.kept import Known, Nothing
from pmf_engine.model.report import Hook, Report

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Marks:
    """The hashes that a workspace keeps, in its private folder."""

    private: Path

    def keep(self, report: str, file: str, issued_at: str, texts: Iterable[str]) -> None:
        """Keep the hashes of what a file held that was issued just now."""
        key = self._key(make=True)
        data = {
            "file": file,
            "issued_at": issued_at,
            "marks": sorted({_mark(key, text) for text in texts}),
        }
        name = f"{report}~{issued_at}~{secrets.token_hex(4)}.json"
        _write(self._folder / name, json_text(data).encode())

    def known(self, report: Report) -> Known:
        """Return what files of a report, issued so far, were made of; nothing if it keeps none."""
        if not report.kept_of:
            return Nothing()
        found: dict[str, str] = {}
        for data in map(_load, self.files(report.key)):
            where = f"{data.get('file')}, issued on {str(data.get('issued_at'))[:10]}"
            marks = data.get("marks")
            for mark in marks if isinstance(marks, list) else ():
                found.setdefault(str(mark), where)
        return KnownMarks(self._key(), found) if found else Nothing()

    def files(self, report: str) -> list[Path]:
        """Return the files that hold hashes, oldest first."""
        return sorted(self._folder.glob(f"{report}~*.json"))

    @property
    def _folder(self) -> Path:
        return self.private / "issued"

    def _key(self, *, make: bool = False) -> bytes:
        """The workspace's key, made where there is none and it is wanted."""
        path = self.private / "key"
        if make and not path.is_file():
            _write(path, secrets.token_bytes(_KEY_BYTES))
        try:
            return path.read_bytes()
        except OSError:
            return b""


@dataclass(frozen=True, slots=True)
class KnownMarks:
    """Where each hash comes from, and the key that makes them."""

    key: bytes
    places: dict[str, str]

    @property
    def lost(self) -> bool:
        """Whether hashes are kept that nothing can be compared with, since the key is gone."""
        return not self.key

    def of(self, texts: Sequence[str]) -> list[str]:
        """Return, for each text, the issued file that held it and the day, or nothing."""
        if self.lost:
            return [""] * len(texts)
        return [self.places.get(_mark(self.key, text), "") for text in texts]


def keep_issued(workspace: Workspace, files: Sequence[tuple[Path, str]]) -> None:
    """Keep the hashes of files about to be issued, given with the name of the report of each.

    Raises PmfError where what a file holds cannot be told; nothing is kept then.
    """
    from pmf_engine.catalogue import load_catalogue

    entries = load_catalogue(workspace.root).entries
    texts: list[tuple[str, str, list[str]]] = []
    for path, name in files:
        report = name.partition(MARK)[0]
        if report in entries and (hook := _hook(entries[report].report, path.name)):
            texts.append((report, path.name, list(hook(path.read_bytes()))))
    moment = stamp()
    for report, file, held in texts:
        Marks(workspace.private).keep(report, file, moment, held)


def _hook(report: Report, file: str) -> Hook | None:
    """The function that tells what a file holds, by the document that the file carries."""
    found = (hook for name, hook in report.kept_of.items() if file.startswith(Path(name).stem))
    return next(found, None)


def _mark(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()


def _load(path: Path) -> dict[str, object]:
    """The JSON object of a file; nothing where a sync tool left something else there."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _write(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, whole or not at all."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
        part.replace(path)
    except OSError as fault:
        reason = fault.strerror or fault
        raise PmfError(f"{path.parent} cannot be written: {reason}. Nothing was issued.") from fault
