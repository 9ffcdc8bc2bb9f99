"""Pure arithmetic of performance: status, trend, totals, quartiles, progress, scorecards.

Nothing here reads a file or a clock; every value is a Decimal or a Missing with its reason.
"""
