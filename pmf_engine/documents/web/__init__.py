"""Web pages: a folder of them that needs no script, no server and nothing from elsewhere."""

from __future__ import annotations

from pmf_engine.documents.web.build import build_site
from pmf_engine.documents.web.shelf import Shelf

__all__ = ["Shelf", "build_site"]
