"""The sandbox of the template language, and the engine's own functions in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

_Own = TypeVar("_Own", bound=Callable[..., Any])
_OWN: set[Callable[..., Any]] = set()


def own(function: _Own) -> _Own:
    """Mark a method as one that prepared placeholders call, which no template can get to itself."""
    _OWN.add(function)
    return function


class Sandbox(SandboxedEnvironment):
    """The sandbox, which does not look at the engine's own functions anew at every call."""

    def call(self, context: Context, function: Any, /, *args: Any, **named: Any) -> Any:
        """Return what a function returns. Raises SecurityError for one that is not safe."""
        if getattr(function, "__func__", None) not in _OWN:
            return super().call(context, function, *args, **named)
        return function(*args, **{name: named[name] for name in named if name == "caller"})
