"""The contents list of a Word document: its headings, each linked to where it stands."""

from __future__ import annotations

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pmf_engine.documents.word.contents import fill_contents
from tests.word_kit import filled, find, lines, part, raw, saved, template, text

FIELD = (
    '<w:p {}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
    ' TOC \\o "1-2" \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>To be filled</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


def with_contents(*headings: tuple[str, int]) -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(FIELD.format(nsdecls("w"))))
    for words, level in headings:
        document.add_heading(words, level)
        document.add_paragraph("Body")
    return saved(document)


def test_headings_are_listed_as_deep_as_the_field_asks_values_filled_in() -> None:
    made = filled(with_contents(("{{ title }}", 1), ("Part", 2), ("Detail", 3)), title="Summary")
    entries = find(part(made), "//w:p[w:hyperlink]")
    assert [text(entry) for entry in entries] == ["Summary", "Part"]
    assert "To be filled" not in lines(made)


def test_each_entry_links_to_the_bookmark_of_its_heading() -> None:
    made = part(filled(with_contents(("First", 1), ("Second", 1))))
    for anchor, heading in zip(find(made, "//w:hyperlink/@w:anchor"), ("First", "Second"),
                               strict=True):  # fmt: skip
        (target,) = find(made, f"//w:p[w:bookmarkStart/@w:name='{anchor}']")
        assert text(target) == heading
    ids = find(made, "//w:bookmarkStart/@w:id")
    assert len(ids) == len(set(ids)) == 2


def test_the_field_stays_one_that_word_can_refresh() -> None:
    made = part(filled(with_contents(("First", 1), ("Second", 1))))
    marks = find(made, "//w:fldChar/@w:fldCharType")
    assert marks.count("begin") == marks.count("end") == marks.count("separate") == 3
    assert find(made, "//w:instrText/text()")[0].strip() == 'TOC \\o "1-2" \\h'


def test_a_contents_list_over_no_headings_is_empty_and_still_a_field() -> None:
    made = part(filled(with_contents()))
    assert find(made, "//w:hyperlink") == []
    assert find(made, "//w:fldChar/@w:fldCharType") == ["begin", "separate", "end"]


def test_a_document_without_a_contents_list_comes_back_as_it_is() -> None:
    for xml in (raw(template("x"), "word/document.xml"), b"<d>TOC \\o</d>"):
        assert fill_contents(xml, {}) is xml
