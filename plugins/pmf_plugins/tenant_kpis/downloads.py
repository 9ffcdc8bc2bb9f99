"""The same figures for machines: JSON with its schema, and CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pmf_engine.api import Listing
from pmf_engine.framework.licences import LICENCES
from pmf_engine.framework.publishing import OUTCOMES
from pmf_plugins.tenant_kpis import addresses
from pmf_plugins.tenant_kpis.archive import Quarter

_HEADER = (
    "measure", "title", "service", "period", "value", "unit", "shown", "missing", "target",
    "verdict", "state", "figures", "revised_from", "revised_on",
)  # fmt: skip
_LEFT_OUT = ("slug", "service_slug", "adds_up", "series", "code")
_POINT = ("period", "title", "value", "shown", "missing", "target", "target_words", "note")


def data(quarter: Quarter, folder: str, chosen: str) -> dict[str, Any]:
    """Return the object of `data.json`: what it is, under which licence, and every measure."""
    said, terms = quarter.said, LICENCES[chosen]
    back = "../" * folder.count("/")
    return {
        "$schema": f"{back}{addresses.SCHEMA}",
        "title": f"How {said['landlord']} is doing",
        "publisher": said["landlord"],
        "period": said["period"],
        "period_title": said["title"],
        "state": quarter.state,
        "as_at": said["as_at"],
        "published_on": quarter.issued_on or None,
        "next_update": said["next_update"],
        "licence": {"id": terms.name, "title": terms.title, "url": terms.url or None},
        "numbers_not_shown_under": said["small_numbers_under"],
        "measures": [_measure(quarter, one) for one in said["measures"]],
    }


def _measure(quarter: Quarter, measure: Mapping[str, Any]) -> dict[str, Any]:
    plain = {key: value for key, value in measure.items() if key not in _LEFT_OUT}
    state = quarter.states.get(measure["code"], "provisional")
    return {
        "id": measure["code"],
        "page": addresses.measure_page("", measure),
        **plain,
        "state": state,
        "results": [_point(quarter, measure, one, state) for one in measure["series"]],
    }


def _point(
    quarter: Quarter, measure: Mapping[str, Any], point: Mapping[str, Any], state: str
) -> dict[str, Any]:
    changes = quarter.revised(measure, point["period"])
    return {
        **{key: point[key] for key in _POINT},
        "verdict": OUTCOMES[point["outcome"]].words,
        "state": state,
        "figures": point["standing"],
        "counted": point["counted"] or None,
        "revisions": [one.as_json() for one in changes],
    }


def listing(quarter: Quarter, *measures: Mapping[str, Any]) -> Listing:
    """Return a row for each result of the measures, the oldest first."""
    return Listing(header=_HEADER, rows=[row for one in measures for row in _rows(quarter, one)])


def _rows(quarter: Quarter, measure: Mapping[str, Any]) -> Iterator[tuple[str | None, ...]]:
    state = quarter.states.get(measure["code"], "provisional")
    for one in measure["series"]:
        last = next(iter(reversed(quarter.revised(measure, one["period"]))), None)
        yield (
            measure["code"], measure["title"], measure["service"], one["period"],
            "" if one["value"] is None else f"{one['value']:.{one['places']}f}",
            measure["unit"], one["shown"].replace("\u00a0", " "), one["missing"],
            one["target_words"].replace("\u00a0", " "), OUTCOMES[one["outcome"]].words, state,
            one["standing"], last.was.replace("\u00a0", " ") if last else None,
            last.now_on if last else None,
        )  # fmt: skip


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema that every `data.json` holds to."""
    text = files("pmf_plugins.tenant_kpis").joinpath("schema.json").read_text(encoding="utf-8")
    return json.loads(text)  # type: ignore[no-any-return]
