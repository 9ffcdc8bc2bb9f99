"""The measures of one landlord and year as readers meet them: grouped, compared, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.api import Figure, Run
from pmf_plugins.tsm import counts, sample
from pmf_plugins.tsm.codes import ANSWERS, COMPLAINTS, MANAGEMENT, TENURES, asked
from pmf_plugins.tsm.figures import slot
from pmf_plugins.tsm.national import Distribution, distribution, position


@dataclass(frozen=True, slots=True)
class Line:
    """A measure with last year's, and where it stands nationally; `margin` of a survey result.

    `title` is the measure in words, without its code.
    """

    measure: str
    tenure: str
    title: str
    figure: Figure
    before: Figure | None
    among: Distribution | None
    margin: Decimal | None = None

    @property
    def position(self) -> str:
        """Where it stands among all landlords."""
        return position(self.figure, self.measure, self.among)


@dataclass(frozen=True, slots=True)
class Part:
    """A group of measures under one heading."""

    key: str
    title: str
    lines: tuple[Line, ...]


def parts_of(run: Run) -> list[Part]:
    """Return the measures by group, made once: perception and complaints by tenure, management."""
    return run.remember("tsm parts", lambda: list(_parts(run)))  # type: ignore[no-any-return]


def lines_of(run: Run) -> list[Line]:
    """Return every measure, in the order of the parts."""
    return [line for part in parts_of(run) for line in part.lines]


def shown_tenures(run: Run) -> list[str]:
    """Return the tenures of which any measure has a figure."""
    return [one for one in counts.tenures(run) if _has_figures(run, one)]


def _parts(run: Run) -> Iterator[Part]:
    for tenure in shown_tenures(run):
        of = TENURES[tenure]
        lines = tuple(_line(run, measure, tenure) for measure in asked(tenure))
        yield Part(f"{tenure.lower()}/perception", f"What tenants said: {of}", lines)
    lines = tuple(_line(run, measure, "all") for measure in MANAGEMENT)
    yield Part("all/management", "Safety, repairs and neighbourhoods", lines)
    for tenure in shown_tenures(run):
        lines = tuple(_line(run, measure, tenure) for measure in COMPLAINTS)
        yield Part(f"{tenure.lower()}/complaints", f"Complaints: {TENURES[tenure]}", lines)


def _has_figures(run: Run, tenure: str) -> bool:
    slots = [slot(tenure, measure) for measure in (*asked(tenure), *COMPLAINTS)]
    return any(run.figures[one].value is not None for one in slots)


def _line(run: Run, measure: str, tenure: str) -> Line:
    figure = run.figures[slot(tenure, measure)]
    before = run.figures.get(slot(tenure, measure, "last-year"))
    among = distribution(measure, tenure, run.period)
    title = run.editions[figure.slot].title
    return Line(measure, tenure, title, figure, before, among, _margin(run, measure, tenure))


def _margin(run: Run, measure: str, tenure: str) -> Decimal | None:
    if tenure == "all" or measure in COMPLAINTS:
        return None
    population = run.figures[f"{tenure.lower()}/population"].value
    base = [run.figures[slot(tenure, measure, name)].value for name in ANSWERS]
    if population is None or None in base:
        return None
    return sample.own_margin(
        sum((one for one in base if one is not None), Decimal(0)), int(population)
    )
