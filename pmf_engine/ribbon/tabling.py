"""A table in the book brought up to date: rows matched by key, in people's own order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from pmf_engine.documents.excel.refresh.matching import renamed
from pmf_engine.documents.excel.values import Shown, shown_rows
from pmf_engine.documents.text import unique
from pmf_engine.model.content import CellValue, Grid, Label
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.naming import some_of
from pmf_engine.model.values import Figure
from pmf_engine.ribbon.coercion import shows_percent
from pmf_engine.ribbon.formats import by_cell, formats_of
from pmf_engine.ribbon.native import exact
from pmf_engine.ribbon.places import Place
from pmf_engine.ribbon.plan import Block, Growth, Plan
from pmf_engine.ribbon.putting import Value
from pmf_engine.ribbon.slots import Slot
from pmf_engine.ribbon.snapshot import Sized
from pmf_engine.ribbon.words import counted

if TYPE_CHECKING:
    import xlwings

Key = tuple[object, ...]
_EPOCH = datetime(1899, 12, 30)
_MOST_NAMED = 5


def cell_value(shown: Shown, code: str = "") -> Value:
    """Return what is written for a value into a cell with that number format."""
    value = shown.value
    if isinstance(value, datetime):
        return (value - _EPOCH) / timedelta(days=1)
    if isinstance(value, date):
        return float((value - _EPOCH.date()).days)
    if isinstance(value, int | Decimal):
        in_points = '"%' in shown.format and shows_percent(code)
        return float(value / 100 if in_points else value)
    return value


def heading_of(text: object) -> str:
    """Return a heading as it is compared."""
    return " ".join(str(text or "").split()).casefold()


def figure_of(content: object) -> Figure | None:
    """Return the figure that stands in a cell, the first of a label's; None where there is none."""
    if isinstance(content, Label):
        return next((part for part in content.parts if isinstance(part, Figure)), None)
    return content if isinstance(content, Figure) else None


