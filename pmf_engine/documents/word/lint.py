"""Lint of a Word template: what would go wrong, named before any report is run."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from pmf_engine.documents.word.jinja import did_you_mean, sets
from pmf_engine.documents.word.prepare import Item
from pmf_engine.documents.word.tags import Kind
from pmf_engine.documents.word.template import CODE, Template, load
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error


def lint_template(
    template: bytes, names: Collection[str] | None, *, workbook_name: str
) -> list[Finding]:
    """Return every fault of a template; `names` are what a report offers it, None if unknown."""
    try:
        ready = load(template)
        findings = ready.findings or list(_name_faults(ready, names))
    except PmfError as fault:
        findings = [error(CODE, str(fault))]
    return [replace(finding, workbook=workbook_name) for finding in findings]


def _name_faults(ready: Template, names: Collection[str] | None) -> Iterator[Finding]:
    regions = {item.tag.rest.split(" in ")[-1] for item in ready.items if item.tag.word == "repeat"}
    for (item, local), needed in zip(_scoped(ready.items), ready.needs, strict=True):
        known = local.union(names or ())
        for name in sorted(needed - known):
            if names is not None:
                meant = did_you_mean(name, known)
                yield error(CODE, f"{item.tag}: the report gives no “{name}”.{meant}")
        if item.tag.kind is Kind.VALUE and item.tag.inner in regions:
            yield error(CODE, f"{item.tag}: a repeated region cannot be shown, only repeated.")


def _scoped(items: Iterable[Item]) -> Iterator[tuple[Item, set[str]]]:
    """Yield each placeholder with the names that statements around and before it give it."""
    stack: list[set[str]] = []
    everywhere: set[str] = set()
    for item in items:
        word = item.tag.word if item.tag.kind is Kind.STATEMENT else ""
        if word in ("endfor", "endrepeat") and stack:
            stack.pop()
        yield item, everywhere.union(*stack)
        if word in ("for", "repeat"):
            stack.append(sets(item.tag))
        elif word == "set":
            everywhere |= sets(item.tag)
