"""The check list of the return: what each check is called and what it compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pmf_engine.api import Finding, Report

if TYPE_CHECKING:
    from pmf_engine.api import Run

_LIST = (
    ("counts", "numerators", "Numerator over denominator",
     "Each numerator with its denominator, where it is a share of it", "sections 3 to 6"),
    ("counts", "parts", "Parts against wholes",
     "Hate incidents with all cases, homes with homes owned, complaints answered with those made,"
     " repairs by kind with all", "sections 3 to 6"),
    ("rows", "repeats", "Rows of one measure",
     "Rows that repeat another and would be added to it", "sections 3 to 6"),
    ("rows", "gaps", "Nothing left out",
     "Measures entered with those that 1,000 homes or more must report", "sections 3 and 4"),
    ("survey", "respondents", "Responses against tenants",
     "Responses with tenant households, and with responses by way", "section 1"),
    ("survey", "least", "Responses against the minimum sample",
     "Responses with the sample that the population requires", "section 1"),
    ("survey", "bases", "Perception base against responses",
     "Answers to each question with responses, and with those it was for", "sections 4 to 6"),
    ("survey", "sheets", "Answer sheets against counts",
     "Answer sheets, counted, with the counts entered", "sections 4 to 6"),
    ("others", "movement", "Movement since last year",
     "Each measure with the year before: 10 points for a percentage, half for a rate",
     "sections 3 to 6"),
    ("others", "stock", "Homes as in the Statistical Data Return",
     "Homes owned with that return", "section 3"),
    ("others", "register", "Homes as in the indicator register",
     "Homes owned with the register", "section 3"),
    ("others", "fields", "Lines of the return",
     "Fields entered with those that the return has", ""),
    ("others", "publication", "Publication",
     "The address and summary of approach that are published", "section 2"),
    ("others", "codes", "", "", ""),
    ("others", "adjustments", "", "", ""),
)  # fmt: skip


def register(report: Report) -> None:
    """Put every check on the report's list."""
    for module, name, title, compares, part in _LIST:
        report.check(_Asked(module, name), title=title, compares=compares, part=part)


class _Asked:
    """A check whose code is loaded when it is first asked, so that listing reports stays quick."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = f"pmf_plugins.tsm.checks_{module}", name
        self.__name__ = name

    def __call__(self, run: Run) -> Iterator[Finding]:
        from importlib import import_module

        found: Iterator[Finding] = getattr(import_module(self.module), self.name)(run)
        return found
