"""The buttons of the tab “Reporting”: the id and tag that each sends, and what it says it does."""

from __future__ import annotations

import re
from dataclasses import dataclass

TAB = "Reporting"
_SAFE = re.compile(r"[A-Za-z0-9._:@-]*")


@dataclass(frozen=True, slots=True)
class Control:
    """One button: its id and tag, its label, and a sentence on what it does."""

    id: str
    tag: str
    label: str
    tip: str


CONTROLS = (
    Control(
        "pmfRefresh", "refresh:selection", "Refresh",
        "Brings the report's tables and figures that you have selected up to date.",
    ),
    Control(
        "pmfRefreshSheet", "refresh:sheet", "Refresh sheet",
        "Brings the report's tables and figures on this sheet up to date.",
    ),
    Control(
        "pmfRefreshAll", "refresh:all", "Refresh all",
        "Brings the report's tables and figures in this workbook up to date.",
    ),
    Control(
        "pmfCheck", "check:all", "Check",
        "Lists what the checks find, each with a link to its cell.",
    ),
    Control(
        "pmfGenerate", "generate:choose", "Generate reports…",
        "Gives a sheet on which to mark reports, and then makes those marked.",
    ),
    Control(
        "pmfTrace", "trace:selection", "Trace figure",
        "Shows where the selected figure comes from: definition, terms and source cells.",
    ),
    Control(
        "pmfOpenOutput", "open:output", "Open output",
        "Opens the newest document made from this workbook's report.",
    ),
    Control(
        "pmfUndo", "undo:refresh", "Undo refresh",
        "Puts the workbook back as it was before the last refresh.",
    ),
    Control(
        "pmfSettings", "settings:show", "Settings",
        "Gives a sheet that says which report this workbook is filled from.",
    ),
    Control("pmfHelp", "help:show", "Help", "Says what each button does."),
)  # fmt: skip


def is_safe(text: str) -> bool:
    """Whether text may pass from the ribbon to Python: letters, digits and . _ : @ - alone."""
    return _SAFE.fullmatch(text) is not None
