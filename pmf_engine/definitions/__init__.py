"""Dated definitions in YAML: load and check them, compute an edition, try worked cases."""

from pmf_engine.definitions.cases import Case, case_faults, load_cases
from pmf_engine.definitions.evaluation import evaluate
from pmf_engine.definitions.loading import check_terms, load_definitions

__all__ = [
    "Case",
    "case_faults",
    "check_terms",
    "evaluate",
    "load_cases",
    "load_definitions",
]
