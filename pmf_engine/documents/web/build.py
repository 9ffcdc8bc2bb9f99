"""A site as files: pages from templates, data as JSON, listings as CSV, one stylesheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pmf_engine.documents.listing import build_csv
from pmf_engine.documents.web.addresses import check_links
from pmf_engine.documents.web.environment import POLICY, environment
from pmf_engine.model.web import ICON, OWN, STYLES, Fragment, Page, Site


def build_site(site: Site, *, draft: bool = False) -> dict[str, bytes]:
    """Return the bytes of each file of a site by its address, in UTF-8.

    The same site gives the same bytes. Raises PmfError where a link of it leads nowhere in it, or
    two files have one address.
    """
    check_links(site)
    made = {page.path: _page(site, page, draft) for page in site.pages}
    for fragment in site.fragments:
        made |= _fragment(site, fragment, draft)
    made |= {path: _json(data, draft) for path, data in site.data.items()}
    made |= {path: build_csv(rows, draft=draft) for path, rows in site.listings.items()}
    return {**made, **{name: _own(name) for name in OWN}}


def _page(site: Site, page: Page, draft: bool) -> bytes:
    return _rendered("page", page.path, site=site, page=page, draft=draft)


def _fragment(site: Site, fragment: Fragment, draft: bool) -> dict[str, bytes]:
    given = {"site": site, "piece": fragment, "draft": draft}
    return {
        fragment.path: _rendered("fragment", fragment.path, inside=False, **given),
        fragment.frame: _rendered("frame", fragment.frame, inside=True, **given),
    }


def _rendered(template: str, path: str, **given: Any) -> bytes:
    source = environment().get_template(f"{template}.html.jinja")
    text = source.render(here=path, styles=STYLES, icon=ICON, policy=POLICY, **given)
    return ("\n".join(_lines(text)) + "\n").encode()


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a page without those that only templates needed."""
    return (line.strip() for line in text.splitlines() if line.strip())


def _json(data: Any, draft: bool) -> bytes:
    marked = {"draft": "Not for publication", **data} if draft else data
    return (json.dumps(marked, ensure_ascii=False, indent=1) + "\n").encode()


@cache
def _own(name: str) -> bytes:
    return files("pmf_engine.documents.web").joinpath("templates", name).read_bytes()
