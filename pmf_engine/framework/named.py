"""Names of people in words that are to be published: they stop the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pmf_engine.framework.privacy import Names
from pmf_engine.model.findings import Finding, error
from pmf_engine.run import Run


def people_named(run: Run) -> Names:
    """Return the names of everybody who works or worked for the group; notes no read.

    Reads the input `people`.
    """

    def make() -> Names:
        return Names(name for name in run.data.people.peek("name") if name)

    return run.share("names of people", make)  # type: ignore[no-any-return]


def names_published(run: Run, cells: Iterable[tuple[Any, str]]) -> Iterator[Finding]:
    """Yield the cells, each a row and column, that hold a name of `People`; never the name.

    Reads the input `people`.
    """
    names = people_named(run)
    for row, column in cells:
        if names.within(row.peek(column) or ""):
            yield error(
                "name-published",
                "this text would be published and holds a name that stands in People. Say it"
                " without the name.",
                **row.place(column),
            )
