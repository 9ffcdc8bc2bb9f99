"""JSON as text: quick to write, and still readable by eye."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False).encode


def json_text(data: Mapping[str, Any]) -> str:
    """Return a JSON object with a line for each of its fields, and for each item of a list."""
    fields = [f"{_encode(name)}: {_lines(value)}" for name, value in data.items()]
    return "{\n" + ",\n".join(fields) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(map(_encode, value)) + "\n]"
    return _encode(value)
