"""What Excel does to values on their way into a cell, as far as it is known (en-GB).

Excel reads text written through `Range.Value` as if it were typed. Calc does not, so a live Calc
alone would hide the fault.
"""

from __future__ import annotations

import re

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_COERCED = re.compile(
    rf"""\s*(?:
      [-+]?£?\d[\d,]*(?:\.\d*)?(?:e[-+]?\d+)?%?            # 00123  1E5  50%  £1,200
    | [-+]?£?\.\d+%? | \(\d[\d,.]*\)                       # .5  (12)
    | \d{{1,2}}[-/]\d{{1,2}}(?:[-/]\d{{2,4}})?             # 1/2  3-1
    | \d{{1,2}}[-/]\d{{4}} | \d{{4}}[-/](?:0?[1-9]|1[0-2])(?:[-/]\d{{1,2}})?
    | (?:\d{{1,2}}[-/\s])?(?:{_MONTHS})[a-z]*[-/\s]\d{{1,4}}   # March 2026  1 Mar 26
    | \d{{1,2}}[-/\s](?:{_MONTHS})[a-z]*
    | true | false
    | \d{{1,2}}:\d\d(?::\d\d)?(?:\s*[ap]m)?
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)


class ExcelWouldCoerce(ValueError):
    """Excel would store something else than what was written, and say nothing."""


def coerced(text: str) -> bool:
    """Whether Excel would read this text as a number, a day or a truth value."""
    return bool(_COERCED.fullmatch(text))
