"""What placeholders in a Word template become, however Word has stored them."""

from __future__ import annotations

import docx
import pytest
from docx.shared import RGBColor

from pmf_engine.documents.word import build_word
from pmf_engine.model.content import Block, Region
from pmf_engine.model.errors import InputFaults
from tests.word_kit import (
    W,
    figure,
    filled,
    find,
    identity,
    lines,
    names,
    part,
    raw,
    runs,
    saved,
    table_template,
    template,
    template_of,
    text,
)


def test_a_placeholder_gives_way_to_its_text() -> None:
    assert lines(filled(template("For {{ entity }}."), entity="Orchard")) == ["For Orchard."]


def test_a_placeholder_cut_into_runs_is_read_whole() -> None:
    made = filled(template_of(runs("Up ", "{", "{ na", "me }", "} now")), name="five")
    assert lines(made) == ["Up five now"]


def test_the_first_run_of_a_placeholder_gives_its_look() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("plain ")
    paragraph.add_run("{{ na").bold = True
    paragraph.add_run("me }} tail").italic = True
    made = part(filled(saved(document), name="five"))
    bold = find(made, "//w:r[w:rPr/w:b]")
    assert [text(run) for run in bold] == ["five"]
    assert [text(run) for run in find(made, "//w:r[w:rPr/w:i]")] == [" tail"]


def test_quotes_that_word_curled_are_read_as_straight_inside_a_placeholder_only() -> None:
    source = template("{% if name == “five” %}‘yes’{% endif %}{{ ‘it’ ~ “s” }}")
    assert lines(filled(source, name="five")) == ["‘yes’its"]


def test_several_placeholders_in_one_run_keep_the_text_between_them() -> None:
    assert lines(filled(template("a {{ x }} b {{ x }}{{ x }} c"), x=1)) == ["a 1 b 11 c"]


def test_a_tab_and_a_break_in_the_run_of_a_placeholder_stay() -> None:
    source = template_of(
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>{{ x }}</w:t><w:br/><w:t>b</w:t></w:r></w:p>"
    )
    made = part(filled(source, x="X"))
    inside = find(made, "//w:p[1]//w:t | //w:p[1]//w:tab | //w:p[1]//w:br")
    assert [e.text or e.tag.removeprefix(W) for e in inside] == ["a", "tab", "X", "br", "b"]


def test_markup_and_forbidden_characters_in_a_value_are_text() -> None:
    made = filled(template("{{ x }}"), x="a < b & \x0bc </w:t> {{ y }} {% if %}")
    assert lines(made) == ["a < b & c </w:t> {{ y }} {% if %}"]


def test_a_value_that_looks_like_markup_made_safe_is_still_escaped() -> None:
    assert lines(filled(template("{{ x|safe }}"), x="<w:br/>")) == ["<w:br/>"]


def test_braces_in_the_template_that_are_no_placeholder_stay_text() -> None:
    assert lines(filled(template("{a} {{ x }} 50 % } {"), x=1)) == ["{a} 1 50 % } {"]


def test_a_newline_in_a_value_breaks_the_line() -> None:
    assert lines(filled(template("{{ x }}"), x="a\r\nb\nc")) == ["a\nb\nc"]


def test_a_very_long_comment_goes_in_whole() -> None:
    comment = "Staff & tenants.\n" * 2500
    assert lines(filled(template("{{ x }}"), x=comment)) == [comment]


def test_statements_alone_in_a_paragraph_vanish_with_it() -> None:
    source = template("{% if yes %}", "shown", "{% else %}", "hidden", "{% endif %}", "after")
    assert lines(filled(source, yes=True)) == ["shown", "after"]
    assert lines(filled(source, yes=False)) == ["hidden", "after"]


def test_a_loop_over_paragraphs_repeats_them() -> None:
    source = template("{% for n in names %}", "{{ loop.index }} {{ n }}", "{% endfor %}")
    assert lines(filled(source, names=["Ann", "Bob"])) == ["1 Ann", "2 Bob"]


def test_a_loop_inside_one_paragraph_stays_inside_it() -> None:
    source = template("{% for n in names %}{{ n }}{% if not loop.last %}, {% endif %}{% endfor %}")
    assert lines(filled(source, names=["Ann", "Bob"])) == ["Ann, Bob"]


def test_table_rows_that_hold_only_statements_vanish_and_repeat_the_rows_between() -> None:
    source = table_template(
        ["Risk", "Title"], ["{% for r in risks %}", ""], ["{{ r.id }}", "{{ r.title }}"],
        ["", "{% endfor %}"],
    )  # fmt: skip
    risks = [{"id": "R1", "title": "Damp"}, {"id": "R2", "title": "Fire"}]
    table = find(part(filled(source, risks=risks)), "//w:tbl")[0]
    assert [[text(c) for c in find(r, "w:tc")] for r in find(table, "w:tr")] == [
        ["Risk", "Title"], ["R1", "Damp"], ["R2", "Fire"],
    ]  # fmt: skip


def test_a_table_that_a_loop_leaves_without_rows_is_not_left_broken() -> None:
    source = table_template(["{% for r in risks %}"], ["{{ r }}"], ["{% endfor %}"])
    made = part(filled(source, risks=[]))
    assert find(made, "//w:tbl") == [] and len(find(made, "//w:body/w:p")) == 1


