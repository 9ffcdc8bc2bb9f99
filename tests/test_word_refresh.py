"""Documents refreshed: figures, wordings, sentences, blocks, charts, people's words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pmf_engine.documents.package import Package
from pmf_engine.documents.word import add_house_styles
from pmf_engine.model.content import (
    Block,
    Chart,
    Narrative,
    Region,
    Series,
    Wording,
    Words,
    sentences,
)
from pmf_engine.model.errors import PmfError
from tests.refresh_kit import (
    BODY,
    built,
    kept_text,
    kinds,
    of_kind,
    refreshed,
    seen,
    swapped,
    told,
    with_parts,
)
from tests.word_kit import (
    W,
    controls,
    figure,
    find,
    grid,
    identity,
    names,
    own_part,
    part,
    raw,
    saved,
    template,
    text,
)

OLD, NEW = figure(value="93.14"), figure(value="94.0")
SOURCE = template("Repairs: {{ f }}.")
Q3 = {"period": "2026-Q3", "period_title": "Quarter 3 2026/27 (October to December 2026)"}


def test_a_figure_is_new_in_its_text_and_in_the_document_s_own_part() -> None:
    done = refreshed(built(SOURCE, f=OLD), SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: 94.0%."]
    assert kept_text(done.data, "REP01") == kept_text(done.data, "REP01", "short") == "94.0%"
    assert told(done) == [("value", "REP01", "93.1%", "94.0%")]


def test_refreshing_with_nothing_new_returns_the_same_bytes() -> None:
    before = built(SOURCE, f=OLD)
    assert refreshed(before, SOURCE, f=OLD).data is before
    once = refreshed(before, SOURCE, f=NEW).data
    twice = refreshed(once, SOURCE, f=NEW)
    assert twice.data is once and twice.changes == ()


def test_parts_that_hold_nothing_new_keep_the_bytes_they_are_packed_in() -> None:
    before = built(SOURCE, f=OLD)
    after = refreshed(before, SOURCE, f=NEW).data
    old, new = Package.read(before).parts, Package.read(after).parts
    assert [n for n in old if old[n] != new[n]] == [BODY, "customXml/item2.xml"]


def everywhere() -> bytes:
    """A template with a figure in body, table, header, footer, text box and footnote."""
    document = docx.Document()
    document.add_paragraph("Body {{ f }}")
    document.add_table(1, 1).cell(0, 0).text = "Cell {{ f|short }}"
    document.sections[0].header.paragraphs[0].text = "Header {{ f }}"
    document.sections[0].footer.paragraphs[0].text = "Footer {{ f }}"
    box = "<w:txbxContent><w:p><w:r><w:t>Box {{ f }}</w:t></w:r></w:p></w:txbxContent>"
    document.element.body.insert(0, parse_xml(
        f'<w:p {nsdecls("w", "wp", "a")} xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r>'
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        '<wp:extent cx="1500000" cy="500000"/><wp:docPr id="9" name="Box"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
        '<a:ext cx="1500000" cy="500000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></wps:spPr><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp>"
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:rect style="width:118pt;height:39pt"><v:textbox>{box}</v:textbox></v:rect></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ))  # fmt: skip
    return _with_footnote(saved(document))


def _with_footnote(data: bytes) -> bytes:
    package = Package.read(data)
    notes = (
        f'<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:t>Note {{ f }}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    package.add("word/footnotes.xml", notes.encode(), kind)
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    package.relate(BODY, "word/footnotes.xml", link)
    at = b"Body {{ f }}</w:t></w:r>"
    mark = b'<w:r><w:footnoteReference w:id="2"/></w:r>'
    package.parts[BODY] = package.parts[BODY].replace(at, at + mark)
    return package.to_bytes()


def test_a_figure_is_refreshed_in_every_place_that_can_hold_one() -> None:
    source = everywhere()
    done = refreshed(built(source, f=OLD), source, f=NEW)
    stories = [n for n in names(done.data) if n.startswith("word/") and n.endswith(".xml")]
    said = [text(t) for n in stories for t in find(part(done.data, n), "//w:sdt")]
    assert said == ["94.0%"] * 7
    assert told(done) == [("value", "REP01", "93.1%", "94.0%")]


def test_a_missing_figure_that_is_found_and_one_that_is_lost_are_shown() -> None:
    missing = figure(value=None)
    done = refreshed(built(SOURCE, f=missing), SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: 94.0%."]
    back = refreshed(done.data, SOURCE, f=missing)
    assert seen(back.data) == ["Repairs: No figure."]


def test_values_that_the_template_names_outright_follow() -> None:
    source = template("Period {{ period.title }}, as at {{ as_at }}.")
    before = built(source, period={"title": "Quarter 2"}, as_at="20 October 2026")
    done = refreshed(before, source, period={"title": "Quarter 3"}, as_at="20 October 2026")
    assert seen(done.data) == ["Period Quarter 3, as at 20 October 2026."]
    assert told(done) == [("value", "name/period.title", "Quarter 2", "Quarter 3")]


def test_the_document_s_title_follows_the_period_unless_somebody_gave_it_another() -> None:
    before = built(SOURCE, f=OLD)
    done = refreshed(before, SOURCE, identity(**Q3), f=OLD)
    assert b"Quarter 3 2026/27" in raw(done.data, "docProps/core.xml")
    title = raw(before, "docProps/core.xml").replace(b"Board report", b"Our pack")
    named = with_parts(before, {"docProps/core.xml": title})
    kept = refreshed(named, SOURCE, identity(**Q3), f=OLD)
    assert raw(kept.data, "docProps/core.xml") == title


def test_the_document_says_which_period_and_inputs_it_holds_now() -> None:
    who = identity(**Q3, inputs={"indicators.xlsx": "cd" * 32})
    root = own_part(refreshed(built(SOURCE, f=OLD), SOURCE, who, f=OLD).data)
    assert root.get("period") == "2026-Q3"
    assert find(root, "//p:input/@sha256") == ["cd" * 32]


STATUS = add_house_styles(template("So: {{ s }}."))


def looks(data: bytes) -> set[str]:
    styles = find(part(data, "word/styles.xml"), "//w:style")
    ids = {one.get(f"{W}styleId"): find(one, "w:name/@w:val")[0] for one in styles}
    return {ids[one] for one in find(part(data), "//w:rStyle/@w:val")}


def test_a_status_takes_the_style_of_what_it_says_now() -> None:
    before = built(STATUS, s=Wording("s", "Met", "status-green"))
    done = refreshed(before, STATUS, s=Wording("s", "Missed", "status-red"))
    assert seen(done.data) == ["So: Missed."] and looks(done.data) == {"PMF status red"}


def test_a_style_that_a_person_gave_a_status_stays() -> None:
    before = built(STATUS, s=Wording("s", "Met", "status-green"))
    (style,) = set(find(part(before), "//w:rStyle/@w:val"))
    own = swapped(before, (f'w:rStyle w:val="{style}"', 'w:rStyle w:val="Strong"'))
    done = refreshed(own, STATUS, s=Wording("s", "Missed", "status-red"))
    assert set(find(part(done.data), "//w:rStyle/@w:val")) == {"Strong"}


WORDS = template("Begin {{ w }} end")


def words(*parts: Any, slot: str = "summary") -> Words:
    return Words(slot, parts)


def test_a_sentence_is_said_anew_in_the_look_it_has() -> None:
    plain = built(WORDS, w=words("It was ", OLD, "."))
    before = swapped(plain, ("<w:r><w:t", "<w:r><w:rPr><w:b/></w:rPr><w:t"))
    done = refreshed(before, WORDS, w=words("Now it is only ", NEW, ", alas."))
    assert seen(done.data) == ["Begin Now it is only 94.0%, alas. end"]
    assert find(controls(done.data, "pmf:summary")[0], "w:sdtContent/w:r/w:rPr/w:b")
    assert ("value", "summary", "It was 93.1%.", "Now it is only 94.0%, alas.") in told(done)


def test_a_sentence_whose_figures_alone_changed_is_not_written_anew() -> None:
    before = built(WORDS, w=words("It was ", OLD, "."))
    done = refreshed(before, WORDS, w=words("It was ", NEW, "."))
    assert seen(done.data) == ["Begin It was 94.0%. end"]
    assert kinds(done) == [("value", "REP01")]


def test_a_sentence_that_shows_another_figure_is_written_anew() -> None:
    before = built(WORDS, w=words("Worst was ", figure("A"), "."))
    done = refreshed(before, WORDS, w=words("Worst was ", figure("B", "12"), "."))
    assert seen(done.data) == ["Begin Worst was 12.0%. end"]


def exceptions(*keys: str, **changes: Any) -> Region:
    made = [
        Block(key, {"title": f"About {key}", "f": figure(key), "c": chart(f"{key}/chart"),
                    "g": grid([["Row", figure(key)]], slot=f"{key}/rows", caption=""),
                    "why": Narrative(f"why/{key}", f"Because of {key}."),
                    "notes": sentences(f"notes/{key}", [Words(f"notes/{key}/n1", ("Mind ", key))])})
        for key in keys
    ]  # fmt: skip
    return Region("exceptions", tuple(made), **changes)


def chart(slot: str = "chart", last: str = "93.1", **changes: Any) -> Chart:
    series = Series(name="Repairs", values=(Decimal(95), Decimal(last)))
    base = {"slot": slot, "kind": "line", "title": f"Now {last}", "subtitle": "%", "alt": last,
            "categories": ("Jul", "Aug"), "series": (series,)}  # fmt: skip
    return Chart(**{**base, **changes})


REGION = template(
    "Before", "{% repeat e in r %}", "{{ e.title }}", "Now {{ e.f }}", "{{ e.c }}", "{{ e.g }}",
    "{{ e.why }}", "{% repeat n in e.notes %}", "Note: {{ n.words }}", "{% endrepeat %}",
    "{% endrepeat %}", "After",
)  # fmt: skip


def test_a_new_block_comes_at_the_end_in_the_template_s_form() -> None:
    before = built(REGION, r=exceptions("A"))
    done = refreshed(before, REGION, r=exceptions("B", "A"))
    assert seen(done.data) == [
        "Before", "About A", "Now 93.1%", "Column 0", "Column 1", "Row", "93.1%", "Because of A.",
        "Note: Mind A", "About B", "Now 93.1%", "Column 0", "Column 1", "Row", "93.1%",
        "Because of B.", "Note: Mind B", "After",
    ]  # fmt: skip
    assert kinds(done) == [("new", "exceptions/B")]
    assert len([n for n in names(done.data) if n.startswith("word/charts/chart")]) == 2


def test_a_new_block_brings_no_id_or_bookmark_that_is_there_already() -> None:
    done = refreshed(built(REGION, r=exceptions("A")), REGION, r=exceptions("A", "B", "C"))
    after = part(done.data)
    for path in ("//w:sdtPr/w:id/@w:val", "//wp:docPr/@id", "//w:bookmarkStart/@w:id",
                 "//w:bookmarkStart/@w:name"):  # fmt: skip
        found = find(after, path)
        assert len(found) == len(set(found)) > 2, path


def test_a_refreshed_region_reads_as_one_newly_built() -> None:
    done = refreshed(built(REGION, r=exceptions("A")), REGION, r=exceptions("A", "B"))
    assert seen(done.data) == seen(built(REGION, r=exceptions("A", "B")))
    assert refreshed(done.data, REGION, r=exceptions("A", "B")).data is done.data


def test_a_block_that_ended_is_marked_once_and_its_words_stay() -> None:
    before = built(REGION, r=exceptions("A", "B"))
    done = refreshed(before, REGION, r=exceptions("B", ended="No longer an exception"))
    assert seen(done.data)[1:4] == ["About A", "No longer an exception", "Now 93.1%"]
    assert [line for line in seen(done.data) if line != "No longer an exception"] == seen(before)
    assert told(done) == [("ended", "exceptions/A", "", "No longer an exception")]
    again = refreshed(done.data, REGION, r=exceptions("B", ended="No longer an exception"))
    assert again.data is done.data and again.changes == ()


def test_a_block_that_comes_back_loses_its_mark() -> None:
    before = built(REGION, r=exceptions("A", "B"))
    ended = refreshed(before, REGION, r=exceptions("B"))
    back = refreshed(ended.data, REGION, r=exceptions("A", "B"))
    assert seen(back.data) == seen(before)
    assert raw(back.data, BODY) == raw(before, BODY)


def test_words_added_to_the_mark_of_a_block_that_comes_back_stay() -> None:
    ended = refreshed(built(REGION, r=exceptions("A")), REGION, r=exceptions())
    own = swapped(ended.data, ("No longer in this report<", "No longer in this report, says Ann<"))
    back = refreshed(own, REGION, r=exceptions("A"))
    assert "No longer in this report, says Ann" in seen(back.data)
    assert [c.slot for c in of_kind(back, "typed-over")] == ["exceptions/A"]


def test_a_figure_that_stands_in_an_ended_block_alone_is_not_said_to_be_gone() -> None:
    done = refreshed(built(REGION, r=exceptions("A", "B")), REGION, r=exceptions("B"))
    assert of_kind(done, "gone") == []


FROZEN = template(
    "{{ f }}", "{% repeat e in r %}", "{{ e.title }}", "{{ e.f }}", "{{ e.w }}", "{% endrepeat %}"
)


def about(value: str) -> dict[str, Any]:
    one = figure("A", value)
    block = Block("A", {"title": "A", "f": one, "w": words("Missed by far: ", one)})
    return {"f": one, "r": Region("exceptions", (block,))}


def test_figures_in_a_block_that_ended_keep_what_they_said_as_the_words_around_them_do() -> None:
    before = built(FROZEN, **about("80"))
    now = {**about("97"), "r": exceptions()}
    done = refreshed(before, FROZEN, **now)
    assert seen(done.data) == [
        "97.0%", "A", "No longer in this report", "80.0%", "Missed by far: 80.0%",
    ]  # fmt: skip
    again = refreshed(done.data, FROZEN, **now)
    assert again.data is done.data and again.changes == ()


def test_figures_in_a_block_that_comes_back_are_live_again() -> None:
    ended = refreshed(built(FROZEN, **about("80")), FROZEN, **{**about("97"), "r": exceptions()})
    back = refreshed(ended.data, FROZEN, **about("75"))
    assert seen(back.data) == ["75.0%", "A", "75.0%", "Missed by far: 75.0%"]
    assert seen(refreshed(back.data, FROZEN, **about("74")).data)[2] == "74.0%"


SAYING = template("{% repeat n in notes %}", "{{ n.words }}", "{% endrepeat %}", "End")


def said(**lines: str) -> Region:
    return sentences("notes", [Words(f"notes/{key}", (line,)) for key, line in lines.items()])


def test_a_sentence_of_a_region_that_the_report_says_no_more_goes() -> None:
    done = refreshed(built(SAYING, notes=said(a="One.", b="Two.")), SAYING, notes=said(b="Two."))
    assert seen(done.data) == ["Two.", "End"] and kinds(done) == [("ended", "notes/a")]


def test_a_sentence_of_a_region_that_somebody_rewrote_stays_when_it_ends() -> None:
    before = swapped(built(SAYING, notes=said(a="One.", b="Two.")), (">One.<", ">One, but one.<"))
    done = refreshed(before, SAYING, notes=said(b="Two."))
    assert seen(done.data) == ["One, but one.", "Two.", "End"]


def test_a_sentence_that_a_refresh_reworded_still_goes_when_it_ends() -> None:
    before = built(SAYING, notes=said(a="One.", b="Two."))
    once = refreshed(before, SAYING, notes=said(a="Three.", b="Two."))
    assert seen(once.data) == ["Three.", "Two.", "End"]
    assert seen(refreshed(once.data, SAYING, notes=said(b="Two.")).data) == ["Two.", "End"]


def test_a_sentence_that_ended_and_comes_back_is_said_again() -> None:
    before = built(SAYING, notes=said(a="One.", b="Two."))
    gone = refreshed(before, SAYING, notes=said(b="Two."))
    back = refreshed(gone.data, SAYING, notes=said(a="One.", b="Two."))
    assert seen(back.data) == ["Two.", "One.", "End"]
    assert [(c.kind, c.title, c.new) for c in back.changes] == [("new", "", "One.")]


TWICE = template(
    "{% repeat e in r %}", "List: {{ e.title }}", "{% endrepeat %}", "Then",
    "{% repeat e in r %}", "{{ e.title }} at length", "{% endrepeat %}", "After",
)  # fmt: skip


def test_a_new_block_comes_into_each_showing_of_its_region() -> None:
    done = refreshed(built(TWICE, r=exceptions("A")), TWICE, r=exceptions("A", "B"))
    assert seen(done.data) == [
        "List: About A", "List: About B", "Then", "About A at length", "About B at length", "After",
    ]  # fmt: skip


def test_a_block_that_ended_is_marked_in_each_showing_and_loses_each_mark() -> None:
    before = built(TWICE, r=exceptions("A"))
    ended = refreshed(before, TWICE, r=exceptions())
    assert seen(ended.data).count("No longer in this report") == 2
    assert seen(refreshed(ended.data, TWICE, r=exceptions("A")).data) == seen(before)


CHART = template("{{ c }}", "After")


def chart_xml(data: bytes) -> str:
    (name,) = [n for n in names(data) if n.startswith("word/charts/chart")]
    return raw(data, name).decode()


def book_link(data: bytes) -> list[str]:
    (xml,) = [n for n in names(data) if n.startswith("word/charts/chart")]
    package = Package.read(data)
    number = part(data, xml).xpath("//*[local-name()='externalData']/@*")[0]
    return [one.target for one in package.relationships(xml) if one.id == number]


def test_a_chart_shows_the_new_data_at_the_size_and_in_the_place_it_has() -> None:
    before = built(CHART, c=chart())
    own = swapped(before, ('<wp:extent cx="6120000"', '<wp:extent cx="3000000"'))
    done = refreshed(own, CHART, c=chart(last="88.8"))
    assert "88.8" in chart_xml(done.data) and "93.1" not in chart_xml(done.data)
    (properties,) = find(part(done.data), "//wp:docPr")
    assert (properties.get("descr"), properties.get("title")) == ("88.8", "Now 88.8")
    assert find(part(done.data), "//wp:extent/@cx") == ["3000000"]
    assert kinds(done) == [("content", "chart")] and len(book_link(done.data)) == 1


def test_a_chart_keeps_the_look_that_somebody_gave_it_when_its_data_change() -> None:
    def other(xml: bytes) -> bytes:
        return xml.replace(b"12436D", b"AA00AA").replace(b'sz="900"', b'sz="1400"')

    before = built(CHART, c=chart())
    (name,) = [n for n in names(before) if n.startswith("word/charts/chart")]
    own = with_parts(before, {name: other(raw(before, name))})
    done = refreshed(own, CHART, c=chart(last="88.8"))
    assert raw(done.data, name) == other(raw(built(CHART, c=chart(last="88.8")), name))


def test_a_chart_of_another_form_is_drawn_anew() -> None:
    before, other = built(CHART, c=chart()), chart(last="88.8", kind="column")
    own = swapped(before, ("12436D", "AA00AA"), name="word/charts/chart1.xml")
    assert chart_xml(refreshed(own, CHART, c=other).data) == chart_xml(built(CHART, c=other))


def test_a_chart_s_title_that_somebody_wrote_stays_and_is_told() -> None:
    before = built(CHART, c=chart())
    own = swapped(before, ("Now 93.1<", "How it went<"), name="word/charts/chart1.xml")
    done = refreshed(own, CHART, c=chart(last="88.8"))
    assert "How it went<" in chart_xml(done.data) and "88.8<" in chart_xml(done.data)
    assert told(done) == [
        ("typed-over", "chart", "How it went %; axis does not start at zero",
         "Now 88.8 %; axis does not start at zero"),
        ("content", "chart", "", ""),
    ]  # fmt: skip
    (book,) = book_link(done.data)
    assert "88.8" in raw(raw(done.data, book), "xl/worksheets/sheet1.xml").decode()
    forced = refreshed(own, CHART, overwrite=True, c=chart(last="88.8"))
    assert "Now 88.8<" in chart_xml(forced.data)


def test_a_chart_that_did_not_change_keeps_its_bytes() -> None:
    before = built(CHART, c=chart())
    assert refreshed(before, CHART, c=chart()).data is before


def test_a_chart_whose_workbook_is_missing_is_given_one() -> None:
    before = built(CHART, c=chart())
    book = next(n for n in names(before) if n.endswith(".xlsx"))
    done = refreshed(with_parts(before, {book: None}), CHART, c=chart(last="88.8"))
    (target,) = book_link(done.data)
    assert target in names(done.data) and "88.8" in chart_xml(done.data)


def test_a_chart_s_workbook_is_found_whatever_its_link_is_called() -> None:
    before = built(CHART, c=chart())
    rels = "word/charts/_rels/chart1.xml.rels"
    other = swapped(before, ("rId1", "rId77"), name=rels)
    other = swapped(other, ("rId1", "rId77"), name="word/charts/chart1.xml")
    done = refreshed(other, CHART, c=chart(last="88.8"))
    assert book_link(done.data) == book_link(before)


WHY = template("{{ why }}", "After")


def test_people_s_words_are_never_overwritten_and_a_new_source_is_told_once() -> None:
    before = built(WHY, why=Narrative("why", "Staff were short."))
    done = refreshed(before, WHY, why=Narrative("why", "Staff are back."))
    assert seen(done.data) == ["Staff were short.", "After"]
    assert told(done) == [("commentary", "why", "Staff were short.", "Staff are back.")]
    again = refreshed(done.data, WHY, why=Narrative("why", "Staff are back."))
    assert again.data is done.data and again.changes == ()


def test_a_new_source_of_words_that_were_taken_out_is_not_told() -> None:
    before = built(WHY, why=Narrative("why", "Staff were short."))
    (control,) = controls(before, "pmf-text:why")
    root = control.getroottree().getroot()
    control.getparent().remove(control)
    from lxml import etree

    own = with_parts(before, {BODY: etree.tostring(root)})
    assert refreshed(own, WHY, why=Narrative("why", "Staff are back.")).changes == ()


TWO = template("One {{ a }}", "{% if b %}Two {{ b }}{% endif %}")


def test_a_figure_that_the_report_gives_no_more_stays_and_is_told_once() -> None:
    before = built(TWO, a=figure("A"), b=figure("B", "12"))
    done = refreshed(before, TWO, a=figure("A", "50"), b=None)
    assert seen(done.data) == ["One 50.0%", "Two 12.0%"]
    assert told(done) == [("value", "A", "93.1%", "50.0%"), ("gone", "B", "12.0%", "")]
    assert refreshed(done.data, TWO, a=figure("A", "50"), b=None).changes == ()
    back = refreshed(done.data, TWO, a=figure("A", "50"), b=figure("B", "13"))
    assert told(back) == [("value", "B", "12.0%", "13.0%")]
    gone = refreshed(back.data, TWO, a=figure("A", "50"), b=None)
    assert told(gone) == [("gone", "B", "13.0%", "")]


SOME = template(
    "Always", *(f"{{% {word} %}}" if " " in word or word == "endfor" else f"{{{{ {word} }}}}"
                for name in "gwc" for word in (f"for one in [{name}] if one", name, "endfor"))
)  # fmt: skip


def test_a_table_a_chart_and_a_sentence_that_are_gone_are_told_once() -> None:
    before = built(SOME, g=grid([["a", "b"]]), w=words("Yes."), c=chart())
    done = refreshed(before, SOME, g=None, w=None, c=None)
    assert seen(done.data) == seen(before)
    assert kinds(done) == [("gone", "summary"), ("gone", "scorecard"), ("gone", "chart")]
    again = refreshed(done.data, SOME, g=None, w=None, c=None)
    assert again.changes == () and again.data is done.data
    back = refreshed(done.data, SOME, g=grid([["a", "c"]]), w=words("No."), c=chart(last="1"))
    assert seen(back.data)[-3:] == ["a", "c", "No."] and of_kind(back, "gone") == []


def test_what_the_document_has_no_place_for_is_told_once_in_order() -> None:
    before = built(SOME, g=None, w=None, c=None)
    done = refreshed(before, SOME, g=grid([["a", "b"]]), w=words("Yes."), c=chart())
    assert seen(done.data) == ["Always"]
    assert told(done) == [
        ("absent", "summary", "", "Yes."), ("absent", "scorecard", "", ""),
        ("absent", "chart", "", ""),
    ]  # fmt: skip
    assert (
        refreshed(done.data, SOME, g=grid([["a", "b"]]), w=words("Yes."), c=chart()).changes == ()
    )


def test_word_is_asked_to_renew_the_contents_list_where_a_block_came_in() -> None:
    document = docx.Document()
    document.add_paragraph().add_run()._r.append(
        parse_xml(f'<w:instrText {nsdecls("w")}>TOC \\o "1-3"</w:instrText>')
    )
    for line in ("{% repeat e in r %}", "{{ e.title }}", "{% endrepeat %}"):
        document.add_paragraph(line)
    source = saved(document)
    before = built(source, r=exceptions("A"))
    settings = raw(before, "word/settings.xml").replace(b'<w:updateFields w:val="true"/>', b"")
    opened = with_parts(before, {"word/settings.xml": settings})
    same = refreshed(opened, source, r=exceptions("A"))
    assert same.data is opened
    done = refreshed(opened, source, r=exceptions("A", "B"))
    assert b"updateFields" in raw(done.data, "word/settings.xml")


def contents_of(*headings: str) -> bytes:
    """A template with a contents list of its headings."""
    document = docx.Document()
    field = document.add_paragraph()
    for xml in (
        '<w:fldChar {} w:fldCharType="begin"/>', '<w:instrText {}>TOC \\o "1-2"</w:instrText>',
        '<w:fldChar {} w:fldCharType="end"/>',
    ):  # fmt: skip
        field.add_run()._r.append(parse_xml(xml.format(nsdecls("w"))))
    for line in headings:
        document.add_paragraph(line, style=None if line.startswith("{%") else "Heading 1")
    return saved(document)


def entries(data: bytes) -> list[str]:
    return [text(one) for one in find(part(data), "//w:hyperlink")]


def test_the_contents_list_names_a_heading_as_it_is_now() -> None:
    source = contents_of("Repairs: {{ f }}", "Gas: {{ g }}")
    before = built(source, f=OLD, g=figure("G", "50"))
    assert entries(before) == ["Repairs: 93.1%", "Gas: 50.0%"]
    own = swapped(before, ("Gas: 50.0%<", "Our own words<"))
    done = refreshed(own, source, f=NEW, g=figure("G", "60"))
    assert entries(done.data) == ["Repairs: 94.0%", "Our own words"]
    assert refreshed(done.data, source, f=NEW, g=figure("G", "60")).data is done.data


def test_word_is_asked_to_renew_the_contents_list_where_a_heading_went() -> None:
    source = contents_of("First", "{% if note %}", "Second", "{% endif %}", "Third")
    before = built(source, note=True)
    settings = raw(before, "word/settings.xml").replace(b'<w:updateFields w:val="true"/>', b"")
    opened = with_parts(before, {"word/settings.xml": settings})
    done = refreshed(opened, source, note=False)
    assert b"updateFields" in raw(done.data, "word/settings.xml")


def test_a_signed_document_is_refused() -> None:
    signed = with_parts(built(SOURCE, f=OLD), {"_xmlsignatures/sig1.xml": b"<Signature/>"})
    with pytest.raises(PmfError, match="digitally signed"):
        refreshed(signed, SOURCE, f=NEW)


def test_a_document_in_the_strict_format_is_refused() -> None:
    strict = swapped(
        built(SOURCE, f=OLD),
        ("http://schemas.openxmlformats.org/wordprocessingml/2006/main",
         "http://purl.oclc.org/ooxml/wordprocessingml/main"),
    )  # fmt: skip
    with pytest.raises(PmfError, match="Strict format"):
        refreshed(strict, SOURCE, f=NEW)


def test_a_document_that_was_not_built_here_is_refused() -> None:
    with pytest.raises(PmfError, match="holds no figures of this engine"):
        refreshed(template("x"), SOURCE, f=NEW)
