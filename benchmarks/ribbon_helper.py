"""Times a press of a ribbon button through the helper against RunPython's new Python.

    python benchmarks/ribbon_helper.py [PRESSES [SCORECARDS]]

In a live LibreOffice Calc stand a workbook with six figures of the sample's Board pack, and one
with its scorecard: 44 rows of 12 columns. The first is pressed often, the second seldom, as Calc
takes seconds for it. A source is saved before some presses: at once before, and three seconds
before, when the helper has computed ahead.

Through the helper, time is from the request file written to the answer file read. The time within
the spreadsheet is noted in the helper's process and told apart, by the clock and, for busy
machines, by processor time. RunPython's command is that of xlwings' VBA, in a process that imports
everything anew. Needs LibreOffice and python3-uno.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

from machine import state

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
_HELP, _REFRESH = ("pmfHelp", "help:show"), ("pmfRefreshAll", "refresh:all")
_HEADINGS = (
    "Code", "Perspective", "Measure", "Latest", "Target", "Status", "Short trend", "Long trend",
    "Year to date", "YTD status", "Year ago", "Quartile",
)  # fmt: skip
_COLD = 5
_AHEAD = 3.0  # seconds between saving a source and a press


class Inside:
    """The seconds spent within the spreadsheet, its test engine included."""

    def __init__(self) -> None:
        self.clock, self.processor, self.depth = 0.0, 0.0, 0

    def watch(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, its time counted where it is not called by another of these."""

        @wraps(function)
        def timed(*arguments: Any, **named: Any) -> Any:
            self.depth += 1
            clock, processor = time.perf_counter(), time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.clock += time.perf_counter() - clock
                    self.processor += time.process_time() - processor

        return timed

    def watch_all(self, module: Any) -> None:
        """Watch every method and property of the classes of a module."""
        for _, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ != module.__name__:
                continue
            for name, held in list(vars(kind).items()):
                if isinstance(held, property):
                    parts = [each and self.watch(each) for each in (held.fget, held.fset)]
                    setattr(kind, name, property(*parts))
                elif inspect.isfunction(held) and not name.startswith("__"):
                    setattr(kind, name, self.watch(held))


def serve(pipe: str) -> None:
    """Be the helper, and print what each request took within the spreadsheet."""
    from pmf_engine.ribbon import helper_serve
    from pmf_engine.ribbon.machine import Machine
    from tests.live_kit import attach, books, engine, ranges

    attach(pipe)
    inside, respond = Inside(), helper_serve.respond
    for module in (engine, books, ranges):
        inside.watch_all(module)

    def told(*arguments: Any, **named: Any) -> dict[str, str]:
        inside.clock, inside.processor, before = 0.0, 0.0, time.process_time()
        fields = respond(*arguments, **named)
        own = time.process_time() - before - inside.processor
        print(inside.clock, own, fields["ok"], flush=True)
        return fields

    helper_serve.respond = told  # type: ignore[assignment]
    helper_serve.serve(Machine.here(), lambda: print("ready", flush=True))


def scorecard(folder: Path) -> Path:
    """Write a workbook with the sample's scorecard, to be filled; return its path."""
    from openpyxl.worksheet.table import Table

    book = own_book()
    for row in (_HEADINGS, ["OVH-REP01"]):
        book.active.append(row)
    book.active.add_table(Table(displayName="pmf_scorecard", ref="A1:L2"))
    book.save(folder / "kpi.xlsx")
    return folder / "kpi.xlsx"


def figures(folder: Path) -> Path:
    """Write a workbook with six cells to be filled; return its path."""
    from openpyxl.workbook.defined_name import DefinedName

    book = own_book()
    for at, slot in enumerate(("report", "entity", "period", "as_at", "refreshed", "OVH_REP01"), 1):
        name = f"pmf_{slot}"
        book.defined_names[name] = DefinedName(name, attr_text=f"Sheet!$A${at}")
    book.save(folder / "six.xlsx")
    return folder / "six.xlsx"


def own_book() -> Any:
    """Return a workbook that says it is filled from the Board pack of one company."""
    from openpyxl import Workbook
    from openpyxl.worksheet.table import Table

    book = Workbook()
    settings = book.create_sheet("Reporting settings")
    for row in (("Report", "Entity", "Period"), ("board-pack", "OVH", "")):
        settings.append(row)
    settings.add_table(Table(displayName="Reporting_settings", ref="A1:C2"))
    return book


