"""The file around a Word document's text: safe reading, drafts, title, language, contents."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_SECTION

from pmf_engine.documents.package import Package
from pmf_engine.documents.word import build_word
from pmf_engine.model.errors import InputFaults, PmfError
from tests.word_kit import (
    W,
    figure,
    filled,
    find,
    identity,
    names,
    part,
    raw,
    saved,
    template,
    template_of,
    text,
)


def drafted(source: bytes) -> bytes:
    return build_word(source, {}, identity(draft=True), [])


def headers(data: bytes) -> list[dict[str, str]]:
    """The text of each section's own headers by page kind."""
    package = Package.read(data)
    targets = {link.id: link.target for link in package.relationships("word/document.xml")}
    return [
        {
            reference.get(f"{W}type"): text(
                part(data, targets[next(v for k, v in reference.attrib.items() if "}id" in k)])
            )
            for reference in find(section, "w:headerReference")
        }
        for section in find(part(data), "//w:sectPr")
    ]


def test_a_draft_says_so_in_a_header_made_for_it() -> None:
    assert headers(drafted(template("x"))) == [{"default": "DRAFT"}]


def test_a_draft_says_so_in_every_header_that_there_is() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Board"
    document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
    document.sections[1].header.paragraphs[0].text = "Annex"
    assert headers(drafted(saved(document))) == [
        {"default": "DRAFTBoard"}, {"default": "DRAFTAnnex"},
    ]  # fmt: skip


def test_a_draft_says_so_on_first_and_even_pages_too() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Board"
    document.sections[0].different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    assert headers(drafted(saved(document))) == [
        {"default": "DRAFTBoard", "first": "DRAFT", "even": "DRAFT"},
    ]  # fmt: skip


def test_a_later_section_that_inherits_its_header_is_left_alone() -> None:
    document = docx.Document()
    document.add_section(WD_SECTION.NEW_PAGE)
    assert headers(drafted(saved(document))) == [{"default": "DRAFT"}, {}]


def test_a_document_that_is_no_draft_never_says_draft() -> None:
    made = filled(template("x"))
    assert all(b"DRAFT" not in raw(made, name) for name in names(made))


def test_the_title_and_language_are_set_and_the_template_s_dates_kept() -> None:
    source = template("x")
    made = docx.Document(io.BytesIO(filled(source))).core_properties
    assert made.title == (
        "Board report, Orchard Vale Homes, Quarter 2 2026/27 (July to September 2026)"
    )
    assert made.language == "en-GB"
    assert made.created == docx.Document(io.BytesIO(source)).core_properties.created


def test_a_contents_list_makes_word_refresh_its_fields() -> None:
    field = '<w:p><w:r><w:instrText xml:space="preserve"> TOC \\o "1-3" </w:instrText></w:r></w:p>'
    settings = part(filled(template_of(field)), "word/settings.xml")
    assert find(settings, "w:updateFields/@w:val") == ["true"]
    order = [child.tag.split("}")[1] for child in settings]
    assert order.index("updateFields") < order.index("compat")
    plain = part(filled(template("TOC")), "word/settings.xml")
    assert find(plain, "w:updateFields") == []


def test_a_template_that_names_no_language_becomes_british_english() -> None:
    document = docx.Document()
    for language in document.styles.element.xpath("//w:lang"):
        language.getparent().remove(language)
    styles = part(filled(saved(document)), "word/styles.xml")
    assert find(styles, "w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_the_house_look_is_in_british_english() -> None:
    styles = part(template("x", styles=True), "word/styles.xml")
    assert find(styles, "w:docDefaults//w:lang/@w:val") == ["en-GB"]


def test_a_template_s_own_language_stays() -> None:
    document = docx.Document()
    document.styles.element.xpath("//w:docDefaults//w:lang")[0].set(f"{W}val", "cy-GB")
    styles = part(filled(saved(document)), "word/styles.xml")
    assert find(styles, "w:docDefaults//w:lang/@w:val") == ["cy-GB"]


def test_the_file_carries_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(filled(template("{{ f }}"), f=figure()))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"


def test_python_docx_reads_the_document_back() -> None:
    source = template("Hello {{ x|upper }}")
    made = docx.Document(io.BytesIO(filled(source, x="you")))
    assert [p.text for p in made.paragraphs] == ["Hello YOU"]


def zipped(**parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return stream.getvalue()


def retyped(kind: str) -> bytes:
    """A template whose main part claims to be of another kind."""
    source = template("x")
    types = raw(source, "[Content_Types].xml")
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    package = Package.read(source)
    package.parts["[Content_Types].xml"] = types.replace(main, kind.encode())
    return Package(package.parts).to_bytes()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b"hello", "not an Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password"),
        (zipped(a="b"), "a zip file but not an Office file"),
        (retyped("application/vnd.ms-word.document.macroEnabled.main+xml"), "can hold macros"),
        (
            retyped(
                "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
            ),
            "This is a .dotx file",
        ),
        (retyped("application/xml"), "not a Word document"),
    ],
)
def test_a_template_that_is_no_word_document_is_refused_in_a_sentence(
    data: bytes, sentence: str
) -> None:
    with pytest.raises(InputFaults) as caught:
        filled(data)
    (finding,) = caught.value.findings
    assert sentence in finding.message and finding.workbook == "board.docx"


def test_a_document_in_the_strict_format_is_refused_in_a_sentence() -> None:
    source = template("x")
    package = Package.read(source)
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    package.parts["word/document.xml"] = raw(source, "word/document.xml").replace(
        W[1:-1].encode(), strict
    )
    with pytest.raises(InputFaults, match="Strict format"):
        filled(package.to_bytes())


def test_a_file_that_unpacks_to_a_bomb_is_not_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        block = b"\0" * (1 << 20)
        for number in range(3):
            with archive.open(f"{number}.xml", "w", force_zip64=True) as entry:
                for _ in range(201):
                    entry.write(block)
    with pytest.raises(PmfError, match="more than 600 MB"):
        Package.read(stream.getvalue())


def test_a_part_that_declares_entities_is_refused() -> None:
    source = template("x")
    package = Package.read(source)
    document = raw(source, "word/document.xml").replace(
        b"<w:document", b'<!DOCTYPE d [<!ENTITY e "boom">]><w:document', 1
    )
    package.parts["word/document.xml"] = document.replace(b">x<", b">&e;<")
    with pytest.raises(InputFaults, match="declares entities"):
        filled(package.to_bytes())
