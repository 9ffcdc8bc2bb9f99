"""The examples at the end of a command's help."""

from __future__ import annotations

_EXAMPLES = """\b


def examples(*lines: str) -> str:
    """Return the epilog of a command that shows these lines as they are typed."""
    return _EXAMPLES + "\n".join(f"  {line}" for line in lines)
