"""Live values in a Word document: bound controls, people's words, repeated regions, unique ids."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmf_engine.documents.word import add_house_styles
from pmf_engine.documents.word.controls import STORE, bookmark_name
from pmf_engine.model.content import Block, Label, Narrative, Region, Wording, Words
from pmf_engine.model.errors import InputFaults
from pmf_engine.model.values import Absence, Missing
from tests.word_kit import (
    controls,
    figure,
    filled,
    find,
    grid,
    lines,
    names,
    own_part,
    part,
    runs,
    saved,
    template,
    template_of,
    text,
)


def bound_text(data: bytes, control: Any) -> str:
    """What the binding of a control points at in the document's own part."""
    binding = find(control, "w:sdtPr/w:dataBinding")[0]
    attributes = {name.split("}")[1]: value for name, value in binding.attrib.items()}
    assert attributes["storeItemID"] == STORE
    prefix, uri = re.fullmatch("xmlns:(.*)='(.*)'", attributes["prefixMappings"]).groups()
    found = own_part(data).xpath(attributes["xpath"], namespaces={prefix: uri})
    assert len(found) == 1
    return str(found[0].text)


def test_a_figure_is_a_control_bound_to_the_document_s_own_part() -> None:
    made = filled(template("Repairs: {{ f }}."), f=figure(marks=("provisional",)))
    (control,) = controls(made, "pmf:REP01")
    assert text(control) == bound_text(made, control) == "93.1% [p]"
    assert find(control, "w:sdtPr/w:alias/@w:val") == ["Repairs completed on time"]
    assert find(control, "w:sdtPr/w:text") and find(control, "w:sdtContent/w:r")
    assert lines(made) == ["Repairs: 93.1% [p]."]


def test_a_figure_keeps_the_look_of_its_placeholder_when_it_is_refreshed() -> None:
    document = docx.Document()
    document.add_paragraph().add_run("{{ f }}").bold = True
    (control,) = controls(filled(saved(document), f=figure()), "pmf:REP01")
    assert find(control, "w:sdtPr/w:rPr/w:b") and find(control, ".//w:r/w:rPr/w:b")


def test_a_missing_figure_shows_why_and_is_bound_too() -> None:
    made = filled(template("{{ f }}"), f=figure(value=None))
    (control,) = controls(made, "pmf:REP01")
    assert text(control) == bound_text(made, control) == "No figure"
    assert lines(filled(template("{{ m }}"), m=Missing("early", Absence.NOT_DUE))) == ["Not due"]


def test_a_label_and_the_short_filter_bind_the_form_for_tables() -> None:
    days = figure("VOI01", "31.4", unit="days")
    made = filled(template("{{ a }}", "{{ f|short }}", "{{ f }}"), a=Label(("≤ ", days)), f=days)
    assert lines(made) == ["≤ 31.4", "31.4", "31.4\u00a0days"]
    assert [bound_text(made, c) for c in controls(made, "pmf:VOI01")] == [
        "31.4", "31.4", "31.4\u00a0days",
    ]  # fmt: skip


def test_a_live_wording_takes_the_character_style_of_its_status() -> None:
    status = Wording("REP01/status", "▲ Near", "status-amber")
    made = filled(template("{{ s }}", styles=True), s=status)
    (control,) = controls(made, "pmf:REP01/status")
    assert text(control) == bound_text(made, control) == "▲ Near"
    (style,) = set(find(control, ".//w:rStyle/@w:val"))
    styles = part(made, "word/styles.xml")
    name = find(styles, f"//w:style[@w:styleId='{style}']/w:name/@w:val")
    assert name == ["PMF status amber"]


def test_a_status_style_joins_the_look_of_the_placeholder() -> None:
    empty = template_of("<w:p><w:r><w:rPr/><w:t>{{ s }}</w:t></w:r></w:p>")
    bold = template_of("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{{ s }}</w:t></w:r></w:p>")
    for source in map(add_house_styles, (empty, bold)):
        made = filled(source, s=Wording("s", "Met", "status-green"))
        (look,) = find(controls(made, "pmf:s")[0], ".//w:r/w:rPr")
        assert look[0].tag.endswith("rStyle") and len(find(look, "w:b")) == len(look) - 1


