"""All Board packs of the sample beside a plain script that makes the same documents.

    python benchmarks/whole.py [RUNS]

The plain script (`plain/packs.py`) reads with calamine, computes and writes with docxtpl and
XlsxWriter, without lineage or checks. Then what a second run costs: with nothing changed, with a
workbook changed that no report reads, and with one changed that only some read. Whole processes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median
from zipfile import ZipFile

from machine import Used, pmf, run, state

HERE = Path(__file__).resolve().parent
ROOT, PLAIN = HERE.parent, HERE / "plain"
RUN = pmf("run", "--all", "--entity", "all")
DRAWN, READY = "plain, charts by matplotlib", "plain, pictures drawn before"
CONVERT = (
    "import sys, template; from pathlib import Path as P; template.convert(*map(P, sys.argv[1:]))"
)
SMALL_REPORT = '''
"""A report that reads indicators.xlsx only."""
from pmf_engine.api import Audience, Due, Excel, Field, Frequency, Grid, Report, Sheet, hookimpl
from pmf_engine.framework.contract import INDICATOR_INPUTS

report = Report(key="homes", title="Homes", audience=Audience.STAFF, frequency=Frequency.YEARLY,
                due=Due(day=1), inputs=INDICATOR_INPUTS, main=("monthly", "month"),
                documents=[Excel("homes.xlsx")])

@report.sheets
def sheets(run):
    fields = (Field(title="Entity", chars=20), Field(title="Homes", chars=10))
    rows = [(row.title, row.homes) for row in run.data.entities]
    grid = Grid(slot="homes", caption="Homes", fields=fields, rows=rows)
    return [Sheet(name="Homes", title="Homes", note="", grid=grid)]

@hookimpl
def pmf_reports():
    return [report]
'''


def make_workspace(folder: Path, *workbooks: str) -> Path:
    """Make a workspace of the sample, of these workbooks only where any is named.

    A report whose workbook is not there is not in use, and left out.
    """
    shutil.copytree(ROOT / "report_templates", folder / "report_templates")
    (folder / "workbooks").mkdir()
    for path in (ROOT / "workbooks").glob("*.xlsx"):
        if not workbooks or path.stem in workbooks:
            shutil.copy(path, folder / "workbooks")
    if workbooks:
        (folder / "pmf.toml").write_text('name = "sample"\n', encoding="utf-8")
    else:
        shutil.copy(ROOT / "pmf.toml", folder)
    return folder


def clear(workspace: Path) -> None:
    for name in (".pmf", "outputs"):
        shutil.rmtree(workspace / name, ignore_errors=True)


def contents(folder: Path) -> Counter[str]:
    """What the packs in a folder hold, lineage and hidden sheets left out."""
    counts: Counter[str] = Counter()
    for path in folder.rglob("*.docx"):
        counts += _word(path)
    for path in folder.rglob("*.xlsx"):
        counts += _excel(path)
    return counts


def _word(path: Path) -> Counter[str]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(path)).element.body
    return Counter({
        "Word documents": 1,
        "Word tables": sum(1 for _ in body.iter(qn("w:tbl"))),
        "Word table cells": sum(1 for _ in body.iter(qn("w:tc"))),
        "Word characters": sum(len(text.text or "") for text in body.iter(qn("w:t"))),
        "Word charts": sum(1 for _ in body.iter(qn("w:drawing"))),
    })  # fmt: skip


def _excel(path: Path) -> Counter[str]:
    import openpyxl

    book, parts = openpyxl.load_workbook(path), ZipFile(path)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    texts = (parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
    return Counter({
        "Excel workbooks": 1,
        "Excel tables": sum(len(sheet.tables) for sheet in sheets),
        "Excel cells": sum(cell.value is not None for cell in cells),
        "Excel charts": sum("charts/chart" in name for name in parts.namelist()),
        "Excel sparklines": sum(text.count("<x14:sparkline>") for text in texts),
    })  # fmt: skip


def cold(runs: int, folder: Path, workspace: Path) -> dict[str, list[Used]]:
    """Time the engine and both plain scripts in turn, having compared what they make."""
    template, pictures, out = folder / "plain.docx", folder / "pictures", folder / "plain"
    pictures.mkdir()
    source = next((workspace / "report_templates" / "board-pack").rglob("*.docx"))
    run([sys.executable, "-c", CONVERT, str(source), str(template)], PLAIN)
    script = [sys.executable, str(PLAIN / "packs.py")]
    script += [str(path) for path in (workspace / "workbooks", template, out)]
    kinds = {
        "engine": (RUN, workspace),
        DRAWN: (script, None),
        READY: ([*script, str(pictures)], None),
    }
    taken: dict[str, list[Used]] = {kind: [] for kind in kinds}
    for number in range(runs + 1):
        for kind, (command, place) in kinds.items():
            clear(workspace)
            shutil.rmtree(out, ignore_errors=True)
            used = run(command, place)
            if number:
                taken[kind].append(used)
            elif kind == "engine":
                ours = contents(workspace / "outputs")
        if not number:
            compare(ours, contents(out))
    return taken


def compare(ours: Counter[str], theirs: Counter[str]) -> None:
    for what, count in ours.items():
        print(f"  {what:18} engine {count:8,}  plain {theirs[what]:8,}")


def again(runs: int, workspace: Path) -> dict[str, list[Used]]:
    """Run once more after three kinds of change, checking which files were touched."""
    clear(workspace)
    run(RUN, workspace)
    same = [_rerun(workspace, set()) for _ in range(runs)]
    (workspace / "workbooks" / "unread.xlsx").write_bytes(b"read by no report")
    unread = [_rerun(workspace, set()) for _ in range(runs)]
    (workspace / "plugins").mkdir()
    (workspace / "plugins" / "homes.py").write_text(SMALL_REPORT, encoding="utf-8")
    run(RUN, workspace)
    some = []
    for number in range(runs):
        edit(workspace / "workbooks" / "golden_thread.xlsx", number)
        some.append(_rerun(workspace, {"board-pack"}))
    return {
        "nothing changed (goal under 0.1)": same,
        "a workbook changed that no report reads (goal under 0.1)": unread,
        "golden_thread changed, board-pack rebuilt and another report not": some,
    }


def edit(path: Path, number: int) -> None:
    """Change one percentage in a workbook."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    book["Actions"]["H3"] = 50 + number
    book.save(path)


