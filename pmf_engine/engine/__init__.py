"""One run, in order: choose, read, check, compute, fill, record."""

from pmf_engine.engine.engine import Engine
from pmf_engine.engine.workspace import Workspace

__all__ = ["Engine", "Workspace"]
