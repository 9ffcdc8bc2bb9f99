"""The pages in a real browser: accessible, by keyboard alone, at any width, light and dark."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from pmf_engine.documents.web.preview import Preview
from tests.web_kit import Landlord, Site

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
WIDTHS, SCHEMES = (320, 1280), ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HOST = """<!DOCTYPE html><html lang="en-GB"><head><title>Somebody else's page</title>
<link rel="icon" href="icon.svg">
<meta name="viewport" content="width=device-width"></head>
<body><main><h1>News</h1>{piece}</main></body></html>"""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
    pytest.mark.skipif(find_spec("playwright") is None, reason="playwright is not installed"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two quarters, the first issued and since revised, the second not signed off."""
    landlord = Landlord(tmp_path_factory.mktemp("pages") / "workspace")
    landlord.without("REP01")
    landlord.without("REP02")
    landlord.measure("REP01", "Repairs completed on time", [(97, 100)] * 3 + [(90, 100)] * 3,
                     measure="repairs")  # fmt: skip
    first = landlord.build("2026-Q1")
    landlord.issue(first)
    landlord.correct("REP01", "2026-06", 80, 100)
    built = landlord.build("2026-Q2")
    for page in [name for name in built.pages if name.startswith("fragments/")]:
        host = HOST.format(piece=built.source(page))
        (built.home / page.replace("fragments/", "hosted-")).write_text(host, encoding="utf-8")
    return built


@pytest.fixture(scope="module")
def served(site: Site) -> Iterator[str]:
    server = Preview(site.home, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.address
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield opened
        opened.close()


@contextmanager
def page_of(browser: Any) -> Iterator[Any]:
    """A page that fails the test where it asks elsewhere, or the browser has anything to say."""
    page, told = browser.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda fault: told.append(str(fault)))
    yield page
    page.close()
    assert told == []


def axe() -> str:
    import axe_playwright_python

    home = Path(next(iter(axe_playwright_python.__path__)))
    return (home / "axe.min.js").read_text(encoding="utf-8")


def whole_pages(site: Site) -> list[str]:
    """Every page a reader can open; a piece stands on a page of somebody else's."""
    return [name for name in site.pages if not name.startswith("fragments/")]


ASK = """rules => axe.run({runOnly: rules, preload: false, resultTypes: ['violations']}).then(
    found => found.violations.map(one => one.id + ': ' + one.nodes.map(
        node => node.target + ' ' + node.failureSummary).join('; ')))"""


def test_axe_finds_nothing_on_any_page_light_and_dark_narrow_and_wide(site, served, browser):
    script, found, wide = axe(), [], []
    with page_of(browser) as page:
        for name in whole_pages(site):
            page.goto(served + name)
            page.evaluate(script)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    wide.append((name, width))
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    found += [(name, width, scheme, v) for v in page.evaluate(ASK, RULES)]
    assert found == []
    assert wide == [], "these pages scroll sideways"


def test_every_link_is_reached_by_keyboard_alone_in_order_and_seen(site, served, browser):
    focus = """() => { const e = document.activeElement, s = getComputedStyle(e),
        b = e.getBoundingClientRect();
        return {at: [...document.querySelectorAll('a, pre')].indexOf(e),
                seen: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2
                      && b.width > 0 && b.right > 0 && b.bottom > 0}; }"""
    with page_of(browser) as page:
        for name in [one for one in whole_pages(site) if "2026-q" not in one]:
            page.goto(served + name)
            count = page.evaluate("document.querySelectorAll('a, pre').length")
            reached = []
            for _ in range(count):
                page.keyboard.press("Tab")
                reached.append(page.evaluate(focus))
            assert [one["at"] for one in reached] == list(range(count)), name
            assert all(one["seen"] for one in reached), name


def test_the_first_link_skips_to_the_content(site, served, browser):
    with page_of(browser) as page:
        page.goto(served)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_the_pages_look_as_they_should_from_a_folder_without_a_server(site, browser):
    with page_of(browser) as page:
        page.goto((site.home / "index.html").as_uri())
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Arial")


def test_a_page_prints_on_paper_with_its_figures(site, served, browser, tmp_path):
    with page_of(browser) as page:
        page.goto(f"{served}measures/repairs.html")
        printed = page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert printed.startswith(b"%PDF")
