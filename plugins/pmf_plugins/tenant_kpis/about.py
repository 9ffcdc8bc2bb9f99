"""The pages about the site: every quarter, and how its figures are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pmf_engine.api import Run
from pmf_engine.framework.licences import LICENCES
from pmf_engine.framework.publishing import OUTCOMES
from pmf_engine.model.web import Facts, Link, Links, Page, Sample, Section, Text
from pmf_plugins.tenant_kpis import addresses
from pmf_plugins.tenant_kpis.archive import Quarter
from pmf_plugins.tenant_kpis.words import day

_HOME = Link("All measures", addresses.HOME)


def quarters_page(quarters: Sequence[Quarter]) -> Page:
    """Return the page that leads to every quarter, with what was revised since."""
    return Page(
        path=addresses.QUARTERS,
        title="All quarters",
        description="Every quarter that was published, each at an address that stays.",
        trail=(_HOME,),
        parts=(
            Text("Each quarter keeps its own address, so that a link to it goes on working."),
            Links([_link(each) for each in quarters]),
        ),
        sections=tuple(_revised(quarters)),
    )


def _link(quarter: Quarter) -> Link:
    on = f", published on {day(quarter.issued_on)}" if quarter.issued_on else ""
    newest = ", newest" if quarter.newest else ""
    return Link(
        quarter.said["title"], addresses.index(quarter.folder), f"{quarter.state}{on}{newest}"
    )


def _revised(quarters: Sequence[Quarter]) -> Iterator[Section]:
    found = [
        Text(
            f"{one['title']}, {one['series'][-1]['name']}: {change.was} was changed to {change.now}"
            f" on {day(change.now_on)}: {change.why}."
        )
        for each in quarters
        for one in each.said["measures"]
        for change in each.revised(one, one["series"][-1]["period"])
    ]
    if found:
        yield Section("What was revised", "revised", found)


def about(run: Run, quarter: Quarter) -> Page:
    """Return the page that says how figures are made, held back, revised and reused."""
    return Page(
        path=addresses.ABOUT,
        title="How these figures are made",
        description="Targets, provisional and revised figures, small numbers, licence, embedding.",
        trail=(_HOME,),
        sections=tuple(_about(run, quarter)),
    )


def _about(run: Run, quarter: Quarter) -> Iterator[Section]:
    yield Section("Targets", "targets", (Text(_TARGETS), Facts([
        ("Target met", "The figure is as good as the target or better."),
        (OUTCOMES["near"].words, "The figure is not as good as the target, but within a margin"
         " that was agreed before. It still counts as a miss."),
        ("Target missed", "The figure is outside that margin."),
    ])))  # fmt: skip
    yield Section("Provisional and revised figures", "revised", tuple(map(Text, _REVISED)))
    under = quarter.said["small_numbers_under"]
    if under > 1:
        yield Section("Small numbers", "small", (Text(_SMALL.format(under=under)),))
    yield Section("Missing figures", "missing", (Text(_MISSING),))
    yield Section("Use these figures", "reuse", tuple(_reuse(run)))
    yield Section("Put a figure on your own page", "embed", tuple(_embed(run, quarter)))


def _reuse(run: Run) -> Iterator[Text | Links]:
    terms = LICENCES[run.settings["licence"]]
    yield Text(f"Licence: {terms.title}.")
    yield Links([
        *([Link("Read the licence", terms.url)] if terms.url else []),
        Link("Every figure", addresses.rows(""), "(CSV)"),
        Link("Every figure for machines", addresses.data(""), "(JSON)"),
        Link("What the data holds", addresses.SCHEMA, "(JSON Schema)"),
    ])  # fmt: skip


def _embed(run: Run, quarter: Quarter) -> Iterator[Text | Sample | Links]:
    measure = next(iter(quarter.said["measures"]), None)
    if measure is None:
        return
    base = run.settings["address"] or "https://…/"
    yield Text(_EMBED)
    yield Sample(
        f'<iframe src="{base}{addresses.frame(measure)}" title="{measure["title"]}"'
        ' width="100%" height="640" loading="lazy"></iframe>'
    )
    yield Links([
        Link("The frame of this example", addresses.frame(measure)),
        Link("The same as a piece of HTML", addresses.piece(measure)),
    ])  # fmt: skip


_TARGETS = (
    "Each measure is judged by the target that was in force at the end of the period. A target that"
    " changes later does not change an earlier verdict."
)
_REVISED = (
    "A figure is provisional until it has been approved. It is marked so on its page and in the"
    " data.",
    "A figure that was published and then changed is marked as revised. Its page says what it was,"
    " when it was changed and why. The page of an earlier quarter keeps what was published then.",
)
_SMALL = (
    "Numbers under {under} are not shown, so that nobody can be recognised. Sometimes a larger"
    " number is held back as well, so that a small one cannot be worked out from it. Figures that"
    " the regulator requires are always shown."
)
_MISSING = (
    "Where there is no figure, the page says so and why. A missing figure is never shown as zero."
)
_EMBED = (
    "The newest figure of any measure can stand on another page, in a frame or as a piece of HTML."
    " Each keeps up with the newest quarter. Neither needs a script. Copy this for a frame:"
)
