"""The pages that list measures: a quarter's first page and one for each service."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmf_engine.framework.publishing import OUTCOMES
from pmf_engine.model.web import Entries, Entry, Link, Links, Page, Section, Tally, Text
from pmf_plugins.tenant_kpis import addresses
from pmf_plugins.tenant_kpis.archive import Quarter
from pmf_plugins.tenant_kpis.notices import of_quarter
from pmf_plugins.tenant_kpis.words import day, target, verdict

Measures = Sequence[Mapping[str, Any]]


def services(quarter: Quarter) -> dict[str, list[Mapping[str, Any]]]:
    """Return the measures of a quarter by the name of their service, in order."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for measure in quarter.said["measures"]:
        found.setdefault(measure["service"], []).append(measure)
    return found


def index(quarter: Quarter, folder: str) -> Page:
    """Return the first page of a quarter: how many targets were met, then every measure."""
    said = quarter.said
    return Page(
        path=addresses.index(folder),
        standing=addresses.index(quarter.folder),
        title=f"How {said['landlord']} is doing",
        eyebrow=said["title"],
        description=f"{summary(said['measures'])} {said['title']}.",
        trail=(Link("Newest quarter", addresses.HOME),) if folder else (),
        notices=tuple(of_quarter(quarter, Link("See the newest figures", addresses.HOME))),
        parts=(Text(summary(said["measures"]), lead=True), tally(said["measures"])),
        sections=tuple(_sections(quarter, folder)),
    )


def _sections(quarter: Quarter, folder: str) -> Iterator[Section]:
    for name, measures in services(quarter).items():
        to = addresses.service(folder, measures[0])
        about = Links([Link(f"More about {_lowered(name)}", to)])
        yield Section(name, measures[0]["service_slug"], (entries(measures, folder), about))
    yield Section(
        "Take these figures with you",
        "take",
        (
            Links(
                [
                    Link("All figures", addresses.rows(folder), "(CSV)"),
                    Link("All figures for machines", addresses.data(folder), "(JSON)"),
                    Link("Earlier quarters", addresses.QUARTERS),
                    Link("How these figures are made", addresses.ABOUT),
                ]
            ),
            Text(_next(quarter)),
        ),
    )


def service(quarter: Quarter, name: str, measures: Measures, folder: str) -> Page:
    """Return the page of one service."""
    said = quarter.said
    return Page(
        path=addresses.service(folder, measures[0]),
        standing=addresses.service(quarter.folder, measures[0]),
        title=name,
        eyebrow=said["title"],
        description=f"{name}: {summary(measures)}",
        trail=(Link("All measures", addresses.index(folder), said["name"] if folder else ""),),
        notices=tuple(of_quarter(quarter, Link("See the newest figures", addresses.HOME))),
        parts=(Text(summary(measures), lead=True), entries(measures, folder)),
    )


def entries(measures: Measures, folder: str) -> Entries:
    """Return measures one after another, a miss as large as a hit."""
    return Entries(
        [
            Entry(
                link=Link(one["title"], addresses.measure_page(folder, one)),
                value=one["series"][-1]["shown"],
                outcome=verdict(one["series"][-1]),
                detail=target(one["series"][-1]),
            )
            for one in measures
        ]
    )


def tally(measures: Measures) -> Tally:
    """Return how many measures had each verdict, those that any had."""
    outcomes = [one["series"][-1]["outcome"] for one in measures]
    counts = [(OUTCOMES[key], outcomes.count(key)) for key in OUTCOMES if key in outcomes]
    return Tally(counts)


def summary(measures: Measures) -> str:
    """Return how many targets were met, in a sentence."""
    outcomes = [one["series"][-1]["outcome"] for one in measures]
    met, near, missed = (outcomes.count(key) for key in ("met", "near", "missed"))
    judged = met + near + missed
    if not judged:
        return "No measure here has both a target and a figure."
    if judged == met:
        return f"We met {'our target' if met == 1 else f'all {met} targets'}."
    close = f", {near} of them by a little" if near and missed else ""
    by = " by a little" if near and not missed else ""
    return f"We met {met} of {judged} targets and missed {near + missed}{close}{by}."


def _next(quarter: Quarter) -> str:
    said = f"Figures as at {day(quarter.said['as_at'])}."
    due = day(quarter.said["next_update"])
    return f"{said} The next update is due on {due}." if quarter.newest else said


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]
