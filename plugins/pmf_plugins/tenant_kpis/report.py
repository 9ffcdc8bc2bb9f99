"""What the performance pages read, when they are due, and which functions make them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pmf_engine.api import Audience, Coverage, Due, Finding, Frequency, Report, Web
from pmf_engine.framework.contract import ACTIONS, INDICATOR_INPUTS, MILESTONES, PEOPLE
from pmf_engine.framework.customers import PROMISES, REVISIONS
from pmf_engine.framework.entities import quarterly_coverage
from pmf_engine.framework.licences import LICENCES

if TYPE_CHECKING:
    from pmf_engine.api import Data, Figure, Run, Site


def landlords(data: Data) -> list[Coverage]:
    """Return each landlord, by the quarter."""
    kinds = {row.peek("code"): (row.peek("kind") or "").casefold() for row in data.entities}
    return [one for one in quarterly_coverage(data) if kinds[one.code] == "landlord"]


report = Report(
    key="tenant-kpis",
    title="Performance pages for tenants",
    summary="Quarterly web pages: every measure tenants see, with its chart, table and data.",
    audience=Audience.TENANTS,
    frequency=Frequency.QUARTERLY,
    due=Due(day=30, months_after=1, assumed=True),
    inputs={
        **INDICATOR_INPUTS,
        "promises": replace(PROMISES, optional=True),
        "revisions": REVISIONS,
        "actions": replace(ACTIONS, optional=True),
        "milestones": replace(MILESTONES, optional=True),
        "people": replace(PEOPLE, optional=True),
    },
    main=("monthly", "month"),
    covers=landlords,
    documents=[Web("site")],
    marking="Public",
    archive=True,
    published=True,
    settings={"licence": tuple(LICENCES), "address": (), "contact": ()},
)


@report.compute
def figures(run: Run) -> Iterator[Figure]:
    """Yield the result of every measure for the quarter and those before it."""
    from pmf_plugins.tenant_kpis.measures import measures_of

    for measure in measures_of(run):
        yield from measure.figures


@report.check
def fit_to_publish(run: Run) -> Iterator[Finding]:
    """Yield what is wrong with the register, and what may not be published."""
    from pmf_engine.framework.checks import check_indicators
    from pmf_plugins.tenant_kpis.checks import check

    yield from check_indicators(run)
    yield from check(run)


@report.says
def said(run: Run) -> Mapping[str, Any]:
    """Return what the quarter's pages say, to be kept with the run."""
    from pmf_plugins.tenant_kpis.quarter import quarter_of

    return quarter_of(run)


@report.pages
def pages(run: Run) -> Site:
    """Return the pages, data and pieces to embed."""
    from pmf_plugins.tenant_kpis.site import site

    return site(run)
