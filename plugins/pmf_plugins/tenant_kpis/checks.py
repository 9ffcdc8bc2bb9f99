"""What must hold before figures are published: no name of a person, and addresses that are some."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmf_engine.api import Finding, Row, Run, error
from pmf_engine.framework.named import names_published

_SHOWN = ("title", "service", "unit", "definition", "source")


def check(run: Run) -> Iterator[Finding]:
    """Yield names of people in what would be published, and settings that are no addresses."""
    yield from names_published(run, _published(run))
    yield from _settings(run)


def _published(run: Run) -> Iterator[tuple[Row, str]]:
    """Every cell whose words reach the pages."""
    mine = [row for row in run.data.indicators if row.peek("entity") == run.entity.code]
    shown = [row for row in mine if "tenants" in (row.peek("audiences") or ())]
    codes = {row.peek("code") for row in shown}
    for row in shown:
        yield from ((row, column) for column in _SHOWN)
    for row in run.data.targets:
        if row.peek("code") in codes:
            yield row, "definition"
    for row in run.data.promises:
        if row.peek("indicator") in codes:
            yield row, "text"


def _settings(run: Run) -> Iterator[Finding]:
    address, contact = run.settings["address"], run.settings["contact"]
    if address and not (address.startswith("https://") and address.endswith("/")):
        yield _wrong(run, "address", "begin it with https:// and end it with /")
    if contact and not contact.startswith(("https://", "mailto:")):
        yield _wrong(run, "contact", "begin it with https:// or mailto:")


def _wrong(run: Run, name: str, hint: str) -> Any:
    return error(
        "setting-no-address",
        f"pmf.toml, [settings.{run.report.key}]: {name} is no address: {hint}.",
        entity=run.entity.code,
        period=run.period.id,
    )
