"""The page of one measure in one quarter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmf_engine.model.web import (
    Facts,
    Link,
    Links,
    Notice,
    Page,
    Part,
    Result,
    Section,
    Text,
)
from pmf_plugins.tenant_kpis import addresses
from pmf_plugins.tenant_kpis.archive import Quarter
from pmf_plugins.tenant_kpis.notices import standing, state_words
from pmf_plugins.tenant_kpis.pictures import chart, table
from pmf_plugins.tenant_kpis.words import day, direction, lead, movement, target, verdict

Measure = Mapping[str, Any]


def page(quarter: Quarter, measure: Measure, folder: str, newest: Mapping[str, Measure]) -> Page:
    """Return the page of a measure; `newest` has the measures of the newest quarter by address."""
    now, said = measure["series"][-1], quarter.said
    return Page(
        path=addresses.measure_page(folder, measure),
        standing=addresses.measure_page(quarter.folder, measure),
        title=measure["title"],
        eyebrow=now["title"],
        description=f"{now['name']}: {now['shown']}. {target(now)}.",
        trail=(
            Link("All measures", addresses.index(folder), "" if not folder else said["name"]),
            Link(measure["service"], addresses.service(folder, measure)),
        ),
        notices=tuple(_notices(quarter, measure, newest)),
        parts=(
            Result(value=now["shown"], outcome=verdict(now), detail=target(now)),
            Text(" ".join(filter(None, (lead(now), movement(measure)))), lead=True),
        ),
        sections=tuple(_sections(quarter, measure, folder)),
    )


def _notices(quarter: Quarter, measure: Measure, newest: Mapping[str, Measure]) -> Iterator[Notice]:
    if not quarter.newest:
        there = newest.get(measure["slug"])
        to = addresses.measure_page("", there) if there else addresses.HOME
        yield standing(quarter, Link("See the newest figures", to))
    if quarter.states.get(measure["code"]) != "final":
        yield Notice("Provisional", "This figure has not been approved yet and may change.")
    if changes := quarter.revised(measure, measure["series"][-1]["period"]):
        last = changes[-1]
        words = f"On {day(last.now_on)} this figure was changed from {last.was} to {last.now}."
        yield Notice("Revised", words, Link("What was revised", "#revisions"))


def _sections(quarter: Quarter, measure: Measure, folder: str) -> Iterator[Section]:
    drawn = chart(measure)
    yield Section("Over time", "over-time", (*([drawn] if drawn else []), table(measure, quarter)))
    yield Section("What this measures", "meaning", tuple(_meaning(measure)))
    if measure["promises"]:
        yield Section("What we promised", "promise", tuple(map(Text, measure["promises"])))
    if measure["doing"]:
        yield Section("What we are doing", "doing", (Text(measure["doing"]),))
    if changes := tuple(_revisions(quarter, measure)):
        yield Section("Revisions", "revisions", changes)
    yield Section("About this figure", "about", tuple(_about(quarter, measure, folder)))


def _meaning(measure: Measure) -> Iterator[Part]:
    now = measure["series"][-1]
    yield Text(measure["definition"])
    yield Text(direction(measure))
    if now["counted"]:
        yield Text(f"For {now['name']} this rests on {now['counted']}.")
    if now["note"]:
        yield Text(f"Not all of it is in: this is based on {now['note']}.")
    if measure["definition_changed"]:
        yield Text(
            f"The way it is worked out changed on {day(measure['definition_changed'])}, so earlier"
            " figures are not shown beside it."
        )


def _revisions(quarter: Quarter, measure: Measure) -> Iterator[Part]:
    for point in reversed(measure["series"]):
        for one in quarter.revised(measure, point["period"]):
            yield Text(
                f"{point['name']}: {one.was}, as published on {day(one.was_on)}, was changed to"
                f" {one.now} on {day(one.now_on)}: {one.why}."
            )


def _about(quarter: Quarter, measure: Measure, folder: str) -> Iterator[Part]:
    said = quarter.said
    facts: list[tuple[str, str | Link]] = [
        ("State", state_words(quarter, measure["code"])),
        ("Figures as at", day(said["as_at"])),
        ("Where the figures come from", measure["source"] or "Not stated"),
    ]
    if quarter.newest:
        facts.append(("Next update due", day(said["next_update"])))
    yield Facts(facts)
    yield Links(
        [
            Link("Download these figures", addresses.measure_rows(folder, measure), "(CSV)"),
            Link("All data of this quarter", addresses.data(folder), "(JSON)"),
            Link("Earlier quarters", addresses.QUARTERS),
            Link("How these figures are made", addresses.ABOUT),
        ]
    )
