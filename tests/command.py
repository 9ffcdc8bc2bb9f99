"""The command line as a user meets it: what was typed, the exit status, what was said."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from lxml import etree

from pmf_engine.cli import _run

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True)
class Said:
    """The status of a command and what it printed to both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object on standard output; fails when there is anything else."""
        told = json.loads(self.out)
        assert isinstance(told, dict)
        return told

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of any of the commands that list them."""
        runs = self.json.get("runs") or self.json.get("files") or [self.json]
        return [finding for run in runs for finding in run["findings"]]

    def codes(self, level: str = "error") -> list[str]:
        """The codes of the findings of a level, each once."""
        return list(dict.fromkeys(f["code"] for f in self.findings if f["level"] == level))


class Pmf:
    """Runs commands, those of the workspace with `--workspace`."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._capsys = root, capsys

    def __call__(self, *words: str | Path) -> Said:
        return self.bare(*words, "--workspace", self.root)

    def bare(self, *words: str | Path) -> Said:
        """Run a command outside any workspace of its own."""
        self._capsys.readouterr()
        status = _run([str(word) for word in words])
        streams = self._capsys.readouterr()
        return Said(status, streams.out, streams.err)

    def build(self, *words: str | Path, entity: str = "OVH") -> Said:
        """Run the Board pack of one entity, which must succeed."""
        said = self("run", "board-pack", "--entity", entity, "--json", *words)
        assert said.status == 0, said.out + said.err
        return said

    def figures(self, *words: str | Path, entity: str = "OVH") -> dict[str, dict[str, Any]]:
        """The Board pack's figures of one entity by what follows the period in their ids."""
        said = self("figures", "board-pack", "--entity", entity, "--json", *words)
        return {one["id"].split("/", 3)[3]: one for one in said.json["figures"]}

    def word(self, entity: str = "OVH", period: str = "2026-Q2") -> str:
        """The words of a Board pack that was built."""
        return words_of(self.file("docx", entity, period))

    def file(self, kind: str, entity: str = "OVH", period: str = "2026-Q2") -> Path:
        folder = self.root / "outputs" / "board-pack" / entity / period
        return folder / f"board-pack-{entity}-{period}.{kind}"

    @property
    def records(self) -> list[dict[str, Any]]:
        """The runs in the ledger, oldest first."""
        paths = (self.root / ".pmf" / "ledger").glob("board-pack~*.json")
        records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
        return sorted(records, key=lambda record: str(record["recorded_at"]))

    @property
    def wrote_nothing(self) -> bool:
        """Whether there is neither an output nor a record of a run."""
        kept = [*self.root.glob("outputs/**/*"), *self.root.glob(".pmf/ledger/*")]
        return not kept


def words_of(path: Path) -> str:
    """The text of a Word document's body, headers and footers, a paragraph a line."""
    with zipfile.ZipFile(path) as package:
        names = [n for n in package.namelist() if n.startswith("word/") and n.endswith(".xml")]
        parts = [n for n in names if n.split("/")[1].startswith(("document", "header", "footer"))]
        roots = [etree.fromstring(package.read(name)) for name in sorted(parts)]
    paragraphs = [p for root in roots for p in root.iter(f"{W}p")]
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in paragraphs)
    return "\n".join(lines).replace("\u00a0", " ")


def cells_of(path: Path, sheet: str) -> list[list[Any]]:
    """The values of a sheet of a companion, a row a list."""
    book = python_calamine.load_workbook(io.BytesIO(path.read_bytes()))
    return book.get_sheet_by_name(sheet).to_python()


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()
