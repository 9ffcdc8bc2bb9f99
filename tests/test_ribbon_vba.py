"""What the add-in's own module does: the VBA itself is run, with files, and without Excel."""

from __future__ import annotations

import datetime as dt
import os
import time

import pytest
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._values import VBADate, error

from pmf_engine.ribbon.helper_box import Box, flat_json
from tests.addin_kit import Answers, fields
from tests.vba_machine import machine_of

YES, NO = 6, 7
PRESS = ("pmfRefresh", "refresh:all")


@pytest.fixture
def box(profile) -> Box:
    return Box(profile / ".pmf" / "requests")


@pytest.fixture
def mac(addin, profile, tmp_path):
    """An Excel on a Mac, in which a saved workbook is open."""
    with machine_of(addin, profile, mac=True) as machine:
        machine.open(tmp_path / "kpi.xlsx")
        yield machine


def test_a_press_without_a_workbook_is_told_to_open_one(addin, profile):
    with machine_of(addin, profile) as vba:
        vba.press(*PRESS)
        assert vba.said == ["Open a workbook first."] and vba.commands == []


def test_a_workbook_that_was_never_saved_is_told_so_and_nothing_is_started(vba):
    vba.open(None)
    vba.press(*PRESS)
    (said,) = vba.said
    assert said.startswith("Save this workbook once first.") and vba.commands == []


def test_help_works_in_a_workbook_that_was_never_saved(vba):
    answers = Answers(vba, fields())
    vba.open(None)
    vba.press("pmfHelp", "help:show")
    assert answers.asked == [("pmfHelp", "help:show")]


def test_only_plain_characters_reach_the_command_line(vba):
    answers = Answers(vba, fields())
    vba.press("pmf'&calc.exe|b", "x:y');import os#")
    assert answers.asked == [("pmfcalc.exeb", "x:yimportos")]
    assert vba.app.evaluate('PmfSafe("a\'&calc.exe|b")') == "acalc.exeb"
    assert vba.app.evaluate('PmfSafe("generate:a-b@edition-c")') == "generate:a-b@edition-c"


def test_the_command_is_the_one_that_python_takes(vba):
    assert vba.app.evaluate('PmfCommand("pmfRefresh", "refresh:all", "7-1")') == (
        "import pmf_engine.ribbon.helper_cold as r; r.answer('pmfRefresh','refresh:all','7-1')"
    )


def test_the_menu_and_the_label_are_what_python_wrote_and_nothing_is_started(vba, profile):
    (profile / ".pmf" / "menu.xml").write_text("<menu>&#163;</menu>")
    (profile / ".pmf" / "status.txt").write_text("14:02, 25 Nov: 60 figures")
    assert vba.shown("PmfGetContent") == "<menu>&#163;</menu>"
    assert vba.shown("PmfGetLabel") == "14:02, 25 Nov: 60 figures"
    assert vba.commands == []


def test_without_these_files_the_menu_says_there_is_nothing_yet(vba):
    assert 'enabled="false"' in vba.shown("PmfGetContent")
    assert vba.shown("PmfGetLabel") == "Not refreshed yet"


def test_what_was_done_stands_in_the_status_bar_for_a_while(vba):
    Answers(vba, fields(message="60 figures are up to date."))
    vba.press(*PRESS)
    assert vba.bar == "Reporting: 60 figures are up to date."
    assert vba.said == [] and vba.later == ["PmfClear"] and vba.ribbon.drawn == 1
    vba.call("PmfClear")
    assert vba.bar is False


def test_what_was_refused_is_told_in_a_box(vba):
    Answers(vba, fields("no", "Sheet “KPI” is protected. Unprotect it, then refresh again."))
    vba.press(*PRESS)
    assert vba.said == ["Sheet “KPI” is protected. Unprotect it, then refresh again."]
    assert vba.bar is False


def test_a_long_answer_that_is_good_is_shown_in_a_box_too(vba):
    Answers(vba, fields(message="one\ntwo", box="yes"))
    vba.press("pmfHelp", "help:show")
    assert vba.said == ["one\ntwo"]


