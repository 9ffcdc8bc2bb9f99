"""The register of indicators: their rows, dated targets and values, read with lineage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from pmf_engine.measures.rag import Target, judge, tolerance
from pmf_engine.measures.rollup import roll_up, weighted_mean
from pmf_engine.measures.series import Kind, Point, Standing, paired, weakest_standing
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.values import Measured, Missing, Status, Term
from pmf_engine.workbook import recording

_NUMBERS = ("target", "amber", "lower", "upper", "outer_lower", "outer_upper")


@dataclass(frozen=True, eq=False)
class Indicator:
    """A performance indicator of one company, or of the group when it has `members`."""

    row: Any
    code: str
    entity: str
    title: str
    measure: str
    perspective: str
    unit: str
    scale: int
    kind: Kind
    polarity: str
    places: int
    frequency: Frequency
    owner: str
    critical: bool
    definition: str
    judge_rounded: bool = False
    mean_of_periods: bool = False
    members: tuple[Indicator, ...] = ()

    @cached_property
    def weight(self) -> Decimal:
        """Its weight in a score, 1 where none is given."""
        return self.row.peek("weight") or Decimal(1)

    def judge(self, value: Measured, target: Target, places: int | None = None) -> Status:
        """Return the verdict on a value: unrounded, unless the row asks to judge what is shown."""
        shown = self.places if places is None else places
        return judge(value, target, places=shown, judge_rounded=self.judge_rounded)

    @property
    def parts(self) -> tuple[Indicator, ...]:
        """The indicators whose entries it rests on: its members, or itself."""
        return self.members or (self,)

    @property
    def codes(self) -> set[str]:
        """Its own code and those of its members, any of which an action may name."""
        return {self.code, *(member.code for member in self.members)}

    def told_to(self, audience: str) -> bool:
        """Whether it is meant for an audience, such as board or panel."""
        return audience in (self.row.peek("audiences") or ())

    def own_period(self, month: Period) -> Period:
        """Return its own last period that ends by a month."""
        return Period.last_ending_by(month, self.frequency)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an indicator is judged by at a date: target, weight, definition, and since when."""

    target: Target
    since: date | None
    weight: Decimal
    definition: str

    @property
    def edition(self) -> str:
        """The day the target came into force, as ids of editions are written; or nothing."""
        return self.since.isoformat() if self.since else ""


class Register:
    """Every indicator of the workbooks, with its values and targets.

    `data` needs the inputs of `INDICATOR_INPUTS`. Reading a point or a ruling notes its cells.
    """

    def __init__(self, data: Any) -> None:
        self._data = data
        self._values = data.monthly.by("code", "month")
        self._targets: dict[str, list[Any]] = {
            code: sorted(rows, key=lambda row: row.peek("valid_from") or date.min)
            for code, rows in data.targets.by("code").items()
        }

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by code, those of the group with their members."""
        rows = [row for row in self._data.indicators if _usable(row)]
        singles = {row.peek("code"): _indicator(row) for row in rows}
        mates: dict[str, list[Indicator]] = {}
        for one in singles.values():
            if one.entity not in self._groups:
                mates.setdefault(one.measure, []).append(one)
        return {code: self._with_members(one, mates) for code, one in singles.items()}

    def of(self, entity: str) -> list[Indicator]:
        """Return the indicators of an entity, in the order of the table."""
        return [one for one in self.indicators.values() if one.entity == entity]

    def shared(self, codes: Sequence[str]) -> list[Indicator]:
        """Return an indicator for each measure that two or more of these entities share.

        They stand for the group where the table has no row of the group's own; judged by the
        members' target when they all have the same one. Named by the measure.
        """
        groups: dict[str, list[Indicator]] = {}
        for one in self.indicators.values():
            if one.entity in codes:
                groups.setdefault(one.measure, []).append(one)
        return [_stand_in(members) for members in groups.values() if len(members) > 1]

    @cached_property
    def _begun(self) -> dict[str, Period]:
        """The first month with an entry, by code."""
        begun: dict[str, Period] = {}
        for code, month in self._values:
            if code and month:
                begun[code] = min(month, begun.get(code, month))
        return begun

    def _with_members(self, one: Indicator, mates: dict[str, list[Indicator]]) -> Indicator:
        if one.code in self._begun or one.entity not in self._groups:
            return one
        members = tuple(mates.get(one.measure, ()))
        return replace(one, members=members) if members else one

    @cached_property
    def _groups(self) -> set[str]:
        return {
            row.peek("code")
            for row in self._data.entities
            if (row.peek("kind") or "").casefold() == "group"
        }

    def entries(self, code: str, period: Period) -> list[Any]:
        """Return the rows entered for a period, oldest first; the last one counts."""
        rows: list[Any] = self._values.get((code, period.last_month), [])
        if len(rows) < 2:
            return rows
        return sorted(rows, key=lambda row: row.peek("entered_on") or date.min)

    def point(self, one: Indicator, period: Period) -> Point:
        """Return the value for a period; Missing where none was entered."""
        if one.members:
            return self._rolled(one, period)
        rows = self.entries(one.code, period)
        if not rows:
            return Point(period, Missing(f"no figure was entered for {period.name}"))
        return entered(rows[-1], one, period)

    def terms(self, one: Indicator, period: Period) -> Iterator[Term]:
        """Yield the numbers entered for a period, each with its cell; of the group its members'."""
        for member in one.parts:
            name = f"{member.entity} " if one.members else ""
            for row in self.entries(member.code, period)[-1:]:
                for field in ("numerator", "denominator", "value"):
                    with recording() as reads:
                        number = row[field]
                    if number is not None:
                        shown = format(number, "f")
                        yield Term(name=f"{name}{field}", value=shown, sources=reads.sources())

    def points(self, one: Indicator, first: Period, last: Period) -> list[Point]:
        """Return the points from one period to another, gaps as Missing."""
        steps = (last.first - first.first) // one.frequency.months
        return [self.point(one, first.shift(step)) for step in range(steps + 1)]

    def first_period(self, one: Indicator) -> Period | None:
        """Return the earliest period with an entry."""
        months = [self._begun[part.code] for part in one.parts if part.code in self._begun]
        return Period.containing(min(months), one.frequency) if months else None

    def ruling(self, one: Indicator, on: date) -> Ruling:
        """Return what the indicator is judged by on a day: the newest row valid by then."""
        if one.members and one.code not in self._targets:
            return self._common_ruling(one, on)
        rows = [row for row in self._targets.get(one.code, ()) if _since(row) <= on]
        if not rows:
            return Ruling(Target(one.polarity), None, one.weight, one.definition)
        return _ruling(rows[-1], one)

    def rulings(self, one: Indicator) -> Iterator[Ruling]:
        """Yield every dated ruling, oldest first."""
        for row in self._targets.get(one.code, ()):
            yield _ruling(row, one)

    def series_start(self, one: Indicator, period: Period) -> Period | None:
        """Return the first period of the current series: since polarity or definition changed."""
        start, before = None, None
        for ruling in self.rulings(one):
            if ruling.since is None or ruling.since > period.end_date:
                break
            now = (ruling.target.polarity, ruling.definition)
            if before is not None and now != before:
                start = Period.containing(Period.month_of(ruling.since), one.frequency)
            before = now
        return start

    def _common_ruling(self, one: Indicator, on: date) -> Ruling:
        rulings = [self.ruling(member, on) for member in one.members]
        if len({ruling.target for ruling in rulings}) == 1:
            return rulings[0]
        return Ruling(Target("data only"), None, one.weight, one.definition)

    def _joined(self, one: Indicator, points: dict[str, Point]) -> Measured:
        if one.row.peek("roll_up") != "homes":
            return roll_up(one.kind, points, one.scale)
        homes = {row.peek("code"): row for row in self._data.entities}
        weights = {code: homes[code].homes for code in points if homes[code].peek("homes")}
        return weighted_mean({code: point.value for code, point in points.items()}, weights)

    def _rolled(self, one: Indicator, period: Period) -> Point:
        points = {member.entity: self.point(member, period) for member in one.members}
        value = self._joined(one, points)
        pairs = [point.pair for point in points.values()]
        standing = weakest_standing(list(points.values()))
        if isinstance(value, Missing) or not all(pairs):
            return Point(period, value, status=standing)
        tops, bottoms = zip(*(pair for pair in pairs if pair), strict=True)
        return Point(period, value, sum(tops, Decimal(0)), sum(bottoms, Decimal(0)), standing)


