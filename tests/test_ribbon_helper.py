"""The helper: what it takes for a request, what it never does, and that nothing ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon import helper_answer, helper_cold, helper_serve
from pmf_engine.ribbon.answer import Answer, asks, done, refused
from pmf_engine.ribbon.helper_box import EXPIRES, Box, Request, flat_json
from pmf_engine.ribbon.machine import Machine

ASKED = {"control": "pmfHelp", "tag": "help:show", "window": "1", "book": "kpi.xlsx"}

BOOK = SimpleNamespace(fullname="kpi.xlsx", app=SimpleNamespace(pid=1, screen_updating=True))


@pytest.fixture
def box(tmp_path) -> Box:
    made = Box(tmp_path / "home" / "requests")
    made.prepare()
    return made


@pytest.fixture
def here(tmp_path) -> Machine:
    return Machine("Linux", tmp_path, Path("python"), tmp_path, tmp_path / "home")


def put(box: Box, name: str = "1-1", content: object = ASKED) -> Path:
    path = box.folder / f"{name}.req"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def answer(box: Box, name: str = "1-1", patience: float = 5) -> dict[str, str]:
    path, end = box.folder / f"{name}.res", time.monotonic() + patience
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.005)
    return json.loads(path.read_text())


@contextmanager
def serving(here: Machine):
    """A helper in a thread of this process, until the block ends."""
    ready = threading.Event()
    thread = threading.Thread(target=helper_serve.serve, args=(here, ready.set), daemon=True)
    thread.start()
    assert ready.wait(20)
    try:
        yield thread
    finally:
        assert Box(here.requests).stop()
        thread.join(5)


def test_the_request_folder_is_for_one_person_alone(box):
    assert box.folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_others_may_write_to_is_refused_with_what_to_do(box):
    box.folder.chmod(0o777)
    with pytest.raises(PmfError, match=r"Others may write to .*Delete that folder"):
        box.prepare()


def test_a_folder_that_is_a_link_is_refused(box, tmp_path):
    (tmp_path / "link").symlink_to(box.folder)
    with pytest.raises(PmfError, match="cannot be trusted"):
        Box(tmp_path / "link").prepare()


def test_a_folder_of_somebody_else_is_refused(box, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PmfError, match="not yours"):
        box.prepare()


def test_a_request_is_taken_once(box):
    put(box)
    assert list(box.waiting()) == [Request("1-1", **ASKED)]
    assert list(box.waiting()) == []
    assert [path.name for path in box.folder.iterdir()] == ["1-1.run"]
    box.reply("1-1", {"ok": "yes"})
    assert [path.name for path in box.folder.iterdir()] == ["1-1.res"]


def test_a_request_that_was_taken_back_may_change_nothing_and_one_that_began_stays(box):
    for name in ("1-1", "1-2"):
        put(box, name)
    assert len(list(box.waiting())) == 2
    (box.folder / "1-1.run").unlink()
    assert not box.begin("1-1") and not box.begin("../1-2")
    assert box.begin("1-2") and box.begin("1-2")
    assert [path.name for path in box.folder.iterdir()] == ["1-2.go"]


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", '{"control": "a"}', "é",
        {**ASKED, "book": 7}, {**ASKED, "book": "x" * 9000},
    ],
)  # fmt: skip
def test_what_is_no_request_is_dropped_in_silence(box, content):
    put(box, "1-1", content)
    assert list(box.waiting()) == [] and list(box.folder.iterdir()) == []


def test_a_name_that_is_no_id_is_never_answered(box):
    put(box, "..evil")
    assert list(box.waiting()) == []
    with pytest.raises(PmfError, match="no proper id"):
        box.reply("../evil", {})


def test_a_request_that_is_a_link_or_another_persons_is_dropped(box, tmp_path, monkeypatch):
    other = tmp_path / "other"
    other.write_text(json.dumps(ASKED))
    (box.folder / "1-1.req").symlink_to(other)
    put(box, "1-2").chmod(0o666)
    assert list(box.waiting()) == [] and other.exists()
    put(box, "1-3")
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert list(box.waiting()) == []


def test_a_request_that_nobody_waits_for_any_more_is_dropped(box):
    late = time.time() - EXPIRES - 1
    os.utime(put(box), (late, late))
    assert list(box.waiting()) == []


def test_answers_that_nobody_fetched_are_swept_and_new_ones_stay(box):
    late = time.time() - EXPIRES - 1
    box.reply("1-1", {"ok": "yes"})
    box.reply("1-2", {"ok": "yes"})
    (box.folder / "notes.txt").touch()
    for name in ("1-1.res", "notes.txt"):
        os.utime(box.folder / name, (late, late))
    box.sweep()
    assert sorted(path.name for path in box.folder.iterdir()) == ["1-2.res", "notes.txt"]


@settings(max_examples=40)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text()))
def test_an_answer_is_json_of_plain_characters_whatever_it_says(fields):
    text = flat_json(fields)
    assert json.loads(text) == fields
    assert text.isascii() and "\n" not in text


def test_a_helper_answers_and_is_alive_while_it_does(box, here, monkeypatch):
    monkeypatch.setattr(helper_serve, "find", lambda request: BOOK)
    with serving(here):
        assert box.is_alive()
        put(box)
        told = answer(box)
        assert told["ok"] == "yes" and "Refresh:" in told["message"] and told["box"] == "yes"
    assert not box.is_alive() and not (box.folder / "ready").exists()


def test_a_second_helper_refuses_to_start(here):
    with serving(here), pytest.raises(PmfError, match="running already"):
        helper_serve.serve(here, lambda: None)


def test_no_request_ends_the_helper(box, here, monkeypatch):
    faults = {"a": ValueError("secret"), "b": SystemExit(3), "c": PmfError("Not open.")}

    def fails(request: Request) -> None:
        raise faults[request.book]

    monkeypatch.setattr(helper_serve, "find", fails)
    with serving(here) as thread:
        for name, book in (("1", "a"), ("2", "b"), ("3", "c")):
            put(box, name, {**ASKED, "book": book})
        put(box, "4", "{")
        said = [answer(box, name)["message"] for name in ("1", "2", "3")]
        assert thread.is_alive()
    assert "ValueError" in said[0] and "SystemExit" in said[1] and said[2] == "Not open."


def test_a_defect_is_kept_without_its_values(box, here, monkeypatch, tmp_path):
    who = "Mrs Smith, 12 High Street"

    def fails() -> None:
        raise ValueError(who)

    monkeypatch.setenv("PMF_HOME", str(tmp_path / "home"))
    told = helper_answer.respond("pmfHelp", "help:show", fails, here)
    kept = (tmp_path / "home" / "helper-fault.txt").read_text()
    assert "Smith" not in told["message"] + kept and "fails" in kept


@pytest.mark.parametrize(
    ("control", "tag"),
    [("pmfHelp", "help;rm"), ("pmf Help", "help:show"), ("pmfHelp", "evil:all")],
)
def test_python_refuses_what_the_add_in_would_never_send(here, control, tag):
    told = helper_answer.respond(control, tag, lambda: None, here)
    assert told["ok"] == "no" and "which this version does not know" in told["message"]


def test_a_question_keeps_the_tag_that_carries_the_yes(here, monkeypatch):
    given_back(monkeypatch, asks("Save it first?", "refresh:all:save"))
    told = helper_answer.respond("pmfRefresh", "refresh:all", lambda: None, here)
    assert (told["message"], told["again"]) == ("Save it first?", "refresh:all:save")


def test_a_document_is_opened_by_python_and_a_failure_is_a_sentence(here, monkeypatch):
    opened = []
    given_back(monkeypatch, done("Opened.", open="/x/paper.docx"))
    helper_answer.respond("pmfOpenOutput", "open:output", lambda: None, here, opened.append)
    assert opened == [Path("/x/paper.docx")]

    def cannot(path: Path) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    told = helper_answer.respond("pmfOpenOutput", "open:output", lambda: None, here, cannot)
    assert told["ok"] == "no"
    assert told["message"] == "/x/paper.docx cannot be opened: No such file or directory."
    told = helper_answer.respond("pmfReport", "generate:board-pack", lambda: None, here, cannot)
    assert told["ok"] == "yes" and told["message"].startswith("Opened.\n/x/paper.docx cannot be")


def test_a_press_that_was_taken_back_opens_nothing(here, monkeypatch):
    opened = []
    given_back(monkeypatch, done("Opened.", open="/x/paper.docx"))
    told = helper_answer.respond(
        "pmfOpenOutput", "open:output", lambda: None, here, opened.append, may_begin=lambda: False
    )
    assert told["ok"] == "no" and "taken back" in told["message"] and opened == []


@pytest.mark.parametrize("fault", [ValueError("x"), PmfError("No such workspace."), OSError("y")])
def test_what_was_done_is_told_as_done_where_the_menu_cannot_be_renewed(here, monkeypatch, fault):
    def cannot(*given: object) -> None:
        raise fault

    given_back(monkeypatch, done("The sheet is there."))
    monkeypatch.setattr(helper_answer, "engine_for", cannot)
    told = helper_answer.respond("pmfSettings", "settings:show", lambda: None, here)
    assert told["ok"] == "yes" and told["message"].startswith("The sheet is there.\nThe menu of")
    assert "nothing was done" not in told["message"].casefold()


def test_what_was_done_is_told_as_done_where_the_label_cannot_be_written(here, monkeypatch):
    given_back(monkeypatch, done("Refreshed."))
    here.ribbon.parent.mkdir(exist_ok=True)
    here.ribbon.write_text("a file stands where the folder should be")
    told = helper_answer.respond("pmfRefresh", "refresh:all", lambda: None, here)
    assert told["ok"] == "yes" and told["message"] == "Refreshed."


def test_the_label_says_when_and_what_after_a_refresh_and_not_after_a_refusal(here, monkeypatch):
    status = here.ribbon / "status.txt"
    given_back(monkeypatch, refused("No."))
    helper_answer.respond("pmfRefresh", "refresh:all", lambda: None, here)
    assert not status.exists()
    given_back(
        monkeypatch, done("60 figures £ are up to date, and this is more than the label takes")
    )
    helper_answer.respond("pmfRefresh", "refresh:all", lambda: None, here)
    text = status.read_text(encoding="ascii")
    assert ": 60 figures ? are" in text and text.endswith("...") and len(text) == 60


def test_a_message_too_long_for_excels_box_is_cut_at_a_line_and_says_so(here, monkeypatch):
    given_back(monkeypatch, refused("\n".join(f"line {n}" for n in range(400))))
    told = helper_answer.respond("pmfCheck", "check:all", lambda: None, here)
    assert len(told["message"]) < 1000 and told["message"].endswith(
        "… and more, which does not fit here."
    )


def given_back(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> None:
    monkeypatch.setattr(helper_answer, "dispatch", lambda *_: answer)


def test_the_workbook_is_found_by_name_and_between_two_by_window(monkeypatch):
    class Book:
        def __init__(self, name: str) -> None:
            self.name = name

    class App:
        def __init__(self, hwnd: int, *names: str) -> None:
            self.hwnd, self.books = hwnd, [Book(name) for name in names]

    apps = [App(1, "kpi.xlsx", "a.xlsx"), App(2, "kpi.xlsx")]
    monkeypatch.setattr("xlwings.apps", apps)
    found = [helper_serve.find(Request("1", "c", "t", w, "kpi.xlsx")) for w in ("1", "2")]
    assert found == [apps[0].books[0], apps[1].books[0]]
    assert helper_serve.find(Request("1", "c", "t", "0", "a.xlsx")) is apps[0].books[1]
    for name, window in (("b.xlsx", "1"), ("kpi.xlsx", "3")):
        with pytest.raises(PmfError, match="is not open in the Excel that asked"):
            helper_serve.find(Request("1", "c", "t", window, name))


def test_a_cold_call_leaves_its_answer_in_the_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("PMF_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("xlwings.Book.caller", lambda: BOOK)
    helper_cold.answer("pmfHelp", "help:show", "7-7")
    told = answer(Box(tmp_path / "home" / "requests"), "7-7")
    assert told["ok"] == "yes"


def test_a_helper_that_does_not_stop_is_not_waited_for_for_ever(box):
    with box.held():
        assert not box.stop(patience=0.1)
        assert not box.should_stop()
    assert box.stop(patience=0.1)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_helper_that_is_told_to_end_leaves_no_sign_of_life(box, how):
    words = [sys.executable, "-m", "pmf_engine", "ribbon", "serve"]
    here = {**os.environ, "PMF_HOME": str(box.folder.parent)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=here) as helper:
        assert helper.stdout is not None and "ready" in helper.stdout.readline()
        assert box.is_alive()
        helper.send_signal(how)
        assert helper.wait(20) == 0
    assert not (box.folder / "ready").exists() and not box.is_held()
