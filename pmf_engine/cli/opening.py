"""Opening the workspace a command is about."""

from __future__ import annotations

from typing import Any

import click

from pmf_engine.cli.output import say_error
from pmf_engine.engine import Engine, Workspace
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period


def open_engine(options: dict[str, Any]) -> Engine:
    """Return the engine of the workspace; broken plugins are named, and refused when strict."""
    engine = Engine(Workspace.find(options.get("workspace")), today=options.get("today"))
    for broken in engine.catalogue.broken:
        if options.get("strict"):
            raise PmfError(broken.text)
        say_error(broken.text)
    return engine


def asked_period(options: dict[str, Any]) -> Period | None:
    """Return the period of `--period`, or None; raises a usage error when it is none."""
    text = options.get("period")
    try:
        return None if text is None else Period.parse(text)
    except ValueError as fault:
        raise click.BadParameter(str(fault), param_hint="--period") from None
