"""The ledger: one immutable JSON file a run, and one each time files are issued or approved."""

from pmf_engine.ledger.records import Approval, FileRecord, RunRecord
from pmf_engine.ledger.store import Ledger, stamp, today

__all__ = ["Approval", "FileRecord", "Ledger", "RunRecord", "stamp", "today"]
