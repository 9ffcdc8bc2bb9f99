"""What tenants told a company: counts by kind, service and theme, as they may be shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from pmf_engine.measures.suppression import Shown, SmallNumbers, as_measured, one_way
from pmf_engine.model.periods import Period
from pmf_engine.model.values import Measured, Missing


class Feedback:
    """The feedback of one company; `data` needs the input `feedback`.

    A month in which anything was entered holds none of a kind that has no row in it. A month
    without any row is missing, and so is a kind that was never entered. Small counts are held back.
    """

    def __init__(self, data: Any, entity: str, rule: SmallNumbers) -> None:
        self._rule, self._table = rule, data.feedback
        self._months: dict[Period, list[Any]] = {}
        for row in data.feedback.by("entity").get(entity, []):
            self._months.setdefault(row.peek("month"), []).append(row)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of feedback that were ever entered."""
        return frozenset(row.peek("kind") for rows in self._months.values() for row in rows)

    def count(self, month: Period, kind: str) -> Measured:
        """Return how many there were of a kind in a month, as it may be shown."""
        if gap := self._gap(month, kind):
            return gap
        return as_measured(self._shared(month, kind)[1])

    def by_service(self, month: Period, kind: str) -> dict[str, Shown]:
        """Return how many there were of a kind in a month by service, most first."""
        return self._shared(month, kind)[0]

    def themes(self, months: Iterable[Period], kind: str) -> list[str]:
        """Return the themes of a kind over some months, most often named first.

        A theme named too few times to be told of is left out; so are equals put in order of name.
        """
        counted: Counter[str] = Counter()
        for row in (row for month in months for row in self._rows(month, kind)):
            if row.theme:
                counted[row.theme] += row.count or 0
        kept = [theme for theme, count in counted.items() if count and not self._rule.small(count)]
        return sorted(kept, key=lambda theme: (-counted[theme], theme))

    def _gap(self, month: Period, kind: str) -> Missing | None:
        if month not in self._months:
            return Missing(f"no feedback was entered for {month.name}")
        if kind not in self.kinds:
            return Missing("this kind of feedback is not entered")
        if any(row.count is None for row in self._rows(month, kind)):
            return Missing(f"a count is blank in {month.name}")
        return None

    def _rows(self, month: Period, kind: str) -> list[Any]:
        return [row for row in self._months.get(month, ()) if row.peek("kind") == kind]

    def _shared(self, month: Period, kind: str) -> tuple[dict[str, Shown], Shown]:
        counts: Counter[str] = Counter()
        rows = self._rows(month, kind)
        if not rows:
            self._table.column("kind")  # that there is none is read from all of it
        for row in rows:
            counts[row.service or "No service named"] += row.count or 0
        order = sorted(counts, key=lambda name: (-counts[name], name))
        shown, total = one_way([counts[name] for name in order], self._rule)
        return dict(zip(order, shown, strict=True)), total