def test_a_status_style_that_the_template_lacks_is_left_out() -> None:
    made = filled(template("{{ s }}"), s=Wording("REP01/status", "▲ Near", "status-amber"))
    assert find(part(made), "//w:rStyle") == []


def test_a_sentence_is_one_control_that_holds_its_live_figures() -> None:
    words = Words("summary", ("Of all, ", figure(), " were on time: ", Wording("s", "Near"), "."))
    made = filled(template("So: {{ w }}"), w=words)
    (control,) = controls(made, "pmf:summary")
    assert text(control) == "Of all, 93.1% were on time: Near."
    assert [text(c) for c in find(control, ".//w:sdt")] == ["93.1%", "Near"]
    assert find(control, "w:sdtPr/w:dataBinding") == []


def test_people_s_words_have_a_tag_of_their_own_and_one_paragraph_a_line() -> None:
    why = Narrative("why/REP01", "Staff <sick> & away.\n\nTwo new gangs start in May.")
    made = filled(template("{{ why }}", "See {{ why }}."), why=why)
    block, inline = controls(made, "pmf-text:why/REP01")
    assert [text(p) for p in find(block, "w:sdtContent/w:p")] == [
        "Staff <sick> & away.", "Two new gangs start in May.",
    ]  # fmt: skip
    assert text(inline) == why.text and find(inline, "ancestor::w:p")


def test_people_s_words_not_yet_written_leave_an_empty_paragraph_to_write_in() -> None:
    made = filled(template("{{ why }}"), why=Narrative("why", " \n"))
    (control,) = controls(made, "pmf-text:why")
    assert [text(p) for p in find(control, "w:sdtContent/w:p")] == [""]


def region(*keys: str) -> Region:
    return Region("exceptions", tuple(Block(k, {"title": k, "f": figure(k)}) for k in keys))


REGION = ("{% repeat e in r %}", "{{ e.title }}: {{ e.f }}", "{% endrepeat %}", "after")


def test_a_region_holds_one_keyed_control_and_bookmark_a_block() -> None:
    made = filled(template(*REGION), r=region("A", "B"))
    (outer,) = controls(made, "pmf:exceptions")
    blocks = find(outer, "w:sdtContent/w:sdt")
    assert [text(block) for block in blocks] == ["A: 93.1%", "B: 93.1%"]
    assert [find(b, "w:sdtPr/w:tag/@w:val")[0] for b in blocks] == [
        "pmf:exceptions/A", "pmf:exceptions/B",
    ]  # fmt: skip
    marks = [find(b, "w:sdtContent/w:p/w:bookmarkStart/@w:name")[0] for b in blocks]
    assert marks == [bookmark_name("exceptions/A"), bookmark_name("exceptions/B")]
    assert lines(made) == ["A: 93.1%", "B: 93.1%", "after"]


def test_where_a_region_ends_is_marked_in_the_paragraph_after_it() -> None:
    made = filled(template(*REGION), r=region())
    assert controls(made, "pmf:exceptions") == [] and lines(made) == ["after"]
    assert find(part(made), "//w:p/w:bookmarkStart/@w:name") == [bookmark_name("exceptions")]


def test_a_region_that_no_paragraph_follows_ends_in_one_too_small_to_see() -> None:
    made = filled(template(*REGION[:-1], "{{ f }}"), r=region(), f=figure())
    (outer,) = controls(made, "pmf:exceptions")
    assert [text(p) for p in find(outer, "w:sdtContent/w:p")] == [""]
    assert lines(made) == ["", "93.1%"]


def test_a_block_that_shows_nothing_still_holds_a_paragraph() -> None:
    source = template(
        "{% repeat e in r %}", "{% if false %}", "x", "{% endif %}", "{% endrepeat %}"
    )
    made = filled(source, r=region("A"))
    (block,) = controls(made, "pmf:exceptions/A")
    assert len(find(block, "w:sdtContent/w:p")) == 1


