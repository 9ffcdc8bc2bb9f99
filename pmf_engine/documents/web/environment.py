"""The sandbox that pages are written in: escaping on, nothing but what a page may show."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from pmf_engine.documents.web.addresses import relative
from pmf_engine.documents.web.drawing import drawings, not_from_zero
from pmf_engine.model.content import Label, Narrative, Wording
from pmf_engine.model.values import Figure

POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
_VERDICT = Markup('<span class="pmf-tag pmf-{}"><span aria-hidden="true">{}</span> {}</span>')


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment of the engine's own templates."""
    env = ImmutableSandboxedEnvironment(
        loader=PackageLoader("pmf_engine.documents.web", "templates"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals = {
        "cell": _cell,
        "drawings": drawings,
        "href": relative,
        "kind": _kind,
        "not_from_zero": not_from_zero,
    }
    return env


def _kind(part: object) -> str:
    """The name of a part's kind, by which a template knows how to show it."""
    return type(part).__name__.lower()


def _look(value: Any) -> str:
    """The look of a verdict in a cell: green, amber and so on; nothing of any other."""
    style = value.style if isinstance(value, Wording) else ""
    return style.removeprefix("status-") if style.startswith("status-") else ""


def _cell(value: Any) -> str:
    """What a cell of a table shows, a verdict with its look."""
    words, look = _words(value), _look(value)
    shape, _, said = words.partition(" ")
    return _VERDICT.format(look, shape, said) if look else words


def _words(value: Any) -> str:
    match value:
        case None:
            return ""
        case Figure():
            return value.short
        case Wording() | Narrative():
            return value.text
        case Label():
            return str(value)
    return str(value)
