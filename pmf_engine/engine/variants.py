"""What was chosen of a report's options, and the name that a run of it goes by.

The name is the report's key, with `@option-value` for each option chosen. It stands in the ids of
figures, in the ledger and in the documents, so that no two variants are taken for one another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from pmf_engine.model.report import Coverage, Option, Report

MARK = "@"
Reading = Callable[[], Any]


def name_of(report: Report, asked: Mapping[str, str], data: Reading) -> str:
    """Return the name of a report run with these options.

    Raises PmfError for an option that the report does not have and for a value not offered.
    """
    for option in asked:
        if option not in report.options:
            raise PmfError(_no_such_option(report, option))
    parts = [
        f"{name}-{slug(_value(report, name, asked[name], data))}"
        for name in report.options
        if name in asked
    ]
    return MARK.join((report.key, *parts))


def options_in(report: Report, name: str, data: Reading) -> dict[str, str]:
    """Return the options that a run's name carries, by name, as the report offers them."""
    found = {}
    for part in name.split(MARK)[1:]:
        option = next((one for one in report.options if part.startswith(f"{one}-")), None)
        if option is None:
            raise PmfError(_no_such_option(report, part))
        found[option] = _value(report, option, part.removeprefix(f"{option}-"), data)
    return found


def variants(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the name and title of a report, then those of each variant by one of its options.

    Values that a workbook names, such as people, are left out.
    """
    yield report.key, report.title
    for name, option in report.options.items():
        for value in option.values if isinstance(option.values, tuple) else ():
            yield f"{report.key}{MARK}{name}-{slug(value)}", option.title.format(value)


def title_of(report: Report, name: str) -> str:
    """Return the title of the report or the variant that a run's name stands for."""
    known = dict(variants(report))
    parts = (f"{report.key}{MARK}{part}" for part in name.split(MARK)[1:])
    return "; ".join(known.get(part, report.title) for part in parts) or report.title


def paced(one: Coverage, report: Report, chosen: Iterable[str], asked: Period | None) -> Coverage:
    """Return an entity at the pace of the options chosen: as asked, where they can."""
    for name in chosen:
        offered = report.options[name].frequencies
        if offered:
            fits = asked is not None and asked.frequency in offered
            one = replace(one, frequency=asked.frequency if asked and fits else offered[0])
    return one


def slug(value: str) -> str:
    """Return a value as it stands in names of files and figures."""
    return re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-") or "none"


def _value(report: Report, name: str, asked: str, data: Reading) -> str:
    offered = _offered(report.options[name], data)
    alike = [one for one in offered if asked.casefold() == one.casefold()]
    found = next(iter(alike or [one for one in offered if slug(one) == asked]), None)
    if found is None:
        raise PmfError(_not_offered(report, name, asked, offered))
    twins = [one for one in offered if slug(one) == slug(found) and one != found]
    if twins:
        raise PmfError(
            f"“{found}” and “{twins[0]}” would make files of one name. Spell them alike in the"
            " workbook if they are the same, or else apart."
        )
    return found


def _offered(option: Option, data: Reading) -> list[str]:
    values = option.values if isinstance(option.values, tuple) else option.values(data())
    return list(dict.fromkeys(values))


def _not_offered(report: Report, name: str, asked: str, offered: list[str]) -> str:
    near = get_close_matches(asked, offered, n=1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    known = ", ".join(offered) or "none; the workbook names nobody"
    return f"The report {report.key} has no {name} “{asked}”.{hint} It has: {known}."


def _no_such_option(report: Report, option: str) -> str:
    known = ", ".join(f"--{name}" for name in report.options)
    own = f"Its options are {known}." if known else "It has no options of its own."
    return f"The report {report.key} does not take “--{option}”. {own}"
