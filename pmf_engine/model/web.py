"""What a folder of web pages shows: pages made of parts, data to download, pieces to embed.

Addresses are those inside the folder, such as `2026-q2/index.html`; the engine makes every link
relative, so that the folder works wherever it is put.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pmf_engine.model.content import Chart, Grid, Listing

STYLES, ICON = "site.css", "icon.svg"  # what every page has
OWN = (STYLES, ICON)


@dataclass(frozen=True, slots=True)
class Link:
    """A link by its words and its address in the folder, or a whole one; `note` follows it."""

    words: str
    to: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict: a shape, its words, and a look, one of green, amber, red, grey and blue."""

    shape: str
    words: str
    look: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; the `lead` of a page is larger."""

    words: str
    lead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The large number of a page, with its verdict beside it and its target below."""

    value: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what is to be said of each: words, or a link."""

    rows: Sequence[tuple[str, str | Link]]


@dataclass(frozen=True, slots=True)
class Links:
    """A list of links."""

    links: Sequence[Link]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a list of results: a link, the value, its verdict, a further word."""

    link: Link
    value: str
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Entries:
    """A list of results, one after another."""

    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many results had each verdict."""

    counts: Sequence[tuple[Outcome, int]]


@dataclass(frozen=True, slots=True)
class Sample:
    """Something to copy, such as a line of HTML; shown as it is, never run."""

    text: str


Part = Text | Result | Facts | Links | Entries | Tally | Sample | Chart | Grid


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and a name of its own, unique on the page, to link to."""

    title: str
    name: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know before the rest, such as that figures are provisional."""

    title: str
    words: str
    link: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page at an address; `trail` leads to it, `parts` stand before the first section.

    `standing` is the address that search engines are to keep, where that is another.
    """

    path: str
    title: str
    description: str
    parts: Sequence[Part] = ()
    sections: Sequence[Section] = ()
    notices: Sequence[Notice] = ()
    trail: Sequence[Link] = ()
    eyebrow: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A piece to stand on somebody else's page: alone at `path`, as a page for a frame at `frame`.

    `more` is the page it is about. `level` is that of its heading.
    """

    path: str
    frame: str
    title: str
    parts: Sequence[Part]
    more: Link
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A folder of web pages: its title and publisher, pages, pieces, and files to download.

    `data` are objects that JSON can hold, `listings` CSV files, both by address. `address` is where
    the folder will stand, such as https://example.org/performance/; empty where nobody has said.
    `footer` are links on every page, `small` the words under them.
    """

    title: str
    publisher: str
    pages: Sequence[Page]
    fragments: Sequence[Fragment] = ()
    data: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    listings: Mapping[str, Listing] = field(default_factory=dict)
    footer: Sequence[Link] = ()
    small: str = ""
    address: str = ""
    home: str = "index.html"

    @property
    def paths(self) -> list[str]:
        """The address of every file, in the order they are written."""
        pieces = [path for each in self.fragments for path in (each.path, each.frame)]
        return [*(page.path for page in self.pages), *pieces, *self.data, *self.listings, *OWN]
