"""Plugins: where they are found, what they bring, and what becomes of a broken one."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pluggy
import pytest

from pmf_engine.catalogue import hookspecs, load_catalogue
from pmf_engine.model.errors import PmfError
from tests.command import Pmf, digest
from tests.tiny import STOCK_REPORT, Tiny

TESTS = Path(__file__).resolve().parent


def hooks() -> list[str]:
    """The names of every hook that a plugin may implement."""
    manager = pluggy.PluginManager(hookspecs.GROUP)
    manager.add_hookspecs(hookspecs)
    return sorted(vars(manager.hook).keys() - {"_plugin2hookcallers"})


def having(hook: str) -> Iterator[str]:
    """The tests whose own lines, or a plugin they make, name a hook."""
    for path in sorted(TESTS.glob("test_*.py")):
        for test in re.split(r"^(?=def test_)", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            if re.search(rf"def {hook}\(", test):
                yield f"{path.name}: {test.split('(')[0]}"


def test_the_hooks_are_the_ones_documented_here() -> None:
    assert hooks() == ["pmf_definitions", "pmf_open_source", "pmf_reports"]


@pytest.mark.parametrize("hook", hooks())
def test_every_hook_says_what_to_return_and_when_it_is_called(hook: str) -> None:
    told = inspect.getdoc(getattr(hookspecs, hook)) or ""
    assert told.startswith("Return ") and "Called" in told


@pytest.mark.parametrize("hook", hooks())
def test_every_hook_has_a_test_with_a_plugin_that_implements_it(hook: str) -> None:
    assert list(having(hook))


def test_a_hook_without_a_test_would_be_noticed() -> None:
    assert list(having("pmf_" + "nothing_of_the_kind")) == []


def test_the_shipped_reports_come_through_the_entry_points_that_anybody_may_use() -> None:
    names = {point.name for point in entry_points(group="pmf_engine")}
    assert "board-pack" in names
    assert load_catalogue(None).entry("board-pack").plugin == "board-pack"


def test_nothing_is_loaded_when_the_engine_is_imported_or_opened(tiny: Tiny) -> None:
    tiny.plugin("broken", "raise SystemError('loaded too early')")
    engine = tiny.write().engine()
    assert "catalogue" not in vars(engine)
    assert [one.plugin for one in engine.catalogue.broken] == ["plugins/broken.py"]


def test_a_loose_plugin_of_one_file_brings_its_report(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10, 11)
    assert "stock" in [one["key"] for one in pmf("list", "--json").json["reports"]]
    said = pmf("run", "stock", "--json")
    assert said.status == 0
    (run,) = said.json["runs"]
    assert (run["entity"], run["period"]) == ("group", "2026-05")
    assert pmf("figures", "stock", "--json").json["figures"][0]["display"] == "11\u00a0homes"


def test_a_loose_plugin_may_be_a_package_with_its_own_modules(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10)
    (tiny.root / "plugins" / "stock.py").unlink()
    package = tiny.root / "plugins" / "stock_report"
    package.mkdir()
    (package / "report.py").write_text(STOCK_REPORT, encoding="utf-8")
    (package / "__init__.py").write_text(
        "from pmf_engine.api import hookimpl\n\n\n@hookimpl\ndef pmf_reports():\n"
        "    from .report import report\n\n    return [report]\n",
        encoding="utf-8",
    )
    assert pmf("figures", "stock", "--json").json["figures"][0]["value"] == "10"


def test_hidden_and_private_files_beside_plugins_are_no_plugins(pmf: Pmf, tiny: Tiny) -> None:
    for name in ("_helper", ".hidden"):
        tiny.plugin(name, "1 / 0")
    (tiny.root / "plugins" / "notes.txt").write_text("1 / 0", encoding="utf-8")
    (tiny.root / "plugins" / "data").mkdir()
    tiny.write()
    assert pmf("list", "--json").json["broken"] == []


def test_an_installed_package_that_stands_in_the_plugins_folder_is_not_loaded_twice() -> None:
    root = TESTS.parent
    assert [one.report.key for one in load_catalogue(root)] == [
        one.report.key for one in load_catalogue(None)
    ]


def test_two_plugins_with_one_key_are_an_error_that_names_both(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10)
    tiny.plugin("another", STOCK_REPORT)
    said = pmf("list", "--json")
    assert said.status == 2
    assert "plugins/another.py" in said.json["error"] and "plugins/stock.py" in said.json["error"]


def test_a_plugin_that_takes_the_key_of_a_shipped_report_is_an_error_that_names_both(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write().plugin("mine", STOCK_REPORT.replace('key="stock"', 'key="board-pack"'))
    said = pmf("check", "--json")
    assert said.status == 2
    assert "board-pack" in said.json["error"] and "plugins/mine.py" in said.json["error"]


REPORTS = "from pmf_engine.api import hookimpl\n\n\n@hookimpl\ndef pmf_reports():\n    return {}\n"
BROKEN = {
    "an import that fails": ("import no_such_library", "no_such_library"),
    "a syntax error": ("def (", "SyntaxError"),
    "a fault on import": ("1 / 0", "division by zero"),
    "a hook of another name": (REPORTS.format("[]").replace("reports", "report"), "pmf_report"),
    "no list": (REPORTS.format("None"), "must return a list"),
    "no report": (REPORTS.format("['board-pack']"), "'board-pack'"),
    "a fault in the hook": (REPORTS.format("[1 / 0]"), "division by zero"),
    "an end of the program": ("raise SystemExit(3)", "SystemExit"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_plugin_is_named_and_skipped(pmf: Pmf, tiny: Tiny, fault: str) -> None:
    code, reason = BROKEN[fault]
    tiny.write().plugin("faulty", code)
    said = pmf("check", "board-pack")
    assert said.status == 0
    assert "The plugin plugins/faulty.py was skipped:" in said.err and reason in said.err
    pmf.build()


@pytest.mark.parametrize(
    "words", [["list"], ["check"], ["figures", "board-pack"], ["run", "board-pack"]]
)
def test_a_broken_plugin_fails_with_strict_and_writes_nothing(
    pmf: Pmf, tiny: Tiny, words: list[str]
) -> None:
    tiny.write().plugin("faulty", "1 / 0")
    said = pmf(*words, "--strict", "--json")
    assert said.status == 2
    assert "plugins/faulty.py" in said.json["error"]
    assert pmf.wrote_nothing


def test_a_broken_plugin_leaves_standard_output_one_json_object(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().plugin("faulty", "1 / 0")
    said = pmf("figures", "board-pack", "--json")
    assert said.status == 0 and said.json["report"] == "board-pack"


def plugin(figures: str = "", body: str = "", returns: str = "[report]", hook: str = "") -> str:
    """A report of the tiny stock workbook with something in it changed."""
    code = STOCK_REPORT.replace('key="stock"', f'key="stock", figures=[{figures}]')
    return code.replace("return [report]", f"return {returns}") + body + hook


SHARED = """
HOMES-HALVED:
  title: Homes, halved
  editions:
    "2026/27":
      unit: homes
      places: 0
      top: {add: [owned]}
      bottom: {add: [two]}
      scale: 1
      verified: true
      source: {title: "Made up"}
