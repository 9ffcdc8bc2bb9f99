"""Where each page stands: `2026-q2/…` for good, and the newest quarter at the root as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

HOME, ABOUT, QUARTERS = "index.html", "about.html", "quarters.html"
SCHEMA = "schema.json"


def index(folder: str) -> str:
    """Return the address of a quarter's first page."""
    return f"{folder}index.html"


def data(folder: str) -> str:
    """Return the address of a quarter's data."""
    return f"{folder}data.json"


def rows(folder: str) -> str:
    """Return the address of a quarter's figures as CSV."""
    return f"{folder}figures.csv"


def service(folder: str, measure: Mapping[str, Any]) -> str:
    """Return the address of the page of a measure's service."""
    return f"{folder}services/{measure['service_slug']}.html"


def measure_page(folder: str, measure: Mapping[str, Any]) -> str:
    """Return the address of a measure's page."""
    return f"{folder}measures/{measure['slug']}.html"


def measure_rows(folder: str, measure: Mapping[str, Any]) -> str:
    """Return the address of a measure's figures as CSV."""
    return f"{folder}measures/{measure['slug']}.csv"


def piece(measure: Mapping[str, Any]) -> str:
    """Return the address of the piece to put on another page."""
    return f"fragments/{measure['slug']}.html"


def frame(measure: Mapping[str, Any]) -> str:
    """Return the address of the same piece as a page of its own, for a frame."""
    return f"frames/{measure['slug']}.html"
