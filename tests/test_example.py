"""The example plugin: its cases, its report as a loose plugin, and the package installed by pip."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from pmf_engine.definitions import case_faults, load_cases, load_definitions
from pmf_engine.engine import Engine, Workspace
from pmf_engine.engine.engine import Options, Outcome
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from tests.tiny import ROOT
from tests.workbooks import Rows, save

EXAMPLE = ROOT / "examples" / "pmf-complaints"
PACKAGE = EXAMPLE / "src" / "pmf_complaints"
KEY = "complaints-handling"
COLUMNS = ("reference", "entity", "received_on", "stage", "in_target", "in_extension", "upheld")


def complaints(entity: str, month: date, answers: str) -> Iterator[tuple[Any, ...]]:
    """A row for each letter: t in target, e in extension, l late, w waiting; capitals upheld."""
    for number, letter in enumerate(answers):
        waiting = letter == "w"
        yield (
            f"{entity}-{month:%y%m}-{number}", entity, month, "one",
            None if waiting else letter in "tT", letter in "eE",
            None if waiting else letter.isupper(),
        )  # fmt: skip


def sheets() -> dict[str, Rows]:
    """OVH answers 4 of 8 in target and 2 in extension in both quarters; PCHA has 1 complaint."""
    rows = [
        *complaints("OVH", date(2024, 2, 1), "TTteEllw"),
        *complaints("OVH", date(2024, 4, 1), "TTt"),
        *complaints("OVH", date(2024, 6, 1), "teEll"),
        *complaints("PCHA", date(2024, 5, 1), "T"),
    ]
    homes = [
        ("OVH", "One Vision", date(2024, 3, 1), 12800),
        ("OVH", "One Vision", date(2024, 6, 1), 12816),
        ("PCHA", "Pine Court", date(2024, 6, 1), 550),
    ]
    return {
        "Complaints": [COLUMNS, *rows],
        "Homes": [("entity", "title", "month", "homes"), *homes],
    }


def workspace(root: Path, rows: dict[str, Rows]) -> Path:
    (root / "workbooks").mkdir(parents=True)
    save(root / "workbooks" / "complaints.xlsx", rows)
    (root / "pmf.toml").write_text('name = "third-party"\n', encoding="utf-8")
    return root


def loose(root: Path, rows: dict[str, Rows]) -> Engine:
    shutil.copytree(PACKAGE, workspace(root, rows) / "plugins" / "pmf_complaints")
    return Engine(Workspace.find(root))


def shown(outcome: Outcome) -> dict[str, str]:
    assert outcome.run is not None
    return {slot: figure.display for slot, figure in outcome.run.figures.items()}


def text_of(path: Path) -> str:
    """What a reader sees, with what stands in content controls."""
    paragraphs = Document(str(path)).element.body.iter(qn("w:p"))
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in paragraphs)


def test_the_worked_cases_beside_the_definitions_hold():
    definitions = load_definitions(PACKAGE / "definitions.yaml")
    assert case_faults(definitions, load_cases(PACKAGE / "cases.yaml")) == []


def test_the_cases_cover_every_edition_of_every_measure():
    cases = load_cases(PACKAGE / "cases.yaml")
    tried = {(key, case.period) for case in cases for key in case.figures}
    for definition in load_definitions(PACKAGE / "definitions.yaml"):
        covered = {definition.in_force(period) for key, period in tried if key == definition.key}
        assert covered == set(definition.editions)


def test_the_example_imports_nothing_of_the_engine_but_its_public_door():
    modules = {
        node.module
        for path in PACKAGE.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pmf_")
    }
    assert modules == {"pmf_engine.api"}


def test_each_period_is_counted_by_the_edition_in_force(tmp_path):
    engine = loose(tmp_path / "w", sheets())
    (before,) = engine.outcomes(KEY, "OVH", Period.parse("2023-Q4"))
    (after,) = engine.outcomes(KEY, "OVH", Period.parse("2024-Q1"))
    assert shown(before)["answered-in-time"] == "37.5%"
    assert shown(after)["answered-in-time"] == "75.0%"
    assert shown(after)["stage-one-rate"] == "0.6\N{NO-BREAK SPACE}per 1,000 homes"


def test_a_count_of_homes_that_is_not_entered_is_missing_and_never_zero(tmp_path):
    engine = loose(tmp_path / "w", sheets())
    (outcome,) = engine.outcomes(KEY, "PCHA", Period.parse("2023-Q4"))
    assert outcome.run is not None
    missing = outcome.run.figures["stage-one-rate"].missing
    assert missing is not None
    assert missing.reason == "homes owned: no homes are entered for March 2024"


def test_a_figure_of_the_definitions_names_the_cells_of_each_term(tmp_path):
    (outcome,) = loose(tmp_path / "w", sheets()).outcomes(KEY, "PCHA", Period.parse("2024-Q1"))
    assert outcome.run is not None
    rate = outcome.run.figures["stage-one-rate"]
    sources = {term.name: [s.range for s in term.sources] for term in rate.terms}
    assert sources["homes_owned"] == ["C4:D4"]
    assert rate.arithmetic == "1 ÷ 550 × 1,000 = 1.8182"


def test_a_draft_is_built_though_a_cell_is_at_fault(tmp_path):
    rows = sheets()
    spoilt = [*rows["Complaints"][:-1], (*rows["Complaints"][-1][:4], "perhaps", False, True)]
    engine = loose(tmp_path / "w", {**rows, "Complaints": spoilt})
    (task,) = engine.tasks(KEY, "PCHA", None)
    outcome = engine.run(task, Options(out=tmp_path / "out", draft=True))
    document = next(
        outcome.folder / file.name for file in outcome.files if file.name.endswith(".docx")
    )
    assert "perhaps" in text_of(document)


def test_a_draft_is_built_though_a_figure_could_not_be_worked_out(tmp_path):
    rows = sheets()
    homes = [*rows["Homes"][:-1], (*rows["Homes"][-1][:-1], "many")]
    engine = loose(tmp_path / "w", {**rows, "Homes": homes})
    (task,) = engine.tasks(KEY, "PCHA", None)
    outcome = engine.run(task, Options(out=tmp_path / "out", draft=True))
    assert [file.name for file in outcome.files] == [
        "complaints-PCHA-2024-Q1.docx", "complaints-PCHA-2024-Q1.xlsx",
    ]  # fmt: skip
    assert shown(outcome)["stage-one-rate"] == "No figure"
    assert "not-computed" in {finding.code for finding in outcome.findings}


def changed(root: Path, file: str, old: str, new: str) -> Engine:
    """The example as a loose plugin with one piece of its code replaced."""
    engine = loose(root, sheets())
    path = root / "plugins" / "pmf_complaints" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return engine


def test_a_term_that_returns_a_float_is_refused_by_name(tmp_path):
    engine = changed(
        tmp_path / "w", "report.py", "return len(received", "return 1.0 * len(received"
    )
    with pytest.raises(PmfError, match=r"The term stage_one of the report .* returns 8\.0"):
        engine.outcomes(KEY, "OVH")


def test_content_that_fails_is_told_as_a_fault_of_the_plugin(tmp_path):
    engine = changed(tmp_path / "w", "documents.py", '["upheld-rate"]', '["upheld"]')
    with pytest.raises(PmfError, match=r"“word_names” .* KeyError: 'upheld'.* fault of the plugin"):
        engine.outcomes(KEY, "OVH")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the repository and the example in it, put there by pip."""
    home = tmp_path_factory.mktemp("fresh") / "venv"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", str(ROOT), f"{EXAMPLE}[test]")
    return scripts


