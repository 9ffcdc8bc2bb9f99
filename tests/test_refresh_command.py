"""`pmf refresh` on the command line: what it says, what it writes and what stops it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docx
import pytest

from pmf_engine.cli import _run
from pmf_engine.cli.refreshing import _line, _lines
from pmf_engine.engine import placing
from pmf_engine.model.errors import PmfError
from pmf_engine.model.refresh import Change, ChangeKind
from tests.command import Pmf, Said, digest, words_of
from tests.refresh_kit import BODY, swapped, with_parts
from tests.tiny import Tiny, value


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny workspace in which the Board pack of OVH was built: 90.0% of repairs on time."""
    root = tmp_path_factory.mktemp("refresh") / "workspace"
    Tiny(root).write()
    words = ["run", "board-pack", "--entity", "OVH", "--workspace", str(root)]
    assert _run(words) == 0
    return root


@pytest.fixture
def tiny(made: Path, tmp_path: Path) -> Tiny:
    return Tiny(Path(shutil.copytree(made, tmp_path / "workspace")))


@pytest.fixture
def pack(pmf: Pmf) -> Path:
    return pmf.file("docx")


@pytest.fixture
def changed(tiny: Tiny) -> Tiny:
    """The workspace with 96 of 100 repairs on time instead of 90."""
    tiny.rows["monthly"][1]["numerator"] = 96
    return tiny.write()


def edit(path: Path) -> None:
    """What a governance officer does: a heading renamed, a paragraph added."""
    document = docx.Document(str(path))
    document.paragraphs[0].text = "Our own title"
    document.add_paragraph("Our own paragraph.")
    document.save(str(path))


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir() if one.suffix != ".xlsx")


BEFORE = "board-pack-OVH-2026-Q2 (before refresh 1).docx"


