"""A site of performance pages, cold and after one figure changed, beside plain Jinja templates.

    python benchmarks/site.py [MEASURES] [QUARTERS] [PAIRS]

By default 80 measures over 12 quarters, each of which was issued: the site holds them all. The peer
is a plain script (`plain/pages.py`): it reads the finished data of each quarter and writes the same
pages through ordinary Jinja templates. It reads no workbook, computes nothing, checks nothing,
keeps no record and writes every file anew. Each pair runs in turn; ratios are medians over pairs.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from machine import Used, pmf, run, state

from pmf_engine.model.periods import Frequency, Period

LAST = Period.parse("2026-Q2")
PEER = str(Path(__file__).with_name("plain") / "pages.py")
MOST = 60_000


def main(measures: int, quarters: int, pairs: int) -> None:
    print(state())
    with tempfile.TemporaryDirectory() as folder:
        root, out = Path(folder) / "workspace", Path(folder) / "out"
        run(pmf("init", str(root), "--empty"))
        write(root, measures, 0)
        for step in range(quarters - 1, -1, -1):
            build(root, out, LAST.shift(-step))
            home = out / "tenant-kpis" / "OVH" / LAST.shift(-step).id / "site"
            where = ("--workspace", str(root))
            run(pmf("issue", str(home / LAST.shift(-step).id.lower() / "data.json"), *where))
        home = out / "tenant-kpis" / "OVH" / LAST.id / "site"
        found = [pair(root, out, home, Path(folder) / "plain", n, measures) for n in range(pairs)]
        weigh(home)
        tell(found)


def pair(
    root: Path, out: Path, home: Path, plain: Path, n: int, measures: int
) -> dict[str, tuple[Used, int]]:
    """Build cold, change a figure, build again, build with nothing changed; then the peer."""
    shutil.rmtree(home.parent)
    for path in (root / ".pmf" / "cache").glob("*"):
        path.unlink()
    told = {"cold": measured(root, out, home)}
    write(root, measures, n + 1)
    told["one figure changed"] = measured(root, out, home)
    told["nothing changed"] = measured(root, out, home)
    shutil.rmtree(plain, ignore_errors=True)
    used = run([sys.executable, PEER, str(home), str(plain)])
    told["plain Jinja"] = used, sum(path.is_file() for path in plain.rglob("*"))
    return told


def measured(root: Path, out: Path, home: Path) -> tuple[Used, int]:
    """What a build took, and how many files it wrote."""
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    used = build(root, out, LAST)
    after = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.is_file()}
    return used, sum(before.get(path) != stamp for path, stamp in after.items())


def build(root: Path, out: Path, period: Period) -> Used:
    asked = ("--entity", "OVH", "--period", period.id, "--out", str(out))
    return run(pmf("run", "tenant-kpis", *asked, "--workspace", str(root)))


def tell(found: list[dict[str, tuple[Used, int]]]) -> None:
    peer = [one["plain Jinja"][0] for one in found]
    for name in found[0]:
        used = [one[name][0] for one in found]
        wrote = found[-1][name][1]
        wall = statistics.median(one.wall for one in used)
        peak = statistics.median(one.peak for one in used)
        print(f"{name}: {wall:.1f} s, {peak:.0f} MB, {wrote:,} files written", end="")
        for what in ("wall", "cpu"):
            pairs = zip(used, peer, strict=True)
            ratio = statistics.median(getattr(a, what) / getattr(b, what) for a, b in pairs)
            print(f"; {what} over plain Jinja {ratio:.2f}", end="")
        print()


def weigh(home: Path) -> None:
    """Print how heavy the pages are."""
    sizes = sorted((path.stat().st_size, path) for path in home.rglob("*.html"))
    most, path = sizes[-1]
    half = statistics.median(size for size, _ in sizes)
    total = sum(one.stat().st_size for one in home.rglob("*") if one.is_file()) / 1024**2
    print(f"{len(sizes):,} pages, {total:.1f} MB in all with data; median {half / 1000:.1f} kB,")
    print(f"heaviest {most / 1000:.1f} kB (goal under 60): {path.relative_to(home)};")
    print(f"stylesheet {(home / 'site.css').stat().st_size / 1000:.1f} kB")
    assert most < MOST, "a page is too heavy"


def write(root: Path, measures: int, changed: int) -> None:
    """Write the workbook in a process of its own: what a parent holds counts as its child's."""
    book = root / "workbooks" / "indicators.xlsx"
    run([sys.executable, __file__, "make", str(book), str(measures), str(changed)])


def make(path: str, measures: int, changed: int) -> None:
    from pmf_engine.documents.excel.tables import write_tables
    from pmf_engine.framework.contract import INDICATOR_INPUTS

    made: dict[str, list[Any]] = {name: [] for name in INDICATOR_INPUTS}
    for name, row in rows(measures, changed):
        made[name].append(row)
    tables = [(table, made[name]) for name, table in INDICATOR_INPUTS.items()]
    write_tables(Path(path), tables, [], title="Indicators")


def rows(measures: int, changed: int) -> Any:
    """Every row; the newest value of the first measure is another for each `changed`."""
    first = date(2023, 4, 1)
    yield "entities", {
        "code": "OVH", "title": "A landlord", "kind": "landlord", "parent": None,
        "board_frequency": "quarterly", "homes": 13000, "valid_from": first,
    }  # fmt: skip
    months = [Period(LAST.last - back, Frequency.MONTHLY) for back in range(41, -1, -1)]
    for n in range(measures):
        code = f"OVH-M{n:03}"
        yield "indicators", {
            "code": code, "title": f"Measure number {n} of what tenants see", "entity": "OVH",
            "measure": f"measure_{n:03}", "service": f"Service {n % 8}", "perspective": "Customer",
            "dimension": "Effectiveness", "unit": "%", "scale": "100", "kind": "rate",
            "polarity": "maximise", "places": 1, "frequency": "monthly", "owner": "Head",
            "weight": 1, "critical": False, "audiences": ("board", "tenants"),
            "definition": "Jobs done within the time promised, as a share of all jobs done.",
            "source": "Synthetic data",
        }  # fmt: skip
        yield "targets", {"code": code, "valid_from": first, "target": 92, "amber": 88}
        for at, month in enumerate(months):
            top = 850 + (n * 7 + at * 13) % 130 + (changed if n == 0 and month == months[-1] else 0)
            yield "monthly", {
                "code": code, "month": month, "numerator": top, "denominator": 1000,
                "status": "actual", "entered_by": "Analyst",
                "entered_on": month.shift(1).start_date.replace(day=8),
            }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(sys.argv[2], *map(int, sys.argv[3:]))
    else:
        numbers = [int(word) for word in sys.argv[1:]]
        main(*(numbers + [80, 12, 3][len(numbers) :]))
