"""What the computer allows: macros, child processes, marked files, synchronised folders.

Names of registry values as in Microsoft's administrative templates for Office and Defender; they
have not been tried on a managed computer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmf_engine.ribbon.doctor.check import Check, caution, fault, good, unknown
from pmf_engine.ribbon.doctor.look import Look
from pmf_engine.ribbon.helper_box import Box
from pmf_engine.ribbon.machine import Machine

_EXCEL = r"Microsoft\Office\16.0\Excel\Security"
_POLICY, _CHOICE = rf"HKCU\Software\Policies\{_EXCEL}", rf"HKCU\Software\{_EXCEL}"
_GUARD = r"Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_RULES = (rf"HKLM\SOFTWARE\Policies\{_GUARD}", rf"HKLM\SOFTWARE\{_GUARD}")
_MANAGED = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Policy Manager"
_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"  # Office applications and child processes
_BLOCK, _AUDIT, _WARN = "1", "2", "6"
_ASK_IT = "Show docs/it-department.md to your IT department."
_PLACES = "Trusted Locations"
_ASKED = "Excel asks before it runs the add-in"
_MACROS: dict[object, str] = {4: "all macros are off without a notice", 3: "only signed macros run"}
Values = Mapping[str, str | int]
_CLOUDS = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def trust(machine: Machine, look: Look) -> Check:
    """Return whether Excel lets the add-in's macros run."""
    if machine.system != "Windows":
        return unknown("Trust", "Excel keeps this where only Excel can read it on this system.")
    values = {**look.registry(_CHOICE), **look.registry(_POLICY)}
    places = {**look.registry(rf"{_CHOICE}\{_PLACES}"), **look.registry(rf"{_POLICY}\{_PLACES}")}
    stops = list(_stops(values, places))
    if stops:
        where = "In Excel: File, Options, Trust Center. What is greyed out there is a policy."
        advice = f"{where} {_ASK_IT}"
        return fault("Trust", f"{'; '.join(stops).capitalize()}.", advice)
    return good("Trust", "nothing in the registry stops an add-in in Excel's own start folder")


def _stops(values: Values, places: Values) -> Iterator[str]:
    # The start folder is a trusted location: while these are on, macros there run anyway.
    if places.get("alllocationsdisabled") == 1:
        macros = values.get("vbawarnings")
        yield f"trusted locations are off, and {_MACROS.get(macros, _ASKED)}"
    if values.get("requireaddinsig") == 1:
        yield "add-ins must be signed"
    if values.get("disablealladdins") == 1:
        yield "all add-ins are off"


def mark_of_the_web(machine: Machine, look: Look) -> Check:
    """Return whether the add-in is marked as downloaded, which Excel refuses to run."""
    name = "Mark of the web"
    if not machine.addin.exists():
        return unknown(name, "There is no add-in to look at.")
    if look.is_marked(machine.addin):
        advice = "Delete the file and run: pmf ribbon install. What is built here has no mark."
        return fault(name, f"{machine.addin} is marked as downloaded.", advice)
    return good(name, "The add-in has none.")


def child_processes(machine: Machine, look: Look) -> Check:
    """Return whether Excel may start Python, as RunPython does and the helper does not."""
    name = "Child processes"
    if machine.system != "Windows":
        return unknown(name, "This rule is one of Windows.")
    state = _rule(look)
    helper = Box(machine.requests).is_alive()
    if state == _BLOCK and not helper:
        found = "Defender stops Excel from starting Python."
        return fault(name, found, "Use the helper: pmf ribbon install --helper; sign in again.")
    if state == _BLOCK:
        return good(name, "Defender stops Excel from starting Python; the helper runs instead.")
    if state in (_AUDIT, _WARN):
        found = "Defender reports when Excel starts Python, and may stop it one day."
        return caution(name, found, "The helper needs no such start: pmf ribbon install --helper")
    return good(name, "No rule was found that stops Excel from starting Python.")


def _rule(look: Look) -> str | None:
    for key in _RULES:
        found = look.registry(key).get(_CHILDREN)
        if found is not None:
            return str(found)
    managed = str(look.registry(_MANAGED).get("asrrules", ""))
    rules = dict(one.lower().split("=", 1) for one in managed.split("|") if "=" in one)
    return rules.get(_CHILDREN)


def cloud(machine: Machine, look: Look) -> Check:
    """Return whether the ribbon's own files lie in a folder that OneDrive synchronises."""
    name = "OneDrive"
    roots = {look.environment[one] for one in _CLOUDS if look.environment.get(one)}
    inside = [
        str(path)
        for path in (machine.ribbon, machine.startup, machine.python)
        if any(path.is_relative_to(root) for root in roots)
    ]
    if inside:
        found = f"OneDrive synchronises {', '.join(inside)}."
        advice = "Keep Python and these folders out of OneDrive, which may hold their files."
        return caution(name, found, advice)
    where = "in use; workbooks are found by name, not by path" if roots else "not in use"
    return good(name, where)
