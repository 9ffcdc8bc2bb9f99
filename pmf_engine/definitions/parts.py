"""Reads one edition of a measure out of located YAML, keeping every fault."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmf_engine.definitions.lines import Faults, Located
from pmf_engine.model.definitions import Edition
from pmf_engine.model.periods import Period

_PARTS = (
    "title", "unit", "places", "top", "bottom", "scale", "function", "verified", "withdrawn",
    "text", "source",
)  # fmt: skip
_SIGNS = {"add": 1, "subtract": -1}
_MOST_PLACES = 6
Terms = tuple[tuple[int, str], ...]


def read_edition(
    measure: str, label: str, node: Located, title: str, faults: Faults
) -> Edition | None:
    """Return the edition under a label, or None when the label is no period; faults are kept."""
    name = f"{measure}, edition {label}"
    found = faults.mapping(node, name)
    faults.known(found, _PARTS, name)
    try:
        first = Period.parse(label)
    except ValueError as problem:
        faults.add(node.line, f"{name}: {problem}")
        return None
    edition = _Reader(name, found, faults).edition(label, first, title)
    _check(edition, name, node.line, found, faults)
    return edition


@dataclass(frozen=True, slots=True)
class _Reader:
    name: str
    found: dict[str, Located]
    faults: Faults

    def edition(self, label: str, first: Period, title: str) -> Edition:
        return Edition(
            label=label,
            first=first,
            title=self.text("title") or title,
            unit=self.text("unit"),
            places=self.places(),
            top=self.terms("top"),
            bottom=self.terms("bottom"),
            scale=self.scale(),
            function=self.term("function"),
            verified=self.flag("verified", True),
            withdrawn=self.flag("withdrawn", False),
            text=self.text("text"),
            source=self.source(),
        )

    def what(self, part: str) -> str:
        return f"{part} of {self.name}"

    def text(self, part: str) -> str:
        node = self.found.get(part)
        return self.faults.text(node, self.what(part)) if node else ""

    def flag(self, part: str, default: bool) -> bool:
        node = self.found.get(part)
        return self.faults.flag(node, self.what(part)) if node else default

    def places(self) -> int:
        node = self.found.get("places")
        if not node:
            return 0
        places = str(node.value)
        if places.isdecimal() and int(places) <= _MOST_PLACES:
            return int(places)
        wanted = f"must be a whole number from 0 to {_MOST_PLACES}"
        self.faults.add(node.line, f"{self.what('places')} {wanted}, not {node.shown}.")
        return 0

    def scale(self) -> Decimal:
        node = self.found.get("scale")
        scale = self.faults.number(node, self.what("scale")) if node else Decimal(1)
        if node and scale is not None and scale <= 0:
            self.faults.add(node.line, f"{self.what('scale')} must be above 0, not {node.shown}.")
        return scale or Decimal(1)

    def term(self, part: str) -> str:
        node = self.found.get(part)
        return self.named(node, part) if node else ""

    def named(self, node: Located, part: str) -> str:
        text = self.faults.text(node, self.what(part))
        if text and not text.isidentifier():
            told = "cannot name a term; use letters, digits and _."
            self.faults.add(node.line, f"“{text}” in {self.what(part)} {told}")
        return text

    def terms(self, part: str) -> Terms:
        node = self.found.get(part)
        if not node:
            return ()
        before = len(self.faults.found)
        held = self.faults.mapping(node, self.what(part))
        self.faults.known(held, _SIGNS, self.what(part))
        signed = [
            (sign, self.named(item, part))
            for word, sign in _SIGNS.items()
            if word in held
            for item in self.faults.sequence(held[word], f"{word} in {self.what(part)}")
        ]
        if not signed and len(self.faults.found) == before:
            self.faults.add(node.line, f"{self.what(part)} names no term; add one or drop it.")
        self.repeated([term for _, term in signed], part, node.line)
        return tuple(signed)

    def repeated(self, terms: list[str], part: str, line: int) -> None:
        for term in dict.fromkeys(terms):
            if terms.count(term) > 1:
                told = f"{self.what(part)} counts “{term}” more than once; keep one."
                self.faults.add(line, told)

    def source(self) -> dict[str, str] | None:
        node = self.found.get("source")
        if not node:
            return None
        held = self.faults.mapping(node, self.what("source"))
        return {
            key: self.faults.text(item, f"{key} in {self.what('source')}")
            for key, item in held.items()
        }


def _check(
    edition: Edition, name: str, line: int, found: dict[str, Located], faults: Faults
) -> None:
    if not edition.title:
        faults.add(line, f"{name} has no title; give one here or above its editions.")
    if edition.withdrawn:
        return
    for part in ("unit", "places"):
        if part not in found:
            faults.add(line, f"{name} does not say {part}; each edition stands whole.")
    if edition.function and (edition.top or edition.bottom):
        faults.add(line, f"{name} has both a function and a top or bottom; keep one way.")
    elif not edition.function and "top" not in found:
        faults.add(line, f"{name} computes nothing; give top (and bottom), or a function.")