class Pressing:
    """Presses through the helper, each timed."""

    def __init__(self, helper: subprocess.Popen[str], box: Path) -> None:
        self.helper, self.box, self.count = helper, box, 0

    def __call__(
        self, button: tuple[str, str], book: str = "six.xlsx"
    ) -> tuple[float, float, float]:
        """Press; return the seconds in all, without the spreadsheet's own, and of processor."""
        self.count += 1
        request, part = self.box / f"{self.count}.req", self.box / f"{self.count}.part"
        keys = {"control": button[0], "tag": button[1], "window": "0", "book": book}
        start = time.perf_counter()
        part.write_text(json.dumps(keys))
        part.rename(request)
        while not request.with_suffix(".res").exists():
            time.sleep(0.001)
        took = time.perf_counter() - start
        assert self.helper.stdout is not None
        inside, own, good = self.helper.stdout.readline().split()
        if good != "yes":
            raise SystemExit(request.with_suffix(".res").read_text())
        return took, took - float(inside), float(own)


@contextlib.contextmanager
def helper_of(pipe: str, box: Path) -> Iterator[Pressing]:
    """Run a helper for a while."""
    from pmf_engine.ribbon.helper_box import Box

    words = [sys.executable, __file__, "--serve", pipe]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as helper:
        assert helper.stdout is not None and "ready" in helper.stdout.readline()
        yield Pressing(helper, box)
        Box(box).stop()


def cold(pipe: str, box: Path, button: tuple[str, str]) -> float:
    """Return the seconds that RunPython's command takes."""
    (box / "9.run").touch()
    command = (
        f"import pmf_engine.ribbon.helper_cold as r; r.answer('{button[0]}','{button[1]}','9')"
    )
    code = f'import xlwings.utils;xlwings.utils.prepare_sys_path("false;;;;;;"); {command}'
    words = [sys.executable, "-B", "-c", code, "--wb=six.xlsx", "--from_xl=1"]
    paths = f"{ROOT / 'tests' / 'joined'}{os.pathsep}{ROOT}"
    start = time.perf_counter()
    subprocess.run(
        words, check=True, env={**os.environ, "PMF_TEST_PIPE": pipe, "PYTHONPATH": paths}
    )
    return time.perf_counter() - start


def line(name: str, seconds: list[float]) -> str:
    """Return the median and the 95th percentile of so many presses, in milliseconds."""
    high = statistics.quantiles(seconds, n=20)[-1]
    middle = statistics.median(seconds)
    return f"{name:40} p50 {middle * 1000:6.0f} ms, p95 {high * 1000:6.0f} ms"


def measure(pipe: str, home: Path, presses: int, scorecards: int) -> None:
    """Print the times of each way."""
    source = Path(os.environ["PMF_WORKSPACE"]) / "workbooks" / "indicators.xlsx"
    ways: dict[str, list[tuple[float, float, float]]] = {}
    with helper_of(pipe, home / "requests") as press:
        for button, book in ((_HELP, "six.xlsx"), (_REFRESH, "six.xlsx"), (_REFRESH, "kpi.xlsx")):
            press(button, book)
        ways["help"] = [press(_HELP) for _ in range(presses)]
        ways["refresh of six figures"] = [press(_REFRESH) for _ in range(presses)]
        for name, pause in (("at once after", 0.0), (f"{_AHEAD:.0f} s after", _AHEAD)):
            ways[f"the same, {name} a source was saved"] = [
                after_saving(press, source, pause) for _ in range(scorecards)
            ]
        ways["refresh of the scorecard"] = [press(_REFRESH, "kpi.xlsx") for _ in range(scorecards)]
    kinds = ("in all", "apart from the spreadsheet", "the same, processor alone")
    for name, times in ways.items():
        print(f"helper, {name}, {len(times)} presses")
        for kind, seconds in zip(kinds, zip(*times, strict=True), strict=True):
            print(line(f"  {kind}", list(seconds)))
    for name, button in (("help", _HELP), ("refresh of six figures", _REFRESH)):
        seconds = [cold(pipe, home / "requests", button) for _ in range(_COLD)]
        print(line(f"RunPython, {name}, {_COLD} presses", seconds))
    print(state())


def after_saving(press: Pressing, source: Path, pause: float) -> tuple[float, float, float]:
    """Press so many seconds after a source was saved."""
    os.utime(source)
    time.sleep(pause)
    return press(_REFRESH)


def main(presses: int = 100, scorecards: int = 8) -> None:
    """Set up a workspace, a live spreadsheet and a folder of one's own, and measure."""
    from tests.live_kit import excel

    print(state())
    with tempfile.TemporaryDirectory() as made, excel() as app:
        folder = Path(made)
        for name in ("pmf.toml", "workbooks", "report_templates"):
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
            copy(ROOT / name, folder / name)
        os.environ |= {"PMF_HOME": str(folder / "home"), "PMF_WORKSPACE": str(folder)}
        for path in (scorecard(folder), figures(folder)):
            app.books.open(path)
        measure(app.impl.pipe, folder / "home", presses, scorecards)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--serve"]:
        serve(sys.argv[2])
    else:
        main(*map(int, sys.argv[1:]))
