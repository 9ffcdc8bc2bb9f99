"""Addresses inside a site: made relative to the page they stand on, and held to lead somewhere."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pmf_engine.model.errors import PmfError
from pmf_engine.model.web import Entries, Facts, Link, Links, Site

OUTSIDE = ("https://", "http://", "mailto:")


def relative(here: str, to: str) -> str:
    """Return an address as it stands in a link on a page; a whole one as it is."""
    if to.startswith((*OUTSIDE, "#")):
        return to
    path, mark, name = to.partition("#")
    if path == here:
        return f"#{name}" if mark else posixpath.basename(path)
    return posixpath.relpath(path, posixpath.dirname(here) or ".") + mark + name


def check_links(site: Site) -> None:
    """Raise PmfError where a link leads nowhere in the site, or an address is taken twice."""
    paths = site.paths
    if twice := [path for path, count in Counter(paths).items() if count > 1]:
        raise PmfError(f"The web pages have two files at {twice[0]}.")
    names = {page.path: {section.name for section in page.sections} for page in site.pages}
    known = set(paths)
    for where, link in _links(site):
        path, _, name = link.to.partition("#")
        path = path or where
        if path.startswith(OUTSIDE):
            continue
        if path not in known or (name and name not in names.get(path, {name})):
            raise PmfError(f"The web page {where} links to {link.to}, which is not there.")


def _links(site: Site) -> Iterator[tuple[str, Link]]:
    for page in site.pages:
        parts = [*page.parts, *(part for section in page.sections for part in section.parts)]
        notices = [notice.link for notice in page.notices if notice.link]
        for link in (*_in_parts(parts), *page.trail, *notices, *site.footer):
            yield page.path, link
    for piece in site.fragments:
        for link in (*_in_parts(piece.parts), piece.more):
            yield piece.path, link


def _in_parts(parts: Iterable[Any]) -> Iterator[Link]:
    for part in parts:
        if isinstance(part, Links):
            yield from part.links
        elif isinstance(part, Entries):
            yield from (entry.link for entry in part.entries)
        elif isinstance(part, Facts):
            yield from (value for _, value in part.rows if isinstance(value, Link))
