"""Word documents as LibreOffice opens them: values, text around them, pages and pictures."""

from __future__ import annotations

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from pmf_engine.documents.package import Package
from pmf_engine.documents.word import build_word, read_lineage
from pmf_engine.documents.word.controls import bookmark_name
from pmf_engine.model.content import Block, Chart, Narrative, Region, Series, Wording, Words
from tests.refresh_kit import kinds, refreshed, seen
from tests.word_kit import figure, filled, find, grid, identity, part, raw, saved, template

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on the PATH"),
]


def opened(folder: Path, data: bytes, kind: str = "txt:Text") -> bytes:
    """The document as LibreOffice saves it in another format."""
    (folder / "document.docx").write_bytes(data)
    out = folder / "out"
    subprocess.run(
        [str(SOFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         "--convert-to", kind, "--outdir", str(out), str(folder / "document.docx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return (out / f"document.{kind.split(':')[0]}").read_bytes()


def chart() -> Chart:
    series = Series(name="Repairs", values=(Decimal(95), None, Decimal("93.1")))
    return Chart(
        slot="REP01/chart",
        kind="line",
        title="Repairs are slower",
        subtitle="%, 2026",
        alt="A line that falls",
        categories=("Jul", "Aug", "Sep"),
        series=(series,),
    )


def test_the_document_s_own_part_wins_over_older_text_in_the_control(tmp_path: Path) -> None:
    made = filled(template("Repairs: {{ f }} on time."), f=figure())
    package = Package.read(made)
    document = raw(made, "word/document.xml")
    assert document.count(b"93.1%") == 1
    package.parts["word/document.xml"] = document.replace(b"93.1%", b"OLD")
    seen = opened(tmp_path, package.to_bytes()).decode("utf-8-sig")
    assert seen.strip() == "Repairs: 93.1% on time."


def test_text_around_live_values_is_never_lost_in_repeated_blocks(tmp_path: Path) -> None:
    blocks = tuple(
        Block(slot, {"title": slot, "status": Wording(f"{slot}/status", "Missed"),
                     "words": Words(f"{slot}/words", ("Result of ", figure(slot), " so far."))})
        for slot in ("A", "B")
    )  # fmt: skip
    source = template("First {{ f }}.", "{% repeat e in r %}", "{{ e.title }}: {{ e.status }}",
                      "{{ e.words }}", "{% endrepeat %}", "Last {{ f }}.")  # fmt: skip
    seen = opened(tmp_path, filled(source, f=figure(), r=Region("r", blocks)))
    assert seen.decode("utf-8-sig").split("\n")[:6] == [
        "First 93.1%.", "A: Missed", "Result of 93.1% so far.", "B: Missed",
        "Result of 93.1% so far.", "Last 93.1%.",
    ]  # fmt: skip


def test_every_slot_is_still_to_be_found_after_libreoffice_saved_the_file(tmp_path: Path) -> None:
    block = Block("A", {"c": chart(), "why": Narrative("why/A", "One line.\nAnother.")})
    source = template("{{ f }}", "{{ g }}", "After", "{% repeat e in r %}", "Head",
                      "{{ e.c }}", "{{ e.why }}", "{% endrepeat %}")  # fmt: skip
    context = {"f": figure(), "g": grid([["a", figure()]]), "r": Region("r", (block,))}
    again = opened(tmp_path, filled(source, context), "docx")
    paths = find(part(again), "//w:dataBinding/@w:xpath")
    assert len(paths) == 2 and all("figure[@id='REP01']" in path for path in paths)
    marks = set(find(part(again), "//w:bookmarkStart/@w:name"))
    assert marks >= {bookmark_name(s) for s in ("scorecard", "r", "r/A", "REP01/chart", "why/A")}
    lineage = read_lineage(again)
    assert lineage is not None and lineage.figures[0].display == "93.1%"


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].different_first_page_header_footer = True
    for page in ("one", "two", "three"):
        document.add_paragraph(page)
        document.add_page_break()
    made = build_word(saved(document), {}, identity(draft=True), [])
    (tmp_path / "draft.pdf").write_bytes(opened(tmp_path, made, "pdf"))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on the PATH")
    done = subprocess.run(["pdftotext", str(tmp_path / "draft.pdf"), "-"], check=True,
                          capture_output=True, text=True)  # fmt: skip
    pages = done.stdout.rstrip("\f").split("\f")
    assert len(pages) >= 3 and all("DRAFT" in page for page in pages)


def test_a_chart_and_a_table_are_drawn(tmp_path: Path) -> None:
    made = filled(template("{{ c }}", "{{ g }}"), c=chart(), g=grid([["cell", figure()]]))
    (tmp_path / "drawn.pdf").write_bytes(opened(tmp_path, made, "pdf"))
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not on the PATH")
    done = subprocess.run(["pdftotext", str(tmp_path / "drawn.pdf"), "-"], check=True,
                          capture_output=True, text=True)  # fmt: skip
    seen = done.stdout
    assert all(word in seen for word in ("Repairs are slower", "Jul", "Table 1", "cell", "93.1%"))


def test_a_passage_with_a_table_comes_and_goes_in_a_file_that_libreoffice_saved(
    tmp_path: Path,
) -> None:
    source = template("Before", "{% if g %}", "{{ g }}", "{% else %}", "None.", "{% endif %}",
                      "After")  # fmt: skip
    rows = grid([["a", "b"]], caption="")
    again = opened(tmp_path, filled(source, g=rows), "docx")
    gone = refreshed(again, source, g=None)
    assert seen(gone.data) == ["Before", "None.", "After"]
    assert kinds(gone) == [("ended", "if-g/1"), ("new", "if-g/2")]
    back = refreshed(gone.data, source, g=rows)
    assert seen(back.data) == ["Before", "Column 0", "Column 1", "a", "b", "After"]
