"""The buttons of the tab “Reporting”, as the ribbon's own XML has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

_RIBBON = "customUI.xml"
_SAFE = re.compile(r"[A-Za-z0-9._:@-]*")


@dataclass(frozen=True, slots=True)
class Control:
    """One button: its id and tag, its label, and in a few words what it does."""

    id: str
    tag: str
    label: str
    tip: str


@cache
def controls() -> tuple[Control, ...]:
    """Return the buttons, in the order in which they stand."""
    text = files("pmf_engine.ribbon.addin").joinpath(_RIBBON).read_text(encoding="utf-8")
    root = ElementTree.fromstring(text)  # noqa: S314  (our own file)
    return tuple(
        Control(*(one.attrib[name] for name in ("id", "tag", "label", "screentip")))
        for one in root.findall(".//{*}button")
    )


def is_safe(text: str) -> bool:
    """Whether text may pass from the ribbon to Python: letters, digits and . _ : @ - alone."""
    return _SAFE.fullmatch(text) is not None
