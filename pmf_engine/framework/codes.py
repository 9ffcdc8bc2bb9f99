"""Codes that stand in the ids of figures and in the names of folders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pmf_engine.model.findings import Finding, error

_SAFE = re.compile(r"[A-Za-z0-9._-]*[A-Za-z0-9_-]")  # no folder may end with a full stop
_LONGEST_SLUG = 30
_PORTS = {f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)}
_DEVICES = {"CON", "PRN", "AUX", "NUL"} | _PORTS


def usable(row: Any, field: str, longest: int) -> Iterator[Finding]:
    """Yield why a code cannot stand in the id of a figure; it may have so many letters."""
    code = row.peek(field)
    if code and (len(code) > longest or not _SAFE.fullmatch(code)):
        yield error(
            "code-unusable",
            f"“{code}” cannot be a code: use letters A to Z, digits, hyphen, underscore or a full"
            f" stop before the end, {longest} characters at most.",
            **row.place(field),
        )


def folders(rows: Iterable[Any], field: str) -> Iterator[Finding]:
    """Yield codes of companies that cannot each have a folder of their own, on Windows too."""
    spelt: dict[str, str] = {}
    for row in rows:
        code = row.peek(field) or ""
        other = spelt.setdefault(code.casefold(), code)
        if code.upper() in _DEVICES:
            text = f"“{code}” is a name that Windows keeps for itself. Choose another code."
            yield error("code-unusable", text, **row.place(field))
        elif other != code:
            yield error(
                "codes-alike",
                f"“{code}” and “{other}” differ only in capitals, and a folder on Windows does"
                " not tell them apart. Change one, or spell them alike if they are one company.",
                **row.place(field),
            )


def slugs(names: Iterable[str]) -> dict[str, str]:
    """Return a part of a figure's id for each name, no two the same."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "-", name.lower())[:_LONGEST_SLUG]
        slug, number = plain, 1
        while slug in found.values():
            number += 1
            slug = f"{plain}-{number}"
        found[name] = slug
    return found