@dataclass
class TableFilling:
    """One table of a report on its way into one table of the book.

    `was` are the headings that the report gave when the table was last filled.
    """

    book: xlwings.Book
    slot: Slot
    grid: Grid
    was: Sequence[str] = ()
    faults: list[Finding] = field(default_factory=list)
    _codes_known: dict[int, str] = field(default_factory=dict)

    def plan(self) -> Plan:
        """Return what is to be written; empty, with faults noted, where it cannot be."""
        plan = Plan()
        if not self._has_key() or not self._is_single():
            return plan
        plan.blocks += self._heading_blocks()
        plan.blocks += self._column_blocks()
        if self._new:
            plan.growths.append(Growth(self._sized, self._new, self._formula_columns))
        plan.told.append(self._told())
        return plan

    def content_at(self, cell: Place) -> CellValue:
        """Return what the report gives for a cell of the table; None for one of the user's own."""
        row, column = cell.row - self.slot.place.row - 1, cell.column - self.slot.place.column
        if not self._has_key() or row < 0 or column not in self._columns:
            return None
        key = self._keys[row]
        if key is None or key not in self._given:
            return None
        return self._given[key][self._columns[column]]

    def figures(self) -> Iterator[tuple[Key, str, Figure]]:
        """Yield the figures in the table, each with the key of its row and its heading."""
        if self.faults:
            return
        standing = [key for key in self._order if key is not None and key in self._given]
        for key in standing:
            for column in self._columns.values():
                figure = figure_of(self._given[key][column])
                if figure is not None:
                    yield key, heading_of(self.titles[column]), figure

    @cached_property
    def titles(self) -> list[str]:
        """The headings that the report gives."""
        taken: set[str] = set()
        return [
            unique(" ".join(one.title.split()) or "Column", taken, 255) for one in self.grid.fields
        ]

    @cached_property
    def _held(self) -> list[list[Value]]:
        return exact(self.slot.place.cells(self.book))

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """Headings in the sheet that the report calls otherwise by now."""
        news = renamed(list(self.was), self.titles) if self.was else {}
        return {heading_of(old): new for old, new in news.items()}

    @cached_property
    def _headings(self) -> list[str]:
        return [heading_of(self._renamed.get(heading_of(text), text)) for text in self._held[0]]

    @cached_property
    def _columns(self) -> dict[int, int]:
        """The report's column, from 0, for each owned column of the sheet."""
        ours = {heading_of(title): at for at, title in enumerate(self.titles)}
        return {at: ours[text] for at, text in enumerate(self._headings) if text in ours}

    @cached_property
    def key_titles(self) -> list[str]:
        """The headings of the columns by which the report knows its rows, as they are compared."""
        keyed = [heading_of(title) for title in self.grid.key]
        return keyed or [heading_of(self.titles[0])]

    def _has_key(self) -> bool:
        lost = [title for title in self.key_titles if title not in self._headings]
        names = [title for title in self.titles if heading_of(title) in lost]
        if lost:
            self.faults.append(
                error(
                    "live-no-key",
                    f"The table {self.slot.name} has no column {names[0]}, by which the report"
                    " knows its rows. Add a column with that heading.",
                    **_at(self.slot.place.part(0, 0, 1, self.slot.place.columns)),
                )
            )
        return not lost

    def _is_single(self) -> bool:
        """Whether no key stands in the table twice, and none comes from the report twice."""
        counts = Counter(key for key in self._keys if key is not None)
        for at, key in enumerate(self._keys, 1):
            if key is not None and counts[key] > 1:
                column = self._headings.index(self.key_titles[0])
                self.faults.append(
                    error(
                        "live-key-twice",
                        f"{_words(key)} stands {counts[key]} times in the table {self.slot.name}."
                        " Delete the rows that are too many.",
                        **_at(self.slot.place.part(at, column)),
                    )
                )
        twice = [key for key, count in Counter(self._given_keys).items() if count > 1]
        if twice:
            self.faults.append(
                error(
                    "live-key-twice",
                    f"The report gives {_words(twice[0])} twice for the table {self.slot.name}, so"
                    " that its rows cannot be told apart.",
                    **_at(self.slot.place),
                )
            )
        return not self.faults

    @cached_property
    def _keys(self) -> list[Key | None]:
        """The key of each row of the sheet, None for a row that has none."""
        places = [self._headings.index(title) for title in self.key_titles]
        found = [tuple(key_part(row[at]) for at in places) for row in self._held[1:]]
        return [key if any(part is not None for part in key) else None for key in found]

    @cached_property
    def _shown(self) -> list[list[Shown]]:
        return shown_rows(self.grid.fields, self.grid.rows)

    @cached_property
    def _given_keys(self) -> list[Key]:
        ours = [heading_of(title) for title in self.titles]
        places = [ours.index(title) for title in self.key_titles]
        return [tuple(key_part(cell_value(row[at])) for at in places) for row in self._shown]

    @cached_property
    def _rows(self) -> Mapping[Key, list[Shown]]:
        return dict(zip(self._given_keys, self._shown, strict=True))

    @cached_property
    def _given(self) -> Mapping[Key, Sequence[CellValue]]:
        """The report's own values of each row."""
        return dict(zip(self._given_keys, self.grid.rows, strict=True))

    @cached_property
    def _arrived(self) -> list[Key]:
        """The keys that are new to the sheet."""
        standing = set(self._keys)
        return [key for key in self._given_keys if key not in standing]

    @cached_property
    def _order(self) -> list[Key | None]:
        """The key of each row as it will be: new ones fill empty rows first, then the end."""
        arrived = iter(self._arrived)
        free = (
            next(arrived, None) if self._is_empty(at) else key for at, key in enumerate(self._keys)
        )
        return [*free, *arrived]

    @cached_property
    def _new(self) -> int:
        """How many rows are added at the end."""
        return len(self._order) - len(self._keys)

    def _is_empty(self, at: int) -> bool:
        """Whether nothing stands in a row but formulas that fill their column."""
        others = (c for c in range(self.slot.place.columns) if c not in self._formula_columns)
        return all(self._held[at + 1][column] is None for column in others)

    @cached_property
    def _gone(self) -> list[Key]:
        return [key for key in self._keys if key is not None and key not in self._rows]

    @cached_property
    def _sized(self) -> Sized:
        return Sized(self.slot.name, self.slot.place, self.slot.is_table)

    @cached_property
    def _formula_columns(self) -> tuple[int, ...]:
        """The columns of the user's in which every row holds a formula."""
        formulas = self.slot.place.cells(self.book).formula
        others = (at for at in range(self.slot.place.columns) if at not in self._columns)
        return tuple(
            at for at in others if all(str(row[at]).startswith("=") for row in formulas[1:])
        )

    def _heading_blocks(self) -> list[Block]:
        """Return the new heading of each column that the report calls otherwise by now."""
        what = f"a heading of {self.slot.name}"
        return [
            Block(self.slot.place.part(0, at), [[self._renamed[heading_of(text)]]], what)
            for at, text in enumerate(self._held[0])
            if heading_of(text) in self._renamed and at in self._columns
        ]

    def _column_blocks(self) -> list[Block]:
        """Return one block for each run of owned columns that stand side by side."""
        owned = sorted(self._columns)
        runs = groupby(owned, key=lambda at: at - owned.index(at))
        return [self._block([*run]) for _, run in runs]

    def _block(self, run: list[int]) -> Block:
        place = self.slot.place
        count = len(self._order)
        goal = place.part(1, run[0], count, len(run))
        codes = self._codes(goal)
        values = [
            [self._value(row, at, codes[row][at - run[0]]) for at in run] for row in range(count)
        ]
        return Block(goal, values, f"the table {self.slot.name}", self._formats(goal, run))

    def _codes(self, goal: Place) -> list[list[str]]:
        """The number format that each cell has, or gets when its row is new."""
        standing = goal.part(0, 0, max(1, goal.rows - self._new), goal.columns)
        codes = by_cell(standing, list(formats_of(self.book, standing)))
        return [*codes, *[codes[-1]] * (goal.rows - standing.rows)]

    def _value(self, row: int, at: int, code: str) -> Value:
        """Return what stands in an owned cell: the report's, or nothing where its key has gone."""
        key = self._order[row]
        column = self._columns[at]
        if key is not None and key in self._rows:
            return cell_value(self._rows[key][column], code)
        is_key = self._headings[at] in self.key_titles
        return self._held[row + 1][at] if key is None or is_key else None

    def _formats(self, goal: Place, run: list[int]) -> list[tuple[Place, str]]:
        """Return the formats of numbers, for cells to which nobody has given one."""
        found = []
        for across, at in enumerate(run):
            codes = [self._format(row, at) for row in range(goal.rows)]
            top = 0
            for code, same in groupby(codes):
                count = len([*same])
                if code:
                    found.append((goal.part(top, across, count), code))
                top += count
        return found

    def _format(self, row: int, at: int) -> str:
        """Return the format of a figure, or the usual one of its column for a plain number."""
        key, column = self._order[row], self._columns[at]
        if key is None or key not in self._rows:
            return ""
        value = self._given[key][column]
        if isinstance(value, int | Decimal) or value is None:
            return self._usual(column)
        return self._rows[key][column].format

    def _usual(self, column: int) -> str:
        """Return the format that most plain numbers of a column of the report have."""
        if column not in self._codes_known:
            plain = (
                shown[column].format
                for shown, row in zip(self._shown, self.grid.rows, strict=True)
                if isinstance(row[column], int | Decimal)
            )
            found = Counter(plain).most_common(1)
            self._codes_known[column] = found[0][0] if found else ""
        return self._codes_known[column]

    def _told(self) -> str:
        matched = len([key for key in self._keys if key in self._rows])
        words = [f"{self.slot.name}: {counted(matched, 'row')} brought up to date"]
        if self._arrived:
            words.append(f"{len(self._arrived)} added")
        if self._gone:
            named = some_of(list(map(_words, self._gone)), _MOST_NAMED)
            words.append(
                f"{len(self._gone)} no longer in the report, kept without figures ({named})"
            )
        return ", ".join(words)


def _at(place: Place) -> dict[str, str]:
    return {"sheet": place.sheet, "cell": place.address}


def key_part(value: object) -> object:
    """Return a part of a key as it is compared: numbers to 12 digits, text without outer spaces."""
    if isinstance(value, float) and not isinstance(value, bool):
        return f"{value:.12g}"
    if isinstance(value, str):
        return " ".join(value.split()) or None
    return value


def _words(key: Key) -> str:
    return ", ".join(str(part) for part in key if part is not None)