def test_a_region_in_a_loop_sees_the_names_around_it() -> None:
    source = template("{% for n in [1, 2] %}", "{% repeat e in r %}", "{{ n }}{{ e.title }}",
                      "{% endrepeat %}", "{% endfor %}")  # fmt: skip
    assert lines(filled(source, r=region("A"))) == ["1A", "", "2A", ""]


def test_only_a_region_can_be_repeated() -> None:
    with pytest.raises(InputFaults, match="repeat works on a region only"):
        filled(template(*REGION), r=[1])


def test_two_blocks_of_one_key_are_refused() -> None:
    with pytest.raises(InputFaults, match="two blocks of “exceptions” have the same key"):
        filled(template(*REGION), r=region("A", "A"))


def test_ids_are_unique_however_often_a_figure_or_a_drawing_is_shown() -> None:
    inline = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="7" name="x"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    marked = '<w:p><w:bookmarkStart w:id="3" w:name="here"/><w:bookmarkEnd w:id="3"/></w:p>'
    control = (
        '<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>'
    )
    source = template_of(
        runs("{% for n in [1, 2, 3] %}") + runs("{{ f }} {{ f }}") + inline + marked + control
        + runs("{{ g }}") + runs("{% endfor %}")
    )  # fmt: skip
    made = part(filled(source, f=figure(), g=grid([["a", figure()]])))
    for path in ("//w:sdtPr/w:id/@w:val", "//wp:docPr/@id", "//w:bookmarkStart/@w:id",
                 "//w:bookmarkStart/@w:name"):  # fmt: skip
        found = Counter(find(made, path))
        assert len(found) > 2 and set(found.values()) == {1}, path
    starts = find(made, "//w:bookmarkStart/@w:id")
    assert sorted(starts) == sorted(find(made, "//w:bookmarkEnd/@w:id"))
    assert all(0 < int(number) < 2**31 for number in find(made, "//w:sdtPr/w:id/@w:val"))


def test_two_different_figures_of_one_slot_are_refused() -> None:
    with pytest.raises(InputFaults, match="two different figures are called “REP01”"):
        filled(template("{{ a }} {{ b }}"), a=figure(), b=figure(value="12"))
    with pytest.raises(InputFaults, match="two different wordings are called “s”"):
        filled(template("{{ a }} {{ b }}"), a=Wording("s", "Met"), b=Wording("s", "Missed"))


def test_a_slot_too_long_for_word_s_tag_is_refused_with_its_paragraph() -> None:
    with pytest.raises(InputFaults, match=r"paragraph 1.*55 characters"):
        filled(template("{{ why }}"), why=Narrative("x" * 60, "words"))
    assert controls(filled(template("{{ f }}"), f=figure("x" * 60)), "pmf:" + "x" * 60)


def test_a_template_with_a_custom_part_of_its_own_keeps_it() -> None:
    source = template("{{ f }}")
    assert "customXml/item1.xml" in names(source)
    made = filled(source, f=figure())
    assert "customXml/item2.xml" in names(made) and own_part(made).tag.endswith("pmf")


def test_a_built_document_used_as_a_template_holds_one_part_of_ours_not_two() -> None:
    again = filled(filled(template("{{ f }}"), f=figure()), f=figure())
    items = [n for n in names(again) if n.startswith("customXml/item") and "Props" not in n]
    assert len(items) == 2


SLOTS = st.from_regex(r"[A-Za-z0-9._-]{1,20}(/[A-Za-z0-9._-]{1,18}){0,2}", fullmatch=True)


@given(st.lists(SLOTS, min_size=2, max_size=2, unique=True))
def test_a_bookmark_name_is_one_that_word_takes_and_no_two_slots_share_it(slots: list[str]) -> None:
    first, second = map(bookmark_name, slots)
    assert re.fullmatch(r"pmf_\w{1,36}", first, re.ASCII) and first != second
