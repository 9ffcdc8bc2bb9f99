"""Opening the workspace a command is about."""

from __future__ import annotations

from typing import Any

import click

from pmf_engine.catalogue import Catalogue
from pmf_engine.cli.output import say_error
from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period


def open_engine(options: dict[str, Any]) -> Engine:
    """Return the engine of the workspace; broken plugins are named, and refused when strict."""
    engine = Engine(Workspace.find(options.get("workspace")), today=options.get("today"))
    name_broken(engine.catalogue, options)
    return engine


def name_broken(catalogue: Catalogue, options: dict[str, Any]) -> None:
    """Name the plugins that were skipped; raises PmfError for the first when strict."""
    for broken in catalogue.broken:
        if options.get("strict"):
            raise PmfError(broken.text)
        say_error(broken.text)


def asked_period(options: dict[str, Any]) -> Period | None:
    """Return the period of `--period` or `--year`, or None; raises a usage error if it is none."""
    text, year = options.get("period"), options.get("year")
    if text is not None and year is not None:
        raise click.UsageError("Give --period or --year, not both.")
    if year is not None:
        return Period.parse(f"{year}/{(year + 1) % 100:02d}")
    try:
        return None if text is None else Period.parse(text)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--period") from None
