"""The whole site: the newest quarter at the root, every quarter in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmf_engine.api import Listing, Run, Site
from pmf_engine.framework.licences import LICENCES
from pmf_engine.model.web import Fragment, Link, Page, Result, Text
from pmf_plugins.tenant_kpis import addresses, downloads, lists, measure_page
from pmf_plugins.tenant_kpis.about import about, quarters_page
from pmf_plugins.tenant_kpis.archive import Quarter, quarters_of
from pmf_plugins.tenant_kpis.pictures import chart
from pmf_plugins.tenant_kpis.words import lead, target, verdict


def site(run: Run) -> Site:
    """Return the pages of a run: each quarter's, those about them all, data and pieces."""
    quarters = quarters_of(run)
    newest = {one["slug"]: one for one in quarters[0].said["measures"]}
    placed = [("", quarters[0]), *((each.folder, each) for each in quarters)]
    return Site(
        title="How we are doing",
        publisher=run.entity.title,
        pages=[
            *(page for where, each in placed for page in _pages(each, where, newest)),
            quarters_page(quarters),
            about(run, quarters[0]),
        ],
        fragments=[_fragment(quarters[0], one) for one in newest.values()],
        data={
            addresses.SCHEMA: downloads.schema(),
            **{
                addresses.data(where): downloads.data(each, where, run.settings["licence"])
                for where, each in placed
            },
        },
        listings=dict(rows for where, each in placed for rows in _listings(each, where)),
        footer=_footer(run),
        small=_small(run),
        address=run.settings["address"],
    )


def _pages(quarter: Quarter, where: str, newest: Mapping[str, Any]) -> Iterator[Page]:
    yield lists.index(quarter, where)
    for name, measures in lists.services(quarter).items():
        yield lists.service(quarter, name, measures, where)
    for one in quarter.said["measures"]:
        yield measure_page.page(quarter, one, where, newest)


def _listings(quarter: Quarter, where: str) -> Iterator[tuple[str, Listing]]:
    measures = quarter.said["measures"]
    yield addresses.rows(where), downloads.listing(quarter, *measures)
    for one in measures:
        yield addresses.measure_rows(where, one), downloads.listing(quarter, one)


def _fragment(quarter: Quarter, measure: Mapping[str, Any]) -> Fragment:
    now, drawn = measure["series"][-1], chart(measure)
    state = "" if quarter.states.get(measure["code"]) == "final" else " Provisional: it may change."
    return Fragment(
        path=addresses.piece(measure),
        frame=addresses.frame(measure),
        title=f"{measure['title']}, {now['name']}",
        parts=(
            Result(value=now["shown"], outcome=verdict(now), detail=target(now)),
            Text(lead(now) + state),
            *([drawn] if drawn else []),
        ),
        more=Link("All figures and how they are made", addresses.measure_page("", measure)),
    )


def _footer(run: Run) -> list[Link]:
    contact = run.settings["contact"]
    return [
        Link("All quarters", addresses.QUARTERS),
        Link("How these figures are made", addresses.ABOUT),
        Link("Data", addresses.data(""), "(JSON)"),
        *([Link("Contact us", contact)] if contact else []),
    ]


def _small(run: Run) -> str:
    terms = LICENCES[run.settings["licence"]]
    return f"{run.entity.title}. {terms.title}."
