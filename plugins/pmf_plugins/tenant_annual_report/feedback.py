"""What tenants told the landlord: counts by kind and by service, small numbers held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pmf_engine.api import Figure, Measured, Period, Row, Run
from pmf_engine.framework.customers import COMPLAINT, KINDS
from pmf_engine.framework.yearly import slug
from pmf_engine.measures.suppression import Shown, as_measured, one_way
from pmf_engine.model.values import Suppressed
from pmf_plugins.tenant_annual_report.inputs import public
from pmf_plugins.tenant_annual_report.promises import small_numbers

_MOST_THEMES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Counts of the year and of the one before: by kind, and complaints by service.

    `themes` are those that came up most, as often as may be told of, without their counts: with
    them a reader could take what is shown from a service and be left with too few.
    """

    kinds: Mapping[str, tuple[Figure, Figure]]
    services: Mapping[str, Figure]
    total: Figure
    themes: tuple[str, ...]


def feedback_of(run: Run) -> Feedback:
    """Return what tenants told, made once; adds the figures to the run."""
    return run.remember("feedback", lambda: _feedback(run))  # type: ignore[no-any-return]


def _feedback(run: Run) -> Feedback:
    now, before = run.period, run.period.shift(-1)
    total = _figure(run, "complaints/total", "Complaints", partial(_complaints, run, None))
    kinds = {kind: (_of_kind(run, kind, before), _of_kind(run, kind, now)) for kind in KINDS}
    return Feedback(kinds=kinds, services=_services(run, total), total=total, themes=_themes(run))


def _services(run: Run, total: Figure) -> dict[str, Figure]:
    """Complaints by service; none where the total is hidden, as it is published elsewhere."""
    if isinstance(total.missing, Suppressed):
        return {}
    return {
        public(run, service): _figure(
            run,
            f"complaints/{slug(service)}",
            f"Complaints about {public(run, service)}",
            partial(_complaints, run, service),
        )
        for service in _by_service(run)
    }


def _of_kind(run: Run, kind: str, year: Period) -> Figure:
    def count() -> Measured:
        number = sum(row["count"] for row in _rows(run, kind, year))
        return as_measured(one_way([number], small_numbers(run))[0][0])

    return _figure(run, f"feedback/{slug(kind)}/{year.id}", f"{kind}, {year.year_label}", count)


def _figure(run: Run, slot: str, title: str, count: partial[Measured] | object) -> Figure:
    return run.figure(slot, title[:1].upper() + title[1:], count)  # type: ignore[arg-type]


def _rows(run: Run, kind: str, year: Period) -> list[Row]:
    found = run.data.feedback.where(entity=run.entity.code, kind=kind)
    return [row for row in found if row.month.first in range(year.first, year.last + 1)]


def _by_service(run: Run) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in _rows(run, COMPLAINT, run.period):
        counts[row.service] += row["count"]
    return dict(counts.most_common())


def _complaints(run: Run, service: str | None) -> Measured:
    counts = _by_service(run)
    shown, total = one_way(list(counts.values()), small_numbers(run))
    cells: dict[str | None, Shown] = dict(zip(counts, shown, strict=True))
    return as_measured(total if service is None else cells[service])


def _themes(run: Run) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for row in _rows(run, COMPLAINT, run.period):
        counts[public(run, row.theme)] += row["count"]
    least = max(1, run.publication.small_numbers)
    return tuple(
        theme.lower() for theme, n in counts.most_common(_MOST_THEMES) if theme and n >= least
    )
