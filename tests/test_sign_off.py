"""`pmf sign-off` and `pmf verify`: approvals are kept, and an approved file stands."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

from pmf_engine.engine.placing import versioned
from pmf_engine.framework.roles import Role, approvers, role_of
from pmf_engine.model.errors import PmfError
from pmf_engine.model.report import Audience
from tests.command import Pmf, Said, digest
from tests.tiny import Tiny, value
from tests.workbooks import repack

BY = ("--role", "Board", "--name", "Ann Chair", "--on", "2026-10-27")


@pytest.fixture
def built(pmf: Pmf, tiny: Tiny) -> Path:
    """The Word pack of OVH, as built."""
    tiny.only(value("REP01", "2026-06", 96, 100), value("REP01", "2026-09", 90, 100)).write()
    pmf.build()
    return pmf.file("docx")


def sign(pmf: Pmf, *words: str | Path) -> Said:
    said = pmf("sign-off", *words, *BY, "--json")
    assert said.status == 0, said.out
    return said


def edit(path: Path, words: str = "The Board discussed this.") -> Path:
    """Add a paragraph, as somebody would in Word."""
    document = docx.Document(str(path))
    document.add_paragraph(words)
    document.save(str(path))
    return path


def raise_numerator(tiny: Tiny, row: int = 1) -> None:
    tiny.rows["monthly"][row]["numerator"] += 1
    tiny.write()


def records(tiny: Tiny) -> list[dict[str, Any]]:
    paths = sorted((tiny.root / ".pmf" / "ledger").glob("signed~*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def approvals(pmf: Pmf, path: Path) -> tuple[str, list[dict[str, Any]]]:
    told = pmf("verify", path, "--json").json
    return told["status"], told["approvals"]


def test_a_file_edited_after_it_was_issued_is_signed_off_beside_the_issued_run(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    pmf("issue", built)
    edit(built)
    (told,) = sign(pmf, built).json["signed_off"]
    assert told["run"] == pmf.records[0]["id"] and told["issued_at"]
    assert told["file"] == {"name": built.name, "sha256": digest(built)}
    (kept,) = records(tiny)
    assert (kept["role"], kept["name"], kept["on"]) == ("Board", "Ann Chair", "2026-10-27")
    assert kept["file"]["sha256"] == digest(built) != pmf.records[0]["files"][0]["sha256"]


def test_of_several_runs_the_one_whose_figures_the_file_holds_is_meant(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    copy = edit(Path(built.rename(built.with_name("for the Board.docx"))))
    raise_numerator(tiny)
    pmf.build()
    pmf("issue", built)
    (told,) = sign(pmf, copy).json["signed_off"]
    assert told["run"] == pmf.records[0]["id"]


def test_of_runs_with_the_same_figures_the_issued_one_is_meant(pmf: Pmf, built: Path) -> None:
    pmf("issue", built)
    pmf.build("--force")
    (issue,) = [run["id"] for run in pmf.records[:1]]
    pmf("issue", built)
    assert sign(pmf, edit(built)).json["signed_off"][0]["issued_at"]
    assert issue in {run["id"] for run in pmf.records}


def test_both_streams_say_that_it_is_a_record_and_no_proof(pmf: Pmf, built: Path) -> None:
    sentence = "This is a record of what was said, not proof of identity."
    assert pmf("sign-off", built, *BY, "--json").json["note"] == sentence
    for said in (pmf("sign-off", built, *BY), pmf("verify", built)):
        assert said.status == 0 and sentence in said.out


def test_a_run_that_was_not_issued_can_be_approved_and_then_its_edited_file_issued(
    pmf: Pmf, built: Path
) -> None:
    edit(built)
    assert pmf("issue", built).status == 2
    said = pmf("sign-off", built, *BY)
    assert said.status == 0 and "has not been issued yet" in said.out
    assert pmf("issue", built).status == 0
    assert approvals(pmf, built)[1][0]["issued_at"]
    assert pmf("history", "REP01", "--json").json["history"][0]["issued_at"]


def test_verify_tells_approved_changed_and_unknown_apart_by_status(pmf: Pmf, built: Path) -> None:
    assert pmf("verify", built).status == 3
    sign(pmf, built)
    assert pmf("verify", built).status == 0
    edit(built)
    said = pmf("verify", built)
    assert said.status == 1
    assert "It descends from" in said.out and "Ann Chair (Board) on 2026-10-27" in said.out
    assert "words or layout differ" in said.out


def test_verify_finds_an_approved_file_under_any_name(
    pmf: Pmf, built: Path, tmp_path: Path
) -> None:
    sign(pmf, built)
    copy = tmp_path / "Item 7.docx"
    copy.write_bytes(built.read_bytes())
    assert approvals(pmf, copy)[0] == "approved"
    assert approvals(pmf, edit(copy))[0] == "changed"


def test_verify_names_the_figures_that_differ_from_those_approved(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    sign(pmf, built)
    raise_numerator(tiny)
    pmf.build()
    new = built.with_name(f"{built.stem}-v2.docx")
    told = pmf("verify", new, "--json").json
    assert told["status"] == "changed"
    differs = {one["figure"]: (one["approved"], one["now"]) for one in told["figures"]}
    assert differs["board-pack/OVH/2026-Q2/REP01"] == ("90", "91")
    assert "90 was approved, it holds 91" in pmf("verify", new).out


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_file_that_no_longer_says_what_it_is_is_known_by_its_name(
    pmf: Pmf, built: Path, kind: str
) -> None:
    path = built.with_suffix(f".{kind}")
    sign(pmf, path)
    path.write_bytes(b"something else")
    said = pmf("verify", path)
    assert said.status == 1 and "no longer says which figures" in said.out


def test_a_companion_is_no_version_of_the_paper_that_was_approved(pmf: Pmf, built: Path) -> None:
    sign(pmf, built)
    assert approvals(pmf, built.with_suffix(".xlsx"))[0] == "unknown"


def test_a_companion_saved_by_another_program_is_changed_since(pmf: Pmf, built: Path) -> None:
    path = built.with_suffix(".xlsx")
    sign(pmf, path)
    repack(path, lambda parts: None)
    assert approvals(pmf, path)[0] == "changed"


def test_a_foreign_file_is_unknown_and_a_missing_one_is_wrong_usage(
    pmf: Pmf, tiny: Tiny, tmp_path: Path
) -> None:
    tiny.write()
    other = tmp_path / "notes.txt"
    other.write_text("notes", encoding="utf-8")
    said = pmf("verify", other, "--json")
    assert (said.status, said.json["status"], said.json["approvals"]) == (3, "unknown", [])
    assert pmf("verify", tmp_path / "gone.docx").status == 2


def test_several_may_sign_one_file_and_the_same_record_is_not_made_twice(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    sign(pmf, built)
    sign(pmf, built)
    pmf("sign-off", built, "--role", "director", "--name", "Bo Director", "--on", "2026-10-28")
    status, found = approvals(pmf, built)
    assert status == "approved"
    assert [(one["role"], one["on"]) for one in found] == [
        ("Board", "2026-10-27"), ("Director", "2026-10-28"),
    ]  # fmt: skip
    assert len(records(tiny)) == 2


def test_the_day_of_approval_is_today_when_none_is_given(pmf: Pmf, built: Path) -> None:
    said = pmf("sign-off", built, "--role", "Board", "--name", "Ann Chair", "--json")
    assert said.json["signed_off"][0]["on"] == date.today().isoformat()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--role", "Bord", "--name", "A"], "Did you mean “Board”?"),
        (["--role", "Queen", "--name", "A"], "Roles: Board, Group Business"),
        (["--role", "Line manager", "--name", "A"], "that is for: Board, Director."),
        (["--role", "Board", "--name", "  "], "--name is empty"),
        (["--role", "Board", "--name", "A", "--on", "27/10/2026"], "27/10/2026"),
        (
            ["--role", "Board", "--name", "A", "--on", f"{date.today() + timedelta(2)}"],
            "has not come yet",
        ),
    ],
)
def test_what_cannot_be_signed_off_gets_a_sentence_and_nothing_is_recorded(
    pmf: Pmf, tiny: Tiny, built: Path, words: list[str], sentence: str
) -> None:
    said = pmf("sign-off", built, *words)
    assert said.status == 2 and sentence in said.err
    assert records(tiny) == []


def test_every_faulty_file_is_told_and_none_is_signed(
    pmf: Pmf, tiny: Tiny, built: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("notes", encoding="utf-8")
    said = pmf("sign-off", built, notes, tmp_path / "gone.docx", *BY)
    assert said.status == 2
    assert "notes.txt" in said.err and "gone.docx" in said.err and "Nothing was signed" in said.err
    assert records(tiny) == []


def test_a_draft_cannot_be_approved(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build("--draft")
    said = pmf("sign-off", edit(pmf.file("docx")), *BY)
    assert said.status == 2 and "is a draft" in said.err


def test_a_file_of_another_workspace_is_named_as_such(pmf: Pmf, tiny: Tiny, built: Path) -> None:
    (tiny.root / "pmf.toml").write_text('name = "another"\n', encoding="utf-8")
    said = pmf("sign-off", edit(built), *BY)
    assert said.status == 2 and "built in the workspace “tiny”" in said.err
    assert pmf("verify", built).status == 3


def test_a_file_whose_run_is_not_in_the_ledger_says_so(pmf: Pmf, tiny: Tiny, built: Path) -> None:
    for path in (tiny.root / ".pmf" / "ledger").iterdir():
        path.unlink()
    said = pmf("sign-off", built, *BY)
    assert said.status == 2 and "Build it here" in said.err


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("touch", [edit, lambda path: path], ids=["edited", "as built"])
def test_an_approved_file_is_never_overwritten_and_the_new_version_is_numbered(
    pmf: Pmf, tiny: Tiny, built: Path, force: tuple[str, ...], touch: Callable[[Path], Path]
) -> None:
    sign(pmf, touch(built))
    approved = digest(built)
    for number in (2, 3):
        raise_numerator(tiny)
        said = pmf.build(*force)
        new = built.with_name(f"{built.stem}-v{number}.docx")
        assert digest(built) == approved
        assert str(new) in [file["path"] for file in said.json["runs"][0]["files"]]
        assert "new-version" in said.codes("note")
        sign(pmf, new)
    assert not list(built.parent.glob("*edited copy*"))


def test_a_numbered_version_that_was_not_approved_is_work_in_progress(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    sign(pmf, built)
    for _ in range(2):
        raise_numerator(tiny)
        pmf.build()
    names = sorted(path.name for path in built.parent.iterdir())
    stem = built.stem
    assert names == [f"{stem}-v2.docx", f"{stem}-v2.xlsx", f"{stem}.docx", f"{stem}.xlsx"]


def test_the_name_of_an_approved_file_that_was_moved_away_is_not_taken_again(
    pmf: Pmf, tiny: Tiny, built: Path, tmp_path: Path
) -> None:
    sign(pmf, built)
    built.rename(tmp_path / built.name)
    raise_numerator(tiny)
    pmf.build()
    assert not built.exists() and built.with_name(f"{built.stem}-v2.docx").exists()


def test_run_again_leaves_an_approved_edited_pack_alone_when_nothing_has_changed(
    pmf: Pmf, built: Path
) -> None:
    sign(pmf, edit(built))
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert said.status == 0 and "nothing has changed" in said.out
    assert len(list(built.parent.iterdir())) == 2
    told = pmf.build().json["runs"][0]["files"]
    assert {file["path"]: file["sha256"] for file in told}[str(built)] == digest(built)


def test_another_companys_approved_file_is_not_taken_for_this_ones(pmf: Pmf, built: Path) -> None:
    pmf.build(entity="PCHA")
    other = pmf.file("docx", "PCHA")
    sign(pmf, other)
    built.write_bytes(other.read_bytes())
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert said.status == 0 and "nothing has changed" not in said.out
    assert digest(built) == digest(other)
    assert built.with_name(f"{built.stem}-v2.docx").exists()


def test_a_set_of_files_is_numbered_alike_by_the_first_free_number(tmp_path: Path) -> None:
    taken = {"a.docx", "a-v3.docx", "b-v2.xlsx"}
    names = versioned(tmp_path, ["a.docx", "b.xlsx"], lambda path: path.name in taken)
    assert names == {"a.docx": "a-v4.docx", "b.xlsx": "b-v4.xlsx"}
    assert versioned(tmp_path, ["c.docx"], lambda path: False) == {"c.docx": "c.docx"}


def test_check_says_that_inputs_changed_after_approval_and_which_figures(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    sign(pmf, built)
    assert pmf("check", "board-pack", "--json").codes("warning") == []
    raise_numerator(tiny)
    (found,) = [f for f in pmf("check", "--json").findings if f["code"] == "figures-changed"]
    assert (found["level"], found["entity"], found["period"]) == ("warning", "OVH", "2026-Q2")
    assert "indicators.xlsx changed after" in found["message"]
    assert "Ann Chair (Board) on 2026-10-27" in found["message"] and "REP01" in found["message"]
    assert pmf("check", "--strict").status == 1


def test_check_only_notes_inputs_that_changed_no_figure(pmf: Pmf, tiny: Tiny, built: Path) -> None:
    sign(pmf, built)
    tiny.rows["people"][0]["name"] = "Somebody Else"
    tiny.write()
    said = pmf("check", "board-pack", "--entity", "OVH", "--json")
    (found,) = [f for f in said.findings if f["code"] == "inputs-changed"]
    assert (found["level"], said.codes("warning")) == ("note", [])
    assert "golden_thread.xlsx" in found["message"] and " changed after " in found["message"]


def test_check_names_approvals_of_other_periods_whose_inputs_changed(
    pmf: Pmf, tiny: Tiny, built: Path
) -> None:
    pmf.build("--period", "2026-Q1")
    sign(pmf, pmf.file("docx", period="2026-Q1"))
    raise_numerator(tiny, row=0)
    (found,) = [f for f in pmf("check", "--json").findings if f["code"] == "inputs-changed"]
    assert "OVH 2026-Q1" in found["message"] and "--period 2026-Q1" in found["message"]
    said = pmf("check", "board-pack", "--period", "2026-Q1", "--json")
    assert "figures-changed" in said.codes("warning")
    other = pmf("check", "board-pack", "--entity", "PCHA", "--json")
    assert "inputs-changed" not in other.codes("note")


def test_the_board_alone_approves_what_goes_to_the_regulator() -> None:
    assert approvers("tsm", Audience.REGULATOR) == (Role.BOARD,)
    assert approvers("strategy-review", Audience.MANAGERS) == (Role.BOARD,)
    assert Role.LINE_MANAGER in approvers("appraisal", Audience.STAFF)


def test_roles_are_read_in_any_case_of_letters() -> None:
    assert role_of("  heads of  SERVICE ") is Role.HEAD
    assert {role_of(role.upper()) for role in Role} == set(Role)
    with pytest.raises(PmfError, match="not a role"):
        role_of("")
