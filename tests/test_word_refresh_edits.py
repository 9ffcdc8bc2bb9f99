"""Documents refreshed after people worked on them, in Word, with other programs, by hand."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
import pytest

from pmf_engine.documents.word import read_lineage
from pmf_engine.model.content import Narrative, Wording, Words, sentences
from pmf_engine.model.refresh import Refreshed
from tests.refresh_kit import (
    BODY,
    built,
    edited,
    kept_text,
    kinds,
    of_kind,
    refreshed,
    seen,
    swapped,
    told,
    typed_in_word,
    with_parts,
)
from tests.test_word_refresh import chart, everywhere, exceptions
from tests.word_kit import W, controls, figure, find, grid, names, part, raw, template, text

OLD, NEW = figure(value="93.14"), figure(value="94.0")
SOURCE = template("Repairs: {{ f }}.", "Again {{ f }}.")


# What somebody typed over a figure


def test_a_figure_typed_over_in_word_is_kept_and_reported() -> None:
    typed = typed_in_word(built(SOURCE, f=OLD), "93.1%", "about 93%")
    done = refreshed(typed, SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: about 93%.", "Again about 93%."]
    assert told(done) == [("typed-over", "REP01", "about 93%", "94.0%")]
    again = refreshed(done.data, SOURCE, f=NEW)
    assert again.data is done.data and kinds(again) == [("typed-over", "REP01")]


def test_a_figure_typed_over_in_another_program_is_kept_in_the_part_too() -> None:
    typed = swapped(built(SOURCE, f=OLD), (">93.1%<", ">about 93%<"))
    done = refreshed(typed, SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: about 93%.", "Again about 93%."]
    assert kept_text(done.data, "REP01") == "about 93%"
    assert kept_text(done.data, "REP01", "filled") == "94.0%"
    assert told(done) == [("typed-over", "REP01", "about 93%", "94.0%")]
    later = refreshed(done.data, SOURCE, f=figure(value="95"))
    assert seen(later.data) == ["Repairs: about 93%.", "Again about 93%."]


def test_what_was_typed_over_gives_way_when_asked() -> None:
    for typed in (
        typed_in_word(built(SOURCE, f=OLD), "93.1%", "about 93%"),
        swapped(built(SOURCE, f=OLD), (">93.1%<", ">about 93%<")),
    ):
        done = refreshed(typed, SOURCE, overwrite=True, f=NEW)
        assert seen(done.data) == ["Repairs: 94.0%.", "Again 94.0%."]
        assert told(done) == [("overwritten", "REP01", "about 93%", "94.0%")]
        later = refreshed(done.data, SOURCE, f=figure(value="95"))
        assert told(later) == [("value", "REP01", "94.0%", "95.0%")]


def test_the_form_in_sentences_can_be_typed_over_and_that_in_tables_still_follows() -> None:
    source = template("{{ f }}", "{{ f|short }}")
    days = figure(value="31.4", unit="days")
    typed = typed_in_word(built(source, f=days), "31.4\u00a0days", "a month")
    done = refreshed(typed, source, f=figure(value="30", unit="days"))
    assert seen(done.data) == ["a month", "30.0"]


def test_a_figure_typed_as_it_now_is_counts_as_the_report_s_again() -> None:
    typed = typed_in_word(built(SOURCE, f=OLD), "93.1%", "94.0%")
    done = refreshed(typed, SOURCE, f=NEW)
    assert done.changes == ()
    assert kinds(refreshed(done.data, SOURCE, f=figure(value="95"))) == [("value", "REP01")]


def cleared(data: bytes) -> bytes:
    """The document after somebody emptied a control in Word, which then shows its prompt."""
    data = typed_in_word(data, "93.1%", "")
    prompt = '<w:t xml:space="preserve">Click here to enter text.</w:t>'
    look = '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr>'
    return swapped(
        data,
        ('<w:r><w:t xml:space="preserve"></w:t>', look + prompt),
        ("<w:dataBinding", "<w:showingPlcHdr/><w:dataBinding"),
    )


def test_a_control_that_somebody_emptied_stays_empty_and_is_reported() -> None:
    empty = cleared(built(SOURCE, f=OLD))
    done = refreshed(empty, SOURCE, f=NEW)
    assert seen(done.data)[0] == "Repairs: Click here to enter text.."
    assert told(done) == [("typed-over", "REP01", "", "94.0%")]
    back = refreshed(done.data, SOURCE, overwrite=True, f=NEW)
    assert seen(back.data) == ["Repairs: 94.0%.", "Again 94.0%."]
    xml = raw(back.data, BODY)
    assert b"showingPlcHdr" not in xml and b"PlaceholderText" not in xml


def test_a_figure_deleted_with_changes_tracked_stays_deleted_and_the_others_follow() -> None:
    run = '<w:r><w:t xml:space="preserve">93.1%</w:t></w:r>'
    deleted = run.replace("w:t", "w:delText")
    gone = f'<w:del w:id="90" w:author="Ann">{deleted}</w:del>'
    before = built(SOURCE, f=OLD)
    xml = raw(before, BODY).decode().replace(run, gone, 1).encode()
    done = refreshed(with_parts(before, {BODY: xml}), SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: .", "Again 94.0%."]
    assert gone.encode() in raw(done.data, BODY) and kinds(done) == [("value", "REP01")]


def test_a_figure_whose_runs_word_cut_up_is_filled_in_its_first_look() -> None:
    run = '<w:r><w:t xml:space="preserve">93.1%</w:t></w:r>'
    cut = ('<w:r w:rsidR="1"><w:rPr><w:b/></w:rPr><w:t>93</w:t></w:r><w:proofErr w:type="x"/>'
           "<w:r><w:t>.1%</w:t></w:r>")  # fmt: skip
    done = refreshed(swapped(built(SOURCE, f=OLD), (run, cut)), SOURCE, f=NEW)
    assert seen(done.data) == ["Repairs: 94.0%.", "Again 94.0%."]
    assert find(part(done.data), "//w:sdt/w:sdtContent/w:r[w:rPr/w:b]/w:t/text()") == ["94.0%"] * 2


# Sentences

WORDS = template("{{ w }}", "After")


def words(*parts: Any) -> Words:
    return Words("summary", parts)


def test_a_sentence_that_somebody_rewrote_is_kept_with_its_figures_live() -> None:
    before = swapped(built(WORDS, w=words("It was ", OLD, ".")), ("It was ", "Sadly it was "))
    done = refreshed(before, WORDS, w=words("Now it is ", NEW, "."))
    assert seen(done.data) == ["Sadly it was 94.0%.", "After"]
    (change,) = of_kind(done, "typed-over")
    assert (change.old, change.new) == ("Sadly it was 93.1%.", "Now it is 94.0%.")
    again = refreshed(done.data, WORDS, w=words("Now it is ", NEW, "."))
    assert again.data is done.data and kinds(again) == [("typed-over", "summary")]
    put = refreshed(done.data, WORDS, overwrite=True, w=words("Now it is ", NEW, "."))
    assert seen(put.data) == ["Now it is 94.0%.", "After"]
    assert kinds(put) == [("overwritten", "summary")]


def test_a_sentence_split_into_two_paragraphs_is_kept_as_people_made_it() -> None:
    before = built(WORDS, w=words("It was bad. Very bad."))
    split = swapped(
        before,
        ("bad. Very bad.</w:t></w:r>",
         "bad.</w:t></w:r></w:p><w:p><w:r><w:t>Very bad.</w:t></w:r>"),
        ("<w:p><w:sdt>", "<w:sdt>"), ("<w:sdtContent>", "<w:sdtContent><w:p>"),
        ("</w:sdtContent></w:sdt></w:p>", "</w:p></w:sdtContent></w:sdt>"),
    )  # fmt: skip
    for overwrite in (False, True):
        done = refreshed(split, WORDS, overwrite=overwrite, w=words("It is fine."))
        assert seen(done.data) == ["It was bad.", "Very bad.", "After"]
        assert kinds(done) == [("typed-over", "summary")]


def test_a_comment_on_a_sentence_stays_when_the_sentence_is_said_anew() -> None:
    def comment(document: Any) -> None:
        from docx.text.run import Run

        run = next(document.element.body.iter(f"{W}r"))
        document.add_comment(Run(run, document.paragraphs[0]), text="Really?", author="Ann")

    before = edited(built(WORDS, w=words("It was bad.")), comment)
    done = refreshed(before, WORDS, w=words("It is fine."))
    assert seen(done.data)[0] == "It is fine."
    xml = part(done.data)
    for name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
        assert len(find(xml, f"//w:{name}")) == 1, name
    assert raw(done.data, "word/comments.xml") == raw(before, "word/comments.xml")


@pytest.mark.parametrize("made", ["ins", "del"])
def test_a_sentence_with_tracked_changes_is_kept_with_them(made: str) -> None:
    run = '<w:r><w:t xml:space="preserve">It was bad.</w:t></w:r>'
    inner = {"ins": "<w:r><w:t> Or not.</w:t></w:r>",
             "del": "<w:r><w:delText>It was bad.</w:delText></w:r>"}[made]  # fmt: skip
    tracked = f'<w:{made} w:id="91" w:author="Ann">{inner}</w:{made}>'
    new = run + tracked if made == "ins" else tracked
    before = swapped(built(WORDS, w=words("It was bad.")), (run, new))
    done = refreshed(before, WORDS, w=words("It is fine."))
    assert raw(done.data, BODY) == raw(before, BODY)
    assert kinds(done) == [("typed-over", "summary")]


# A pack on which people worked, saved by python-docx and by LibreOffice

PACK = template(
    "Heading", "Now {{ f }}: {{ s }}", "{{ w }}", "{{ g }}", "{{ c }}",
    "{% repeat e in n %}", "{{ e.words }}", "{% endrepeat %}",
    "{% repeat e in r %}", "{{ e.title }} {{ e.f }}", "{{ e.why }}", "{% endrepeat %}", "Last",
    styles=True,
)  # fmt: skip


def given(quarter: int) -> dict[str, Any]:
    first = quarter == 2
    status = ("Near", "status-amber") if first else ("Missed", "status-red")
    one = OLD if first else NEW
    rows = [["Repairs", one], ["Gas", figure("GAS", "99" if first else "98")]]
    return {
        "f": one, "s": Wording("s", *status),
        "w": words("It was " if first else "It is now ", one, "."),
        "n": sentences("notes", [Words("notes/a", (
            Wording("count", "Nine" if first else "Ten"), " of " if first else " of all ", one,
        ))]),
        "g": grid(rows if first else [*rows, ["Lifts", figure("LIFT", "97")]]),
        "c": chart(last="93.1" if first else "94.0"),
        "r": exceptions("A", "B") if first else exceptions("A", "C"),
    }  # fmt: skip


def worked_on(data: bytes) -> bytes:
    """The pack after a morning's work on it."""

    def work(document: Any) -> None:
        named = {p.text: p for p in document.paragraphs}
        named["Heading"].text = "Our own heading"
        last = named["Last"]
        last.insert_paragraph_before("A paragraph of our own, saying 93.1%.")
        last._p.addprevious(document.add_table(1, 2)._tbl)
        document.add_comment(last.runs[0], text="Is this right?", author="Ann")
        (first, *_) = document.element.body.iter(f"{W}sdt")
        last._p.append(deepcopy(first))
        moved = find(document.element.body, "//w:sdt[w:sdtPr/w:tag/@w:val='pmf:s']")[0]
        last._p.append(moved)
        block = find(document.element.body, "//w:sdt[w:sdtPr/w:tag/@w:val='pmf:exceptions/B']")
        block[0].getparent().remove(block[0])
        document.sections[0].header.paragraphs[0].text = "Our own header"

    return edited(data, work)


