"""The pages in `docs/`: what they show is so."""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import pytest
from docx import Document

from pmf_engine.cli import pmf as command_line
from pmf_engine.documents.word import add_house_styles, lint_template
from pmf_engine.engine import Workspace
from pmf_engine.engine.computing import content
from pmf_engine.engine.filling import _context as template_names
from pmf_engine.ribbon.machine import Machine
from pmf_engine.workbook import CODES
from tests.command import Pmf
from tests.tiny import ROOT, Tiny
from tests.tiny_finance import YEAR, Finance
from tests.tiny_tsm import TinyTsm
from tools import contract_page, lines_page

DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
EXAMPLE = ROOT / "examples" / "pmf-complaints"
_FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
_ROW = re.compile(r"^\| `([\w-]+)` \| (\w+) \|", re.MULTILINE)
_LEVELS = {
    "error": "error", "FileFault": "error", "Bad": "error", "_stop": "error",
    "warning": "warning", "_warn": "warning", "note": "note",
}  # fmt: skip


def fences(page: Path) -> Iterator[tuple[list[str], str]]:
    """The words after the opening fence, and the text, of each block of code."""
    for match in _FENCE.finditer(page.read_text(encoding="utf-8")):
        yield match[1].split(), match[2]


def test_every_page_stands_in_the_index():
    linked = {
        (DOCS / target).resolve() for target in _LINK.findall((DOCS / "README.md").read_text())
    }
    assert {page.resolve() for page in PAGES} - linked == {(DOCS / "README.md").resolve()}


@pytest.mark.parametrize("page", [*PAGES, ROOT / "CHANGELOG.md"], ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page):
    targets = _LINK.findall(page.read_text(encoding="utf-8"))
    gone = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert gone == []


def test_the_code_shown_to_plugin_authors_is_that_of_the_example():
    shown = [
        (words[1], text) for words, text in fences(DOCS / "writing-a-plugin.md") if len(words) > 1
    ]
    assert {name.split("/")[-1] for name, _ in shown} >= {
        "pyproject.toml", "__init__.py", "inputs.py", "report.py", "documents.py",
        "definitions.yaml", "cases.yaml",
    }  # fmt: skip
    for name, text in shown:
        lines = (EXAMPLE / name).read_text(encoding="utf-8")
        assert f"\n{text}" in f"\n{lines}", f"these are not lines of {name}:\n{text}"


def test_the_code_shown_for_filling_a_workbook_is_that_of_the_example():
    for words, text in fences(DOCS / "refreshing-excel.md"):
        assert f"\n{text}" in (ROOT / words[1]).read_text(encoding="utf-8")


def test_no_block_of_python_is_shown_that_no_file_holds():
    for page in PAGES:
        for words, text in fences(page):
            assert words[:1] != ["python"] or len(words) == 2, f"{page.name}:\n{text}"


def commands() -> Iterator[tuple[str, str]]:
    for page in [*PAGES, ROOT / "README.md", EXAMPLE / "README.md"]:
        for words, text in fences(page):
            if words[:1] in (["sh"], ["console"]):
                lines = text.replace("\\\n", " ").splitlines()
                yield from ((page.name, one) for one in lines if one.startswith("pmf "))


@pytest.mark.parametrize(("page", "line"), sorted(set(commands())))
def test_every_command_shown_is_one_that_pmf_takes(page, line):
    _, name, *arguments = shlex.split(line, comments=True)
    if name.startswith("-"):
        return
    assert isinstance(command_line, click.Group)
    command = command_line.commands[name]
    if isinstance(command, click.Group):
        name, *arguments = arguments
        command = command.commands[name]
    command.make_context(name, arguments)


def documented() -> dict[str, Any]:
    blocks = [(words, text) for words, text in fences(DOCS / "json.md") if words[:1] == ["json"]]
    return {words[1]: json.loads(text) for words, text in blocks}


def shape(value: Any, path: str = "") -> set[str]:
    """The paths of every key; the items of a list share one path."""
    if isinstance(value, dict):
        return set().union(*({f"{path}.{k}"} | shape(v, f"{path}.{k}") for k, v in value.items()))
    if isinstance(value, list):
        return set().union(*(shape(item, f"{path}[]") for item in value))
    return set()


def with_findings(name: str) -> set[str]:
    """The keys documented for a command, its findings spelt out."""
    pages = documented()
    keys = shape(pages[name])
    for path in [key for key in keys if key.endswith(".findings")]:
        keys |= shape([pages["finding"]], path)
    return keys


