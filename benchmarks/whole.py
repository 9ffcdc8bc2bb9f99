"""All Board packs of the sample beside a plain script that makes the same documents.

    python benchmarks/whole.py [RUNS]

The plain script (`plain/packs.py`) reads with calamine, computes and writes with docxtpl and
XlsxWriter, without lineage or checks. Then what a second run costs: with nothing changed, with one
workbook changed, and with a workbook changed that no report reads. Whole processes, in turn.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path
from zipfile import ZipFile

from machine import Used, pmf, run, state

HERE = Path(__file__).resolve().parent
ROOT, PLAIN = HERE.parent, HERE / "plain"
RUN = pmf("run", "--all", "--entity", "all")
SMALL_REPORT = '''
"""A report that reads indicators.xlsx only."""
from pmf_engine.api import *
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


def make_workspace(folder: Path) -> Path:
    for name in ("workbooks", "report_templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "pmf.toml", folder)
    return folder


def clear(workspace: Path) -> None:
    for name in (".pmf", "outputs"):
        shutil.rmtree(workspace / name, ignore_errors=True)


def contents(folder: Path) -> dict[str, int]:
    """What the packs in a folder hold, lineage and hidden sheets left out."""
    counts: Counter[str] = Counter()
    for path in sorted(folder.rglob("*.docx")):
        counts += _word(path)
    for path in sorted(folder.rglob("*.xlsx")):
        counts += _excel(path)
    return dict(counts)


def _word(path: Path) -> Counter[str]:
    import docx
    from docx.oxml.ns import qn

    body = docx.Document(str(path)).element.body
    words = "".join(text.text or "" for text in body.iter(qn("w:t")))
    return Counter({
        "Word documents": 1,
        "Word tables": sum(1 for _ in body.iter(qn("w:tbl"))),
        "Word table cells": sum(1 for _ in body.iter(qn("w:tc"))),
        "Word characters": len(words),
        "Word charts": sum(1 for _ in body.iter(qn("w:drawing"))),
    })  # fmt: skip


def _excel(path: Path) -> Counter[str]:
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    parts = ZipFile(path)
    texts = (parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name)
    return Counter({
        "Excel workbooks": 1,
        "Excel tables": sum(len(sheet.tables) for sheet in sheets),
        "Excel cells": sum(cell.value is not None for cell in cells),
        "Excel charts": sum("charts/chart" in name for name in parts.namelist()),
        "Excel sparklines": sum(text.count("<x14:sparkline>") for text in texts),
    })  # fmt: skip


def cold(runs: int, folder: Path, workspace: Path) -> dict[str, list[Used]]:
    """Time the engine and both plain scripts in turn, and compare what they made."""
    template, pictures, out = folder / "plain.docx", folder / "pictures", folder / "plain"
    pictures.mkdir()
    convert = "import sys, template; from pathlib import Path as P; template.convert(*map(P, sys.argv[1:]))"
    source = next((workspace / "report_templates" / "board-pack").rglob("*.docx"))
    run([sys.executable, "-c", convert, str(source), str(template)], PLAIN)
    script = [
        sys.executable,
        str(PLAIN / "packs.py"),
        str(workspace / "workbooks"),
        str(template),
        str(out),
    ]
    kinds = {
        "engine": (RUN, workspace),
        "plain, charts by matplotlib": (script, None),
        "plain, pictures drawn before": ([*script, str(pictures)], None),
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
    theirs = contents(out)
    for what, count in ours.items():
        print(f"  {what:18} engine {count:7,}  plain {theirs.get(what, 0):7,}")
    return taken


def again(runs: int, workspace: Path) -> dict[str, Used]:
    """Run once more under three changes and check which files were touched."""
    clear(workspace)
    run(RUN, workspace)
    same = [_rerun(workspace, set()) for _ in range(runs)]
    (workspace / "workbooks" / "unread.xlsx").write_bytes(b"read by no report")
    unread = [_rerun(workspace, set()) for _ in range(runs)]
    (workspace / "plugins").mkdir()
    (workspace / "plugins" / "homes.py").write_text(SMALL_REPORT, encoding="utf-8")
    run(RUN, workspace)
    thread = []
    for number in range(runs):
        edit(workspace / "workbooks" / "golden_thread.xlsx", number)
        thread.append(_rerun(workspace, {"board-pack"}))
    middle = statistics.median_low
    return {
        "nothing changed": Used(middle(u.wall for u in same), middle(u.cpu for u in same), 0),
        "a workbook changed that nobody reads": Used(middle(u.wall for u in unread), middle(u.cpu for u in unread), 0),
        "golden_thread changed": Used(middle(u.wall for u in thread), middle(u.cpu for u in thread), 0),
    }  # fmt: skip


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
    changed = {path for path in after if after[path] != before.get(path)}
    touched = {path.parts[1] for path in changed if path.parts[0] == "outputs"}
    kept = {path for path in changed if path.parts[0] == ".pmf"}
    if touched != rebuilt or (kept and not rebuilt):
        raise SystemExit(f"files were touched of {touched or kept}, not of {rebuilt or 'none'}")
    return used


def stamps(workspace: Path) -> dict[Path, int]:
    paths = (path for name in (".pmf", "outputs") for path in (workspace / name).rglob("*"))
    return {p.relative_to(workspace): p.stat().st_mtime_ns for p in paths if p.is_file()}


def main(runs: int) -> None:
    print(f"{runs} runs each, {state()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        workspace = make_workspace(folder / "workspace")
        taken = cold(runs, folder, workspace)
        wall, cpu = ({k: statistics.median(getattr(u, what) for u in used) for k, used in taken.items()}
                     for what in ("wall", "cpu"))  # fmt: skip
        for kind, used in taken.items():
            least = min(one.wall for one in used)
            peak = max(one.peak for one in used)
            print(
                f"{kind:30} {wall[kind]:.2f} s (least {least:.2f}), processor {cpu[kind]:.2f} s, {peak:.0f} MB"
            )
        for kind in list(wall)[1:]:
            strict = "no goal, the stricter figure" if "before" in kind else "goal 1.5"
            print(f"engine over {kind}: {wall['engine'] / wall[kind]:.2f}, by processor"
                  f" {cpu['engine'] / cpu[kind]:.2f} ({strict})")  # fmt: skip
        for what, used in again(runs, workspace).items():
            goal = (
                "goal under 0.1"
                if "nothing" in what or "nobody" in what
                else "only its report rebuilt"
            )
            print(f"second run, {what}: {used.wall:.2f} s, of cold {used.wall / wall['engine']:.3f}, by"
                  f" processor {used.cpu / cpu['engine']:.3f} ({goal})")  # fmt: skip


if __name__ == "__main__":
    os.environ.pop("PMF_DEBUG", None)
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
