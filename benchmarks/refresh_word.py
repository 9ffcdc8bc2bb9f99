"""Times refreshing Word documents in place against building them anew: medians and ratios.

    python benchmarks/refresh_word.py [RUNS]

The pack is that of `write_word.py`: 120 pages, 60 tables and 40 native charts; and once more with a
column of live figures in each table, 720 in all. Every contender runs in a fresh process; imports
happen before the clock starts, and the template is prepared within it. Both take their turns, and
the ratio is taken of each pair; that of the least times is what a quiet machine would show.

The goal is for what a refresh is for, a pack of which little is new; where all is, nothing is left
that building need not do.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from machine import state
from write_word import CHARTS, COLUMNS, MONTHS, identity, points, saved, sections

SHARES = {
    "nothing": (0, 0, False),
    "3 of 60 sections": (3, 0, False),
    "every section": (60, 0, False),
    "no live figure": (0, 0, True),
    "10 of 720 figures": (0, 10, True),
    "every live figure": (0, 720, True),
}


def template() -> bytes:
    """Return the template of the pack."""
    import docx

    document = docx.Document()
    for text in ("{% for s in sections %}", "{{ s.title }}", "{{ s.first }}", "{{ s.second }}"):
        document.add_paragraph(text, style="Heading 1" if "title" in text else None)
    for text in ("{{ s.grid }}", "{% if s.chart %}", "{{ s.chart }}", "{% endif %}"):
        document.add_paragraph(text)
    document.add_page_break()
    document.add_paragraph("{% endfor %}")
    return saved(document)


def content(changed: int, figures: int, live: bool) -> dict[str, Any]:
    """Return the content of the pack; so many sections have a row and a point that are new.

    Where it is `live` the last column holds figures, so many of them new.
    """
    from pmf_engine.model.content import Field, Grid

    fields = tuple(Field(title=f"Column {n}", width=2.8) for n in range(COLUMNS))
    made = []
    for number, section in enumerate(sections()):
        rows = [list(row) for row in section.pop("rows")]
        new = number < changed
        rows[3][2] = "Corrected" if new else rows[3][2]
        if live:
            for at, row in enumerate(rows):
                row[-1] = figure(number * len(rows) + at, figures)
        grid = Grid(slot=f"table-{number}", caption="Measures", fields=fields, rows=rows)
        drawn = chart(number, new) if number < CHARTS else None
        made.append({**section, "grid": grid, "chart": drawn})
    return {"sections": made}


def figure(number: int, changed: int) -> Any:
    """Return a live figure; the first so many are new."""
    from pmf_engine.model.cells import Source
    from pmf_engine.model.values import Figure

    return Figure(
        report="pack", entity="OVH", period="2026-Q2", slot=f"F{number}", title="Repairs on time",
        unit="%", places=1, value=Decimal(number + (number < changed)) / 10,
        sources=(Source("indicators.xlsx", "Monthly", f"C{number + 2}", "0" * 64),),
    )  # fmt: skip


def chart(number: int, new: bool) -> Any:
    """Return a chart of two series, its last point another where new."""
    from pmf_engine.model.content import Chart, Series

    shift = Decimal(1) if new else Decimal(0)
    lines = zip(("Result", "Peer group"), points(number), strict=True)
    series = tuple(
        Series(name=name, values=(*map(_exact, values[:-1]), _exact(values[-1]) - shift))
        for name, values in lines
    )
    return Chart(
        slot=f"chart-{number}", kind="line", title=f"Chart {number}", subtitle="%, 2026",
        alt=f"Line chart {number}", categories=MONTHS, series=series,
    )  # fmt: skip


def _exact(value: float) -> Decimal:
    return Decimal(str(value))


def prepared(kind: str, share: str) -> Callable[[], bytes]:
    """Return the work of one contender; what writes the charts' workbooks is imported before it."""
    import xlsxwriter  # noqa: F401

    from pmf_engine.documents.word import build_word, refresh_word

    source, new = template(), content(*SHARES[share])
    if kind == "build":
        return lambda: build_word(source, new, identity(), [])
    made = subprocess.run(
        [sys.executable, __file__, "--write", share], capture_output=True, check=True
    ).stdout
    return lambda: refresh_word(made, source, new, identity(), []).data


def write(share: str) -> None:
    """Print the pack as first built; in a process of its own, so that nothing is kept in memory."""
    from pmf_engine.documents.word import build_word

    sys.stdout.buffer.write(build_word(template(), content(0, 0, SHARES[share][2]), identity(), []))


def once(kind: str, share: str) -> None:
    """Run one job and print its seconds by the clock and of processor."""
    work = prepared(kind, share)
    clock, processor = time.perf_counter(), time.process_time()
    work()
    print(json.dumps([time.perf_counter() - clock, time.process_time() - processor]))


def fresh(kind: str, share: str) -> list[float]:
    """Run one job in a fresh process."""
    command = [sys.executable, __file__, "--job", kind, share]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def main(runs: int) -> None:
    """Time both ways in turn for each share of changes, and print medians and ratios."""
    print(state())
    for share in SHARES:
        pairs = [(fresh("build", share), fresh("refresh", share)) for _ in range(runs)]
        built, renewed = (statistics.median(pair[way][0] for pair in pairs) for way in (0, 1))
        clock, processor = (statistics.median(b[by] / a[by] for a, b in pairs) for by in (0, 1))
        least = min(new[1] for _, new in pairs) / min(old[1] for old, _ in pairs)
        goal = "" if share.startswith("every") else " (1/3 or less)"
        print(
            f"{share:18} built {built * 1000:5.0f} ms, refreshed {renewed * 1000:5.0f} ms:"
            f" {clock:.2f} by the clock, {processor:.2f} by processor,"
            f" {least:.2f} of the least{goal}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--job"]:
        once(sys.argv[2], sys.argv[3])
    elif sys.argv[1:2] == ["--write"]:
        write(sys.argv[2])
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else 7)
