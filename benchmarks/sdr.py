"""The Statistical Data Return from 500,000 homes, from CSV, Parquet and Excel, over merely reading.

    python benchmarks/sdr.py [ROWS]

Needs the extra `benchmark`. Whole processes, in turn. Ours is `pmf figures sdr`: every cell typed
and checked, every figure of the seven parts computed, every validation asked. The peer reads the
same file and no more: pyarrow for CSV and Parquet, python-calamine for Excel. `linear` is the
processor time that a home takes at all rows over that at a tenth of them, that of a return of 1,000
homes taken off both. The register is sound, so that nothing stops early; the script stops where a
figure is wrong.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from machine import Used, pmf, run, state

ROOT = Path(__file__).resolve().parent.parent
FEW, PAIRS = 1_000, 3
MOST_OF_A_SHEET = 500_000
JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)
SOLD, BUILT = 97, 101  # one home in so many left, or came, in the year
PEERS = {
    "csv": "from pyarrow import csv; table = csv.read_csv(sys.argv[1])",
    "parquet": "from pyarrow import parquet; table = parquet.read_table(sys.argv[1])",
    "xlsx": "import python_calamine\n"
    "book = python_calamine.load_workbook(sys.argv[1])\n"
    "table = book.get_sheet_by_name('Properties').to_python()",
}


def register(count: int) -> tuple[Any, Any]:
    """A sound register of so many homes, and its movements, as frames."""
    import polars as pl

    at = pl.int_range(count, eager=True)
    frame = pl.DataFrame({"at": at}).with_columns(
        property=pl.format("H{}", pl.col("at")),
        owner=pl.lit("BIG"),
        manager=pl.lit("BIG"),
        tenure=pl.when(pl.col("at") % 20 == 0)
        .then(pl.lit("low cost home ownership"))
        .otherwise(pl.lit("low cost rental")),
        la=pl.format("E{}", 8000000 + pl.col("at") % 60),
        beds=pl.col("at") % 6,
        built=pl.col("at") % BUILT == 1,
        sold=pl.col("at") % SOLD == 2,
    )
    rental, built = pl.col("tenure") == "low cost rental", pl.col("built")
    sold = pl.col("sold") & ~built
    need = pl.when(pl.col("at") % 9 == 0).then(pl.lit("supported housing"))
    social = pl.when(pl.col("at") % 7 == 0).then(pl.lit("affordable rent"))
    homes = frame.select(
        "property", "owner", "manager", "tenure",
        need=pl.when(rental).then(need.otherwise(pl.lit("general needs"))),
        form=pl.when(rental).then(pl.lit("self-contained")),
        bedspaces=pl.lit(None, pl.Int64), beds="beds", la="la",
        rent_basis=pl.when(rental).then(social.otherwise(pl.lit("social rent"))),
        weekly_rent=pl.when(rental).then((9000 + pl.col("at") * 37 % 3000) / 100),
        service_charge=pl.when(rental & (pl.col("at") % 3 == 0)).then(pl.lit(8.25)),
        share=pl.when(~rental).then(pl.lit(40.0)),
        acquired=pl.when(built).then(pl.lit(JUNE)).otherwise(pl.lit(date(2010, 4, 1))),
        disposed=pl.when(sold).then(pl.lit(JULY)),
        disposal_route=pl.when(sold).then(pl.lit("sold otherwise")),
        decent=pl.when(rental).then(pl.lit("meets")),
        state=pl.when(rental).then(pl.lit("let")),
    )  # fmt: skip
    moved = frame.filter(pl.col("built") | pl.col("sold")).select(
        "property", "owner",
        moved_on=pl.when("built").then(pl.lit(JUNE)).otherwise(pl.lit(JULY)),
        kind=pl.when("built").then(pl.lit("built")).otherwise(pl.lit("sold otherwise")),
        from_tenure=pl.lit(None, pl.String), to_tenure=pl.lit(None, pl.String),
    )  # fmt: skip
    return homes, moved


def write(root: Path, kind: str, count: int) -> None:
    """Write a workspace of so many homes, in a process of its own: what it holds would count."""
    from pmf_plugins.sdr.inputs import INPUTS

    from pmf_engine.documents.excel.tables import write_tables
    from pmf_engine.model.periods import Period

    homes, moved = register(count)
    small: dict[str, list[dict[str, Any]]] = {
        "landlords": [{"landlord": "BIG", "name": "Big", "year": Period.parse("2025/26")}],
        "areas": [
            {"code": code, "name": code, "valid_from": date(2009, 4, 1)}
            for code in sorted(homes["la"].unique())
        ],
    }
    (root / "workbooks").mkdir(parents=True)
    shutil.copytree(ROOT / "report_templates" / "sdr", root / "report_templates" / "sdr")
    tables = [(INPUTS[name], rows) for name, rows in small.items()]
    write_tables(root / "workbooks" / "stock.xlsx", tables, [], title="Stock")
    bound = []
    for name, frame in (("properties", homes), ("movements", moved)):
        path = root / "workbooks" / f"{name}.{kind}"
        _write_frame(frame, path, INPUTS[name].name)
        bound.append(f'stock_{name} = "workbooks/{path.name}"')
    (root / "pmf.toml").write_text("[inputs]\n" + "\n".join(bound) + "\n", encoding="utf-8")


def _write_frame(frame: Any, path: Path, sheet: str) -> None:
    if path.suffix == ".csv":
        frame.write_csv(path)
    elif path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        import xlsxwriter

        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        page, day = book.add_worksheet(sheet), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, frame.columns)
        for number, row in enumerate(frame.iter_rows(), 1):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(number, column, value, day)
                elif value is not None:
                    page.write(number, column, value)
        book.close()


def ours(root: Path) -> list[str]:
    return pmf("figures", "sdr", "--entity", "BIG", "--json", "--workspace", str(root))


def check(root: Path, count: int) -> None:
    """Stop unless the return counts the homes that were written."""
    told = subprocess.run(ours(root), capture_output=True, text=True, check=False)
    figures = {
        one["id"].split("/", 3)[3]: one["value"] for one in json.loads(told.stdout)["figures"]
    }
    both = sum(at % BUILT == 1 and at % SOLD == 2 for at in range(count))
    left = sum(at % SOLD == 2 for at in range(count)) - both
    if int(figures["lcr/total/total"]) != count - left:
        raise SystemExit(f"{figures['lcr/total/total']} homes, not {count - left}")


def measured(command: list[str]) -> Used:
    run(command)
    taken = [run(command) for _ in range(PAIRS)]
    return Used(*(median(getattr(one, part) for one in taken) for part in ("wall", "cpu", "peak")))


def made(folder: Path, kind: str, count: int) -> Path:
    root = folder / f"{kind}-{count}"
    command = [sys.executable, __file__, "write", str(root), kind, str(count)]
    subprocess.run(command, check=True)
    return root


def compare(folder: Path, kind: str, count: int) -> None:
    roots = {size: made(folder, kind, size) for size in (FEW, count // 10, count)}
    check(roots[count], count)
    own = {size: measured(ours(root)) for size, root in roots.items()}
    file = roots[count] / "workbooks" / f"properties.{kind}"
    peer = measured([sys.executable, "-c", f"import sys\n{PEERS[kind]}", str(file)])
    start, tenth, whole = (own[size].cpu for size in (FEW, count // 10, count))
    linear = (whole - start) / (count - FEW) / ((tenth - start) / (count // 10 - FEW))
    used = own[count]
    print(
        f"{kind:8} {count:,} homes: {used.wall:.1f} s by the clock, {used.cpu:.1f} s of processor,"
        f" {count / used.wall:,.0f} homes a second, {used.peak:,.0f} MB; reading alone"
        f" {peer.wall:.1f} s, {peer.cpu:.1f} s, {peer.peak:,.0f} MB; ratio by the clock"
        f" {used.wall / peer.wall:.2f}, by processor {used.cpu / peer.cpu:.2f}, of memory"
        f" {used.peak / peer.peak:.2f}; linear {linear:.2f}"
    )
    shutil.rmtree(folder)


def main(count: int) -> None:
    print(f"{PAIRS} runs each, {state()}")
    for kind in PEERS:
        compare(Path(tempfile.mkdtemp()), kind, min(count, MOST_OF_A_SHEET))


if __name__ == "__main__":
    if sys.argv[1:2] == ["write"]:
        write(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 500_000)
