"""Accounts by line: what the finance workbook holds, how its lines add up, and their rounding."""