"""
TERMS = """

@report.term
def owned(run):
    (row,) = run.data.stock.by("month")[run.period]
    return Decimal(row.homes)


@report.term
def two(run):
    return Decimal(2)
"""


def test_a_plugin_may_bring_definitions_that_any_report_may_name(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10)
    path = tiny.plugin(
        "shared",
        "from pathlib import Path\n\nfrom pmf_engine.api import hookimpl\n\n\n@hookimpl\n"
        "def pmf_definitions():\n    return [Path(__file__).with_suffix('.yaml')]\n",
    )
    path.with_suffix(".yaml").write_text(SHARED, encoding="utf-8")
    tiny.plugin("stock", plugin(figures='"HOMES-HALVED"', body=TERMS))
    said = pmf("figures", "stock", "--json")
    assert said.status == 0, said.out
    figure = said.json["figures"][0]
    assert (figure["value"], figure["edition"]) == ("5", "2026/27")
    assert [source["sheet"] for source in figure["sources"]] == ["Stock"]


@pytest.mark.parametrize("returned", ["[3]", "'text'", "['a.yaml']"])
def test_definitions_that_are_no_paths_break_their_plugin(
    pmf: Pmf, tiny: Tiny, returned: str
) -> None:
    code = REPORTS.format(returned).replace("pmf_reports", "pmf_definitions")
    tiny.write().plugin("shared", code)
    said = pmf("list", "--json")
    assert [one["plugin"] for one in said.json["broken"]] == ["plugins/shared.py"]
    assert "pmf_definitions" in said.json["broken"][0]["reason"]


CSV = """
import csv
from datetime import date


@hookimpl
def pmf_open_source(path, table):
    if path.suffix != ".csv":
        return None
    with path.open(newline="", encoding="utf-8") as stream:
        heading, *rows = csv.reader(stream)
    return [heading, *([date.fromisoformat(month), read(homes)] for month, homes in rows)]


def read(text):
    return int(text) if text.isdigit() else text
