"""The `[settings]` of `pmf.toml`: what a report offers, and what is not offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Pmf
from tests.tiny_finance import Finance

HEADING = "[settings.vfm-self-assessment]"


@pytest.fixture
def finance(tmp_path: Path) -> Finance:
    return Finance(tmp_path / "w").write()


@pytest.fixture
def pmf(finance: Finance, capsys: pytest.CaptureFixture[str]) -> Pmf:
    return Pmf(finance.root, capsys)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (f'{HEADING}\nheadngs = "2012"', "“headngs” is not a setting. Settings: headings."),
        (f'{HEADING}\nheadings = "1999"', 'is not offered. Write one of "2018", "2012".'),
        (
            f"{HEADING}\nheadings = 2012",
            'write a name and its choice in quotes, as in headings = "2',
        ),
        ("settings = 2012", "write [settings.REPORT] as a heading"),
        ('[settings]\nheadings = "2012"', "under [settings.headings] write a name"),
    ],
)
def test_a_setting_that_cannot_be_meant_gets_a_sentence(finance, pmf, settings, said):
    (finance.root / "pmf.toml").write_text(f'name = "tiny"\n{settings}\n', encoding="utf-8")
    told = pmf("check", "vfm-self-assessment")
    assert told.status == 2 and said in told.err and "Traceback" not in told.err


def test_a_change_of_setting_builds_the_report_anew_and_no_change_does_not(finance, pmf):
    words = ("run", "vfm-self-assessment", "--entity", "OVH", "--period", "2025/26")
    assert pmf(*words).status == 0
    assert "nothing has changed" in pmf(*words).out
    text = f'name = "tiny"\n{HEADING}\nheadings = "2012"\n'
    (finance.root / "pmf.toml").write_text(text, encoding="utf-8")
    assert "built" in pmf(*words).out
