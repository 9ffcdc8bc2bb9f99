"""Writes the lines of accounts into `docs/accounts-lines.md`.

Run as `python -m tools.lines_page` from the repository root after changing `lines.yaml`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from pmf_engine.framework.finance.chart import Chart, Line, Statement, load_chart

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accounts-lines.md"
_HEAD = """\
# The lines of accounts

What `statement` and `line` may be in [`finance.xlsx`](workbook-contract.md). This page is made from
`pmf_engine/framework/finance/lines.yaml` by `python -m tools.lines_page`.

- Write a code, a title or one of the other names. Capitals, commas and strokes do not matter.
- A line is looked for in its statement; where it is not there, in all of them, if only one has it.
- An amount is plus where the line is what its name says: costs, assets and debts are plus.
- A total may have a row of its own. It is then held against its parts. Without one it is added up.
- Map each account of the trial balance to a line that is not a total.
- “May lack” means that a missing row is taken as nil, and said. “Landlords” means that only an
  entity with homes has the line.
- The statements are our reading of a provider's accounts. Those marked unverified were not held
  against the regulator's template. Correct the YAML, and write `verified: true`.
"""


def page() -> str:
    """Return the text of the page."""
    return _HEAD + "".join(_body(load_chart()))


def _body(chart: Chart) -> Iterator[str]:
    for one in chart.statements.values():
        yield f"\n## {one.title}\n\n{_about(one)}\n\n"
        yield "| code | title | other names | made of | row |\n|---|---|---|---|---|\n"
        for code in one.lines:
            line = chart.lines[code]
            names = ", ".join(line.names)
            yield f"| `{code}` | {line.title} | {names} | {_parts(line)} | {_row(line)} |\n"


def _about(one: Statement) -> str:
    names = ", ".join(f"“{name}”" for name in one.names)
    said = f"`{one.code}`; also {names}."
    return said if one.verified else f"{said} Unverified."


def _parts(line: Line) -> str:
    signed = (f"{'+' if sign > 0 else '−'} `{part}`" for sign, part in line.parts)
    return " ".join(signed).removeprefix("+ ")


def _row(line: Line) -> str:
    if line.parts:
        return "total"
    said = ["may lack"] * line.nil + ["landlords"] * line.landlord
    return ", ".join(said) or "needed"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
