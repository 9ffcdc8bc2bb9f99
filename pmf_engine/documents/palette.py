"""Colours, status words and number formats, the same in Word and Excel.

Every status has a shape and a word beside its colour, so that a page in grey loses nothing. Text
colours reach a contrast of 4.5 to 1 on white, marks of 3 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pmf_engine.model.numbers import MINUS
from pmf_engine.model.values import MARKS, Figure

FONT = "Arial"
INK, SECONDARY, RULE = "#1F2933", "#52606D", "#D0D5DB"
HEADER, WHITE, LINK = "#12436D", "#FFFFFF", "#0B3C9C"
ROOM = "#FFF9E5"  # behind a cell that people fill
GREEN, AMBER, RED, GREY = "#05875F", "#F2A900", "#9E1220", "#5B6070"


@dataclass(frozen=True, slots=True)
class StatusLook:
    """How a status word stands out: the shape before it, its ink and a tint behind it."""

    shape: str
    ink: str
    tint: str


STATUS_LOOKS = (
    StatusLook("●", "#035C41", "#D9EFE3"),
    StatusLook("▲", "#6B4500", "#FDF0CC"),
    StatusLook("■", "#7D0E19", "#F8D9DB"),
    StatusLook("○", "#3F4450", "#E8EAED"),
    StatusLook("–", "#3F4450", "#E8EAED"),
    StatusLook("◊", "#0B3C9C", "#DFE8FA"),
)
FLAGS = {True: STATUS_LOOKS[2], False: STATUS_LOOKS[1]}  # a cell at fault: grave, or to look at


@cache
def number_format(unit: str, places: int, before: str = "", after: str = "") -> str:
    """Return the Excel format that shows a value as a table does: 93.1%, £241,300, −1.4.

    A percentage is in points, so its sign is a literal. `before` and `after` are further literal
    text, such as "≥ " or " [p]".
    """
    digits = "#,##0" + ("." + "0" * places if places else "")
    if unit == "£000":
        lead, tail = _literal(before), _literal(after)
        return f"{lead}{digits}_){tail};{lead}({digits}){tail}"
    pound = "£" if unit.startswith("£") else ""
    ending = "%" if unit == "%" else unit[1:] if pound else ""
    tail = _literal(ending + after)
    return ";".join(f"{_literal(before + sign + pound)}{digits}{tail}" for sign in ("", MINUS))


def figure_format(figure: Figure, before: str = "", after: str = "") -> str:
    """Return the Excel format that shows a figure as its `short` does, marks included."""
    marks = "".join(f" {MARKS[mark]}" for mark in figure.marks if mark in MARKS)
    return number_format(figure.unit, figure.places, before, marks + after)


def _literal(text: str) -> str:
    safe = text.replace('"', "")
    return f'"{safe}"' if safe else ""


@cache
def readable(colour: str) -> str:
    """Return a colour if text in it can be read on white (4.5 to 1), else the ink of the page."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return colour if 1.05 / (luminance + 0.05) >= 4.5 else INK
