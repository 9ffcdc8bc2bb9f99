"""`pmf run`: where files go, what stops it, what it leaves alone."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import docx
import pytest

from tests.command import Pmf, cells_of, digest, words_of
from tests.tiny import Tiny, value

FILES = ("docx", "xlsx")


def snapshot(folder: Path) -> dict[str, tuple[int, str]]:
    """Every file under a folder with its time of change and hash."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.stat().st_mtime_ns, digest(path)) for path in files}


def test_files_go_to_outputs_report_entity_and_period(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert said.status == 0
    folder = tiny.root / "outputs" / "board-pack" / "OVH" / "2026-Q2"
    names = ["board-pack-OVH-2026-Q2.docx", "board-pack-OVH-2026-Q2.xlsx"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert all(str(folder / name) in said.out for name in names)


@pytest.mark.parametrize(
    ("option", "given"), [("--entity", ("OVH", "PCHA")), ("--period", ("2026-Q1", "2026-Q2"))]
)
def test_an_option_given_twice_is_refused_and_nothing_is_written(
    pmf: Pmf, tiny: Tiny, option: str, given: tuple[str, str]
) -> None:
    tiny.write()
    said = pmf("run", "board-pack", option, given[0], option, given[1])
    assert said.status == 2
    assert f"given 2 times: {given[0]}, {given[1]}. Give it once" in said.err
    assert not (tiny.root / "outputs").exists()


def test_files_go_under_the_folder_named_by_out(pmf: Pmf, tiny: Tiny, tmp_path: Path) -> None:
    tiny.write()
    pmf.build("--out", tmp_path / "elsewhere")
    folder = tmp_path / "elsewhere" / "board-pack" / "OVH" / "2026-Q2"
    assert len(list(folder.iterdir())) == 2
    assert not (tiny.root / "outputs").exists()


def test_a_relative_out_is_beside_whoever_typed_it(
    pmf: Pmf, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write()
    monkeypatch.chdir(tmp_path)
    pmf.build("--out", "here")
    assert (tmp_path / "here" / "board-pack" / "OVH").is_dir()


def test_the_same_inputs_in_another_folder_give_the_same_bytes(
    pmf: Pmf, tiny: Tiny, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write()
    copy = Pmf(tmp_path / "another place", capsys)
    shutil.copytree(tiny.root, copy.root)
    for one in (pmf, copy):
        one.build()
    for kind in FILES:
        assert pmf.file(kind).read_bytes() == copy.file(kind).read_bytes()
        assert str(tmp_path).encode() not in pmf.file(kind).read_bytes()


def test_the_same_bytes_come_out_of_another_process(pmf: Pmf, tiny: Tiny, tmp_path: Path) -> None:
    tiny.write()
    pmf.build(entity="all")
    pmf.build("--jobs", "2", "--out", tmp_path / "side by side", entity="all")
    for path in (tiny.root / "outputs").rglob("*.*"):
        other = tmp_path / "side by side" / path.relative_to(tiny.root / "outputs")
        assert path.read_bytes() == other.read_bytes()


def test_run_again_touches_no_file_and_says_so(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    before = snapshot(tiny.root)
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert said.status == 0 and "nothing has changed" in said.out
    assert snapshot(tiny.root) == before


def test_run_again_without_the_parse_cache_still_touches_no_output(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    before = snapshot(tiny.root / "outputs")
    shutil.rmtree(tiny.root / ".pmf" / "cache")
    assert "nothing has changed" in pmf("run", "board-pack", "--entity", "OVH").out
    assert snapshot(tiny.root / "outputs") == before


def test_run_again_tells_the_same_findings(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    first = pmf.build().findings
    assert first and pmf.build().findings == first


def test_force_builds_again(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    before = digest(pmf.file("docx"))
    said = pmf("run", "board-pack", "--entity", "OVH", "--force")
    assert "built" in said.out
    assert len(pmf.records) == 2
    assert digest(pmf.file("docx")) == before


@pytest.mark.parametrize("what", ["workbook", "template", "today", "title"])
def test_whatever_a_document_rests_on_is_noticed_when_it_changes(
    pmf: Pmf, tiny: Tiny, what: str
) -> None:
    tiny.write()
    pmf.build()
    words: list[str] = []
    if what == "workbook":
        tiny.rows["monthly"][-1]["numerator"] = 91
        tiny.write()
    elif what == "template":
        (path,) = tiny.root.glob("report_templates/board-pack/*/board-pack.docx")
        template = docx.Document(str(path))
        template.add_paragraph("A closing word.")
        template.save(str(path))
    elif what == "today":
        words = ["--today", "2026-10-30"]
    else:
        (tiny.root / "pmf.toml").write_text('name = "other"\n', encoding="utf-8")
    assert "built" in pmf("run", "board-pack", "--entity", "OVH", *words).out


def test_only_what_depends_on_a_changed_workbook_is_built_again(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write().stock(10)
    assert pmf("run", "--all", "--json").status == 0
    before = snapshot(tiny.root / "outputs")
    tiny.stock(11)
    said = pmf("run", "--all")
    assert "stock group 2026-04: built" in said.out
    assert "board-pack GRP 2026-Q2: nothing has changed" in said.out
    after = snapshot(tiny.root / "outputs")
    assert {path for path in before if after[path] != before[path]} == {
        str(tiny.root / "outputs" / "stock" / "group" / "2026-04" / "stock-group-2026-04.xlsx")
    }


def test_a_file_that_was_deleted_is_built_again(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    pmf.file("xlsx").unlink()
    pmf.build()
    assert pmf.file("xlsx").is_file()


@pytest.mark.parametrize("kind", FILES)
def test_an_output_edited_by_people_is_never_written_over(pmf: Pmf, tiny: Tiny, kind: str) -> None:
    tiny.write()
    pmf.build()
    pmf.file(kind).write_bytes(pmf.file(kind).read_bytes() + b"edited")
    tiny.rows["monthly"][-1]["numerator"] = 91
    tiny.write()
    before = snapshot(tiny.root / "outputs")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1
    assert said.codes() == ["output-edited"]
    assert pmf.file(kind).name in [finding["workbook"] for finding in said.findings]
    assert snapshot(tiny.root / "outputs") == before
    assert len(pmf.records) == 1


def test_force_replaces_an_edited_output_and_keeps_a_copy_of_it(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    built = pmf.file("docx").read_bytes()
    for number in (1, 2):
        pmf.file("docx").write_bytes(built + b"edited %d" % number)
        pmf.build("--force")
        copy = pmf.file("docx").with_name(f"board-pack-OVH-2026-Q2 (edited copy {number}).docx")
        assert copy.read_bytes() == built + b"edited %d" % number
    assert pmf.file("docx").read_bytes() == built


def test_a_file_of_somebody_else_in_the_place_of_an_output_is_never_written_over(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.write()
    pmf.file("xlsx").parent.mkdir(parents=True)
    pmf.file("xlsx").write_bytes(b"mine")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1 and said.codes() == ["output-edited"]
    assert pmf.file("xlsx").read_bytes() == b"mine" and not pmf.file("docx").exists()


@pytest.mark.parametrize(
    ("kind", "lock"),
    [
        ("docx", "~$ard-pack-OVH-2026-Q2.docx"),
        ("xlsx", "~$board-pack-OVH-2026-Q2.xlsx"),
        ("docx", ".~lock.board-pack-OVH-2026-Q2.docx#"),
    ],
)
def test_an_output_that_is_open_is_refused_and_nothing_else_written(
    pmf: Pmf, tiny: Tiny, kind: str, lock: str
) -> None:
    tiny.write()
    pmf.build()
    pmf.file(kind).with_name(lock).write_bytes(b"somebody")
    before = snapshot(tiny.root / "outputs")
    said = pmf("run", "board-pack", "--entity", "OVH", "--force", "--json")
    assert said.status == 1
    assert said.codes() == ["output-open"]
    assert "Close it" in next(f["message"] for f in said.findings if f["level"] == "error")
    assert snapshot(tiny.root / "outputs") == before
    assert len(pmf.records) == 1


def test_files_go_into_place_together_or_not_at_all(
    pmf: Pmf, tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny.write()
    pmf.build()
    tiny.rows["monthly"][-1]["numerator"] = 91
    tiny.write()
    before = snapshot(tiny.root / "outputs")
    replace = Path.replace

    def held(path: Path, goal: Path) -> Path:
        if path.name.endswith(".xlsx") and goal.parent.name == "2026-Q2":
            raise PermissionError(13, "used by another process", str(goal))
        return replace(path, goal)

    monkeypatch.setattr(Path, "replace", held)
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1
    assert said.codes() == ["output-not-written"]
    assert {p: h for p, (_, h) in snapshot(tiny.root / "outputs").items()} == {
        p: h for p, (_, h) in before.items()
    }
    assert len(pmf.records) == 1


def test_a_folder_that_cannot_be_written_is_a_sentence(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    (tiny.root / "outputs").write_text("a file, not a folder", encoding="utf-8")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1 and said.codes() == ["output-not-written"]


def test_a_ledger_that_cannot_be_written_is_a_sentence(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    (tiny.root / ".pmf").write_text("a file, not a folder", encoding="utf-8")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 2
    assert ".pmf" in said.json["error"] and "cannot be written" in said.json["error"]


def test_a_draft_is_built_in_spite_of_errors_and_says_so(pmf: Pmf, tiny: Tiny) -> None:
    tiny.indicator("REP02", value("REP02", "2026-09", "9O.2", 100))
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--draft", "--json")
    assert said.status == 0
    assert "cell-not-a-number" in said.codes()
    words = pmf.word()
    assert "DRAFT" in words and "9O.2" in words
    with zipfile.ZipFile(pmf.file("docx")) as package:
        headers = [name for name in package.namelist() if name.startswith("word/header")]
        assert headers and all(b"DRAFT" in package.read(name) for name in headers)
    shown = "\n".join(str(row) for row in cells_of(pmf.file("xlsx"), "Findings"))
    assert "9O.2" in shown
    assert pmf.records[0]["draft"] is True


def test_a_finished_pack_replaces_its_draft(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build("--draft")
    pmf.build()
    assert "DRAFT" not in pmf.word()
    assert "Findings" not in {row["name"] for row in pmf.records[-1]["files"]}


def test_a_warning_stops_nothing_unless_strict(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["monthly"][-1]["value"] = 50
    tiny.write()
    said = pmf("run", "board-pack", "--entity", "OVH", "--strict", "--json")
    assert said.status == 1
    assert said.codes("warning") == ["value-disagrees"]
    assert pmf.wrote_nothing
    assert pmf("check", "board-pack", "--strict").status == 1
    assert pmf("figures", "board-pack", "--strict").status == 1
    assert pmf("check", "board-pack").status == 0
    pmf.build()


def test_strict_still_fails_when_nothing_has_changed(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["monthly"][-1]["value"] = 50
    tiny.write()
    pmf.build()
    assert pmf("run", "board-pack", "--entity", "OVH", "--strict").status == 1


def test_an_error_in_a_table_stops_every_report_that_reads_it_and_no_other(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.rows["monthly"][-1]["numerator"] = "n/a"
    tiny.write().stock(10)
    said = pmf("run", "--all", "--json")
    assert said.status == 1
    written = {run["report"]: len(run["files"]) for run in said.json["runs"]}
    assert written == {"board-pack": 0, "stock": 1, "tenant-kpis": 0}


def test_a_report_named_twice_is_run_once(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    said = pmf("run", "board-pack", "board-pack", "--json")
    assert [run["entity"] for run in said.json["runs"]] == ["GRP"]


def test_an_unknown_report_among_several_stops_all_of_them(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    assert pmf("run", "board-pack", "nosuch").status == 2
    assert pmf.wrote_nothing


def test_without_an_entity_the_group_is_run_where_there_is_one(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    entities = [run["entity"] for run in pmf("run", "board-pack", "--json").json["runs"]]
    assert entities == ["GRP"]


def test_without_an_entity_or_group_every_company_is_run(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["entities"] = [
        {**row, "parent": None} for row in tiny.rows["entities"] if row["code"] != "GRP"
    ]
    tiny.write()
    entities = [run["entity"] for run in pmf("run", "board-pack", "--json").json["runs"]]
    assert entities == ["OVH", "PCHA"]


def test_an_entity_may_be_typed_in_any_case(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build(entity="ovh")
    assert pmf.file("docx").is_file()


def test_a_company_that_was_closed_has_no_pack(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["entities"][2]["valid_to"] = tiny.rows["entities"][2]["valid_from"].replace(year=2025)
    tiny.write()
    entities = [
        run["entity"] for run in pmf("run", "board-pack", "--entity", "all", "--json").json["runs"]
    ]
    assert entities == ["GRP", "OVH"]


def test_inputs_may_stand_anywhere_and_in_several_files(
    pmf: Pmf, tiny: Tiny, tmp_path: Path
) -> None:
    tiny.write()
    thread = tmp_path / "elsewhere" / "thread.xlsx"
    thread.parent.mkdir()
    shutil.move(tiny.path("golden_thread"), thread)
    more = tiny.path("indicators").with_name("indicators 2.xlsx")
    july = Tiny(tmp_path / "july").only(value("REP01", "2026-07", 80, 100))
    for name in ("entities", "indicators", "targets"):
        july.rows[name] = []
    shutil.copy(july.write().path("indicators"), more)
    bound = f'golden_thread = "{thread.as_posix()}"\nindicators = "workbooks/indicators*.xlsx"\n'
    (tiny.root / "pmf.toml").write_text(f"[inputs]\n{bound}", encoding="utf-8")
    said = pmf("figures", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 0, said.findings
    figures = {one["id"].split("/", 3)[3]: one for one in said.json["figures"]}
    assert figures["REP01/ytd"]["display"] == "87.7%"
    books = {source["workbook"] for source in figures["REP01/ytd"]["sources"]}
    assert books == {"indicators.xlsx", "indicators 2.xlsx"}


def test_nothing_is_kept_outside_the_workspace(
    pmf: Pmf, tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home))
    tiny.write()
    pmf.build()
    assert list(home.iterdir()) == []
    assert {path.name for path in tiny.root.iterdir()} == {
        ".pmf", "outputs", "pmf.toml", "report_templates", "workbooks",
    }  # fmt: skip


def test_no_half_made_file_is_left_behind(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    names = [path.name for path in tiny.root.rglob("*") if path.is_file()]
    assert not [name for name in names if name.endswith((".tmp", ".before"))]
    assert not list(tiny.root.rglob(".making*"))


def test_documents_hold_no_clock(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    for kind in FILES:
        with zipfile.ZipFile(pmf.file(kind)) as package:
            assert {item.date_time[0] for item in package.infolist()} == {1980}
    os.utime(tiny.path("indicators"), (0, 0))
    built = digest(pmf.file("docx"))
    pmf.build("--force")
    assert digest(pmf.file("docx")) == built
    assert words_of(pmf.file("docx"))


@pytest.mark.parametrize("words", [["run", "--all"], ["check"]])
def test_reports_that_do_not_cover_an_entity_are_left_out_when_none_is_named(
    pmf: Pmf, tiny: Tiny, words: list[str]
) -> None:
    tiny.write().stock(10)
    said = pmf(*words, "--entity", "OVH")
    assert said.status == 0 and "board-pack" in said.out and "stock" not in said.out
    assert pmf(*words, "--entity", "NOBODY").status == 2
    assert pmf("run", "stock", "--entity", "OVH").status == 2
