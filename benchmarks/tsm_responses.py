"""Tenant satisfaction from answer sheets: the engine beside plain pandas, from CSV and Parquet.

    python benchmarks/tsm_responses.py [ROWS]

Needs the extra `benchmark`. Whole processes, in turn, over the same files of a million answer
sheets: 12 questions, a weight, two tenures. Ours is `pmf figures tsm`, which types and checks every
answer, counts while it reads, computes every figure of the return and checks it; the peer reads the
columns it needs and divides. Both give the same percentages, or the script stops. Memory is what
the process needed at its most; `flat` is that of all rows over that of a tenth of them.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from machine import Used, pmf, run, state

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "pmf-data-files" / "src" / "pmf_data_files"
QUESTIONS = [f"TP{number:02}" for number in range(1, 13)]
HEADER = ["landlord", "year", "tenure", "weight", *QUESTIONS]
ANSWERS = ["very satisfied", "fairly satisfied", "neither", "fairly dissatisfied",
           "very dissatisfied", "not applicable", ""]  # fmt: skip
SHARES = [40, 25, 10, 8, 7, 6, 4]
WEIGHTS = [round(0.5 + step / 100, 2) for step in range(100)]
BATCH, PAIRS = 50_000, 3

PEER = """
import sys
import pandas as pd
path, questions = sys.argv[1], [f"TP{n:02}" for n in range(1, 13)]
read = pd.read_csv if path.endswith(".csv") else pd.read_parquet
kept = {"usecols": ["tenure", "weight", *questions]} if path.endswith(".csv") else {
    "columns": ["tenure", "weight", *questions]}
frame = read(path, **kept)
frame = frame[frame["tenure"] == "LCRA"]
for question in questions:
    weights = frame.groupby(question)["weight"].sum()
    base = weights.drop(["not applicable", ""], errors="ignore")
    satisfied = base.reindex(["very satisfied", "fairly satisfied"]).sum()
    print(question, f"{100 * satisfied / base.sum():.6f}")
"""


def rows(count: int) -> Iterator[list[object]]:
    """Answer sheets that fall the same way each time."""
    chance = random.Random(1)
    tenures = ["LCRA"] * 8 + ["LCHO"] * 2
    for _ in range(count):
        answers = chance.choices(ANSWERS, SHARES, k=len(QUESTIONS))
        tenure = chance.choice(tenures)
        if tenure == "LCHO":
            answers[1:4] = ["", "", ""]
        yield ["OVH", "2024/25", tenure, chance.choice(WEIGHTS), *answers]


def write(folder: Path, count: int) -> dict[str, Path]:
    """Write the sheets as CSV and as Parquet, and return the files by kind.

    In a process of its own: what this one holds would count as memory of those it starts.
    """
    command = [sys.executable, __file__, "write", str(folder), str(count)]
    subprocess.run(command, check=True)
    return files(folder, count)


def files(folder: Path, count: int) -> dict[str, Path]:
    return {kind: folder / f"answers-{count}.{kind}" for kind in ("csv", "parquet")}


def write_files(folder: Path, count: int) -> None:
    import pyarrow
    from pyarrow import parquet

    paths = files(folder, count)
    schema = pyarrow.schema([(name, pyarrow.float64() if name == "weight" else pyarrow.string())
                             for name in HEADER])  # fmt: skip
    made = rows(count)
    with (
        paths["csv"].open("w", encoding="utf-8", newline="") as lines,
        parquet.ParquetWriter(paths["parquet"], schema) as table,
    ):
        out = csv.writer(lines)
        out.writerow(HEADER)
        while some := list(islice(made, BATCH)):
            out.writerows(some)
            columns = [list(column) for column in zip(*some, strict=True)]
            table.write_table(pyarrow.table(dict(zip(HEADER, columns, strict=True)), schema))


def workspace(folder: Path, answers: Path) -> Path:
    """A workspace of the sample's landlord, its counts of answers left to the sheets."""
    root = folder / answers.stem / answers.suffix[1:]
    (root / "plugins").mkdir(parents=True)
    shutil.copytree(EXAMPLE, root / "plugins" / "pmf_data_files")
    shutil.copytree(ROOT / "report_templates" / "tsm", root / "report_templates" / "tsm")
    (root / "workbooks").mkdir()
    made = [sys.executable, __file__, "workbook", str(root / "workbooks")]
    subprocess.run(made, check=True)
    (root / "pmf.toml").write_text(f'[inputs]\nsurvey_responses = "{answers}"\n', encoding="utf-8")
    return root


def write_workbook(folder: Path) -> None:
    """The sample's workbook without its counts of answers."""
    from pmf_plugins.tsm.inputs import INPUTS

    from pmf_engine.documents.excel.tables import write_tables

    sys.path.insert(0, str(ROOT))
    from tools.sample import satisfaction

    tables = {**satisfaction.tables(), "perception": [], "approach": [], "methods": []}
    for row in tables["survey"]:
        row["population"] = row["responses"] = 100_000_000
    write_tables(
        folder / "tenant_satisfaction.xlsx",
        [(INPUTS[name], made) for name, made in tables.items()],
        [],
        title="Answers",
    )


def ours(root: Path) -> list[str]:
    arguments = ("--entity", "OVH", "--period", "2024/25", "--json", "--workspace", str(root))
    return pmf("figures", "tsm", *arguments)


def same(root: Path, answers: Path) -> None:
    """Stop unless both give the same percentages."""
    told = subprocess.run(ours(root), capture_output=True, text=True, check=False).stdout
    figures = {one["id"].split("/", 3)[3]: one["value"] for one in json.loads(told)["figures"]}
    peer = subprocess.run(
        [sys.executable, "-c", PEER, str(answers)], capture_output=True, text=True, check=True
    )
    for line in peer.stdout.splitlines():
        question, percent = line.split()
        if abs(float(figures[f"lcra/{question}"]) - float(percent)) > 1e-5:
            raise SystemExit(f"{question}: {figures[f'lcra/{question}']} beside {percent}")


def measured(command: list[str]) -> Used:
    taken = [run(command) for _ in range(PAIRS)]
    return Used(*(median(getattr(one, part) for one in taken) for part in ("wall", "cpu", "peak")))


def compare(folder: Path, count: int, few: dict[str, Path], many: dict[str, Path]) -> None:
    for kind, answers in many.items():
        root, small = workspace(folder, answers), workspace(folder, few[kind])
        same(root, answers)
        own = measured(ours(root))
        peer = measured([sys.executable, "-c", PEER, str(answers)])
        least = measured(ours(small))
        print(
            f"{kind:8} {count:,} sheets: pandas {peer.wall:.1f} s and {peer.peak:,.0f} MB,"
            f" ours {own.wall:.1f} s and {own.peak:,.0f} MB; ratio of time"
            f" {own.wall / peer.wall:.2f}, of memory {own.peak / peer.peak:.2f};"
            f" flat {own.peak / least.peak:.2f}"
        )


def main(count: int) -> None:
    print(f"{PAIRS} runs each, {state()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare(folder, count, write(folder, count // 10), write(folder, count))


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write_files(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["workbook"]:
        write_workbook(Path(sys.argv[2]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