def test_a_cell_never_ends_up_without_a_paragraph() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.text = "{% if yes %}"
    cell.add_paragraph("words")
    cell.add_paragraph("{% endif %}")
    made = find(part(filled(saved(document), yes=False)), "//w:tc")[0]
    assert [child.tag for child in made] == [f"{W}tcPr", f"{W}p"] and text(made) == ""


def test_a_section_break_survives_the_statement_it_stood_with() -> None:
    section = "<w:pPr><w:sectPr><w:pgSz w:w='16838' w:h='11906'/></w:sectPr></w:pPr>"
    source = template_of(f"<w:p>{section}<w:r><w:t>{{% if yes %}}</w:t></w:r></w:p>")
    source_with_end = template_of(
        f"{runs('{% if yes %}')}<w:p>{section}<w:r><w:t>{{% endif %}}</w:t></w:r></w:p>"
    )
    with pytest.raises(InputFaults):
        filled(source, yes=True)
    made = part(filled(source_with_end, yes=True))
    assert len(find(made, "//w:p/w:pPr/w:sectPr")) == 1


def test_headers_and_footers_are_filled_and_parts_without_placeholders_kept_as_they_are() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ title }}"
    document.sections[0].footer.paragraphs[0].text = "Page"
    source = saved(document)
    made = filled(source, title="Board")
    assert lines(made, "word/header1.xml") == ["Board"]
    changed = {name for name in names(source) if raw(made, name) != raw(source, name)}
    assert "word/footer1.xml" not in changed and "word/theme/theme1.xml" not in changed


def test_a_text_box_is_filled_and_its_statements_pair_by_themselves() -> None:
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"{runs('{% if yes %}')}{runs('in {{ x }}')}{runs('{% endif %}')}"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    source = template_of(f"<w:p><w:r><w:t>out {{{{ x }}}}</w:t></w:r>{box}</w:p>")
    boxes = "//w:txbxContent/w:p"
    assert [text(p) for p in find(part(filled(source, x=1, yes=True)), boxes)] == ["in 1"]
    assert [text(p) for p in find(part(filled(source, x=1, yes=False)), boxes)] == [""]


def test_comments_in_a_template_say_nothing() -> None:
    assert lines(filled(template("a{# not {{ this }} #}b", "{# alone #}", "c"))) == ["ab", "c"]


def test_a_paragraph_keeps_its_style_around_a_value_that_stands_alone() -> None:
    document = docx.Document()
    run = document.add_heading("", 2).add_run("{{ title }}")
    run.font.color.rgb = RGBColor(1, 2, 3)
    made = part(filled(saved(document), title="Summary"))
    assert find(made, "//w:p/w:pPr/w:pStyle/@w:val") == ["Heading2"]
    assert find(made, "//w:r/w:rPr/w:color/@w:val") == ["010203"]


def test_a_name_that_is_not_given_is_refused_with_its_paragraph() -> None:
    source = template("one", "Of {{ summary.verdct }} all", "{{ missing }}")
    with pytest.raises(InputFaults) as caught:
        filled(source, summary={"verdict": "fine"})
    texts = [finding.text for finding in caught.value.findings]
    assert texts == [
        "board.docx: paragraph 2 (“Of {{ summary.verdct }} all”), “{{ summary.verdct }}”:"
        " “verdct” is not known here. Did you mean “verdict”?",
        "board.docx: paragraph 3, “{{ missing }}”: “missing” is not known here.",
    ]


def test_a_statement_over_what_is_not_there_is_refused_with_its_paragraph() -> None:
    with pytest.raises(InputFaults, match=r"paragraph 2, “\{% for n in names %\}”"):
        filled(template("a", "{% for n in names %}", "{{ n }}", "{% endfor %}"))


def test_a_comparison_that_makes_no_sense_is_refused_with_its_paragraph() -> None:
    with pytest.raises(InputFaults, match=r"paragraph 1.*cannot be worked out"):
        filled(template("{% if 1 < 'a' %}x{% endif %}"))


def test_a_template_cannot_reach_beyond_its_sandbox() -> None:
    with pytest.raises(InputFaults):
        filled(template("{{ x.__class__.__mro__ }}"), x="a")


def test_a_value_of_several_things_is_refused_rather_than_shown_as_code() -> None:
    with pytest.raises(InputFaults, match="holds several things"):
        filled(template("{{ x }}"), x=[1, 2])


def test_nothing_shows_as_nothing_and_yes_and_no_as_words() -> None:
    assert lines(filled(template("[{{ x }}]{{ y }}"), x=None, y=True)) == ["[]yes"]


def test_the_same_input_gives_the_same_bytes() -> None:
    source = template("{{ f }} {{ x }}", "{% repeat e in r %}", "{{ e.x }}", "{% endrepeat %}")
    context = {"f": figure(), "x": "y", "r": Region("r", (Block("a", {"x": 1}),))}
    made = [build_word(bytes(source), dict(context), identity(), []) for _ in range(2)]
    assert made[0] == made[1]
