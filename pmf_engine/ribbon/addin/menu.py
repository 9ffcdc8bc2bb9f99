"""What the ribbon shows without starting Python: the menu of reports, and one line of status."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from pmf_engine.engine.variants import variants
from pmf_engine.model.report import Report
from pmf_engine.ribbon.machine import Machine

MENU, STATUS = "menu.xml", "status.txt"
_NAMESPACE = "http://schemas.microsoft.com/office/2006/01/customui"  # the ribbon part's own
_LONGEST = 60


def menu_xml(reports: Iterable[Report]) -> str:
    """Return the menu as the ribbon takes it: a button for each report and each of its variants.

    Plain characters alone. Variants by what a workbook names, such as people, are left out.
    """
    offered = [one for report in reports for one in variants(report)]
    buttons = "".join(_button(name, title) for name, title in offered)
    none = '<button id="pmfNoReports" label="There are no reports" enabled="false"/>'
    text = f'<menu xmlns="{_NAMESPACE}">{buttons or none}</menu>'
    return text.encode("ascii", "xmlcharrefreplace").decode()


def _button(name: str, title: str) -> str:
    id_ = "pmfReport." + re.sub(r"[^A-Za-z0-9]", ".", name)
    return (
        f'<button id="{id_}" tag="generate:{name}" label={quoteattr(title)}'
        ' onAction="PmfRibbon.PmfAction"/>'
    )


def write_menu(machine: Machine, reports: Iterable[Report]) -> None:
    """Write the menu where the add-in looks for it."""
    _write(machine, MENU, menu_xml(reports))


def write_status(machine: Machine, text: str) -> None:
    """Write the line that the ribbon's label shows."""
    line = " ".join(text.split())
    short = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."
    _write(machine, STATUS, short.encode("ascii", "replace").decode())


def _write(machine: Machine, name: str, text: str) -> None:
    machine.ribbon.mkdir(parents=True, exist_ok=True)
    temporary = machine.ribbon / f".{name}.tmp"
    temporary.write_text(text, encoding="ascii")
    temporary.replace(machine.ribbon / name)
