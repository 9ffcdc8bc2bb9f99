"""The risk review of a large register beside reading its workbook alone: time and memory.

    python benchmarks/risks.py [RISKS] [QUARTERS] [PAIRS]

By default 5,000 risks over 20 quarters: one current score a quarter and risk, with inherent scores,
targets, controls and assurance. The peers read the same workbook in a process of their own: once
python-calamine, every sheet as plain values; once the engine's own reading, typed and checked, as
every report begins. Each pair runs in turn; ratios are medians over pairs. `figures` computes and
checks the review without writing, `run` writes the paper and its companion of the whole register.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from machine import Used, pmf, run, state

from pmf_engine.model.periods import Frequency, Period

LAST = Period.parse("2026-Q2")
IMPACTS = ("finance", "customer", "regulation", "reputation", "service")
PLAIN = """
import sys, python_calamine
book = python_calamine.load_workbook(sys.argv[1])
print(sum(len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names))
"""
TYPED = """
import sys
from pathlib import Path
from pmf_engine.framework.contract import INDICATOR_INPUTS, THREAD_INPUTS
from pmf_engine.framework.risk_contract import RISK_INPUTS
from pmf_engine.workbook import Binding, read_inputs
inputs = {**INDICATOR_INPUTS, **THREAD_INPUTS, **RISK_INPUTS}
home = Path(sys.argv[1]).parent
names = {table.workbook for table in inputs.values()}
bound = {name: Binding(name, str(home / f"{name}.xlsx"), Path("/")) for name in names}
reading = read_inputs(bound, inputs, cache=None)
for key, table in inputs.items():
    for name in table.columns:
        reading.data[key].column(name)
assert not reading.faulty, reading.findings
"""


def main(risks: int, quarters: int, pairs: int) -> None:
    print(state())
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        run(pmf("init", str(root)))
        book = root / "workbooks" / "risks.xlsx"
        run([sys.executable, __file__, "make", str(book), str(risks), str(quarters)])
        size = book.stat().st_size / 1024**2
        print(f"{risks:,} risks, {quarters} quarters: {size:.1f} MB")
        asked = ("gbac-risk-review", "--period", LAST.id, "--workspace", str(root))
        ours = {
            "figures": lambda: run(pmf("figures", *asked, "--json")),
            "run": lambda: run(pmf("run", *asked, "--force", "--out", f"{folder}/out")),
        }
        peers = {
            "calamine": lambda: run([sys.executable, "-c", PLAIN, str(book)]),
            "typed": lambda: run([sys.executable, "-c", TYPED, str(book)]),
        }
        for name, measure in ours.items():
            found = [(fresh(root, measure), {k: peer() for k, peer in peers.items()})
                     for _ in range(pairs)]  # fmt: skip
            tell(name, found)


def fresh(root: Path, measure: Any) -> Used:
    """A run that has nothing kept from one before."""
    for path in (root / ".pmf" / "cache").glob("*"):
        path.unlink()
    return measure()


def tell(name: str, found: list[tuple[Used, dict[str, Used]]]) -> None:
    wall = statistics.median(ours.wall for ours, _ in found)
    peak = statistics.median(ours.peak for ours, _ in found)
    print(f"{name}: {wall:.1f} s, {peak:.0f} MB")
    for peer in found[0][1]:
        pairs = [(ours, peers[peer]) for ours, peers in found]
        said = ", ".join(
            f"{what} {statistics.median(getattr(a, part) / getattr(b, part) for a, b in pairs):.2f}"
            for what, part in (("time", "wall"), ("processor", "cpu"), ("memory", "peak"))
        )
        their = statistics.median(b.wall for _, b in pairs)
        held = statistics.median(b.peak for _, b in pairs)
        print(f"  over reading alone, {peer} ({their:.1f} s, {held:.0f} MB): {said}")


def make(path: str, risks: int, quarters: int) -> None:
    """Write the workbook, in a process of its own: what a parent holds counts as its child's."""
    from pmf_engine.documents.excel.tables import write_tables
    from pmf_engine.framework.risk_contract import RISK_INPUTS

    made: dict[str, list[Any]] = {name: [] for name in RISK_INPUTS}
    for name, row in _rows(risks, quarters):
        made[name].append(row)
    tables = [(table, made[name]) for name, table in RISK_INPUTS.items()]
    write_tables(Path(path), tables, [], title="Risks")


def _rows(risks: int, quarters: int) -> Any:
    spans = [LAST.shift(-step) for step in reversed(range(quarters))]
    opened = Period(spans[0].first, Frequency.MONTHLY).start_date
    for name in ("Safety", "Money", "People", "Service"):
        yield "appetite", {"category": name, "valid_from": opened, "appetite": 9, "tolerance": 12}
    for n in range(risks):
        code = f"R{n:05}"
        yield "risks", {
            "code": code, "title": f"Risk number {n}", "cause": "A cause in a few words",
            "event": "What would happen then", "effect": "What would follow for tenants",
            "category": ("Safety", "Money", "People", "Service")[n % 4],
            "entity": ("SOVINI", "OVH", "PCHA")[n % 3],
            "level": ("operational", "strategic")[n % 10 == 0],
            "owner": f"Head of Service {n % 60}", "opened": opened, "closed": None,
            "merged_into": None, "response": "treat", "proximity": "0-3 months",
            "velocity": ("days", "weeks", "months")[n % 3], "next_review": None,
            "close_reason": None,
        }  # fmt: skip
        yield "assessments", scoring(code, opened, "inherent", 5, 4 + n % 2, n)
        for at, span in enumerate(spans):
            likelihood, impact = 1 + (n + at // 3) % 4, 1 + (n * 7) % 5 * (n % 17 == 0) + n % 3
            yield (
                "assessments",
                scoring(code, span.end_date, "current", likelihood, min(5, impact), n),
            )
        yield "assessments", scoring(code, date(2027, 3, 31), "target", 1, 1 + n % 3, n)
        for key in (True, False):
            control = f"{code}-C{int(key)}"
            yield "controls", {
                "risk": code, "code": control, "title": "A control", "type": "preventive",
                "owner": "Head", "key": key, "effectiveness": "partial",
                "last_tested": date(2026, 9, 1),
            }  # fmt: skip
            yield "assurance", {
                "risk": code, "control": control, "line": 1 + n % 3, "date": date(2026, 8, 1),
                "rating": "substantial", "source": "A review",
            }  # fmt: skip


def scoring(code: str, day: date, kind: str, likelihood: int, impact: int, n: int) -> Any:
    impacts = {f"impact_{name}": 1 + n % impact for name in IMPACTS} | {"impact_customer": impact}
    base = {"risk": code, "date": day, "kind": kind, "likelihood": likelihood, **impacts}
    return {**base, "reason": "Reviewed with the team.", "by": f"Head of Service {n % 60}"}


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        main(*(numbers + [5000, 20, 3][len(numbers) :]))
