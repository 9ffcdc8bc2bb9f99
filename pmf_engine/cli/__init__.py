"""The command line: `pmf`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from pmf_engine.cli.app import pmf
from pmf_engine.cli.output import colour, say_error, show_json
from pmf_engine.model.errors import InputFaults, PmfError

__all__ = ["main", "pmf"]

USAGE = 2
_SELDOM = 50_000  # new objects between looks for rubbish; a command makes much and drops little


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its status: 0 done, 1 stopped, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    gc.set_threshold(_SELDOM)
    status = _run(list(sys.argv[1:] if arguments is None else arguments))
    gc.freeze()  # the system takes everything back at once; looking through it first is slow
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    try:
        status = pmf.main(args=arguments, prog_name="pmf", standalone_mode=False, color=colour())
    except click.exceptions.Abort:
        return _fail(arguments, "Stopped.", 130)
    except click.ClickException as fault:
        return _fail(arguments, fault.format_message(), USAGE)
    except InputFaults as fault:
        return _fail(arguments, str(fault), 1)
    except PmfError as fault:
        if os.environ.get("PMF_DEBUG"):
            raise
        return _fail(arguments, str(fault), USAGE)
    return status if isinstance(status, int) else 0


def _fail(arguments: Sequence[str], message: str, status: int) -> int:
    if "--json" in arguments:
        show_json({"error": message})
    else:
        say_error(message)
    return status
