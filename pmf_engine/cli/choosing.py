"""Options that belong to a report, such as `--level strategic`, among the words of a command."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click

from pmf_engine.engine import Engine


def split_options(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the plain words, and the options among them by name.

    Raises a usage error for an option without a value, given twice or with one hyphen.
    """
    plain: list[str] = []
    found: dict[str, str] = {}
    left = iter(words)
    for word in left:
        if not word.startswith("-"):
            plain.append(word)
            continue
        name, equals, value = word.partition("=")
        given = value if equals else next(left, None)
        if not name.startswith("--") or len(name) < 3:
            raise click.UsageError(f"No such option: {word}{_hint(word)}")
        if given is None or given.startswith("--"):
            raise click.UsageError(f"{name} needs a value, as in {name} X.{_hint(name)}")
        if name[2:] in found:
            raise click.UsageError(f"{name} is given twice.")
        found[name[2:]] = given
    return plain, found


def named(engine: Engine, keys: Sequence[str], options: dict[str, Any]) -> list[str]:
    """Return the names of reports run with the options chosen, each once; of none, all there are.

    Raises PmfError where a report does not take an option; names a known one that is near.
    """
    chosen: dict[str, str] = options.get("chosen") or {}
    for name in chosen:
        takes = any(name in entry.report.options for entry in engine.catalogue)
        if not takes and (hint := _hint(f"--{name}")):
            raise click.UsageError(f"No such option: --{name}.{hint}")
    keys = keys or engine.covering(options["entity"])
    return list(dict.fromkeys(engine.named(key, chosen) for key in keys))


def _hint(word: str) -> str:
    context = click.get_current_context(silent=True)
    known = [opt for one in context.command.params for opt in one.opts] if context else []
    near = get_close_matches(word, known, n=1, cutoff=0.75)
    return f" Did you mean {near[0]}?" if near else ""
