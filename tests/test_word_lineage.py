"""What a Word document remembers: every figure traceable from the file alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pmf_engine.documents.word import build_word, read_lineage
from pmf_engine.model.cells import Source
from pmf_engine.model.content import Wording, Words
from pmf_engine.model.errors import PmfError
from pmf_engine.model.lineage import lineage_figure
from pmf_engine.model.values import Adjustment, Term
from tests.word_kit import SOURCE, figure, filled, find, identity, own_part, template

FULL = figure(
    status="amber",
    edition="2026/27",
    marks=("provisional", "adjusted"),
    note="Two gangs <short>.\nSee & note.",
    definition="Jobs on time over jobs done.",
    arithmetic="93 ÷ 100 × 100",
    terms=(Term(name="done", value="93", sources=(SOURCE, Source("b.xlsx", "S", "A1", "0f"))),),
    adjustment=Adjustment(
        value=Decimal("93.14"),
        computed="90.00",
        reason="Late entries",
        approved_by="Head of Performance",
        approved_on="2026-10-03",
    ),
)


def test_a_figure_is_read_back_whole() -> None:
    lineage = read_lineage(filled(template("{{ f }}"), f=FULL))
    assert lineage is not None and lineage.figures == (lineage_figure(FULL),)


def test_a_missing_figure_is_read_back_as_missing_and_never_zero() -> None:
    gone = figure(value=None)
    lineage = read_lineage(filled(template("{{ f }}"), f=gone))
    assert lineage is not None and lineage.figures == (lineage_figure(gone),)
    assert lineage.figures[0].value is None and lineage.figures[0].missing == "nothing entered"


@pytest.mark.parametrize("draft", [True, False])
def test_the_identity_of_the_document_is_read_back(draft: bool) -> None:
    mine = identity(draft=draft, title="Board & GBAC <report>")
    lineage = read_lineage(build_word(template("x"), {}, mine, []))
    assert lineage is not None and lineage.identity == mine and lineage.figures == ()


def test_only_figures_shown_are_kept_in_the_order_they_were_computed() -> None:
    a, b, c = figure("A"), figure("B"), figure("C")
    made = build_word(template("{{ c }} {{ a }}"), {"a": a, "c": c}, identity(), [a, b, c])
    lineage = read_lineage(made)
    assert lineage is not None and [f.slot for f in lineage.figures] == ["A", "C"]


def test_wordings_are_kept_beside_the_value_last_filled() -> None:
    words = Words("summary", ("Of all, ", figure(), "."))
    root = own_part(filled(template("{{ s }}", "{{ w }}"), s=Wording("s", "● Met"), w=words))
    slots = find(root, "p:texts/p:text-slot")
    assert [(s.get("id"), s[0].text, s[1].text) for s in slots] == [
        ("s", "● Met", "● Met"), ("summary", "Of all, 93.1%.", "Of all, 93.1%."),
    ]  # fmt: skip
    assert find(root, "p:figures/p:figure/p:filled/text()") == ["93.1%"]


def test_a_document_not_built_here_remembers_nothing() -> None:
    assert read_lineage(template("x")) is None


def test_a_file_that_is_no_office_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(PmfError, match="not an Office file"):
        read_lineage(b"just text")


def test_text_that_xml_forbids_does_not_break_the_part() -> None:
    odd = replace(figure(), title="Re\x00pairs \ud800", note="\x0b")
    lineage = read_lineage(filled(template("{{ f }}"), f=odd))
    assert lineage is not None and lineage.figures[0].title == "Repairs "
