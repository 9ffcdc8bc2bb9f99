"""Filling a Word template: every figure bound, every part the engine does not own left as it is."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from jinja2 import TemplateError, UndefinedError

from pmf_engine.documents.package import Package
from pmf_engine.documents.parts import Parts
from pmf_engine.documents.word import memory
from pmf_engine.documents.word.contents import fill_contents
from pmf_engine.documents.word.filled import filled
from pmf_engine.documents.word.keeping import write
from pmf_engine.documents.word.properties import set_title
from pmf_engine.documents.word.show import Showing
from pmf_engine.documents.word.template import CODE, Template, load
from pmf_engine.model.content import Identity
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.lineage import Lineage
from pmf_engine.model.values import Figure

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEMPLATE_FRAME = "<template>"


def build_word(
    template: bytes, context: Mapping[str, Any], identity: Identity, figures: Sequence[Figure]
) -> bytes:
    """Return the document: the template with its placeholders filled from the context.

    The figures shown are kept inside it with their lineage, in the order of `figures`. Raises
    InputFaults, all faults at once, where the template cannot be filled.
    """
    ready = loaded(template, identity)
    package = ready.begun()
    showing = Showing(package, ready)
    for name, text in rendered(ready, showing, context, identity):
        package.parts[name] = f"{_DECLARATION}{text}".encode()
    body = ready.document
    package.parts[body] = fill_contents(package.parts[body], ready.styles)
    kept = filled(identity, showing.given, figures)
    memory.attach(package, ready.document, write(kept))
    set_title(package, identity)
    return package.to_bytes()


def rendered(
    ready: Template, showing: Showing, context: Mapping[str, Any], identity: Identity
) -> list[tuple[str, str]]:
    """Return the name and the XML of each part of a template, its placeholders filled.

    Raises InputFaults, all faults at once.
    """
    names = {**context, **showing.names()}
    made = []
    for name, part in ready.compiled.items():
        showing.part = name
        try:
            made.append((name, part.render(names)))
        except (TemplateError, TypeError, ArithmeticError) as fault:
            showing.faults.append(_located(fault, ready, name))
            break
    if showing.faults:
        raise InputFaults(_named(showing.faults, identity))
    return made


def read_lineage(data: bytes) -> Lineage | None:
    """Return what a Word document remembers of its figures; None if it was not built here.

    Raises PmfError where the bytes are no Office file.
    """
    package = Package(Parts(data))
    item = memory.find(package)
    if item is None:
        return None
    kept = memory.read(package.parts[item])
    return Lineage(kept.identity, tuple(kept.figures.values()))


def loaded(template: bytes, identity: Identity) -> Template:
    """Return a template read and looked at. Raises InputFaults, all faults at once."""
    try:
        ready = load(template, identity.draft)
    except PmfError as fault:
        raise InputFaults(_named([error(CODE, str(fault))], identity)) from None
    if ready.findings:
        raise InputFaults(_named(ready.findings, identity))
    return ready


def _named(findings: Iterable[Finding], identity: Identity) -> list[Finding]:
    return [replace(finding, workbook=identity.template) for finding in findings]


def _located(fault: Exception, ready: Template, name: str) -> Finding:
    """Return a finding for a fault in a template's own code; raises the fault if it is ours."""
    frames = traceback.extract_tb(fault.__traceback__)
    own = [frame for frame in frames if frame.filename == _TEMPLATE_FRAME]
    ours = not isinstance(fault, TemplateError) and frames[-1].filename != _TEMPLATE_FRAME
    if not own or ours:
        raise fault
    number = ready.parts[name].lines.get(own[-1].lineno or 0)
    place = f"{ready.items[number].tag}: " if number is not None else ""
    return error(CODE, f"{place}{_sentence(fault)}")


def _sentence(fault: Exception) -> str:
    if isinstance(fault, UndefinedError):
        return f"this reads something that is not there ({fault.message})."
    return f"this cannot be worked out ({fault})."