def test_a_yes_to_the_question_sends_the_press_again_with_the_tag_that_carries_it(vba):
    asks = fields("no", "Save sources.xlsx first?", again="refresh:all:save")
    answers = Answers(vba, asks, fields())
    vba.press(*PRESS, YES)
    assert answers.asked == [PRESS, ("pmfRefresh", "refresh:all:save")]
    assert vba.said == ["Save sources.xlsx first?"]


def test_a_no_to_the_question_ends_there(vba):
    answers = Answers(vba, fields("no", "Save sources.xlsx first?", again="refresh:all:save"))
    vba.press(*PRESS, NO)
    assert answers.asked == [PRESS] and vba.bar is False


def test_after_a_refresh_excels_own_undo_takes_it_back(vba):
    answers = Answers(vba, fields(undo="yes"), fields())
    vba.press(*PRESS)
    text, macro = vba.undo
    assert text == "Undo refresh"
    vba.call(macro)
    assert answers.asked[-1] == ("pmfUndo", "undo:refresh")


def test_a_start_of_python_that_is_forbidden_is_told_in_a_sentence(vba):
    vba.blocked = True
    vba.press(*PRESS)
    (said,) = vba.said
    assert "Permission denied" in said and "pmf ribbon serve" in said
    assert vba.bar is False and vba.app.application.active_book is not None


def test_a_python_that_says_nothing_is_told_in_a_sentence(vba):
    Answers(vba)
    vba.press(*PRESS)
    (said,) = vba.said
    assert (
        said.startswith("Python did not answer, so nothing was changed.")
        and "pmf ribbon doctor" in said
    )


def test_a_folder_that_cannot_be_trusted_is_told_in_a_sentence_and_no_traceback(vba, box):
    box.folder.chmod(0o777)
    vba.press("pmfHelp", "help:show")
    (shown,) = vba.popups
    assert shown.startswith("Others may write to ") and "Traceback" not in shown


def test_while_one_press_waits_a_second_is_told_to_wait_without_a_box(vba, box):
    answers = Answers(vba, fields())
    box.beat()
    bars = []

    def during() -> None:
        if not bars:
            vba.press("pmfCheck", "check:all")
            bars.append(vba.bar)
        answers.warm()

    vba.idle = during
    vba.press(*PRESS)
    assert bars == ["Reporting: the last request is still being worked on. Esc stops it."]
    assert answers.asked == [PRESS] and vba.said == []


def test_the_wait_rests_between_looks_and_gives_the_key_that_stops_macros_back(vba, box):
    answers, looks = Answers(vba, fields()), []
    box.beat()
    vba.idle = lambda: looks.append(vba.cancel) or (len(looks) > 3 and answers.warm())
    vba.press(*PRESS)
    assert vba.rests == [50] * len(looks) and set(looks) == {2} and vba.cancel == 1


def test_however_long_it_takes_a_helper_that_lives_is_waited_for(vba, box, monkeypatch):
    answers, start = Answers(vba, fields(message="Done at last.")), time.time()
    moments = iter(range(0, 7200, 60))
    now = [start]

    def later() -> None:
        now[0] = start + next(moments)
        os.utime(box.folder / "ready", (now[0], now[0]))
        if now[0] > start + 3600:
            answers.warm()

    def clock(*_):
        return VBADate.from_datetime(dt.datetime.fromtimestamp(int(now[0])))

    monkeypatch.setitem(INTRINSICS, "now", clock)
    vba.idle = later
    box.beat()
    vba.press(*PRESS)
    assert vba.bar == "Reporting: Done at last." and vba.said == []


def test_esc_takes_a_press_back_and_python_may_not_begin_any_more(vba, box):
    box.beat()
    taken = []

    def work() -> None:
        taken.extend(box.waiting())
        raise error(18)

    vba.idle = work
    vba.press(*PRESS)
    assert vba.said == ["Stopped. Nothing was changed."] and vba.bar is False
    assert len(taken) == 1 and not box.begin(taken[0].id)
    assert list(box.folder.glob("*.r*n")) == [] and vba.cancel == 1


