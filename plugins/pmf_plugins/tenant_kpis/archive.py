"""The quarters of a site: the run's own, and those issued before, each as it was issued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pmf_engine.api import Period, Run
from pmf_engine.framework.publishing import WHY
from pmf_engine.model.issued import Issued
from pmf_plugins.tenant_kpis.measures import measures_of
from pmf_plugins.tenant_kpis.quarter import Said, quarter_of


@dataclass(frozen=True, slots=True)
class Revision:
    """A figure that was said otherwise before: what, on which day, and why it was changed."""

    was: str
    was_on: str
    now: str
    now_on: str
    why: str

    def as_json(self) -> dict[str, str]:
        """The object of the published data."""
        return {
            "was": self.was,
            "published_on": self.was_on,
            "now": self.now,
            "revised_on": self.now_on,
            "why": self.why,
        }


@dataclass(frozen=True, eq=False)
class Quarter:
    """A quarter as it is published: what is said, since when, whether it is the newest.

    `states` says of each measure, by its code, whether it is final. `revisions` has those of each
    measure's period, by code and period.
    """

    said: Mapping[str, Any]
    issued_on: str
    newest: bool
    states: Mapping[str, str]
    revisions: Mapping[tuple[str, str], Sequence[Revision]]

    @property
    def folder(self) -> str:
        """Where its pages stand for good."""
        return f"{self.said['period'].lower()}/"

    @property
    def state(self) -> str:
        """Final where every measure is."""
        return "final" if set(self.states.values()) <= {"final"} else "provisional"

    def revised(self, measure: Mapping[str, Any], period: str) -> Sequence[Revision]:
        """Return how the figure of a period was revised, oldest first."""
        return self.revisions.get((measure["code"], period), ())


def quarters_of(run: Run) -> list[Quarter]:
    """Return every quarter of a run's site, the newest first, made once."""
    return run.remember("quarters", lambda: _quarters(run))  # type: ignore[no-any-return]


def _quarters(run: Run) -> list[Quarter]:
    kept = {issued.period: issued for issued in run.archive if issued.said}
    said = {period: issued.said for period, issued in kept.items()}
    said[run.period.id] = quarter_of(run)
    revisions = _revisions(run)
    order = sorted(said, key=lambda period: Period.parse(period).last, reverse=True)
    return [
        Quarter(
            said=said[period],
            issued_on=kept[period].issued_on if period in kept and period != run.period.id else "",
            newest=period == run.period.id,
            states=_states(run, kept[period]) if period != run.period.id else _own_states(run),
            revisions=revisions,
        )
        for period in order
    ]


def _own_states(run: Run) -> dict[str, str]:
    newest = ((one.indicator.code, one.figures[-1]) for one in measures_of(run))
    return {code: str(run.standing(figure).state) for code, figure in newest}


def _states(run: Run, issued: Issued) -> dict[str, str]:
    """Whether each measure of an earlier quarter was approved as it was issued."""
    period = Period.parse(issued.period)
    codes = (one["code"] for one in issued.said["measures"])
    return {
        code: str(run.publication.standing(code, issued.figures[code].value, period).state)
        for code in codes
    }


def _revisions(run: Run) -> dict[tuple[str, str], list[Revision]]:
    """Every figure that was said otherwise before, by measure and period."""
    told: dict[tuple[str, str], list[tuple[str, Said]]] = {}
    for day, said in _statements(run):
        for measure in said["measures"]:
            for point in measure["series"]:
                told.setdefault((measure["code"], point["period"]), []).append((day, point))
    reasons = {(row.indicator, row.period): row.reason for row in run.data.revisions}
    found = {key: list(_changes(points, reasons.get(key, ""))) for key, points in told.items()}
    return {key: changes for key, changes in found.items() if changes}


def _statements(run: Run) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was issued, in order, then what the run says, which was never before that."""
    for issued in run.archive:
        if issued.said:
            yield issued.issued_on, issued.said
    own = quarter_of(run)
    yield max([own["as_at"], *(issued.issued_on for issued in run.archive)]), own


def _changes(points: Sequence[tuple[str, Said]], reason: str) -> Iterator[Revision]:
    was_on, was = points[0]
    for day, point in points[1:]:
        if point["shown"] != was["shown"]:
            early = "first figure provisional" if was["standing"] != "actual" else ""
            why = WHY[reason or early]
            yield Revision(was["shown"], was_on, point["shown"], day, why)
            was_on, was = day, point
