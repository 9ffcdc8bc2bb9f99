"""Ratios and signed sums, as the definitions compute them."""

from pmf_engine.model.arithmetic import joined, ratio, signed_sum

__all__ = ["joined", "ratio", "signed_sum"]
