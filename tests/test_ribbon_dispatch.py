"""The one door of the ribbon: every press gets a sentence, and none a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings as xw

from pmf_engine.ribbon import dispatch
from pmf_engine.ribbon.actions import help as help_action
from pmf_engine.ribbon.controls import controls, is_safe
from pmf_engine.ribbon.helper_answer import fields


def test_help_says_what_each_button_does(book: xw.Book) -> None:
    answer = dispatch("pmfHelp", "help:show", book)
    assert answer.ok
    assert all(f"{one.label}: {one.tip}" in answer.message for one in controls())
    assert "pmf_scorecard" in answer.message
    assert fields(answer)["message"] == answer.message  # nothing of it is cut off in Excel's box


@pytest.mark.parametrize("tag", ["nonsense:all", "", "help:show'&calc", "__init__"])
def test_a_tag_that_is_not_known_gets_a_sentence(book: xw.Book, tag: str) -> None:
    answer = dispatch("pmfHelp", tag, book)
    assert not answer.ok
    assert "pmf ribbon install" in answer.message


def test_a_fault_of_our_own_gets_a_sentence_and_is_kept_for_whoever_looks_after_it(
    book: xw.Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(words: list[str], book: xw.Book) -> None:
        raise ZeroDivisionError("nothing to divide by")

    monkeypatch.setattr(help_action, "act", fail)
    answer = dispatch("pmfHelp", "help:show", book)
    assert not answer.ok
    assert "nothing to divide by" in answer.message
    assert "Traceback" not in answer.message
    assert "Traceback" in (tmp_path / "home" / "last-fault.txt").read_text()


def test_every_button_sends_only_what_may_pass_to_python() -> None:
    known = controls()
    assert all(is_safe(one.id + one.tag) for one in known)
    assert len({one.id for one in known}) == len(known) == 10
