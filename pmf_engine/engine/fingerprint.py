"""What a run depends on, as one hash: inputs, plugin, engine, template, date, earlier issues."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pmf_engine import __version__

_CODE = (".py", ".yaml", ".yml", ".toml", ".csv", ".jinja", ".css")


def fingerprint(parts: Mapping[str, Any]) -> str:
    """Return the SHA-256 of named parts that JSON can hold."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def engine_stamp() -> str:
    """Return the version of the engine and a stamp of its files, so that edits count as changes."""
    home = Path(__file__).resolve().parent.parent
    return f"{__version__}-{_stamp(home)}"


@cache
def code_stamp(home: Path | None) -> str:
    """Return a stamp of a plugin's files."""
    return "" if home is None else _stamp(home)


def _stamp(home: Path) -> str:
    paths = [home] if home.is_file() else sorted(home.rglob("*"))
    digest = hashlib.sha256()
    for path in paths:
        if path.suffix in _CODE:
            state = path.stat()
            digest.update(
                f"{path.relative_to(home)} {state.st_size} {state.st_mtime_ns}\n".encode()
            )
    return digest.hexdigest()[:16]


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
