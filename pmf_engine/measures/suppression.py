"""Small numbers held back from what is published, so that nobody can work them out again.

A table of counts is a circulation: each count flows along an arc, and each total is an arc that
closes the loop. A hidden count cannot be worked out if, and only if, some loop of hidden counts
through it can be turned up or down by one and still agree with all that a reader knows. Counts are
hidden until that holds of each, along the cheapest loops: fewest first, then smallest; totals last.

The reader is taken to know every count and total that is shown, that counts are whole and not
negative, the threshold, and which of the hidden counts are under it.

Method: complementary suppression by cheapest paths in a network, after L. Cox, “Suppression
methodology and statistical disclosure control”, Journal of the American Statistical Association 75
(1980). It guards each count of one table. Tables that share counts are to be hidden as one.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pmf_engine.model.values import Measured, Missing, Suppressed

THRESHOLD = 5
Shown = int | Suppressed
_Node = tuple[str, int]
_Cost = tuple[int, int, int]  # totals hidden, counts hidden, sum of what is hidden
_NOTHING: _Cost = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """The rule: counts under the threshold are hidden.

    A zero is shown unless `zeros` says otherwise: it tells of nobody, and hiding it misleads. Hide
    zeros where “nobody” itself tells something of everybody, such as “no tenant of this block is
    without a disability”. With zeros shown, a threshold of 0 or 1 hides nothing.
    """

    threshold: int = THRESHOLD
    zeros: bool = True

    def small(self, count: int) -> bool:
        """Whether a count is hidden for itself."""
        return count < self.threshold and (count > 0 or not self.zeros)

    @property
    def lowest(self) -> int:
        """The least that a hidden count can be."""
        return 1 if self.zeros else 0

    @property
    def reason(self) -> str:
        """Why a count is hidden, as a reader is told."""
        return f"numbers under {self.threshold} are not published, to protect people's privacy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """A two-way table as it may be published; each count as it is, or Suppressed."""

    cells: tuple[tuple[Shown, ...], ...]
    row_totals: tuple[Shown, ...]
    column_totals: tuple[Shown, ...]
    total: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arc:
    tail: _Node
    head: _Node
    count: int
    is_total: bool = False


@dataclass(slots=True)
class _Hiding:
    """Which arcs are hidden so far, and what a reader knows of them."""

    arcs: Sequence[_Arc]
    rule: SmallNumbers
    labelled: bool = True
    hidden: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.hidden = {i for i, arc in enumerate(self.arcs) if self.rule.small(arc.count)}

    def moves(self, index: int, step: int) -> bool:
        """Whether a reader could believe a count, once hidden, to be one more or one fewer."""
        count = self.arcs[index].count
        if not self.labelled:
            return count + step >= self.rule.lowest
        if self.rule.small(count):
            return self.rule.lowest <= count + step < self.rule.threshold
        return count + step >= self.rule.threshold

    def cost(self, index: int) -> _Cost:
        """What it costs to have a count in a loop; nothing if it is hidden already."""
        arc = self.arcs[index]
        return _NOTHING if index in self.hidden else (int(arc.is_total), 1, arc.count)

    def steps(self, hidden_only: bool) -> dict[_Node, list[tuple[_Node, int]]]:
        """By node, where a unit can flow from it, and through which arc."""
        found: dict[_Node, list[tuple[_Node, int]]] = {}
        for index, arc in enumerate(self.arcs):
            zero = arc.count == 0 and self.rule.zeros
            if zero or (hidden_only and index not in self.hidden):
                continue
            for start, end, step in ((arc.tail, arc.head, 1), (arc.head, arc.tail, -1)):
                if self.moves(index, step):
                    found.setdefault(start, []).append((end, index))
        return found

    def loop(self, index: int, hidden_only: bool = False) -> tuple[_Cost, list[int]] | None:
        """The cheapest loop that moves a hidden count, up or down; None where there is none."""
        arc, steps = self.arcs[index], self.steps(hidden_only)
        ends = ((arc.head, arc.tail, 1), (arc.tail, arc.head, -1))
        paths = (self._path(steps, *end[:2], index) for end in ends if self.moves(index, end[2]))
        return min(filter(None, paths), default=None)

    def _path(
        self,
        steps: Mapping[_Node, Sequence[tuple[_Node, int]]],
        start: _Node,
        end: _Node,
        but: int,
    ) -> tuple[_Cost, list[int]] | None:
        """The cheapest way from node to node without an arc, and the arcs on it (Dijkstra)."""
        queue: list[tuple[_Cost, _Node, list[int]]] = [(_NOTHING, start, [])]
        done: set[_Node] = set()
        while queue:
            so_far, node, path = heapq.heappop(queue)
            if node == end:
                return so_far, path
            if node in done:
                continue
            done.add(node)
            for onwards, index in steps.get(node, ()):
                if index != but and onwards not in done:
                    heapq.heappush(queue, (_sum(so_far, self.cost(index)), onwards, [*path, index]))
        return None

    def safe(self) -> bool:
        """Whether no hidden count can be worked out."""
        return all(self.loop(index, hidden_only=True) is not None for index in self.hidden)

    def protect(self) -> bool:
        """Hide what has to be; False where the table does not allow it."""
        for index in sorted(self.hidden, key=lambda one: -self.arcs[one].count):
            found = self.loop(index)
            if found is None:
                return False
            self.hidden |= set(found[1])
        while bare := [one for one in self.hidden if self.loop(one, hidden_only=True) is None]:
            found = self.loop(bare[0])
            if found is None:
                return False
            self.hidden |= set(found[1])
        self._spare()
        return True

    def _spare(self) -> None:
        """Show again what need not be hidden after all, the dearest first."""
        extra = [one for one in self.hidden if not self.rule.small(self.arcs[one].count)]
        for index in sorted(extra, key=lambda i: (self.arcs[i].is_total, self.arcs[i].count))[::-1]:
            self.hidden.remove(index)
            if not self.safe():
                self.hidden.add(index)


def one_way(
    counts: Sequence[int], rule: SmallNumbers, *, required: bool = False
) -> tuple[tuple[Shown, ...], Shown]:
    """Return counts as they may be published, and their total.

    With `required`, publication is a duty to the regulator and all are shown. Raises ValueError for
    a negative count.
    """
    start, end = ("", 0), ("", 1)
    arcs = [_Arc(tail=start, head=end, count=count) for count in counts]
    arcs.append(_Arc(tail=end, head=start, count=sum(counts), is_total=True))
    *cells, total = _shown(arcs, rule, required)
    return tuple(cells), total


def two_way(
    counts: Sequence[Sequence[int]], rule: SmallNumbers, *, required: bool = False
) -> ShownTable:
    """Return a table of counts, by row and column, as it may be published with all its totals.

    With `required`, publication is a duty to the regulator and all are shown. Raises ValueError for
    a negative count, and for rows of different lengths.
    """
    if len({len(row) for row in counts}) > 1:
        raise ValueError("the rows of a table must be equally long")
    height, width = len(counts), len(counts[0]) if counts else 0
    shown = iter(_shown(list(_arcs(counts, height, width)), rule, required))
    cells = tuple(tuple(next(shown) for _ in range(width)) for _ in range(height))
    return ShownTable(
        cells=cells,
        row_totals=tuple(next(shown) for _ in range(height)),
        column_totals=tuple(next(shown) for _ in range(width)),
        total=next(shown),
    )


def share(numerator: int, denominator: int, value: Measured, rule: SmallNumbers) -> Measured:
    """Return a percentage or rate as it may be published: it must not tell of too few.

    It is hidden where those counted, or those left of the whole, are too few. A rate whose whole is
    not the same people, such as complaints per 1,000 homes, is `derived` of its counts instead.
    """
    parts = (numerator, denominator - numerator)
    if any(rule.small(part) for part in parts) or rule.small(denominator):
        return Suppressed(rule.reason)
    return value


def derived(value: Measured, *counts: Shown | Missing) -> Measured:
    """Return a number made from counts: hidden where one of them is."""
    hidden = next((count for count in counts if isinstance(count, Suppressed)), None)
    return value if hidden is None else Suppressed(hidden.reason)


def as_measured(shown: Shown) -> Measured:
    """Return a count as it may be published, as the value of a figure."""
    return shown if isinstance(shown, Suppressed) else Decimal(shown)


def _arcs(counts: Sequence[Sequence[int]], height: int, width: int) -> Iterator[_Arc]:
    """The arcs of a two-way table: cells by row, row totals, column totals, the total."""
    all_rows, all_columns = ("row", height), ("column", width)
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            yield _Arc(tail=("row", i), head=("column", j), count=count)
    for i, row in enumerate(counts):
        yield _Arc(tail=all_columns, head=("row", i), count=sum(row), is_total=True)
    for j in range(width):
        total = sum(row[j] for row in counts)
        yield _Arc(tail=("column", j), head=all_rows, count=total, is_total=True)
    yield _Arc(tail=all_rows, head=all_columns, count=sum(map(sum, counts)), is_total=True)


def _shown(arcs: Sequence[_Arc], rule: SmallNumbers, required: bool) -> list[Shown]:
    if any(arc.count < 0 for arc in arcs):
        raise ValueError("a count cannot be negative")
    if required:
        return [arc.count for arc in arcs]
    hiding = _Hiding(arcs, rule)
    if not hiding.protect():
        # A reader who knew which of them are small could work one out: none is called small.
        hiding = _Hiding(arcs, rule, labelled=False)
        hiding.protect()
    return [_as_shown(hiding, index, arc.count) for index, arc in enumerate(arcs)]


def _as_shown(hiding: _Hiding, index: int, count: int) -> Shown:
    if index not in hiding.hidden:
        return count
    kind = Suppressed(hiding.rule.reason)
    small = hiding.labelled and hiding.rule.small(count)
    return replace(kind, under=hiding.rule.threshold) if small else kind


def _sum(one: _Cost, other: _Cost) -> _Cost:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])
