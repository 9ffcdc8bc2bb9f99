"""The bulk-upload file: the template's header rows, the field numbers, one letting a row.

The template's rows above the data, in order: Section, Question, Additional info, Values, Can be
empty?, Type of letting the question applies to, Duplicate check field?, Field number. Column A
holds those words and is blank in the rows of data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pmf_engine.api import Listing
from pmf_engine.records import DataFrame
from pmf_plugins.core_lettings.editions import Edition, Question

_ABOVE: tuple[tuple[str, Callable[[Question], str]], ...] = (
    ("Section", lambda one: one.section),
    ("Question", lambda one: one.label),
    ("Additional info", lambda one: one.information),
    ("Values", lambda one: one.values),
    ("Can be empty?", lambda one: one.can_be_empty),
    ("Type of letting the question applies to", lambda one: one.applies_to),
    ("Duplicate check field?", lambda one: one.template_duplicate_check),
)
_NUMBERS = "Field number"


def upload_file(frame: DataFrame, edition: Edition) -> Listing:
    """Return the file of lettings in fields, in the order of the fields."""
    asked = [edition.by_number[number] for number in sorted(edition.by_number)]
    return Listing(
        header=(_NUMBERS, *(str(one.number) for one in asked)),
        rows=_rows(frame, [one.key for one in asked]),
        above=[(name, *(_flat(tell(one)) for one in asked)) for name, tell in _ABOVE],
    )


def _flat(text: str) -> str:
    """Text on one line: a reader that splits lines before cells finds the same rows."""
    return " ".join(text.split())


def _rows(frame: DataFrame, keys: list[str]) -> Iterator[tuple[str | None, ...]]:
    for row in frame.select(keys).iter_rows():
        yield None, *row
