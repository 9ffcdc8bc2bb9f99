"""A Word template read once: its parts prepared and compiled, kept while the process lives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from jinja2 import Template as Compiled
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pmf_engine.documents.package import Package, parse
from pmf_engine.documents.parts import Parts
from pmf_engine.documents.word.draft import mark_draft
from pmf_engine.documents.word.jinja import (
    environment,
    fault_at_sight,
    fault_of,
    names_of,
    read_whole,
    sets,
)
from pmf_engine.documents.word.prepare import Item, Look, Prepared, prepare
from pmf_engine.documents.word.properties import has_contents, update_fields
from pmf_engine.documents.word.structure import pair_faults
from pmf_engine.documents.word.styles import ensure_styles
from pmf_engine.documents.word.tags import LOOSE, Kind, Tag, text_of
from pmf_engine.documents.word.xml import STRICT_FORMAT, w
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, error
from pmf_engine.model.values import SLOT_LIMIT

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KINDS = ("header", "footer", "footnotes", "endnotes")
CODE = "template"
NAMED = "name/"  # slots of what a template names outright
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)


@dataclass(frozen=True)
class Template:
    """A template ready to be filled: its package, and the parts that hold placeholders."""

    package: Package
    document: str
    parts: dict[str, Prepared]
    environment: SandboxedEnvironment

    @property
    def styles(self) -> dict[str, str]:
        """The ids of the styles by name."""
        return self._styled[1]

    def begun(self) -> Package:
        """Return a package to be filled."""
        return self._styled[0].copy()

    @cached_property
    def _styled(self) -> tuple[Package, dict[str, str]]:
        """The package with the engine's styles in it, which only a new document needs."""
        return self.package, ensure_styles(self.package, self.document)

    @property
    def items(self) -> list[Item]:
        """Every placeholder, in order; its place in the list is its number."""
        return [item for part in self.parts.values() for item in part.items]

    @property
    def looks(self) -> list[Look]:
        """The look of every placeholder, by number."""
        return [look for part in self.parts.values() for look in part.looks]

    @cached_property
    def conditions(self) -> dict[int, str]:
        """What each passage stands under, by the number of its `if`."""
        return {n: one for part in self.parts.values() for n, one in part.conditions.items()}

    @cached_property
    def anchored(self) -> set[int]:
        """The numbers of the statements whose end is marked in the paragraph after them."""
        return set().union(*(part.anchored for part in self.parts.values()))

    @cached_property
    def findings(self) -> list[Finding]:
        """The faults that keep it from being filled with anything."""
        faults = list(self._faults())
        return [error(CODE, f"{tag}: {_ended(fault)}") for tag, fault in faults]

    @cached_property
    def needs(self) -> list[set[str]]:
        """The names that each placeholder reads, by number."""
        return names_of(self.environment, [item.tag for item in self.items])

    @cached_property
    def named(self) -> list[str]:
        """For each placeholder the slot of the value it names outright, or an empty string."""
        local = set().union(*(sets(item.tag) for item in self.items))
        return [_slot_of(item.tag, local) for item in self.items]

    @cached_property
    def compiled(self) -> dict[str, Compiled]:
        """Its parts as compiled Jinja templates."""
        return {name: self.environment.from_string(part) for name, part in self._parsed.items()}

    @cached_property
    def _parsed(self) -> dict[str, nodes.Template]:
        """Its parts as Jinja reads them, no fault in any. Raises TemplateSyntaxError."""
        return {name: read_whole(self.environment, one.source) for name, one in self.parts.items()}

    def _faults(self) -> Iterator[tuple[Tag, str]]:
        for part in self.parts.values():
            for loose in part.loose:
                yield loose, "these braces have no partner in their paragraph"
        for item in self.items if self._doubtful else ():
            if fault := fault_of(self.environment, item.tag):
                yield item.tag, fault
        for item, fault in pair_faults(self.items):
            yield item.tag, fault

    @property
    def _doubtful(self) -> bool:
        """Whether a placeholder may be at fault, so that each is looked at by itself."""
        if any(fault_at_sight(item.tag) for item in self.items):
            return True
        try:
            return not self._parsed
        except TemplateSyntaxError:
            return True


def load(data: bytes, draft: bool = False) -> Template:
    """Return a template from its file; `draft` puts DRAFT on every page.

    Raises PmfError, without the file's name, where the bytes are no Word document.
    """
    return _loaded(data, draft)


@lru_cache(maxsize=16)
def _loaded(data: bytes, draft: bool) -> Template:
    package = Package(Parts(data))
    document = main_part(package)
    if draft:
        mark_draft(package, document)
    roots = dict(_roots(package, document))
    if any(has_contents(root) for root in roots.values()):
        update_fields(package, document)
    return Template(package, document, _prepared(roots, document), environment())


def main_part(package: Package) -> str:
    """Return the name of a Word document's main part. Raises PmfError where it is none."""
    name = next(iter(package.related("", "officeDocument")), "")
    kind = package.content_type(name)
    if kind == _MAIN:
        return name
    if "macroEnabled" in kind:
        raise PmfError("The document can hold macros. Save it as Word Document (*.docx).")
    if kind.endswith("template.main+xml") and "wordprocessingml" in kind:
        raise PmfError("This is a .dotx file. Save it as Word Document (*.docx).")
    raise PmfError("This is not a Word document (.docx).")


def _roots(package: Package, document: str) -> Iterator[tuple[str, etree._Element]]:
    root = parse(package.parts[document])
    if root.tag != w("document"):
        raise PmfError(STRICT_FORMAT)
    yield document, root
    for kind in _KINDS:
        for name in package.related(document, kind):
            root = parse(package.parts[name])
            if any(LOOSE.search(text_of(paragraph)) for paragraph in root.iter(w("p"))):
                yield name, root


def _prepared(roots: dict[str, etree._Element], document: str) -> dict[str, Prepared]:
    prepared: dict[str, Prepared] = {}
    count = 0
    for name, root in roots.items():
        prepared[name] = prepare(root, "" if name == document else _title(root), count)
        count += len(prepared[name].items)
    return prepared


def _title(root: etree._Element) -> str:
    kinds = {"hdr": "a header", "ftr": "a footer", "footnotes": "the footnotes"}
    return kinds.get(etree.QName(root).localname, "the endnotes")


def _slot_of(tag: Tag, local: set[str]) -> str:
    """Return a slot for a placeholder such as {{ period.title }} that reads no local name."""
    outright = tag.kind is Kind.VALUE and _DOTTED.fullmatch(tag.inner)
    if not outright or tag.inner.split(".")[0] in local:
        return ""
    slot = f"{NAMED}{tag.inner}"
    return slot if len(slot) <= SLOT_LIMIT else ""


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
