"""Pages kept from the last building, so that one that says the same is not written out anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path


class Shelf:
    """The pages of one site by what they are made from; without a file, nothing is kept.

    `stamp` is of the code that makes them: pages of other code are not used. What the last
    building did not ask for goes. The file can be deleted.
    """

    def __init__(self, file: Path | None = None, stamp: str = "") -> None:
        self._file, self._stamp = file, stamp
        self._old = _read(file)
        self._new: dict[str, str] = {}

    def page(self, parts: object, make: Callable[[], str]) -> str:
        """Return the page kept for these parts, which their `repr` tells apart, or a new one."""
        key = sha256(f"{self._stamp}{parts!r}".encode()).hexdigest()
        self._new[key] = self._old[key] if key in self._old else make()
        return self._new[key]

    def save(self) -> None:
        """Keep the pages asked for, where they are not those kept already and it can be done."""
        if self._file is None or self._new.keys() == self._old.keys():
            return
        temporary = self._file.with_suffix(".tmp")
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps(self._new), encoding="utf-8")
            temporary.replace(self._file)


def _read(file: Path | None) -> Mapping[str, str]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}
