"""The data files beside the generator: YAML and CSV, with exact numbers and months as keys."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from pmf_engine.model.periods import Period

_DATA = Path(__file__).parent / "data"


class _Exact(yaml.SafeLoader):
    """YAML whose numbers with a point are Decimal, as typed."""


def _decimal(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


_Exact.add_constructor("tag:yaml.org,2002:float", _decimal)


def read_yaml(name: str) -> dict[str, Any]:
    """Return the mapping that a YAML file under `data` holds, in its order."""
    return dict(_Exact((_DATA / name).read_text(encoding="utf-8")).get_single_data())


def read_yamls(*names: str) -> dict[str, Any]:
    """Return several YAML files under `data` as one mapping."""
    return {key: value for name in names for key, value in read_yaml(name).items()}


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file under `data`."""
    with (_DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def by_month(mapping: dict[str, Any] | None) -> dict[Period, Any]:
    """Return a mapping keyed by months such as 2026-09 as one keyed by Period."""
    return {Period.parse(key): value for key, value in (mapping or {}).items()}
