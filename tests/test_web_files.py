"""A folder of pages on disk: only what changed is written, what is gone goes, edits stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmf_engine.engine import Engine
from pmf_engine.engine.engine import Options
from pmf_engine.engine.placing import outdated, place, versioned
from pmf_engine.model.periods import Period
from tests.web_kit import Landlord


@pytest.fixture
def landlord(tmp_path: Path) -> Landlord:
    return Landlord(tmp_path / "workspace")


def test_one_measure_changed_rewrites_its_own_pages_and_the_lists_that_show_it(landlord):
    before = landlord.build().state()
    landlord.correct("REP01", "2026-09", 85, 100)
    after = landlord.build().state()
    assert before.keys() == after.keys()
    touched = {name for name, state in after.items() if state[0] != before[name][0]}
    changed = {name for name, state in after.items() if state[1] != before[name][1]}
    lists = ("index.html", "data.json", "figures.csv", "services/repairs.html")
    own = ("measures/repairs.html", "measures/repairs.csv")
    assert touched == changed == {
        *(f"{folder}{name}" for folder in ("", "2026-q2/") for name in (*lists, *own)),
        "fragments/repairs.html", "frames/repairs.html",
    }  # fmt: skip


def test_a_run_again_with_nothing_changed_touches_no_page(landlord):
    before = landlord.build().state()
    assert landlord.build().state() == before
    assert landlord.build(force=True).state() == before


def test_a_measure_no_longer_published_leaves_no_page_behind(landlord):
    site = landlord.build()
    assert "measures/evictions.html" in site.pages
    landlord.without("TEN01")
    landlord.build()
    assert not [path for path in site if "evictions" in path.name]


def test_a_new_quarter_leaves_the_pages_of_earlier_ones_as_they_are(landlord):
    landlord.issue(landlord.build("2026-Q1"))
    landlord.issue(landlord.build("2026-Q2"))
    old = landlord.build("2026-Q2").state()
    for code in ("REP01", "REP02", "REP03"):
        for month in ("2026-10", "2026-11", "2026-12"):
            landlord.correct(code, month, 96, 100)
    new = landlord.build("2026-Q3").state()
    kept = [name for name in old if name.startswith("2026-q1/")]
    assert kept and {name for name in kept if new[name][1] != old[name][1]} == set()


def test_a_page_that_somebody_edited_stops_the_run_and_is_kept_when_forced(landlord):
    site = landlord.build()
    page = site.home / "measures" / "repairs.html"
    page.write_text("edited", encoding="utf-8")
    engine = Engine(landlord.write().workspace)
    (task,) = engine.tasks("tenant-kpis", "OVH", Period.parse("2026-Q2"))
    stopped = engine.run(task, Options(out=landlord.root / "outputs"))
    assert not stopped.files and {f.code for f in stopped.findings} >= {"output-edited"}
    landlord.build(force=True)
    (copy,) = page.parent.glob("repairs (edited copy 1).html")
    assert copy.read_text(encoding="utf-8") == "edited"
    assert "90.0%" in page.read_text(encoding="utf-8")


def test_a_set_of_pages_is_numbered_by_its_folder():
    taken = "site/2026-q1/data.json"
    names = versioned(Path("x"), ["site/index.html", taken], lambda p: p == Path("x") / taken)
    assert names["site/index.html"] == "site-v2/index.html"


def test_only_pages_of_the_same_folder_are_outdated():
    before = ["site/a.html", "site/b.html", "site-v2/a.html", "report.docx"]
    assert outdated(["site/a.html", "other.docx"], before) == ["site/b.html"]


def test_pages_go_into_place_together_or_not_at_all(tmp_path, monkeypatch):
    place(tmp_path, {"site/a.html": b"old", "site/gone.html": b"gone"}, [])
    from hashlib import sha256

    ours = {sha256(content).hexdigest() for content in (b"old", b"gone")}
    monkeypatch.setattr(Path, "unlink", _refused)
    found = place(tmp_path, {"site/a.html": b"new"}, ours, ["site/gone.html"])
    assert [one.code for one in found] == ["output-not-written"]
    assert (tmp_path / "site/a.html").read_bytes() == b"old"
    assert (tmp_path / "site/gone.html").read_bytes() == b"gone"
    assert not list(tmp_path.glob(".making*"))


def _refused(path: Path, missing_ok: bool = False) -> None:
    raise PermissionError(13, "held", str(path))


def test_the_whole_site_is_said_in_one_line(landlord, capsys):
    from tests.command import Pmf

    landlord.write()
    said = Pmf(landlord.root, capsys)("run", "tenant-kpis", "--entity", "OVH")
    lines = [line for line in said.out.splitlines() if line.startswith("  ")]
    assert len(lines) == 1 and lines[0].rstrip().endswith("more files beside it")


def test_a_page_that_says_the_same_is_not_written_out_anew(tmp_path):
    from pmf_engine.documents.web import Shelf

    made: list[str] = []

    def page(name: str) -> str:
        made.append(name)
        return f"<p>{name}"

    for _ in range(2):
        shelf = Shelf(tmp_path / "cache" / "pages.json", "code 1")
        assert shelf.page(("a", 1), lambda: page("a")) == "<p>a"
        shelf.save()
    assert made == ["a"]
    Shelf(tmp_path / "cache" / "pages.json", "code 2").page(("a", 1), lambda: page("a"))
    assert made == ["a", "a"], "pages of other code are not used"
    (tmp_path / "cache" / "pages.json").write_text("not json", encoding="utf-8")
    Shelf(tmp_path / "cache" / "pages.json", "code 1").page(("a", 1), lambda: page("a"))
    assert made == ["a", "a", "a"]
