"""What documents show: words with live figures, tables, charts and repeated blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pmf_engine.model.values import Figure, Missing, check_slot


@dataclass(frozen=True, slots=True)
class Wording:
    """A live piece of wording in a slot of its own, such as a status: shown, refreshed, not summed.

    `style` names the look: one of the character styles of the Word template (`status-green`).
    """

    slot: str
    text: str
    style: str = ""

    def __post_init__(self) -> None:
        check_slot(self.slot)


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in a slot of its own, made of plain strings, figures and texts in order.

    A figure stands in a sentence as its `display`.
    """

    slot: str
    parts: tuple[str | Figure | Wording, ...]

    def __post_init__(self) -> None:
        check_slot(self.slot)

    def __str__(self) -> str:
        return "".join(map(plain, self.parts))


@dataclass(frozen=True, slots=True)
class Narrative:
    """Text that belongs to people once the document is built: never refilled."""

    slot: str
    text: str

    def __post_init__(self) -> None:
        check_slot(self.slot)


@dataclass(frozen=True, slots=True)
class Label:
    """A table cell of several pieces: a figure with a sign before it, a code in small letters.

    A figure stands in a cell as its `short`. Sorts and filters in Excel by its first figure.
    """

    parts: tuple[str | Figure | Wording, ...]

    def __str__(self) -> str:
        return "".join(p.short if isinstance(p, Figure) else plain(p) for p in self.parts)


@dataclass(frozen=True, slots=True)
class Link:
    """A cell of an Excel table that leads to a cell of a table on another sheet.

    `sheet` is the name that the report gives the sheet; `row` and `column` count from 0 in its
    table.
    """

    text: str
    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Flagged:
    """A cell at fault, as it stands: marked with a sign and a tint, and `says` why as a comment.

    `grave` tells a fault that stops something from one to look at.
    """

    text: str
    says: str
    grave: bool = True

    def __str__(self) -> str:
        return f"{SIGNS[self.grave]} {self.text}".rstrip()


SIGNS = {True: "■", False: "▲"}  # before a cell at fault, so that its colour is not alone
CellValue = (
    str | int | Decimal | date | Figure | Wording | Narrative | Label | Link | Flagged | Missing
    | None
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a shown table: heading, width in cm (Word) and characters (Excel), alignment."""

    title: str
    width: float = 2.0
    chars: float = 12.0
    right: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """How a cell of a matrix looks: fill, ink, and the sides (top, left, ...) with a thick line."""

    fill: str
    ink: str = "#1F2933"
    thick: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table to show: one row a thing, no merged cells; `summary` describes it to non-sighted.

    `keep` holds it on one page with what follows. `strong` are the rows, from 0, that stand out as
    totals. `key` gives the headings by which a row is known when the table is refreshed; without
    it, that is the first. Rows that come and go, as months of a history do, are `rolling`: they are
    refreshed whole unless somebody worked among them. `shades`, one a cell, make it a matrix: such
    cells hold plain text, the first line of it in bold, in rows at least `height` cm high.
    """

    slot: str
    caption: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[CellValue]]
    summary: str = ""
    keep: bool = False
    shades: Sequence[Sequence[Shade | None]] = ()
    height: float = 0.0
    key: tuple[str, ...] = ()
    rolling: bool = False
    strong: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        check_slot(self.slot)
        if strange := set(self.key) - {each.title for each in self.fields}:
            raise ValueError(f"table {self.slot} has no column {sorted(strange)[0]} for its key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line or set of bars; None is a gap. `hollow` marks provisional points by index."""

    name: str
    values: tuple[Decimal | None, ...]
    colour: str = "#12436D"
    dashed: bool = False
    label_last: bool = False
    hollow: frozenset[int] = frozenset()
    colours: tuple[str, ...] = ()  # one a point, for bars by status
    hidden: bool = False  # drawn without ink: what other bars stand on


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A native chart: `kind` is line, bar, column, stacked or waterfall; `format` an Excel format.

    Bars lie on their side, and so do stacked bars and a waterfall. A waterfall has one series:
    steps of either sign and, last, their total. `text` makes its letters larger than the 9 to 11
    points of a paper: 1.33 for readers who are given 12. In Word one `aside` stands at the right
    margin, and text flows beside it.
    """

    slot: str
    kind: str
    title: str
    subtitle: str
    alt: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    format: str = "0.0"
    minimum: float | None = None
    maximum: float | None = None
    width_cm: float = 17.0
    height_cm: float = 6.5
    text: float = 1.0
    aside: bool = False

    def __post_init__(self) -> None:
        check_slot(self.slot)


@dataclass(frozen=True, slots=True)
class Block:
    """One keyed item of a repeated region: `key` is a slot part, `values` what it shows."""

    key: str
    values: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.values[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Region:
    """A repeated region of a document: a slot that holds a keyed block each.

    `ended` marks a block that a refreshed document holds and the report no longer gives; its words
    stay. Where it is empty such a block is taken out, unless somebody wrote in it.
    """

    slot: str
    blocks: tuple[Block, ...]
    ended: str = "No longer in this report"

    def __post_init__(self) -> None:
        check_slot(self.slot)

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)


def sentences(slot: str, words: Iterable[Words]) -> Region:
    """Return a region of sentences, each in a block that the template reaches as `words`.

    A sentence that the report no longer says goes when the document is refreshed.
    """
    blocks = (Block(one.slot.rpartition("/")[2], {"words": one}) for one in words)
    return Region(slot, tuple(blocks), ended="")


def table_if_any(slot: str, grid: Grid | None) -> Region:
    """Return a region that holds a table while the report has one; the template reaches `grid`.

    The table comes in, or goes when nobody has written in it, as the document is refreshed.
    """
    blocks = () if grid is None else (Block("table", {"grid": grid}),)
    return Region(slot, blocks, ended="")


def unless(slot: str, shown: object, text: str) -> Region:
    """Return a sentence that stands where there is nothing to show, and goes when there is."""
    return sentences(slot, () if shown else (Words(f"{slot}/words", (text,)),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of an Excel companion: one table, and charts beside or below it.

    `name` is the tab; `title` stands in A1, `note` in A2. `statuses` names columns that hold
    status words and get a conditional format; `sparklines` gives one run of values a row. A wide
    sheet may print on several pages `across`, each of which repeats the first two columns.
    """

    name: str
    title: str
    note: str
    grid: Grid
    statuses: tuple[str, ...] = ()
    sparklines: Sequence[Sequence[Decimal | None]] | None = None
    charts: tuple[Chart, ...] = ()
    landscape: bool = True
    across: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The rows of a CSV file under its header, one tuple a row.

    A figure stands as its published number, rounded, without unit or commas; a missing one, and
    None, as nothing: say why in a column of its own. `above` are rows of text over the header,
    where a layout that somebody else gave asks for them.
    """

    header: tuple[str, ...]
    rows: Iterable[Sequence[CellValue]]
    above: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which report, of whom and when, a document holds, and from which inputs; carried inside it.

    `template` is the edition of a Word template, `document` the name that the report gives the
    document; `inputs` the SHA-256 of each workbook by file name; `marking` one of its own, where
    it does not have the report's. No path and no clock.
    """

    report: str
    title: str
    entity: str
    entity_title: str
    period: str
    period_title: str
    workspace: str
    template: str
    engine: str
    today: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    draft: bool = False
    document: str = ""
    marking: str = ""


def plain(part: str | Figure | Wording) -> str:
    """Return a piece of a sentence as a reader sees it."""
    if isinstance(part, Figure):
        return part.display
    return part.text if isinstance(part, Wording) else part
