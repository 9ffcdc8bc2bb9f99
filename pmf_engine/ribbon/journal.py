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

from pmf_engine.model.naming import some_of
from pmf_engine.ribbon import home
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.quiet import give_back, quiet
from pmf_engine.ribbon.snapshot import Snapshot

if TYPE_CHECKING:
    import xlwings

_FOLDER = "undo"
WRITING, DONE = "writing", "done"
_MOST_NAMED = 5
_MENDED = "An earlier refresh was cut off. The workbook was put back as it had been before it."
_TORN = (
    "An earlier refresh was cut off, and not everything could be put back as it was: look at {}."
    " Take protection of the sheet away (Review, Unprotect Sheet), clear filters (Data, Clear), and"
    " press again. What you change there until then is left alone. Or close the workbook without"
    " saving it."
)


@dataclass(slots=True)
class Journal:
    """What one refresh changed in a book, and what it left there, or is about to.

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

    def narrow(self, book: xlwings.Book, rest: Snapshot) -> None:
        """Write down that only the rest is still to be put back, and what stands there now."""
        standing = [one.place for one in rest.blocks]
        self.snapshot = rest
        self.left = [(place, exact(place.cells(book))) for place in standing]
        self.write()

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


@dataclass(frozen=True, slots=True)
class Repair:
    """What came of putting a book right: a sentence, and whether it is whole again."""

    told: str = ""
    whole: bool = True


def repair(book: xlwings.Book) -> Repair:
    """Put right what a refresh that was cut off left behind; the sentence is empty for nothing.

    A cell that somebody changed since stays. Where Excel itself ended meanwhile, the book is as it
    was last saved, and nothing is put right.
    """
    journal = journal_of(book)
    if journal is None or journal.state == DONE:
        return Repair()
    if journal.excel != book.app.pid:
        journal.forget()
        return Repair()
    with quiet(book):
        rest, spared = journal.snapshot.restore(book, journal.left)
    give_back(book.app, journal.mode)
    changed = some_of(spared, _MOST_NAMED)
    stays = f" {changed}: changed since, and left as it is." if spared else ""
    if rest:
        journal.narrow(book, rest)
        return Repair(f"{_TORN.format(rest.where)}{stays}", whole=False)
    journal.forget()
    return Repair(f"{_MENDED}{stays}")


def _name(fullname: str) -> str:
    return f"{_FOLDER}/{sha256(fullname.casefold().encode()).hexdigest()[:24]}.json"


def _path(fullname: str) -> Path:
    return home.home() / _name(fullname)
