"""YAML as text, lists and mappings that remember their lines, and the faults found in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pmf_engine.model.errors import PmfError


@dataclass(frozen=True, slots=True)
class Located:
    """A value of YAML with its line: text, None, a list of located values or a mapping of them."""

    value: str | list[Located] | dict[str, Located] | None
    line: int

    @property
    def shown(self) -> str:
        """What was found, in a few words."""
        if isinstance(self.value, str):
            return f"“{self.value}”"
        if isinstance(self.value, list):
            return "a list"
        return "nothing" if self.value is None else "a mapping"


@dataclass(slots=True)
class Faults:
    """The faults of one file, kept until all of it was read."""

    path: Path
    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, message: str) -> None:
        """Keep a fault at a line."""
        self.found.append((line, message))

    def stop(self) -> None:
        """Raise PmfError with every fault kept, by line; do nothing when there is none."""
        if self.found:
            lines = (f"{self.path.name}, line {line}: {text}" for line, text in sorted(self.found))
            raise PmfError("\n".join(lines))

    def mapping(self, node: Located, what: str) -> dict[str, Located]:
        """Return a mapping, or keep a fault and return an empty one."""
        if isinstance(node.value, dict):
            return node.value
        self.add(node.line, f"{what} must be a mapping of names to values, not {node.shown}.")
        return {}

    def sequence(self, node: Located, what: str) -> list[Located]:
        """Return a list, or keep a fault and return an empty one."""
        if isinstance(node.value, list):
            return node.value
        self.add(node.line, f"{what} must be a list, such as [homes_owned], not {node.shown}.")
        return []

    def text(self, node: Located, what: str) -> str:
        """Return text, or keep a fault and return an empty one."""
        if isinstance(node.value, str):
            return node.value
        self.add(node.line, f"{what} must be text, not {node.shown}.")
        return ""

    def number(self, node: Located, what: str) -> Decimal | None:
        """Return a finite number, or keep a fault and return None."""
        try:
            number = Decimal(node.value if isinstance(node.value, str) else "")
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite():
            return number
        self.add(node.line, f"{what} must be a number, not {node.shown}.")
        return None

    def flag(self, node: Located, what: str) -> bool:
        """Return true or false, or keep a fault and return false."""
        if node.value not in ("true", "false"):
            self.add(node.line, f"{what} must be true or false, not {node.shown}.")
        return node.value == "true"

    def known(self, found: dict[str, Located], allowed: Iterable[str], what: str) -> None:
        """Keep a fault for each name that is not allowed, with the nearest that is."""
        allowed = tuple(allowed)
        for name, node in found.items():
            if name not in allowed:
                hint = nearest(name, allowed) or f"Allowed: {', '.join(allowed)}."
                self.add(node.line, f"{what} does not have “{name}”. {hint}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return “Did you mean “x”?” for the known name nearest to this one, or nothing."""
    match = get_close_matches(name, list(known), n=1)
    return f"Did you mean “{match[0]}”?" if match else ""


def read(path: Path) -> tuple[Located, Faults]:
    """Return what a YAML file holds, and its faults so far: names that stand twice.

    Raises PmfError with a sentence when the file cannot be read as YAML at all.
    """
    import yaml

    faults = Faults(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return Located(None, 1) if root is None else _located(root, faults), faults
    except OSError as problem:
        reason = problem.strerror or "unknown reason"
        raise PmfError(f"{path.name} cannot be read: {reason}. Check that it is there.") from None
    except UnicodeDecodeError:
        raise PmfError(f"{path.name} is not UTF-8 text. Save it as UTF-8.") from None
    except yaml.YAMLError as problem:
        raise PmfError(_unreadable(path, problem)) from None
    except RecursionError:
        raise PmfError(f"{path.name} has a value that holds itself. Drop its * name.") from None


def _unreadable(path: Path, problem: Any) -> str:
    mark = getattr(problem, "problem_mark", None)
    place = f", line {mark.line + 1}" if mark else ""
    reason = getattr(problem, "problem", None) or "it holds a character that YAML does not allow"
    return f"{path.name}{place}: this is not YAML: {reason}. Check indents, colons and quotes."


def _located(node: Any, faults: Faults) -> Located:
    line = node.start_mark.line + 1
    if node.id == "mapping":
        return Located(_mapped(node, faults), line)
    if node.id == "sequence":
        return Located([_located(item, faults) for item in node.value], line)
    return Located(None if node.tag.endswith(":null") else node.value, line)


def _mapped(node: Any, faults: Faults) -> dict[str, Located]:
    found: dict[str, Located] = {}
    for key, value in node.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if name in found:
            first = found[name].line
            faults.add(line, f"“{name}” stands here and already on line {first}; keep one.")
        found.setdefault(name, Located(_located(value, faults).value, line))
    return found
