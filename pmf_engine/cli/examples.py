"""The examples at the end of a command's help."""

from __future__ import annotations


def examples(*lines: str) -> str:
    return _EXAMPLES + "\n".join(f"  {line}" for line in lines)