@pytest.fixture
def told(pmf: Pmf, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What each command prints on a tiny workspace, and of the ribbon on somebody's Windows."""
    home = tiny.root.parent / "user"
    windows = Machine("Windows", home, home / "python.exe", home / "AppData")
    monkeypatch.setattr(Machine, "here", lambda: windows)
    tiny.adjust("REP01", 91)
    tiny.write()
    tiny.plugin("broken", "import not_there\n")
    said = {
        name: pmf(name, *words, "--json").json
        for name, words in {
            "list": [],
            "check": ["board-pack"],
            "figures": ["board-pack", "--entity", "OVH"],
            "run": ["board-pack", "--entity", "OVH"],
            "explain": ["REP01", "--entity", "OVH"],
            "history": ["REP01"],
        }.items()
    }
    said["issue"] = pmf("issue", pmf.file("docx"), "--json").json
    signing = ("--role", "Board", "--name", "Ann Chair")
    said["sign-off"] = pmf("sign-off", pmf.file("docx"), *signing, "--json").json
    tiny.rows["adjustments"][0]["value"] = 92
    pmf.build("--workspace", tiny.write().root)
    newer = pmf.file("docx").with_name("board-pack-OVH-2026-Q2-v2.docx")
    said["verify"] = pmf("verify", newer, "--json").json
    (tiny.root / "timetable.yaml").write_text("row: {}\n", encoding="utf-8")
    said["calendar"] = pmf("calendar", "--json").json
    said["trace"] = pmf.bare("trace", pmf.file("docx"), "--json").json
    with patch("pmf_engine.documents.pdf.to_pdf", lambda files: dict.fromkeys(files, b"%PDF")):
        said["pdf"] = pmf.bare("pdf", pmf.file("docx"), "--json").json
    first = pmf.file("docx").read_bytes()
    tiny.rows["monthly"][-1]["numerator"] -= 5
    tiny.write()
    said["refresh"] = pmf("refresh", pmf.file("docx"), "--period", "2026-09", "--json").json
    earlier = tiny.root.parent / "earlier.docx"
    earlier.write_bytes(first)
    (renewed,) = said["refresh"]["files"]
    said["diff"] = pmf.bare("diff", earlier, renewed["path"], "--json").json
    said["init"] = pmf.bare("init", tiny.root.parent / "new", "--empty", "--json").json
    said["error"] = pmf("run", "bord-pack", "--json").json
    addin = tiny.root.parent / "pmf.xlam"
    said["ribbon-build"] = pmf.bare("ribbon", "build", "--out", addin, "--json").json
    for name in ("install", "doctor", "uninstall"):
        said[f"ribbon-{name}"] = pmf.bare("ribbon", name, "--json").json
    return said


def test_every_command_prints_the_keys_that_the_json_page_shows_and_no_other(told):
    for name, value in told.items():
        assert shape(value) == with_findings(name), f"pmf {name} --json"


def every_command(group: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Every command, those of a group by both names: `ribbon-build`."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"{name}-{inner}", one) for inner, one in every_command(command))
        else:
            yield name, command


def test_every_command_with_json_has_its_example():
    assert isinstance(command_line, click.Group)
    with_json = {
        name
        for name, command in every_command(command_line)
        if any("--json" in option.opts for option in command.params)
    }
    assert set(documented()) == with_json | {"finding", "error"}


def raised() -> dict[str, set[str]]:
    """The codes that the code raises by name, with their levels where these can be told."""
    found: dict[str, set[str]] = {code: set() for code in CODES}
    for path in [*(ROOT / "pmf_engine").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                # error("code", …), or what makes the findings, given both: told(run, error, "code")
                for maker, code in pairwise((node.func, *node.args)):
                    level = _LEVELS.get(maker.id) if isinstance(maker, ast.Name) else None
                    said = code.value if isinstance(code, ast.Constant) else None
                    if level and isinstance(said, str) and said[:1].isalpha():
                        found.setdefault(said, set()).add(level)
    return found


def test_every_code_a_finding_can_have_stands_on_its_page_and_no_other():
    page = (DOCS / "findings.md").read_text(encoding="utf-8")
    listed = [code for code, _ in _ROW.findall(page)]
    assert sorted(listed) == sorted(raised())


def test_the_level_of_every_code_is_the_one_the_page_gives():
    page = (DOCS / "findings.md").read_text(encoding="utf-8")
    said, known = dict(_ROW.findall(page)), raised()
    assert {code: levels for code, levels in known.items() if levels - {said[code]}} == {}


def test_the_workbook_contract_is_as_the_code_has_it():
    text = contract_page.PAGE.read_text(encoding="utf-8")
    assert text == contract_page.page(text), "run python -m tools.contract_page"


def test_the_workbook_contract_lists_every_table_and_column_with_its_type():
    text = contract_page.PAGE.read_text(encoding="utf-8")
    for table in contract_page.tables():
        section = text.partition(f"### {table.name}\n")[2].partition("\n### ")[0]
        for name, column in table.columns.items():
            assert f"| `{name}` | {contract_page.kind(column)} |" in section, f"{table.name}.{name}"


def names_on(page: Path, heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    section = page.read_text(encoding="utf-8").partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = (line.split("|")[1] for line in section.splitlines() if line.startswith("| `"))
    return {name for row in rows for name in re.findall(r"`(\w+)`", row)}


def test_the_names_a_template_may_use_stand_on_the_pages(tiny):
    outcome = tiny.outcome()
    assert outcome.run is not None
    own = set(content(outcome.run))
    common = set(template_names(Workspace.find(tiny.root), outcome.run, [])) - own
    page = DOCS / "authoring-a-template.md"
    assert names_on(page, "Names that every report gives") == common
    assert names_on(DOCS / "reports" / "board-pack.md", "Names for the template") == own


@pytest.mark.parametrize("report", ["vfm-self-assessment", "annual-accounts"])
def test_the_names_of_the_reports_on_accounts_stand_on_their_pages(report, tmp_path):
    outcome = Finance(tmp_path / "w").asked(report, "GRP", YEAR)
    own = {n for n in content(outcome.run) if not n.startswith("review_")}
    named = names_on(DOCS / "reports" / f"{report}.md", "Names for the template")
    parts = {"approach", "improve", "gains", "approval", "policies", "events", "title", "grid",
             "primary", "words"}  # fmt: skip
    assert own <= named and named - own <= parts


def test_the_page_of_the_lines_of_accounts_is_as_the_code_has_it():
    text = lines_page.PAGE.read_text(encoding="utf-8")
    assert text == lines_page.page(), "run python -m tools.lines_page"


def test_the_names_of_the_tenant_satisfaction_templates_stand_on_their_page(tmp_path):
    outcome = TinyTsm(tmp_path / "w").outcome()
    assert outcome.run is not None
    own = set(content(outcome.run))
    assert names_on(DOCS / "reports" / "tsm.md", "Names for the template") >= own


def test_the_names_of_a_block_stand_on_the_board_packs_page(tiny):
    outcome = tiny.outcome()
    assert outcome.run is not None
    given = content(outcome.run)
    section = (DOCS / "reports" / "board-pack.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in section.splitlines() if line.startswith("| `")}
    for name in ("exceptions", "scorecard", "plans"):
        block = next(iter(given[name]))
        told = set(re.findall(r"`(\w+)`", rows[name].split("|")[2])) - {"repeat", "words"}
        assert told == set(block.values) - {"words"}


def test_the_names_for_the_risk_reviews_template_and_its_blocks_stand_on_its_page(risky):
    given = risky.review().run.memory["content"]
    page = DOCS / "reports" / "gbac-risk-review.md"
    assert names_on(page, "Names for the template") == set(given)
    rows = {line.split("`")[1]: line for line in page.read_text().splitlines() if line[:3] == "| `"}
    block = next(iter(given["outside"])).values
    for name, own in (("outside", set(block)), ("movers", {"title", "words", "grid"})):
        assert set(re.findall(r"`(\w+)`", rows[name].split("|")[2])) - {"repeat"} == own


def test_every_style_the_engine_writes_with_stands_on_the_template_page():
    page = (DOCS / "authoring-a-template.md").read_text(encoding="utf-8")
    data = io.BytesIO()
    document = Document()
    document.save(data)
    before = {style.name for style in document.styles}
    after = {style.name for style in Document(io.BytesIO(add_house_styles(data.getvalue()))).styles}
    added = {name for name in after - before if not name.startswith("PMF Table status")}
    assert added and {name for name in added if name not in page} == set()


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["{{ sumary }}"], "the report gives no “sumary”. Did you mean “summary”?"),
        (["{% if summary %}"], "there is no “endif” for it."),
        (["{% endfor %}"], "there is no “for” before it that is still open."),
        (["{{ summary"], "these braces have no partner in their paragraph."),
        (["{{ }}"], "the braces are empty."),
        (["{% includ 'x' %}"], "“includ” is no statement here: use if, for, set or repeat."),
        (["{% repeat summary %}"], "write it as “repeat item in region”."),
        (
            ["x {% repeat e in summary %}{% endrepeat %}"],
            "repeat must stand in a paragraph of its own, outside table rows.",
        ),
        (
            ["{{ summary }}", "{% repeat e in summary %}", "{% endrepeat %}"],
            "a repeated region cannot be shown, only repeated.",
        ),
    ],
)
def test_the_messages_of_lint_are_those_the_template_page_explains(paragraphs, said):
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    data = io.BytesIO()
    document.save(data)
    found = lint_template(data.getvalue(), {"summary"}, workbook_name="t.docx")
    assert any(said in finding.message for finding in found), found
    assert said in (DOCS / "authoring-a-template.md").read_text(encoding="utf-8")
