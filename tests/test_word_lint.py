"""Lint of a Word template: every fault with its placeholder and paragraph, never a traceback."""

from __future__ import annotations

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmf_engine.documents.word import lint_template
from pmf_engine.model.content import Region
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.findings import Level
from tests.word_kit import filled, part, runs, saved, table_template, template, template_of

NAMES = ("summary", "scorecard", "exceptions", "people")


def faults(data: bytes, names: tuple[str, ...] | None = NAMES) -> list[str]:
    findings = lint_template(data, names, workbook_name="board.docx")
    assert all(f.level is Level.ERROR and f.workbook == "board.docx" for f in findings)
    return [finding.message for finding in findings]


def test_a_sound_template_has_no_faults() -> None:
    source = template(
        "{{ summary.verdict }}", "{% if scorecard %}", "{{ scorecard }}", "{% else %}", "none",
        "{% endif %}", "{% repeat e in exceptions %}", "{{ e.title }}", "{% endrepeat %}",
        "{% for n in people %}{{ loop.index }} {{ n }}{% endfor %}",
        "{% set total = people|length %}", "{{ total }} of {{ range(3)|list|length }}",
    )  # fmt: skip
    assert faults(source) == []


def test_an_unknown_name_is_named_with_its_paragraph_and_what_was_meant() -> None:
    source = template("one", "Of {{ sumary.verdict }} all", "{% if scorcard %}", "{% endif %}")
    assert faults(source) == [
        "paragraph 2 (“Of {{ sumary.verdict }} all”), “{{ sumary.verdict }}”: the report gives no"
        " “sumary”. Did you mean “summary”?",
        "paragraph 3, “{% if scorcard %}”: the report gives no “scorcard”."
        " Did you mean “scorecard”?",
    ]


def test_names_are_not_judged_where_the_report_s_are_not_known() -> None:
    assert faults(template("{{ anything.at_all }}"), None) == []


def test_the_name_of_a_loop_is_known_inside_it_only() -> None:
    source = template("{% for n in people %}", "{{ n }}", "{% endfor %}", "{{ n }}")
    assert faults(source) == ["paragraph 4, “{{ n }}”: the report gives no “n”."]


def test_a_header_is_named_as_such() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ titel }}"
    assert faults(saved(document), ("title",)) == [
        "a header, paragraph 1, “{{ titel }}”: the report gives no “titel”. Did you mean “title”?"
    ]


@pytest.mark.parametrize(
    ("paragraphs", "fault"),
    [
        (["{% if summary %}", "x"], "paragraph 1, “{% if summary %}”: there is no “endif” for it."),
        (["x", "{% endfor %}"], "paragraph 2, “{% endfor %}”: there is no “for” before it that is"
         " still open."),
        (["{% else %}"], "paragraph 1, “{% else %}”: there is no “if” or “for” before it that is"
         " still open."),
        (["{{ summary"], "paragraph 1 (“{{ summary”), “{{”: these braces have no partner in their"
         " paragraph."),
        (["{{ }}"], "paragraph 1, “{{ }}”: the braces are empty."),
        (["{% includ 'x' %}"], "paragraph 1, “{% includ 'x' %}”: “includ” is no statement here:"
         " use if, for, set or repeat."),
        (["{% endfi %}"], "paragraph 1, “{% endfi %}”: “endfi” is no statement here: use if, for,"
         " set or repeat. Did you mean “endif”?"),
        (["{% set x %}"], "paragraph 1, “{% set x %}”: write it as “set name = value”."),
        (["{% repeat exceptions %}", "{% endrepeat %}"], "paragraph 1, “{% repeat exceptions %}”:"
         " write it as “repeat item in region”."),
    ],
)  # fmt: skip
def test_each_fault_is_one_sentence(paragraphs: list[str], fault: str) -> None:
    assert faults(template(*paragraphs)) == [fault]


def test_an_expression_that_cannot_be_read_is_named() -> None:
    (fault,) = faults(template("{{ summary verdict }}"))
    assert fault.startswith("paragraph 1, “{{ summary verdict }}”: this cannot be read (")
    (fault,) = faults(template("{{ summary|shuot }}"))
    assert fault.endswith("(there is no filter “shuot”. Did you mean “short”?).")


def test_statements_that_cross_are_named() -> None:
    found = faults(template("{% if summary %}", "{% for n in people %}", "{% endif %}",
                            "{% endfor %}"))  # fmt: skip
    assert found[0] == (
        "paragraph 3, “{% endif %}”: there is no “if” before it that is still open. It stands"
        " inside “{% for n in people %}”, at paragraph 2."
    )


def test_a_pair_must_stand_in_one_holder() -> None:
    inside = faults(template("{% if summary %}", "words {% endif %}"))
    assert inside == [
        "paragraph 2 (“words {% endif %}”), “{% endif %}”: it stands inside a paragraph, but its"
        " “{% if summary %}”, at paragraph 1, stands in a paragraph of its own. Put both in one"
        " paragraph, or each in a paragraph of its own, or each in a row of its own of the same"
        " table."
    ]
    across = faults(template("a {% if summary %}", "b {% endif %}"))
    assert "stands inside a paragraph elsewhere" in across[0]
    cells = faults(table_template(["{% for n in people %}{{ n }}", "{% endfor %}x"]))
    assert len(cells) == 1 and "Put both in one paragraph" in cells[0]


def test_a_row_loop_is_sound_and_one_that_ends_outside_its_table_is_not() -> None:
    rows = ["{% for n in people %}"], ["{{ n }}"], ["{% endfor %}"]
    assert faults(table_template(*rows)) == []
    document = docx.Document()
    table = document.add_table(2, 1)
    table.rows[0].cells[0].text = "{% for n in people %}"
    table.rows[1].cells[0].text = "{{ n }}"
    document.add_paragraph("{% endfor %}")
    (fault,) = faults(saved(document))
    assert "in a table row of its own" in fault


def test_repeat_stands_in_paragraphs_only() -> None:
    (fault,) = faults(template("{% repeat e in exceptions %}{{ e.x }}{% endrepeat %}"))
    assert "repeat must stand in a paragraph of its own" in fault


def test_a_region_shown_as_a_value_is_named() -> None:
    source = template("{{ exceptions }}", "{% repeat e in exceptions %}", "{% endrepeat %}")
    assert faults(source) == [
        "paragraph 1, “{{ exceptions }}”: a repeated region cannot be shown, only repeated."
    ]


def test_a_placeholder_cut_into_runs_is_linted_whole() -> None:
    (fault,) = faults(template_of(runs("{{ su", "mary }}")))
    assert "“sumary”" in fault


def test_a_file_that_is_no_document_gets_one_sentence() -> None:
    assert faults(b"hello") == ["This is not an Office file, or it is damaged."]


PIECES = st.sampled_from([
    "{{", "}}", "{%", "%}", "{#", "#}", " if x ", " endif ", " for a in b ", " endfor ", "text",
    " repeat a in b ", " endrepeat ", " else ", "“", "x|y", "(", "'", "\n", " set ", "=", "-",
])  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=8).map("".join), min_size=1, max_size=4))
def test_whatever_is_typed_is_either_refused_in_sentences_or_filled(paragraphs: list[str]) -> None:
    source = template(*paragraphs)
    lint_template(source, NAMES, workbook_name="board.docx")
    try:
        made = filled(source, x="1", y=upper, a="", b=Region("b", ()))
    except InputFaults as refused:
        assert refused.findings
    else:
        assert part(made).tag.endswith("document")


def upper(text: str) -> str:
    return text.upper()
