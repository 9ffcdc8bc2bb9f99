"""Whether everything is in place: Python, xlwings, the add-in, its helper and its folder."""

from __future__ import annotations

import csv
from pathlib import Path

from pmf_engine import __version__
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.addin.build import build_addin
from pmf_engine.ribbon.addin.install import Installed
from pmf_engine.ribbon.doctor.check import Check, caution, fault, good, unknown
from pmf_engine.ribbon.doctor.look import Look
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.helper_rights import is_private
from pmf_engine.ribbon.machine import Machine

_INSTALL = "Run: pmf ribbon install"
_SERVE = "Run: pmf ribbon serve. To start it at every sign-in: pmf ribbon install --helper"


def python(machine: Machine, look: Look) -> Check:
    """Return whether the Python that the add-in starts is there and finds the engine."""
    named = interpreter(machine)
    if named is None:
        return fault("Python", f"{machine.settings} names no Python.", _INSTALL)
    if not named.exists():
        found = f"{machine.settings} names {named}, which is not there."
        return fault("Python", found, f"{_INSTALL} from the Python that has the engine.")
    versions = look.versions(named)
    if versions is None:
        return fault("Python", f"{named} does not find the engine.", f"{_INSTALL} again.")
    if versions[0] != __version__:
        found = f"{named} has version {versions[0]} of the engine; this is {__version__}."
        return caution("Python", found, f"{_INSTALL} again from the one you mean to use.")
    return good("Python", str(named))


def interpreter(machine: Machine) -> Path | None:
    """Return the Python that the add-in's settings name; None where they name none."""
    try:
        text = machine.settings.read_text(encoding="cp1252")
    except OSError:
        return None
    rows = {row[0]: row[1] for row in csv.reader(text.splitlines()) if len(row) == 2}
    named = rows.get("INTERPRETER_MAC" if machine.mac else "INTERPRETER_WIN")
    return Path(named) if named else None


def xlwings(machine: Machine) -> Check:
    """Return whether xlwings is installed and, on a Mac, its script in place."""
    try:
        import xlwings as found
    except ImportError:
        return fault("xlwings", "xlwings is not installed.", "Run: pip install xlwings~=0.37")
    said = f"version {found.__version__}"
    if machine.mac and not machine.script.exists():
        return fault("xlwings", f"{said}, but {machine.script} is not there.", _INSTALL)
    return good("xlwings", said)


def addin(machine: Machine) -> Check:
    """Return whether the add-in is where Excel loads it, and the one this version builds."""
    if not machine.has_excel:
        advice = (
            "Install on a computer with Excel. To build the add-in here:"
            " pmf ribbon build --out pmf.xlam"
        )
        return fault("Add-in", f"Excel does not run on {machine.system}.", advice)
    if not machine.addin.exists():
        files = Installed.on(machine).files
        if files and str(machine.addin) not in files:
            return unknown("Add-in", "It was installed by others, who know where it is.")
        return fault("Add-in", f"{machine.addin} is not there.", _INSTALL)
    try:
        built = (build_addin(menu=True), build_addin(menu=False))
    except PmfError as reason:
        return unknown("Add-in", f"{machine.addin} could not be compared: {reason}")
    if machine.addin.read_bytes() not in built:
        found = f"{machine.addin} is not the one this version builds."
        return caution("Add-in", found, f"{_INSTALL} again, so that the two are of one version.")
    return good("Add-in", str(machine.addin))


def folder(machine: Machine) -> Check:
    """Return whether the request folder is this person's alone."""
    if not machine.requests.exists():
        return fault("Request folder", f"{machine.requests} is not there.", _INSTALL)
    if not is_private(machine.requests):
        found = f"Others may write to {machine.requests}, or it is not yours."
        return fault("Request folder", found, "Delete that folder; then install again.")
    return good("Request folder", f"{machine.requests}, which only you may write to")


def helper(machine: Machine) -> Check:
    """Return whether the helper runs now and starts at sign-in."""
    at_sign_in = machine.sign_in.exists()
    if Box(machine.requests).is_alive():
        return good("Helper", "running" + (", started at sign-in" if at_sign_in else ""))
    if at_sign_in:
        return caution("Helper", "It starts at sign-in but is not running now.", _SERVE)
    found = "not running: each press starts a Python of its own, which takes longer"
    return good("Helper", found)