def _rerun(workspace: Path, rebuilt: set[str]) -> Used:
    """Run, and stop where other files were touched than those of the reports to be rebuilt."""
    before = stamps(workspace)
    used = run(RUN, workspace)
    after = stamps(workspace)
    changed = [path for path in after if after[path] != before.get(path)]
    touched = {path.parts[1] for path in changed if path.parts[0] == "outputs"}
    if touched != rebuilt or (changed and not rebuilt):
        raise SystemExit(f"touched: {sorted(map(str, changed))}; to be rebuilt: {sorted(rebuilt)}")
    return used


def stamps(workspace: Path) -> dict[Path, int]:
    paths = (path for name in (".pmf", "outputs") for path in (workspace / name).rglob("*"))
    return {p.relative_to(workspace): p.stat().st_mtime_ns for p in paths if p.is_file()}


def middle(taken: list[Used]) -> Used:
    """The medians of time and processor, and the most memory."""
    wall, cpu = (median(getattr(used, what) for used in taken) for what in ("wall", "cpu"))
    return Used(wall, cpu, max(used.peak for used in taken))


def ratio(one: Used, other: Used) -> str:
    return f"{one.wall / other.wall:.3f}, by processor {one.cpu / other.cpu:.3f}"


def main(runs: int) -> None:
    print(f"{runs} runs each, {state()}")
    with tempfile.TemporaryDirectory() as name:
        workspace = make_workspace(Path(name) / "workspace", "indicators", "golden_thread")
        found = {kind: middle(taken) for kind, taken in cold(runs, Path(name), workspace).items()}
        for kind, used in found.items():
            print(
                f"{kind:30} {used.wall:.2f} s, processor {used.cpu:.2f} s, most {used.peak:.0f} MB"
            )
        for kind, goal in ((DRAWN, "goal 1.5"), (READY, "stricter than the goal asks")):
            print(f"engine over {kind}: {ratio(found['engine'], found[kind])} ({goal})")
        for change, taken in again(runs, workspace).items():
            used = middle(taken)
            print(f"again, {change}: {used.wall:.2f} s, of cold {ratio(used, found['engine'])}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
