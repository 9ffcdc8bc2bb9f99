"""A site as files: pages from templates, data as JSON, listings as CSV, what every page has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from typing import Any

from pmf_engine.documents.listing import build_csv
from pmf_engine.documents.web.addresses import check_links
from pmf_engine.documents.web.environment import POLICY, environment
from pmf_engine.documents.web.shelf import Shelf
from pmf_engine.model.json_text import json_text
from pmf_engine.model.web import ICON, OWN, STYLES, Fragment, Site


def build_site(site: Site, *, draft: bool = False, shelf: Shelf | None = None) -> dict[str, bytes]:
    """Return the bytes of each file of a site by its address, in UTF-8.

    The same site gives the same bytes. A page that the `shelf` has is not written out anew. Raises
    PmfError where a link of it leads nowhere in it, or two files have one address.
    """
    check_links(site)
    writer = _Writer(site, draft, shelf or Shelf())
    made = {page.path: writer.write("page", page.path, page=page) for page in site.pages}
    for piece in site.fragments:
        made |= writer.piece(piece)
    writer.shelf.save()
    made |= {path: _json(data, draft) for path, data in site.data.items()}
    made |= {path: build_csv(rows, draft=draft) for path, rows in site.listings.items()}
    return {**made, **{name: _own(name) for name in OWN}}


@dataclass(frozen=True)
class _Writer:
    """Writes the pages of one site."""

    site: Site
    draft: bool
    shelf: Shelf

    def piece(self, piece: Fragment) -> dict[str, bytes]:
        """Return a piece to embed, alone and as a page for a frame."""
        return {
            piece.path: self.write("fragment", piece.path, piece=piece, inside=False),
            piece.frame: self.write("frame", piece.frame, piece=piece, inside=True),
        }

    def write(self, template: str, here: str, **given: Any) -> bytes:
        site = self.site
        common = (site.title, site.publisher, site.footer, site.small, site.address, self.draft)
        parts = (template, here, given, common)
        return self.shelf.page(parts, partial(self._render, template, here, given)).encode()

    def _render(self, template: str, here: str, given: dict[str, Any]) -> str:
        source = environment().get_template(f"{template}.html.jinja")
        own = {"styles": STYLES, "icon": ICON, "policy": POLICY, "site": self.site}
        text = source.render(here=here, draft=self.draft, **own, **given)
        return "\n".join(_lines(text)) + "\n"


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a page without those that only templates needed."""
    return (line.strip() for line in text.splitlines() if line.strip())


def _json(data: Any, draft: bool) -> bytes:
    return json_text({"draft": "Not for publication", **data} if draft else data).encode()


@cache
def _own(name: str) -> bytes:
    return files("pmf_engine.documents.web").joinpath("templates", name).read_bytes()