OURS = ("Our own heading", "A paragraph of our own, saying 93.1%.", "Because of A.")


def check_worked_on(done: Refreshed) -> None:
    lines = seen(done.data)
    assert set(OURS) <= set(lines)
    assert "Ten of all 94.0%" in lines
    assert "Last94.0%Missed" in lines and "Now 94.0%: " in lines and "It is now 94.0%." in lines
    assert "About C 93.1%" in lines and not any("About B" in line for line in lines)
    assert kept_text(done.data, "REP01") == "94.0%" and kept_text(done.data, "s") == "Missed"
    assert find(part(done.data), "//w:commentRangeStart") and "Lifts" in lines
    assert docx.Document(io.BytesIO(done.data)).paragraphs
    lineage = read_lineage(done.data)
    assert lineage is not None and lineage.figures[0].display == "94.0%"


def test_a_pack_on_which_people_worked_is_refreshed_around_their_work() -> None:
    before = worked_on(built(PACK, **given(2)))
    done = refreshed(before, PACK, **given(3))
    check_worked_on(done)
    for name in ("word/comments.xml", "word/header1.xml", "word/styles.xml"):
        assert raw(done.data, name) == raw(before, name)
    again = refreshed(done.data, PACK, **given(3))
    assert again.data is done.data and again.changes == ()


