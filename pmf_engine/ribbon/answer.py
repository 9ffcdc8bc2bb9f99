"""What a button gives back to the person who pressed it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a press: `message` is for the user, in plain words.

    Where `again` is not empty the message is a question: if the user says yes, the same control is
    to be sent again with `again` as its tag; if no, nothing is to be done. `open` is the path of a
    file to open, empty for none. `undo` says that “Undo refresh” now has something to take back.
    """

    ok: bool
    message: str
    open: str = ""
    again: str = ""
    undo: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the answer as JSON values."""
        return asdict(self)


def done(message: str, **facts: Any) -> Answer:
    """Return the answer of something that was done."""
    return Answer(ok=True, message=message, **facts)


def refused(message: str) -> Answer:
    """Return the answer of something that was not done, with why and what to do."""
    return Answer(ok=False, message=message)


def asks(question: str, again: str) -> Answer:
    """Return a question; `again` is the tag that carries the user's yes."""
    return Answer(ok=False, message=question, again=again)
