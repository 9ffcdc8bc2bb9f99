"""The ledger: one immutable JSON file a run, and one each time files are issued."""

from pmf_engine.ledger.records import FileRecord, RunRecord
from pmf_engine.ledger.store import Ledger

__all__ = ["FileRecord", "Ledger", "RunRecord"]
