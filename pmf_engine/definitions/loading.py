"""Reads definitions: each measure's editions, by the first period they apply to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pmf_engine.definitions.lines import Faults, Located, nearest, read
from pmf_engine.definitions.parts import read_edition
from pmf_engine.model.definitions import Definition, Edition
from pmf_engine.model.values import check_slot


def load_definitions(path: Path) -> tuple[Definition, ...]:
    """Return the definitions of a YAML file, in its order, editions oldest first.

    Raises PmfError with every fault: file, line, what was found, what to do.
    """
    root, faults = read(path)
    measures = faults.mapping(root, "The file")
    found = tuple(_definition(key, node, faults) for key, node in measures.items())
    if not measures and not faults.found:
        faults.add(root.line, "the file defines no measure; give at least one.")
    faults.stop()
    return found


def check_terms(definitions: Sequence[Definition], known: Iterable[str]) -> list[str]:
    """Return a sentence for each term that an edition reads and nothing gives."""
    names = tuple(known)
    return [
        f"{definition.key}, edition {edition.label}, reads the term “{term}”, which no function"
        f" of the report gives. {nearest(term, names) or 'Write one of that name.'}"
        for definition in definitions
        for edition in definition.editions
        for term in dict.fromkeys(edition.terms)
        if term not in names and not edition.withdrawn
    ]


def _definition(key: str, node: Located, faults: Faults) -> Definition:
    try:
        check_slot(key)
    except ValueError as problem:
        faults.add(node.line, f"{problem}.")
    found = faults.mapping(node, key)
    faults.known(found, ("title", "editions"), key)
    title = faults.text(found["title"], f"title of {key}") if "title" in found else ""
    held = faults.mapping(found["editions"], f"editions of {key}") if "editions" in found else {}
    if "editions" not in found or found["editions"].value == {}:
        faults.add(node.line, f"{key} has no editions; give one by its first period, as 2026/27.")
    return Definition(key=key, editions=_editions(key, held, title, faults))


def _editions(
    key: str, held: dict[str, Located], title: str, faults: Faults
) -> tuple[Edition, ...]:
    begun: dict[int, Edition] = {}
    for label, node in held.items():
        edition = read_edition(key, label, node, title, faults)
        if not edition:
            continue
        first = begun.setdefault(edition.first.first, edition)
        if first is not edition:
            told = f"editions {first.label} and {label} of {key} begin together; keep one."
            faults.add(node.line, told)
    return tuple(begun[first] for first in sorted(begun))
