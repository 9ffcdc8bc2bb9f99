"""Live values are found and filled again however programs have written them."""

from __future__ import annotations

import pytest

from pmf_engine.documents.word.scanning import scan
from tests.refresh_kit import BODY, built, kept_text, refreshed, seen, swapped
from tests.word_kit import figure, raw, template

SOURCE = template("It was {{ f }} then.")
OLD = built(SOURCE, f=figure(value="93.14"))
RUN = '<w:r><w:t xml:space="preserve">93.1%</w:t></w:r>'
ENDS = "</w:sdtContent></w:sdt>"
WAYS = {
    "as built": (RUN, RUN),
    "a run with marks": (RUN, RUN.replace("<w:r>", '<w:r w:rsidR="00A1">')),
    "a run with a look": (RUN, RUN.replace("<w:r>", "<w:r><w:rPr><w:b/><w:noProof/></w:rPr>")),
    "no space kept": (RUN, RUN.replace(' xml:space="preserve"', "")),
    "two runs": (RUN, "<w:r><w:t>93.</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>1%</w:t></w:r>"),
    "a sign written out": (RUN, RUN.replace("%", "&#37;")),
    "a proof mark": (RUN, f'<w:proofErr w:type="spellStart"/>{RUN}'),
    "a comment among the letters": (RUN, RUN.replace("93.1", "93<!-- </w:sdt> -->.1")),
    "a placeholder": (
        "<w:dataBinding ",
        '<w:placeholder><w:docPart w:val="DefaultPlaceholder_1"/></w:placeholder><w:dataBinding ',
    ),
    "a lock after the binding": ("<w:text w:multi", '<w:lock w:val="sdtLocked"/><w:text w:multi'),
    "a nested look": (
        "<w:sdtPr>",
        '<w:sdtPr><w:rPr><w:rPrChange w:id="1"><w:rPr/></w:rPrChange></w:rPr>',
    ),
    "content that ends with a space": (ENDS, "</w:sdtContent ></w:sdt>"),
    "a control that ends with a space": (ENDS, "</w:sdtContent></w:sdt\n>"),
    "quotes of the other kind": ('<w:tag w:val="pmf:REP01"/>', "<w:tag w:val='pmf:REP01'/>"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_value_is_filled_again_however_it_is_written(way: str) -> None:
    done = refreshed(swapped(OLD, WAYS[way]), SOURCE, f=figure(value="94.0"))
    assert seen(done.data) == ["It was 94.0% then."]
    assert kept_text(done.data, "REP01") == "94.0%"
    assert [(one.old, one.new) for one in done.changes] == [("93.1%", "94.0%")]


@pytest.mark.parametrize("way", WAYS)
def test_what_somebody_typed_over_is_told_however_it_is_written(way: str) -> None:
    data = swapped(swapped(OLD, WAYS[way]), ("93", "about 93"))
    done = refreshed(data, SOURCE, f=figure(value="93.14"))
    assert [one.kind.value for one in done.changes] == ["typed-over"]


def test_a_prompt_for_text_is_no_value() -> None:
    prompt = swapped(OLD, (RUN, RUN.replace("93.1%", "Click here")))
    prompt = swapped(prompt, ("<w:dataBinding ", "<w:showingPlcHdr/><w:dataBinding "))
    done = refreshed(prompt, SOURCE, f=figure(value="94.0"))
    assert seen(done.data) == ["It was 94.0% then."]
    assert b"showingPlcHdr" not in raw(done.data, BODY)


@pytest.mark.parametrize("way", ["as built", "a run with marks", "a run with a look"])
def test_a_value_in_one_run_is_known_by_its_letters(way: str) -> None:
    found = scan(raw(swapped(OLD, WAYS[way]), BODY))
    (value,) = found.live
    assert value.letters is not None
    assert found.data[slice(*value.letters)] == b"93.1%"