def test_an_edited_pack_is_refreshed_and_kept_as_it_was(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    edit(pack)
    before = pack.read_bytes()
    said = pmf("refresh", pack)
    assert said.status == 0 and said.err == ""
    assert said.out.splitlines()[0] == f"{pack.name}: board-pack OVH 2026-Q2"
    assert "  REP01  Repairs completed on time: 90.0% → 96.0%" in said.out.splitlines()
    assert said.out.splitlines()[-1] == f"  Refreshed. As it was before: {BEFORE}"
    assert (pack.parent / BEFORE).read_bytes() == before
    words = words_of(pack)
    assert "Our own title" in words and "Our own paragraph." in words and "96.0%" in words
    assert beside(pack) == [BEFORE, pack.name]


def test_a_second_refresh_writes_nothing(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    pmf("refresh", pack)
    before = digest(pack)
    said = pmf("refresh", pack)
    assert said.status == 0 and said.out.splitlines()[1:] == ["  Up to date: nothing was written."]
    assert digest(pack) == before and beside(pack) == [BEFORE, pack.name]


def test_a_dry_run_says_what_would_change_and_writes_nothing(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    before, records = digest(pack), len(pmf.records)
    said = pmf("refresh", pack, "--dry-run")
    assert said.status == 0 and "90.0% → 96.0%" in said.out
    assert said.out.splitlines()[-1] == "  Only looked at: nothing was written."
    assert digest(pack) == before and beside(pack) == [pack.name]
    assert len(pmf.records) == records


def test_the_json_lists_files_and_changes_as_documented(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    told = pmf("refresh", pack, "--json").json
    assert set(told) == {"dry_run", "files"} and told["dry_run"] is False
    (one,) = told["files"]
    assert (one["report"], one["entity"], one["period"]) == ("board-pack", "OVH", "2026-Q2")
    assert one["written"] is True and Path(one["backup"]).name == BEFORE
    assert one["findings"] == []
    assert one["changes"][0] == {
        "kind": "value", "slot": "REP01", "title": "Repairs completed on time",
        "old": "90.0%", "new": "96.0%", "place": "",
    }  # fmt: skip


def test_a_renamed_file_in_a_folder_with_spaces_and_accents_is_refreshed(
    pmf: Pmf, changed: Tiny, pack: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Bwrdd Ŵyr — Papurau"
    folder.mkdir()
    moved = pack.rename(folder / "Our café pack (v2).docx")
    said = pmf("refresh", moved)
    assert said.status == 0 and "96.0%" in words_of(moved)
    assert beside(moved) == ["Our café pack (v2) (before refresh 1).docx", moved.name]


def test_a_file_named_twice_is_refreshed_once(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    again = pack.parent / ".." / pack.parent.name / pack.name
    said = pmf("refresh", pack, again)
    assert said.status == 0 and said.out.count("Refreshed.") == 1
    assert beside(pack) == [BEFORE, pack.name]


def test_several_files_are_refreshed_together(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    other = shutil.copy2(pack, pack.with_name("other.docx"))
    said = pmf("refresh", pack, other)
    assert said.status == 0 and said.out.count("Refreshed.") == 2


def test_where_one_of_several_files_is_open_none_is_written(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    other = Path(shutil.copy2(pack, pack.with_name("other.docx")))
    (pack.parent / ".~lock.other.docx#").write_text("Ann")
    before = digest(pack), digest(other)
    said = pmf("refresh", pack, other)
    assert said.status == 1 and "other.docx" in said.err and "LibreOffice" in said.err
    assert "Not refreshed, since another of the files could not be." in said.out
    assert "Up to date" not in said.out and (digest(pack), digest(other)) == before


@pytest.mark.parametrize(
    ("lock", "program"),
    [
        ("~$ard-pack-OVH-2026-Q2.docx", "Word"),
        ("~$board-pack-OVH-2026-Q2.docx", "Word"),
        (".~lock.board-pack-OVH-2026-Q2.docx#", "LibreOffice"),
    ],
)
def test_a_file_that_is_open_is_left_alone_and_the_program_named(
    pmf: Pmf, changed: Tiny, pack: Path, lock: str, program: str
) -> None:
    (pack.parent / lock).write_text("Ann")
    before = digest(pack)
    said = pmf("refresh", pack)
    assert said.status == 1 and digest(pack) == before
    assert f"the file is open in {program}. Save and close it there, then try again." in said.err
    assert "Not refreshed (1 error)." in said.out
    assert pmf("refresh", pack, "--json").codes() == ["output-open"]


def test_a_read_only_file_is_left_alone(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    pack.chmod(0o444)
    said = pmf("refresh", pack)
    assert said.status == 1 and "read-only" in said.err and beside(pack) == [pack.name]


def test_a_draft_that_is_open_is_left_alone_too(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["monthly"][1]["numerator"] = "9O"
    tiny.write()
    pmf("run", "board-pack", "--entity", "OVH", "--draft")
    draft = pmf.file("docx")
    draft.with_name(f"~${draft.name[2:]}").write_text("Ann")
    assert pmf("refresh", draft).status == 1


def test_a_draft_stays_a_draft_and_may_hold_errors(pmf: Pmf, tiny: Tiny) -> None:
    tiny.rows["monthly"][1]["numerator"] = "9O"
    tiny.write()
    pmf("run", "board-pack", "--entity", "OVH", "--draft")
    draft = pmf.file("docx")
    edit(draft)
    tiny.rows["monthly"][0]["numerator"] = 91
    tiny.write()
    said = pmf("refresh", draft)
    assert said.status == 0, said.err
    words = words_of(draft)
    assert "DRAFT" in words and "Our own paragraph." in words
    assert "9O" in words


def test_errors_in_the_workbooks_stop_it(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    changed.rows["monthly"][1]["numerator"] = "9O"
    changed.write()
    before = digest(pack)
    said = pmf("refresh", pack)
    assert said.status == 1 and "9O" in said.err and digest(pack) == before
    assert "Not refreshed" in said.out and beside(pack) == [pack.name]


def test_the_document_is_rolled_forward_to_another_period(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    changed.rows["monthly"] += [value("REP01", "2026-12", 97, 100)]
    changed.write()
    edit(pack)
    said = pmf("refresh", pack, "--period", "2026-Q3")
    assert said.status == 0, said.err
    assert said.out.splitlines()[0] == f"{pack.name}: board-pack OVH 2026-Q3"
    words = words_of(pack)
    assert "97.0%" in words and "Our own paragraph." in words
    assert "Quarter 3 2026/27" in words
    assert "Quarter 3" in docx.Document(str(pack)).core_properties.title
    assert pmf("trace", pack, "--json").json["period"] == "2026-Q3"


@pytest.mark.parametrize("period", ["2026-Q9", "soon", "2026-09-30"])
def test_a_period_that_is_none_is_refused(pmf: Pmf, pack: Path, period: str) -> None:
    said = pmf("refresh", pack, "--period", period)
    assert said.status == 2 and "Traceback" not in said.err and "--period" in said.err


def test_a_file_of_another_workspace_is_refused(pmf: Pmf, tiny: Tiny, pack: Path) -> None:
    (tiny.root / "pmf.toml").write_text('name = "other"\n', encoding="utf-8")
    said = pmf("refresh", pack)
    assert said.status == 2
    assert "belongs to the workspace “tiny”, not to “other”" in said.err


def renamed(source: Path, kind: str) -> None:
    with zipfile.ZipFile(source) as archive:
        xml = archive.read("[Content_Types].xml").decode()
    main = "wordprocessingml.document.main+xml"
    other = {"dotx": "wordprocessingml.template.main+xml",
             "docm": "ms-word.document.macroEnabled.main+xml"}[kind]  # fmt: skip
    old = f"application/vnd.openxmlformats-officedocument.{main}"
    new = f"application/vnd.{other}" if kind == "docm" else old.replace(main, other)
    data = swapped(source.read_bytes(), (old, new), name="[Content_Types].xml")
    assert old in xml
    source.write_bytes(data)


def strict(path: Path) -> None:
    pair = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main")  # fmt: skip
    path.write_bytes(swapped(path.read_bytes(), pair))


def signed(path: Path) -> None:
    path.write_bytes(with_parts(path.read_bytes(), {"_xmlsignatures/sig1.xml": b"<Signature/>"}))


def damaged(path: Path) -> None:
    """Some bytes inside a packed part turned."""
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        at = archive.getinfo(BODY).header_offset + 200
    data[at : at + 40] = bytes(255 - byte for byte in data[at : at + 40])
    path.write_bytes(bytes(data))


def half_a_part(path: Path) -> None:
    xml = zipfile.ZipFile(path).read(BODY)
    path.write_bytes(with_parts(path.read_bytes(), {BODY: xml[: len(xml) // 2]}))


def no_body(path: Path) -> None:
    path.write_bytes(with_parts(path.read_bytes(), {BODY: None}))  # type: ignore[dict-item]


BAD: dict[str, tuple[Callable[[Path], Any], str]] = {
    "signed": (signed, "digitally signed"),
    "strict": (strict, "Strict format"),
    "dotx": (lambda path: renamed(path, "dotx"), "This is a .dotx file"),
    "docm": (lambda path: renamed(path, "docm"), "can hold macros"),
    "encrypted": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
                  "protected by a password"),
    "truncated": (lambda path: path.write_bytes(path.read_bytes()[:9000]), "damaged"),
    "damaged": (damaged, "damaged"),
    "half a part": (half_a_part, "damaged"),
    "no body": (no_body, "not a Word document"),
    "empty": (lambda path: path.write_bytes(b""), "empty"),
    "text": (lambda path: path.write_text("hello"), "not an Office file"),
    "not ours": (lambda path: docx.Document().save(str(path)), "holds no figures of this engine"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_refreshed_gets_one_sentence(
    pmf: Pmf, changed: Tiny, pack: Path, kind: str
) -> None:
    spoil, sentence = BAD[kind]
    spoil(pack)
    before = digest(pack)
    said = pmf("refresh", pack)
    assert said.status == 2 and sentence in said.err and said.err.count(pack.name) == 1, said.err
    assert len(said.err.splitlines()) == 1
    assert digest(pack) == before and beside(pack) == [pack.name]


def test_a_missing_file_and_a_folder_get_one_sentence(pmf: Pmf, pack: Path) -> None:
    for path in (pack.with_name("nowhere.docx"), pack.parent):
        said = pmf("refresh", path)
        assert said.status == 2 and "cannot be read" in said.err
        assert len(said.err.splitlines()) == 1


def test_a_template_whose_edition_is_gone_gives_way_to_the_one_in_force(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    home = changed.root / "report_templates" / "board-pack"
    shutil.move(home / "2023-24", home / "2024-25")
    said = pmf("refresh", pack)
    assert said.status == 0 and "96.0%" in words_of(pack)
    assert "2023-24" in said.err and "2024-25 was used" in said.err


def test_a_template_that_is_wrong_stops_it_with_its_faults(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    template = changed.root / "report_templates" / "board-pack" / "2023-24" / "board-pack.docx"
    document = docx.Document(str(template))
    document.add_paragraph("{{ nosuchname }}")
    document.save(str(template))
    said = pmf("refresh", pack)
    assert said.status == 1 and "nosuchname" in said.err and "Traceback" not in said.err


def test_what_was_typed_over_is_told_and_gives_way_when_asked(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    changed.rows["monthly"][1]["numerator"] = 91
    changed.write()
    pack.write_bytes(swapped(pack.read_bytes(), (">90.0%<", ">nine in ten<")))
    said = pmf("refresh", pack)
    line = "REP01  Repairs completed on time [typed over, and kept]: nine in ten → 91.0%"
    assert line in said.out
    assert "nine in ten" in words_of(pack)
    said = pmf("refresh", pack, "--overwrite")
    assert "[had been typed over, and was replaced]: nine in ten → 91.0%" in said.out
    assert "nine in ten" not in words_of(pack)


def test_commentary_that_changed_at_its_source_is_told_and_not_written(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    changed.rows["monthly"][1] |= {"numerator": 90, "commentary": "Now four gangs."}
    changed.write()
    said = pmf("refresh", pack)
    assert "the commentary changed at its source" in said.out and "Now four gangs." in said.out
    assert "Two gangs were short of people." in words_of(pack)


def test_trace_answers_for_edited_and_refreshed_files(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    edit(pack)
    assert "90.0%" in pmf("trace", pack, "REP01").out
    pmf("refresh", pack)
    told = pmf("trace", pack, "--json").json
    shown = {one["id"].split("/", 3)[3]: one for one in told["figures"]}
    assert shown["REP01"]["display"] == "96.0%" and shown["REP01"]["sources"]


def test_a_refreshed_file_can_be_issued(pmf: Pmf, changed: Tiny, pack: Path) -> None:
    edit(pack)
    assert pmf("issue", pack).status != 0
    pmf("refresh", pack)
    said = pmf("issue", pack, "--json")
    assert said.status == 0 and said.json["issued"][0]["sha256"] == digest(pack)


def test_a_run_does_not_overwrite_a_refreshed_file_unless_forced_and_keeps_a_copy(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    edit(pack)
    pmf("refresh", pack)
    before = pack.read_bytes()
    changed.rows["monthly"][1]["numerator"] = 97
    changed.write()
    said = pmf("run", "board-pack", "--entity", "OVH")
    assert said.status == 1 and "edited after it was built" in said.err
    assert pack.read_bytes() == before
    pmf.build("--force")
    kept = pack.with_name(f"{pack.stem} (edited copy 1).docx")
    assert kept.read_bytes() == before and "97.0%" in words_of(pack)


class Abrupt(BaseException):
    """An end that nobody catches, as when the machine stops the program."""


STEPS = ("_write 1", "_write 2", "fsync 1", "fsync 2", "copystat", "copymode", "read_bytes",
         "replace 1", "replace 2")  # fmt: skip


@pytest.fixture(params=[OSError("disk full"), Abrupt()], ids=["refused", "cut short"])
def fault(request: pytest.FixtureRequest) -> BaseException:
    found = request.param
    assert isinstance(found, BaseException)
    return found


def breaking(name: str, real: Callable[..., Any], fault: BaseException) -> Callable[..., Any]:
    """A function that works until the step named, and then fails."""
    wanted = int(name.split()[1]) if " " in name else 1
    calls: Iterator[int] = iter(range(1, 100))

    def step(*values: Any, **named: Any) -> Any:
        if next(calls) == wanted:
            raise fault
        return real(*values, **named)

    return step


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_leaves_the_old_file_or_the_new_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: BaseException
) -> None:
    path = tmp_path / "pack.docx"
    path.write_bytes(b"old")
    name = step.split()[0]
    homes = {"_write": placing, "fsync": placing.os, "copystat": placing.shutil,
             "copymode": placing.shutil, "read_bytes": Path, "replace": Path}  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(homes[name], name, breaking(step, getattr(homes[name], name), fault))
        lenient = name in ("copystat", "copymode") and isinstance(fault, OSError)
        if lenient:
            placing.renew(path, b"old", b"new")
        else:
            with pytest.raises((PmfError, Abrupt)):
                placing.renew(path, b"old", b"new")
    kept = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
    refreshed = {"pack.docx": b"new", "pack (before refresh 1).docx": b"old"}
    assert kept == (refreshed if lenient else {"pack.docx": b"old"})


def test_a_file_written_in_part_never_takes_the_place_of_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    path = tmp_path / "pack.docx"
    path.write_bytes(b"old")

    def half(target: Path, data: bytes) -> None:
        target.write_bytes(data[: len(data) // 2])
        raise fault

    monkeypatch.setattr(placing, "_write", half)
    with pytest.raises((PmfError, Abrupt)):
        placing.renew(path, b"old", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["pack.docx"]
    assert path.read_bytes() == b"old"


def test_a_file_that_was_saved_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "pack.docx"
    path.write_bytes(b"somebody's")
    with pytest.raises(PmfError, match="saved by somebody meanwhile"):
        placing.renew(path, b"old", b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["pack.docx"]


def test_a_refreshed_file_keeps_its_rights_and_a_link_still_leads_to_it(tmp_path: Path) -> None:
    path, link = tmp_path / "pack.docx", tmp_path / "link.docx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    placing.renew(link, b"old", b"new")
    assert link.is_symlink() and path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_folder_that_cannot_be_written_stops_the_file_and_says_so(
    pmf: Pmf, changed: Tiny, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(placing, "_write", refuse)
    said: Said = pmf("refresh", pack)
    assert said.status == 1 and "Permission denied" in said.err and "Word" in said.err
    assert "Not refreshed (1 error)." in said.out and beside(pack) == [pack.name]


def test_an_exception_that_ended_is_named_and_says_what_it_said(
    pmf: Pmf, changed: Tiny, pack: Path
) -> None:
    said = pmf("refresh", pack)
    line = "exceptions/REP01  Repairs completed on time [marked “No longer an exception”; its words"
    assert line in said.out
    words = words_of(pack)
    assert "No longer an exception" in words
    assert "missed the target in September 2026: 90.0%" in words


def test_long_sentences_are_listed_from_where_they_differ() -> None:
    old, new = (f"{'The same words again. ' * 9}Then {word} of it all." for word in ("one", "two"))
    line = _line(Change(kind=ChangeKind.VALUE, slot="s", old=old, new=new))
    assert line.startswith("s: … ") and "one of it all. → … " in line and "two of it all." in line
    arrow = _line(Change(kind=ChangeKind.VALUE, slot="s", old="→ same", new="↑ better"))
    assert arrow == "s: “→ same” → ↑ better"


def test_an_approved_file_stands_and_its_refresh_gets_a_number(pmf: Pmf, tiny: Tiny) -> None:
    tiny.write()
    pmf.build()
    path = pmf.file("docx")
    approved = path.read_bytes()
    said = pmf("sign-off", path, "--role", "Board", "--name", "A. Chair", "--on", "2026-10-27")
    assert said.status == 0, said.err
    tiny.only(value("REP01", "2026-09", 80, 100))
    tiny.write()
    said = pmf("refresh", path, "--json")
    (told,) = said.json["files"]
    assert path.read_bytes() == approved
    assert told["path"].endswith("-v2.docx") and told["written"] and told["backup"] is None
    assert Path(told["path"]).is_file()
    assert "new-version" in [one["code"] for one in told["findings"]]


def test_of_many_changes_what_to_look_at_comes_first_and_arrows_are_counted() -> None:
    figures = [
        Change(kind=ChangeKind.VALUE, slot=f"F{n}", title="Measure", old="1", new="2")
        for n in range(40)
    ]
    arrow = Change(kind=ChangeKind.VALUE, slot="F1/long", old="same", new="better")
    table = Change(kind=ChangeKind.CONTENT, slot="scorecard", title="Scorecard")
    typed = Change(kind=ChangeKind.TYPED_OVER, slot="F9", title="Measure", old="3", new="2")
    assert _lines([*figures[:3], arrow]) == [*map(_line, figures[:3]), _line(arrow)]
    assert _lines([*figures, arrow, table, typed]) == [
        "43 changes, all of them with --json.",
        "To look at (1):", "  F9  Measure [typed over, and kept]: 3 → 2",
        "Filled anew (1):", "  scorecard  Scorecard [filled anew]",
        "Figures (40):", *(f"  {_line(one)}" for one in figures),
        "Sentences, statuses and arrows that follow them: 1.",
    ]  # fmt: skip
