"""Templates: chosen by edition as definitions are, restyled by people, checked before use."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from pmf_engine.engine.templates import choose, homes
from pmf_engine.model.errors import PmfError
from pmf_engine.model.periods import Period
from tests.command import Pmf
from tests.tiny import Tiny, value


def template(tiny: Tiny, edition: str) -> Path:
    return tiny.root / "report_templates" / "board-pack" / edition / "board-pack.docx"


def write_into(path: Path, *paragraphs: str, source: Path | None = None) -> None:
    """Add paragraphs to a template, or to a copy of another."""
    document = docx.Document(str(source or path))
    for text in paragraphs:
        document.add_paragraph(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


def test_each_period_has_the_newest_edition_that_does_not_start_after_it(
    pmf: Pmf, tiny: Tiny
) -> None:
    tiny.only(value("REP01", "2026-03", 96, 100), value("REP01", "2026-09", 96, 100)).write()
    write_into(template(tiny, "2026-27"), "New words.", source=template(tiny, "2023-24"))
    write_into(template(tiny, "2027-28"), "Later words.", source=template(tiny, "2023-24"))
    pmf.build()
    pmf.build("--period", "2025-Q4")
    assert "New words." in pmf.word() and "Later words." not in pmf.word()
    assert "New words." not in pmf.word(period="2025-Q4")
    said = pmf.bare("trace", pmf.file("docx"), "--json").json
    assert said["template"] == "2026-27"


def test_an_edition_may_start_in_the_middle_of_a_year(tmp_path: Path) -> None:
    for name in ("2023-24", "2026-Q3", "notes", "2026-10-old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.docx").write_bytes(b"")
    for period, edition in (("2026-Q2", "2023-24"), ("2026-Q3", "2026-Q3"), ("2026/27", "2023-24")):
        assert choose([tmp_path], "pack.docx", Period.parse(period)).edition == edition


def test_an_edition_without_the_template_is_passed_over(tmp_path: Path) -> None:
    for name in ("2023-24", "2024-25"):
        (tmp_path / name).mkdir()
    (tmp_path / "2023-24" / "pack.docx").write_bytes(b"")
    assert choose([tmp_path], "pack.docx", Period.parse("2026-Q2")).edition == "2023-24"


def test_the_workspace_comes_before_the_plugin_for_the_same_edition(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin"
    places = homes(tmp_path / "workspace", "pack", plugin)
    for home, editions in zip(places, (["2024-25"], ["2024-25", "2025-26"]), strict=True):
        for edition in editions:
            (home / edition).mkdir(parents=True)
            (home / edition / "pack.docx").write_bytes(b"")
    assert choose(places, "pack.docx", Period.parse("2024-Q2")).path.is_relative_to(places[0])
    assert choose(places, "pack.docx", Period.parse("2026-Q2")).path.is_relative_to(plugin)


def test_no_template_at_all_names_the_folder_and_how_editions_are_called(tmp_path: Path) -> None:
    with pytest.raises(PmfError) as raised:
        choose(homes(tmp_path, "board-pack", None), "pack.docx", Period.parse("2026-Q2"))
    assert "report_templates/board-pack/" in str(raised.value)
    assert "2026-27" in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ verdictt }}", "verdictt"),
        ("{% for one in bullets %}", "for"),
        ("{{ entity.title", "{{"),
    ],
)
def test_a_template_that_cannot_be_filled_stops_check_and_run_and_names_the_tag(
    pmf: Pmf, tiny: Tiny, text: str, words: str
) -> None:
    path = template(tiny.write(), "2023-24")
    write_into(path, "Fine words.", text)
    for command in ("check", "run"):
        said = pmf(command, "board-pack", "--entity", "OVH", "--json")
        assert said.status == 1
        errors = [one for one in said.findings if one["level"] == "error"]
        assert errors and errors[0]["workbook"] == "board-pack.docx"
        assert words in errors[0]["message"]
    assert pmf.wrote_nothing


def test_a_template_cannot_reach_beyond_what_it_is_given(pmf: Pmf, tiny: Tiny) -> None:
    path = template(tiny.write(), "2023-24")
    write_into(path, "{{ report.__class__.__mro__ }}", "{{ run }}")
    said = pmf("run", "board-pack", "--entity", "OVH", "--json")
    assert said.status == 1 and pmf.wrote_nothing


def test_words_that_people_added_to_a_template_come_through(pmf: Pmf, tiny: Tiny) -> None:
    write_into(template(tiny.write(), "2023-24"), "Approved by {{ entity.title }} on the day.")
    pmf.build()
    assert "Approved by OVH Homes on the day." in pmf.word()


@pytest.mark.parametrize("content", [b"", b"PK", b"not a document"])
def test_a_template_that_is_no_word_document_is_a_sentence(
    pmf: Pmf, tiny: Tiny, content: bytes
) -> None:
    template(tiny.write(), "2023-24").write_bytes(content)
    said = pmf("check", "board-pack", "--entity", "OVH", "--json")
    assert said.status in (1, 2)
    assert "board-pack.docx" in said.out