def saved_by_libreoffice(folder: Path, files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
    """Files as LibreOffice saves them in a format, all in one go."""
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.docx" for name in files]
    for path, data in zip(paths, files.values(), strict=True):
        path.write_bytes(data)
    out = folder / kind
    profile = (folder.parent / "profile").as_uri()
    subprocess.run(
        [str(shutil.which("soffice")), "--headless", f"-env:UserInstallation={profile}",
         "--convert-to", kind, "--outdir", str(out), *map(str, paths)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: (out / f"{name}.{kind}").read_bytes() for name in files}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("office")
    pack = built(PACK, **given(2))
    other = built(everywhere(), f=OLD)
    files = {"plain": pack, "worked": worked_on(pack), "everywhere": other}
    return saved_by_libreoffice(folder / "first", files, "docx")


office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@office
@pytest.mark.office
def test_a_pack_that_libreoffice_saved_is_refreshed_as_if_nobody_had_touched_it(
    saved: dict[str, bytes],
) -> None:
    done = refreshed(saved["plain"], PACK, **given(3))
    direct = refreshed(built(PACK, **given(2)), PACK, **given(3))
    assert seen(done.data) == seen(direct.data)
    assert sorted(kinds(done)) == sorted(kinds(direct))
    assert b"94.0" in b"".join(raw(done.data, n) for n in _charts(done.data))
    again = refreshed(done.data, PACK, **given(3))
    assert again.data is done.data and again.changes == ()


@office
@pytest.mark.office
def test_a_pack_on_which_people_worked_in_libreoffice_is_refreshed_around_their_work(
    saved: dict[str, bytes], tmp_path: Path
) -> None:
    done = refreshed(saved["worked"], PACK, **given(3))
    check_worked_on(done)
    shown = saved_by_libreoffice(tmp_path / "pdf", {"pack": done.data}, "pdf")
    assert shown["pack"].startswith(b"%PDF")


@office
@pytest.mark.office
def test_a_figure_that_libreoffice_saved_as_typed_over_is_kept(saved: dict[str, bytes]) -> None:
    typed = swapped(saved["plain"], (">93.1%<", ">about 93%<"))
    done = refreshed(typed, PACK, **given(3))
    assert "Now about 93%: Missed" in seen(done.data)
    assert ("typed-over", "REP01") in kinds(done)


@office
@pytest.mark.office
def test_a_figure_is_found_everywhere_in_a_file_that_libreoffice_saved(
    saved: dict[str, bytes],
) -> None:
    done = refreshed(saved["everywhere"], everywhere(), f=NEW)
    stories = [n for n in names(done.data) if n.startswith("word/") and n.endswith(".xml")]
    whole = "".join(text(part(done.data, name)) for name in stories)
    assert "93.1%" not in whole and whole.count("94.0%") >= 6


def _charts(data: bytes) -> list[str]:
    return [n for n in names(data) if n.startswith("word/charts/chart")]


def test_blocks_stay_in_the_author_s_order() -> None:
    source = template("{% repeat e in r %}", "{{ e.title }}", "{% endrepeat %}")

    def turn(document: Any) -> None:
        blocks = find(document.element.body, "//w:sdt/w:sdtContent/w:sdt")
        blocks[0].addprevious(blocks[1])

    before = edited(built(source, r=exceptions("A", "B")), turn)
    done = refreshed(before, source, r=exceptions("C", "A", "B"))
    assert seen(done.data) == ["About B", "About A", "About C"]


def test_a_block_that_somebody_took_out_stays_out() -> None:
    source = template("{% repeat e in r %}", "{{ e.title }}", "{% endrepeat %}", "After")

    def remove(document: Any) -> None:
        block = find(document.element.body, "//w:sdt/w:sdtContent/w:sdt")[0]
        block.getparent().remove(block)

    before = edited(built(source, r=exceptions("A")), remove)
    done = refreshed(before, source, r=exceptions("A", "B"))
    assert seen(done.data) == ["About B", "After"]
    later = refreshed(done.data, source, r=exceptions("A", "B"))
    assert later.data is done.data


def test_words_that_people_wrote_in_a_block_stay_when_it_ends_and_when_it_comes_back() -> None:
    source = template("{% repeat e in r %}", "{{ e.title }}", "{{ e.why }}", "{% endrepeat %}")
    before = swapped(built(source, r=exceptions("A")), ("Because of A.", "Ann knows why."))
    ended = refreshed(before, source, r=exceptions())
    assert seen(ended.data) == ["About A", "No longer in this report", "Ann knows why."]
    back = refreshed(ended.data, source, r=exceptions("A"))
    assert seen(back.data) == ["About A", "Ann knows why."]


def test_a_chart_that_somebody_copied_is_drawn_anew_once_for_both() -> None:
    source = template("{{ c }}", "After")

    def copy(document: Any) -> None:
        (drawn,) = find(document.element.body, "//w:drawing/ancestor::w:p")
        document.element.body.insert(0, deepcopy(drawn))

    before = edited(built(source, c=chart()), copy)
    done = refreshed(before, source, c=chart(last="88.8"))
    assert find(part(done.data), "//wp:docPr/@descr") == ["88.8"] * 2
    assert kinds(done) == [("content", "chart")]


def test_commentary_is_people_s_own_even_where_they_left_it_as_it_was() -> None:
    source = template("{{ why }}")
    before = built(source, why=Narrative("why", "One.\nTwo."))
    done = refreshed(before, source, why=Narrative("why", "Three."))
    assert seen(done.data) == ["One.", "Two."]
    assert controls(done.data, "pmf-text:why")
