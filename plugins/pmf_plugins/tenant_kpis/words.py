"""The sentences of the pages, in plain words; all from what a quarter says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pmf_engine.framework.publishing import OUTCOMES
from pmf_engine.framework.sentences import spoken_date
from pmf_engine.model.web import Outcome

Point = Mapping[str, Any]


def day(text: str) -> str:
    """Return an ISO date as readers see it."""
    return spoken_date(date.fromisoformat(text))


def verdict(point: Point) -> Outcome:
    """Return the verdict on a point."""
    return OUTCOMES[point["outcome"]]


def target(point: Point) -> str:
    """Return the target of a point in words."""
    words = point["target_words"]
    return f"Target: {words}" if words else "There is no target"


def lead(point: Point) -> str:
    """Return what happened against the target, in a sentence or two."""
    words, name = point["target_words"], point["name"]
    if point["outcome"] == "none":
        return f"There is no figure for {name}: {point['missing']}."
    if point["outcome"] == "hidden":
        return f"The figure for {name} is not shown: {point['missing']}."
    if point["outcome"] == "met":
        return f"We met our target of {words} in {name}."
    if point["outcome"] == "near":
        return f"We missed our target of {words} in {name} by {point['gap']}. That is close to it."
    if point["outcome"] == "missed":
        return f"We missed our target of {words} in {name} by {point['gap']}."
    return f"This was the figure for {name}. We have not set a target for it."


def movement(measure: Mapping[str, Any]) -> str:
    """Return how the newest figure compares with the one before and a year before."""
    *before, now = measure["series"]
    if now["value"] is None or not before or before[-1]["value"] is None:
        return ""
    said = _compared(now, before[-1], measure["better"])
    year = next((one for one in before if _year_before(one, now)), None)
    if year is not None and year is not before[-1] and year["value"] is not None:
        said += f" A year before, in {year['name']}, it was {year['shown']}."
    return said


def _compared(now: Point, then: Point, better: str) -> str:
    if now["shown"] == then["shown"]:
        return f"It was the same in {then['name']}."
    up = now["value"] > then["value"]
    good = {"higher": up, "lower": not up}.get(better)
    effect = "" if good is None else " That is better." if good else " That is worse."
    return f"It {'rose' if up else 'fell'} from {then['shown']} in {then['name']}.{effect}"


def _year_before(one: Point, now: Point) -> bool:
    (year, part), (then, its) = (each["period"].split("-") for each in (now, one))
    return part == its and int(year) - int(then) == 1


def direction(measure: Mapping[str, Any]) -> str:
    """Return which way is better."""
    words: str = measure["better"]
    if words == "neither":
        return "A higher or lower figure is neither good nor bad in itself."
    if words.startswith("inside"):
        return "Inside the range is better."
    return f"{words.capitalize()} is better."


def chart_words(measure: Mapping[str, Any]) -> str:
    """Return what a chart shows, for those who cannot see it."""
    known = [one for one in measure["series"] if one["value"] is not None]
    if not known:
        return "There is nothing to draw yet."
    first, last = known[0], known[-1]
    said = f"{measure['title']} from {first['name']} to {last['name']}."
    if len(known) > 2:
        low, high = (end(known, key=lambda one: one["value"]) for end in (min, max))
        said += f" Lowest {low['shown']} in {low['name']},"
        said += f" highest {high['shown']} in {high['name']}."
    said += f" Newest {last['shown']}"
    if last["target_words"]:
        said += f" against a target of {last['target_words']}"
    return said.replace("\u00a0", " ") + ". The table below has every figure."