def test_esc_waits_for_what_is_being_written(vba, box):
    box.beat()

    def work() -> None:
        for one in box.waiting():
            assert box.begin(one.id)
            work.id = one.id
            raise error(18)
        assert "being written" in vba.bar
        box.reply(work.id, fields(message="Written."))

    vba.idle = work
    vba.press(*PRESS)
    assert vba.said == [] and vba.bar == "Reporting: Written."


def test_a_second_esc_leaves_with_a_sentence_on_what_may_have_been_written(vba, box):
    box.beat()

    def work() -> None:
        assert all(box.begin(one.id) for one in box.waiting())
        raise error(18)

    vba.idle = work
    vba.press(*PRESS)
    (said,) = vba.said
    assert said.startswith("Python had begun to write") and "Undo refresh puts it back" in said
    vba.press("pmfCheck", "check:all")
    assert "Undo" not in vba.said[-1]


def test_on_a_mac_a_second_press_asks_whether_to_stop_the_first(mac, box):
    box.beat()
    mac.press(*PRESS)
    (request,) = box.waiting()
    mac.press(*PRESS, NO)
    assert mac.said == ["The last request is still being worked on. Stop it?"]
    mac.press(*PRESS, YES)
    assert mac.said[-1] == "Stopped. Nothing was changed." and not box.begin(request.id)


def test_a_helper_that_runs_is_asked_through_the_folder_and_nothing_is_started(vba, box):
    answers = Answers(vba, fields(message="By the helper."))
    vba.start = None
    box.beat()
    vba.press(*PRESS)
    assert answers.asked == [PRESS] and vba.bar == "Reporting: By the helper."
    assert sorted(path.name for path in box.folder.iterdir()) == ["ready"]


def test_the_helper_is_told_the_name_of_the_workbook_whatever_it_holds(vba, box, tmp_path):
    name = "Añejo £ “KPI” 日本 {\\}.xlsx".replace("\\", "-")
    seen = []
    vba.open(tmp_path / name)
    box.beat()
    vba.idle = lambda: [(seen.append(one), box.reply(one.id, fields())) for one in box.waiting()]
    vba.press(*PRESS)
    assert [(one.book, one.window) for one in seen] == [(name, "4711")]


def test_a_helper_that_is_killed_is_noticed_and_the_request_is_taken_back(vba, box):
    box.beat()

    def killed() -> None:
        long_ago = time.time() - 60
        os.utime(box.folder / "ready", (long_ago, long_ago))

    vba.idle = killed
    vba.press(*PRESS)
    (said,) = vba.said
    assert said.startswith("The helper has ended, so nothing was changed.")
    assert list(box.folder.glob("*.re[qs]")) == [] and vba.bar is False


def test_a_helper_long_gone_is_not_waited_for(vba, box):
    box.beat()
    os.utime(box.folder / "ready", (0, 0))
    answers = Answers(vba, fields())
    vba.idle = None
    vba.press(*PRESS)
    assert answers.asked == [PRESS]


@pytest.mark.parametrize(
    "text", ["plain", 'a "quote" and a \\', "£ – “ ” 🙂\nnext", '", "ok": "yes']
)
def test_the_add_in_reads_every_text_that_python_writes(vba, text):
    Answers(vba, fields("no", text))
    vba.press(*PRESS)
    assert vba.said == [text]


def test_on_a_mac_the_macro_ends_and_looks_for_the_answer_later(mac, box, monkeypatch):
    seen = []
    box.beat()
    mac.press(*PRESS)
    (request,) = box.waiting()
    assert mac.later == ["PmfLook"] and mac.said == []
    mac.call("PmfLook")
    box.reply(request.id, fields("no", "Not today."))
    mac.call("PmfLook")
    assert mac.said == ["Not today."] and mac.later == ["PmfLook", "PmfLook"]
    assert request.window == "0" and seen == []


def test_on_a_mac_the_menu_lies_where_excel_may_read_it(mac, profile):
    (profile / ".pmf" / "menu.xml").write_text("<menu/>")
    assert mac.shown("PmfGetContent") == "<menu/>"


def test_fields_are_read_whatever_their_order():
    assert flat_json({"a": 'x"\\', "b": "é"}) == '{"a": "x\\u0022\\u005C", "b": "\\u00E9"}'
