"""The last refresh of each book, written down before it begins, so that it can be taken back.

A file in the user's own folder, one a book. While its state is `writing` the book may hold half a
refresh: whoever comes next, in whatever process, puts it right.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmf_engine.ribbon import home
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.quiet import give_back, quiet
from pmf_engine.ribbon.snapshot import Snapshot

if TYPE_CHECKING:
    import xlwings

_FOLDER = "undo"
WRITING, DONE = "writing", "done"


@dataclass(slots=True)
class Journal:
    """What one refresh changed in a book, and what it left there.

    `excel` is the process, `mode` how the user had it.
    """

    book: str
    excel: int
    mode: dict[str, Any]
    state: str
    snapshot: Snapshot
    left: list[tuple[Place, Any]]

    def write(self) -> None:
        """Write it down."""
        left = [[asdict(place), values] for place, values in self.left]
        text = json.dumps(
            {
                "book": self.book, "excel": self.excel, "mode": self.mode, "state": self.state,
                "snapshot": self.snapshot.as_json(), "left": left,
            }
        )  # fmt: skip
        home.write(_name(self.book), text)

    def forget(self) -> None:
        """Remove it: there is nothing to take back."""
        _path(self.book).unlink(missing_ok=True)


def journal_of(book: xlwings.Book) -> Journal | None:
    """Return what is written down of a book's last refresh, None for nothing."""
    path = _path(book.fullname)
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        left = [(Place(**place), values) for place, values in data["left"]]
        snapshot = Snapshot.from_json(data["snapshot"])
        return Journal(data["book"], data["excel"], data["mode"], data["state"], snapshot, left)
    except (OSError, ValueError, KeyError, TypeError):
        path.unlink(missing_ok=True)  # cut off while it was written: the book was not begun on
        return None


def repair(book: xlwings.Book) -> str:
    """Put right what a refresh that was cut off left behind; return a sentence, empty for nothing.

    Where Excel itself ended meanwhile, the book is as it was last saved, and nothing is put right.
    """
    journal = journal_of(book)
    if journal is None or journal.state == DONE:
        return ""
    if journal.excel != book.app.pid:
        journal.forget()
        return ""
    with quiet(book):
        failed = journal.snapshot.restore(book)
    give_back(book.app, journal.mode)
    if failed:
        return (
            "An earlier refresh was cut off, and not everything could be put back as it was: look"
            f" at {', '.join(failed)}, or close the workbook without saving it."
        )
    journal.forget()
    return "An earlier refresh was cut off. The workbook was put back as it had been before it."


def _name(fullname: str) -> str:
    return f"{_FOLDER}/{sha256(fullname.casefold().encode()).hexdigest()[:24]}.json"


def _path(fullname: str) -> Path:
    return home.home() / _name(fullname)