"""


def bound_to(tiny: Tiny, name: str, content: str) -> None:
    """Bind the stock workbook to a file of another kind."""
    tiny.write().plugin("stock", STOCK_REPORT + CSV)
    tiny.path("homes").with_name(name).write_text(content, encoding="utf-8")
    toml = f'[inputs]\nhomes = "workbooks/{name}"\n'
    (tiny.root / "pmf.toml").write_text(toml, encoding="utf-8")


def test_a_plugin_may_open_files_that_are_no_excel_workbooks(pmf: Pmf, tiny: Tiny) -> None:
    bound_to(tiny, "stock.csv", "month,homes\n2026-04-01,10\n2026-05-01,12\n")
    said = pmf("figures", "stock", "--json")
    assert said.status == 0, said.out
    (figure,) = said.json["figures"]
    assert figure["value"] == "12"
    (source,) = figure["sources"]
    assert (source["workbook"], source["range"]) == ("stock.csv", "B3")
    assert source["sha256"] == digest(tiny.path("homes").with_name("stock.csv"))


def test_what_a_plugin_opened_is_typed_and_checked_like_cells(pmf: Pmf, tiny: Tiny) -> None:
    bound_to(tiny, "stock.csv", "month,homes\n2026-04-01,9O\n2026-05-01,\n")
    said = pmf("run", "stock", "--json")
    assert said.status == 1
    assert [(f["cell"], f["workbook"]) for f in said.findings if f["level"] == "error"] == [
        ("B2", "stock.csv"), ("B3", "stock.csv"),
    ]  # fmt: skip


def test_a_changed_file_that_a_plugin_opens_is_noticed(pmf: Pmf, tiny: Tiny) -> None:
    bound_to(tiny, "stock.csv", "month,homes\n2026-04-01,10\n")
    pmf("run", "stock")
    assert "nothing has changed" in pmf("run", "stock").out
    bound_to(tiny, "stock.csv", "month,homes\n2026-04-01,11\n")
    assert "built" in pmf("run", "stock").out
    assert pmf("figures", "stock", "--json").json["figures"][0]["value"] == "11"


def test_a_changed_plugin_is_asked_again_for_a_file_that_has_not_changed(
    pmf: Pmf, tiny: Tiny
) -> None:
    bound_to(tiny, "stock.csv", "month,homes\n2026-04-01,10\n")
    assert pmf("figures", "stock", "--json").json["figures"][0]["value"] == "10"
    tiny.plugin("stock", STOCK_REPORT + CSV.replace("int(text)", "2 * int(text)"))
    assert pmf("figures", "stock", "--json").json["figures"][0]["value"] == "20"


def test_a_file_that_no_plugin_opens_is_read_as_a_workbook(pmf: Pmf, tiny: Tiny) -> None:
    bound_to(tiny, "stock.txt", "anything")
    said = pmf("check", "stock", "--json")
    assert (said.status, said.codes()) == (1, ["file-not-excel"])


def test_a_plugin_that_fails_to_open_a_file_is_status_2_and_the_file_is_named(
    pmf: Pmf, tiny: Tiny
) -> None:
    bound_to(tiny, "stock.csv", "month,homes\nyesterday,10\n")
    said = pmf("check", "stock", "--json")
    assert said.status == 2 and "stock.csv" in said.json["error"]


FAULTS = {
    "a computation": ("@report.compute\ndef wrong(run):\n    1 / 0\n", "wrong"),
    "a check": ("@report.check\ndef odd(run):\n    yield 3\n", "not a finding"),
    "the same figure twice": (
        "@report.compute\ndef twice(run):\n"
        "    run.figure('homes', 'Homes', lambda: Decimal(1))\n",
        "twice",
    ),
    "a slot that cannot be": (
        "@report.compute\ndef slot(run):\n"
        "    count = lambda: Decimal(sum(run.data.stock.column('homes')))\n"
        "    run.figure('no spaces please', 'Homes', count)\n",
        "no spaces please",
    ),
    "a figure from nowhere": (
        "@report.compute\ndef nowhere(run):\n    run.figure('x', 'X', lambda: Decimal(1))\n",
        "no sources",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_plugin_is_status_2_and_names_the_report_and_the_function(
    pmf: Pmf, tiny: Tiny, fault: str
) -> None:
    body, words = FAULTS[fault]
    tiny.write().stock(10)
    tiny.plugin("stock", plugin(body=f"\n\n{body}"))
    said = pmf("run", "stock", "--json")
    assert said.status == 2
    assert "stock" in said.json["error"] and words in said.json["error"]
    assert pmf.wrote_nothing


def test_a_check_of_a_plugin_stops_its_report(pmf: Pmf, tiny: Tiny) -> None:
    body = (
        "\n\n@report.check\ndef enough(run):\n"
        "    yield error('STOCK-1', 'There are too few homes.')\n"
    )
    tiny.write().stock(10)
    tiny.plugin("stock", plugin(body=body))
    said = pmf("run", "stock", "--json")
    assert (said.status, said.codes()) == (1, ["STOCK-1"])
    assert pmf.wrote_nothing


def test_a_figure_without_a_definition_is_status_2(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10)
    tiny.plugin("stock", plugin(figures='"NOSUCH"'))
    said = pmf("check", "stock", "--json")
    assert said.status == 2 and "NOSUCH" in said.json["error"]


def test_asking_the_catalogue_for_no_report_names_what_there_is() -> None:
    with pytest.raises(PmfError, match=r"Reports: .*board-pack"):
        load_catalogue(None).entry("nothing like it")


def test_reports_of_the_catalogue_have_what_a_reader_is_told(pmf: Pmf) -> None:
    rows: list[dict[str, Any]] = pmf.bare("list", "--json").json["reports"]
    assert all(row["title"] and row["audience"] and row["frequency"] for row in rows)
