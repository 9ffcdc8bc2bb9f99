"""Making the figures of an indicator for a run, in order, each with its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from pmf_engine.framework.assessment import Assessment, benchmark, timely
from pmf_engine.framework.register import Indicator, Register
from pmf_engine.framework.results import span_target, telling_places
from pmf_engine.measures.aggregate import Total, aggregate, judge_total
from pmf_engine.measures.quartile import band, sample_note
from pmf_engine.measures.rag import Target, percent_variance, variance
from pmf_engine.measures.series import Point
from pmf_engine.measures.trend import Trend, long_trend, short_trend
from pmf_engine.model.numbers import half_up, number
from pmf_engine.model.periods import Frequency, Period
from pmf_engine.model.values import Absence, Figure, Measured, Missing, Status, Term
from pmf_engine.run import Run


def assess(run: Run, register: Register, one: Indicator) -> Assessment:
    """Return an indicator judged for the run's period, its figures added to the run."""
    return _Assessor(run, register, one).assess()


class _Assessor:
    """Makes the figures of one indicator, in order."""

    def __init__(self, run: Run, register: Register, one: Indicator) -> None:
        self.run, self.register, self.one = run, register, one
        self.period = one.own_period(run.period.last_month)
        with run.recording():
            self.ruling = register.ruling(one, self.period.end_date)
            self.point = register.point(one, self.period)
        self.breaks_at = register.series_start(one, self.period)
        self.places = one.places

    def assess(self) -> Assessment:
        latest = self._latest()
        self.places = latest.places
        total = self._total()
        ytd = self._ytd(total)
        recent = self._recent(latest)
        return Assessment(
            indicator=self.one,
            period=self.period,
            ruling=self.ruling,
            point=replace(self.point, value=_value(latest)),
            latest=latest,
            target=self._bound("target", "lower" if self._range else "target"),
            upper=self._bound("upper", "upper") if self._range else None,
            gap=self._gap(latest, variance, "gap", "gap to target", unit=self._point_unit),
            gap_percent=self._gap(
                latest,
                percent_variance,
                "gap-percent",
                "gap in percent of the target",
                unit="%",
                places=1,
            ),
            previous=self._at("previous", self.period.shift(-1), "previous"),
            ytd=ytd,
            ytd_target=self._ytd_target(total),
            ytd_total=total,
            year_ago=self._at("year-ago", self.period.year_ago(), "a year earlier"),
            quartile=self._quartile(latest),
            short=self._trend(short_trend, recent),
            long=self._trend(long_trend, recent),
            status=Status(latest.status or Status.NO_DATA),
            ytd_status=Status(ytd.status or Status.NO_DATA),
        )

    @property
    def _range(self) -> bool:
        return self.ruling.target.polarity == "goldilocks"

    def _figure(
        self,
        slot: str,
        suffix: str,
        compute: Callable[[], Measured],
        *,
        unit: str | None = None,
        places: int | Callable[[Measured], int] | None = None,
        status: Callable[[Measured], str] | None = None,
        marks: Callable[[Measured], tuple[str, ...]] = lambda _: (),
        arithmetic: str = "",
        terms: Iterable[Term] = (),
        note: str = "",
    ) -> Figure:
        return self.run.figure(
            f"{self.one.code}/{slot}" if slot else self.one.code,
            f"{self.one.title}{', ' if suffix else ''}{suffix}",
            compute,
            unit=self.one.unit if unit is None else unit,
            places=self.places if places is None else places,
            status=status,
            marks=marks,
            edition=self.ruling.edition,
            definition=self.ruling.definition,
            arithmetic=arithmetic,
            terms=terms,
            note=note,
        )

    def _latest(self) -> Figure:
        def compute() -> Measured:
            self.register.ruling(self.one, self.period.end_date)
            point = self.register.point(self.one, self.period)
            return timely(self.register, self.one, point, self.run.today)

        return self._figure(
            "",
            "",
            compute,
            places=lambda value: telling_places(value, self.ruling.target, self.one),
            status=lambda value: self.one.judge(value, self.ruling.target),
            marks=lambda value: (*_standing(self.point.status), *self._revised(value)),
            arithmetic=_working(self.point, self.one),
            terms=self.register.terms(self.one, self.period),
            note=f"For {self.period.title}.",
        )

    def _revised(self, value: Measured) -> tuple[str, ...]:
        """Revised: differs, as shown, from the newest issued run of the same period."""
        before = self.run.superseded
        issued = before.figures.get(self.one.code) if before else None
        if issued is None or isinstance(value, Missing):
            return ()
        places = telling_places(value, self.ruling.target, self.one)
        same = issued.value is not None and half_up(issued.value, places) == half_up(value, places)
        return () if same else ("revised",)

    def _bound(self, slot: str, field: str) -> Figure:
        def compute() -> Measured:
            bound = getattr(self.register.ruling(self.one, self.period.end_date).target, field)
            return _no_target() if bound is None or not self.ruling.target.judges else bound

        since = self.ruling.since
        note = f"In force from {since.day} {since:%B %Y}." if since else ""
        return self._figure(
            slot, "target" if slot == "target" else "top of range", compute, note=note
        )

    @property
    def _point_unit(self) -> str:
        return "percentage points" if self.one.unit == "%" else self.one.unit

    def _gap(
        self,
        latest: Figure,
        measure: Callable[[Measured, Target], Measured],
        slot: str,
        title: str,
        *,
        unit: str,
        places: int | None = None,
    ) -> Figure:
        def compute() -> Measured:
            self.register.point(self.one, self.period)
            ruling = self.register.ruling(self.one, self.period.end_date)
            return measure(_value(latest), ruling.target)

        return self._figure(slot, title, compute, unit=unit, places=places)

    def _at(self, slot: str, period: Period, suffix: str) -> Figure:
        def compute() -> Measured:
            point = self.register.point(self.one, period)
            if self.breaks_at and period.first < self.breaks_at.first:
                return Missing("the definition has changed since", Absence.NO_COMPARISON)
            return point.value

        return self._figure(slot, suffix, compute, note=f"For {period.title}.")

    def _year_points(self) -> list[Point]:
        first = Period(self.period.financial_year.first, self.one.frequency)
        return self.register.points(self.one, first, self.period)

    def _total(self) -> Total:
        points = self._year_points()
        one = self.one
        return aggregate(
            one.kind, points, len(points), one.scale, one.mean_of_periods, end=self.period
        )

    def _broken(self) -> Missing | None:
        if self.one.frequency is Frequency.YEARLY:
            return Missing("the indicator is yearly", Absence.NOT_APPLICABLE)
        if self.breaks_at and self.breaks_at.first > self.period.financial_year.first:
            return Missing("the definition changed during the year", Absence.NO_COMPARISON)
        return None

    def _ytd(self, total: Total) -> Figure:
        def compute() -> Measured:
            return self._broken() or self._total().value

        def status(value: Measured) -> str:
            now = replace(total, value=value)
            return judge_total(
                self.one.kind,
                now,
                self._year_target,
                places=self.one.places,
                judge_rounded=self.one.judge_rounded,
            )

        note = total.note(self.one.frequency.noun)
        return self._figure(
            "ytd",
            "year to date",
            compute,
            places=self._ytd_places(total),
            status=status,
            marks=lambda _: _standing(total.status),
            note=f"Based on {note}." if note else "",
        )

    def _year_rulings(self) -> dict[Period, Target]:
        first = Period(self.period.financial_year.first, self.one.frequency)
        steps = (self.period.first - first.first) // self.one.frequency.months
        periods = [first.shift(step) for step in range(steps + 1)]
        return {p: self.register.ruling(self.one, p.end_date).target for p in periods}

    @cached_property
    def _year_target(self) -> Target:
        return self._ytd_ruling()

    def _ytd_ruling(self) -> Target:
        """The year's target: profiled month by month for counts and sums, else the latest."""
        return span_target(self.one.kind, self._year_rulings())

    def _ytd_target(self, total: Total) -> Figure:
        def compute() -> Measured:
            ruling = self._ytd_ruling()
            bound = ruling.lower if self._range else ruling.target
            if not ruling.judges or bound is None:
                return self._broken() or _no_target()
            return self._broken() or bound

        places = self._ytd_places(total)
        return self._figure("ytd-target", "target for the year to date", compute, places=places)

    def _ytd_places(self, total: Total) -> int:
        return telling_places(total.value, self._year_target, self.one)

    def _recent(self, latest: Figure) -> list[Point]:
        """The points of a year back and the latest, that as adjusted."""
        back = Period(self.period.first - 12, self.one.frequency)
        *before, now = self.register.points(self.one, back, self.period)
        return [*before, replace(now, value=_value(latest))]

    def _trend(self, measure: Callable[..., Trend], recent: Sequence[Point]) -> Trend:
        return measure(
            recent,
            self.ruling.target.polarity,
            places=self.places,
            at=self.period,
            breaks_at=self.breaks_at,
            target=self.ruling.target,
        )

    def _quartile(self, latest: Figure) -> Figure:
        row = benchmark(self.run, self.one, self.period)
        polarity = self.ruling.target.polarity

        def compute() -> Measured:
            if row is None:
                return Missing("there is no benchmark", Absence.NOT_APPLICABLE)
            self.register.point(self.one, self.period)
            limits = (row.q1, row.median, row.q3)
            if row.n is None or row.n < 4 or None in limits:
                return Missing("too few landlords to compare with", Absence.NO_COMPARISON)
            place = band(_value(latest), *limits, polarity)
            return _no_comparison() if place is None else Decimal(place)

        note = "" if row is None else f"{row.peek('peer_group')}, {row.peek('year')}."
        small = "" if row is None else sample_note(row.peek("n") or 0)
        return self._figure(
            "quartile", "quartile", compute, unit="", places=0, note=f"{note} {small}".strip()
        )


def _standing(status: str) -> tuple[str, ...]:
    return () if status == "actual" else (status,)


def _working(point: Point, one: Indicator) -> str:
    if not point.pair or isinstance(point.value, Missing):
        return ""
    top, bottom = (number(n, max(0, -int(n.normalize().as_tuple().exponent))) for n in point.pair)
    scale = "" if one.scale == 1 else f" × {one.scale:,}"
    return f"{top} ÷ {bottom}{scale} = {number(point.value, one.places + 3)}"


def _value(figure: Figure) -> Measured:
    if figure.value is not None:
        return figure.value
    return figure.missing or Missing("no figure")


def _no_target() -> Missing:
    return Missing("no target is set", Absence.NOT_APPLICABLE)


def _no_comparison() -> Missing:
    return Missing("neither high nor low is better, or there is no figure", Absence.NO_COMPARISON)
