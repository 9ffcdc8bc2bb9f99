"""Writes days as a calendar file (iCalendar, RFC 5545), the same bytes for the same days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event as Component


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A whole day, or days, of a calendar.

    `uid` names the event for ever; `changed` is the day from which what it says holds, and stands
    in the file where other writers put the time of writing. A `tentative` day is not certain.
    """

    uid: str
    summary: str
    first: date
    last: date
    changed: date
    description: str = ""
    category: str = ""
    url: str = ""
    tentative: bool = False


def write_calendar(name: str, events: Iterable[Event]) -> bytes:
    """Return the bytes of a calendar file of that name, its events in the order given."""
    from icalendar import Calendar

    calendar = Calendar()
    for field, value in (
        ("prodid", "-//PMF Engine//Calendar//EN"),
        ("version", "2.0"),
        ("calscale", "GREGORIAN"),
        ("method", "PUBLISH"),
        ("x-wr-calname", name),
    ):
        calendar.add(field, value)
    for event in events:
        calendar.add_component(_component(event))
    content: bytes = calendar.to_ical()
    return content


def _component(event: Event) -> Component:
    from icalendar import Event as Component

    component = Component()
    stamp = datetime.combine(event.changed, time(), UTC)
    for field, value in (
        ("uid", event.uid),
        ("dtstamp", stamp),
        ("dtstart", event.first),
        ("dtend", event.last + timedelta(days=1)),
        ("summary", event.summary),
        ("description", event.description),
        ("categories", [event.category] if event.category else None),
        ("url", event.url),
        ("status", "TENTATIVE" if event.tentative else "CONFIRMED"),
        ("transp", "TRANSPARENT"),
    ):
        if value:
            component.add(field, value)
    return component