def _usable(row: Any) -> bool:
    needed = ("code", "entity", "measure", "kind", "polarity", "frequency", "scale")
    return all(row.peek(name) for name in needed)


def _indicator(row: Any) -> Indicator:
    return Indicator(
        row=row,
        code=row.peek("code"),
        entity=row.peek("entity"),
        title=row.peek("title") or row.peek("code"),
        measure=row.peek("measure"),
        perspective=row.peek("perspective") or "Other",
        unit=row.peek("unit") or "",
        scale=int(row.peek("scale")),
        kind=Kind(row.peek("kind")),
        polarity=row.peek("polarity"),
        places=row.peek("places") or 0,
        frequency=Frequency(row.peek("frequency")),
        owner=row.peek("owner") or "",
        critical=bool(row.peek("critical")),
        definition=row.peek("definition") or "",
        judge_rounded=bool(row.peek("judge_rounded")),
        mean_of_periods=bool(row.peek("mean_of_periods")),
    )


def _stand_in(members: Sequence[Indicator]) -> Indicator:
    return replace(members[0], members=tuple(members), code=members[0].measure)


def entered(row: Any, one: Indicator, period: Period) -> Point:
    """Return the value of one row entered for a period."""
    standing: Standing = row["status"] or "actual"
    top, bottom = row["numerator"], row["denominator"]
    if top is not None or bottom is not None:
        return paired(period, top, bottom, one.scale, standing)
    value = row["value"]
    if value is None:
        return Point(period, Missing(f"the row for {period.name} is blank"), status=standing)
    return Point(period, value, status=standing)


def _since(row: Any) -> date:
    return row.peek("valid_from") or date.min


def _tolerance(row: Any, target: Decimal, polarity: str) -> Decimal | None:
    """The amber threshold from a tolerance in points or in percent of the target, if one stands."""
    points, percent = row.peek("tolerance_points"), row.peek("tolerance_percent")
    if polarity not in ("maximise", "minimise") or (points is None) == (percent is None):
        return None
    return tolerance(target, row["tolerance_points"], row["tolerance_percent"], polarity)


def _ruling(row: Any, one: Indicator) -> Ruling:
    polarity = row["polarity"] or one.polarity
    target = Target(polarity, *(row[name] for name in _NUMBERS))
    if target.amber is None and target.target is not None:
        target = replace(target, amber=_tolerance(row, target.target, polarity))
    definition = row["definition"] or one.definition
    return Ruling(target, row["valid_from"], row["weight"] or one.weight, definition)
