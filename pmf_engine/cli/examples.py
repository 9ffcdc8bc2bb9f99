"""The examples at the end of a command's help."""

from __future__ import annotations

_HEAD = "\b\nExamples:\n"  # click leaves the lines of such a paragraph as they are


def examples(*lines: str) -> str:
    """Return the epilog of a command that shows these lines as they are typed."""
    return _HEAD + "\n".join(f"  {line}" for line in lines)
