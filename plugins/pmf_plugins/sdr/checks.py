"""The validations of the return, as NROSH+ tells them apart: hard or soft, of one part or across.

What is `official` rests on what the regulator publishes. Everything else is ours: the rules of the
forms could not be read, as they need a login.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pmf_engine.api import Finding, Report

if TYPE_CHECKING:
    from pmf_engine.api import Run


@dataclass(frozen=True, slots=True)
class Validation:
    """A check: its code, the module that holds it, its part, and what kind of validation it is."""

    module: str
    name: str
    part: str
    hard: bool
    across: bool
    title: str
    compares: str
    official: bool = False

    @property
    def kind(self) -> str:
        """How grave it is: a hard one must be put right before submission."""
        return "Hard" if self.hard else "Soft"

    @property
    def scope(self) -> str:
        """Whether it looks at one part of the return or at several."""
        return "Cross part" if self.across else "Part"

    @property
    def basis(self) -> str:
        """Whose rule it is."""
        return "Official" if self.official else "Ours"


_H, _S = True, False
VALIDATIONS = (
    Validation("totals", "identity", "LCR", _H, False, "Total social stock is its parts",
               "Social homes in the register with the sum of the four groups, by authority", True),
    Validation("rows", "entered", "ELI", _H, False, "The register is there, once",
               "Homes of the landlord, on the sheet and in the file"),
    Validation("rows", "needed", "LCR", _H, False, "What a home's tenure calls for is there",
               "Need, form, rent basis, bedspaces and share with the tenure"),
    Validation("rows", "days", "SBS", _H, False, "A home came in before it left",
               "The day disposed with the day acquired and the route"),
    Validation("rows", "in_force", "LCR", _H, False, "Authority codes are in force",
               "Each code with its days in LA_Codes, at 31 March"),
    Validation("rows", "usage_known", "SU", _S, False, "Usage and decency are known",
               "Low cost rental homes with their state and Decent Homes status"),
    Validation("totals", "rents_cover", "LCR", _S, False, "Homes with rents are all homes",
               "Self-contained low cost rental homes with those in the tables of rents"),
    Validation("totals", "affordable_within", "AR", _H, True, "Affordable rent within rental stock",
               "Homes at affordable rent with low cost rental homes, by authority"),
    Validation("totals", "usage_within", "SU", _H, True, "Usage within rental stock",
               "Homes let and vacant with low cost rental homes, by group"),
    Validation("totals", "closing_as_counted", "SBS", _H, True, "Closing stock as in the parts",
               "Closing stock with LCR, LCHO and NSH added up"),
    Validation("balance", "adds_up", "SBS", _H, False, "The balance sheet adds up",
               "Opening and movements with closing, by kind of stock"),
    Validation("balance", "opens_as_closed", "SBS", _H, False, "Opens as last year closed",
               "Opening stock with the closing stock of last year's issued return"),
    Validation("balance", "explained", "SBS", _H, False, "Movements explain every change",
               "Homes that came in, left or were converted with their movements"),
    Validation("rents", "within_bands", "LCR", _S, False, "Average rents in their bands",
               "Average net rents with Rent_Limits, by authority and size"),
    Validation("rents", "under_caps", "LCR", _S, False, "Rents under their caps",
               "Each net rent with the cap of its size"),
    Validation("rents", "as_formula", "LCR", _S, False, "Rents as the formula",
               "Each social rent with its formula rent and flexibility"),
    Validation("others", "satisfaction", "LCR", _S, True, "Homes as in the satisfaction measures",
               "Low cost rental and home ownership with TSM_Landlords"),
    Validation("others", "accounts", "ELI", _S, True, "Homes as in the accounts",
               "Social homes owned, and owned or managed, with Units"),
    Validation("others", "register", "ELI", _S, True, "Homes as in the indicator register",
               "Social homes owned or managed with Entities"),
)  # fmt: skip


def register(report: Report) -> None:
    """Put every validation on the report's list, then the checks of codes and adjustments."""
    for one in VALIDATIONS:
        part = f"{one.part}; {one.kind.lower()}; {one.basis.lower()}"
        hook = _Asked(one.module, one.name)
        report.check(hook, title=one.title, compares=one.compares, part=part)
    for name in ("codes", "adjustments"):
        report.check(_Asked("others", name))


class _Asked:
    """A check whose code is loaded when it is first asked, so that listing reports stays quick."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = f"pmf_plugins.sdr.checks_{module}", name
        self.__name__ = name

    def __call__(self, run: Run) -> Iterator[Finding]:
        from importlib import import_module

        found: Iterator[Finding] = getattr(import_module(self.module), self.name)(run)
        return found