def run(program: Path, *arguments: str, folder: Path | None = None) -> str:
    """What a program prints; its fault in full when it fails."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(program), *arguments], cwd=folder, env={**clean, "PYTHONUTF8": "1"},
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.slow
def test_the_example_installed_by_pip_is_listed_and_runs_from_an_empty_folder(installed, tmp_path):
    root, empty = workspace(tmp_path / "w", sheets()), tmp_path / "empty"
    empty.mkdir()
    pmf = installed / ("pmf.exe" if os.name == "nt" else "pmf")
    listed = json.loads(run(pmf, "list", "--json", folder=empty))
    assert {report["key"] for report in listed["reports"]} >= {"board-pack", KEY}
    assert listed["broken"] == []

    told = json.loads(run(pmf, "run", KEY, "--workspace", str(root), "--json", folder=empty))
    files = {Path(f["path"]).name: Path(f["path"]) for r in told["runs"] for f in r["files"]}
    assert set(files) == {
        f"complaints-{entity}-2024-Q1.{kind}"
        for entity in ("OVH", "PCHA")
        for kind in ("docx", "xlsx")
    }
    text = text_of(files["complaints-OVH-2024-Q1.docx"]).replace("\N{NO-BREAK SPACE}", " ")
    assert "One Vision received stage one complaints at a rate of 0.6 per 1,000 homes" in text
    assert "answered 75.0% of them in time" in text
    assert "Of those decided, 37.5% were upheld." in text
    traced = json.loads(run(pmf, "trace", str(files["complaints-PCHA-2024-Q1.xlsx"]), "--json"))
    assert {f["id"].split("/")[-1]: f["display"] for f in traced["figures"]} == {
        "stage-one-rate": "1.8\N{NO-BREAK SPACE}per 1,000 homes",
        "answered-in-time": "100.0%",
        "upheld-rate": "100.0%",
    }
    assert list(empty.iterdir()) == []


@pytest.mark.slow
def test_the_examples_own_tests_pass_where_it_is_installed(installed, tmp_path):
    shutil.copytree(EXAMPLE / "tests", tmp_path / "tests")
    name = "python.exe" if os.name == "nt" else "python"
    run(installed / name, "-m", "pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path)
