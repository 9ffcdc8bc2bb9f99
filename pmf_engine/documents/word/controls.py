"""Content controls, bookmarks and the ids that keep them apart in one document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from zlib import crc32

from pmf_engine.documents.word.xml import attribute
from pmf_engine.model.errors import PmfError

NAMESPACE = "urn:pmf-engine:document:1"
STORE = "{5B0C6C6E-5D0B-4C36-9B5B-8B1D0A7E6F21}"
FIGURE, TEXT, ENDED = "pmf:", "pmf-text:", "pmf_ended_"
# LibreOffice loses the words before a bound control in a block of the plain rich-text kind.
BLOCK_KIND = '<w:docPartObj><w:docPartGallery w:val="Quick Parts"/></w:docPartObj>'
FROZEN, _ROOT = b"/p:was[1]/", b"/p:pmf[1]/"  # what a control's path begins with
_TAG_LIMIT = 64
_NAME_LIMIT = 40
_NUMBERED = re.compile(r"_\d+$")
_FIRST = re.compile(r"<w:p(?: [^>]*)?>(?:<w:pPr>(?:(?!<w:pPr>).)*?</w:pPr>)?", re.DOTALL)
_ENDING = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    '<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr>'
)
_BINDING = f'<w:dataBinding w:prefixMappings="xmlns:p=\'{NAMESPACE}\'" w:xpath="/p:pmf[1]/'
_BOUND = f'" w:storeItemID="{STORE}"/><w:text w:multiLine="1"/>'


def node_name(local: str) -> str:
    """Return a name of the document's own part, as lxml writes it."""
    return f"{{{NAMESPACE}}}{local}"


def figure_path(slot: str, node: str) -> str:
    """Return the path of a figure's `text` or `short` in the document's own part."""
    return f"p:figures[1]/p:figure[@id='{slot}'][1]/p:{node}[1]"


def text_path(slot: str) -> str:
    """Return the path of a live wording in the document's own part."""
    return f"p:texts[1]/p:text-slot[@id='{slot}'][1]/p:text[1]"


def frozen(properties: bytes) -> bytes:
    """Return a control's properties bound to nothing, so that it keeps what it shows."""
    return properties.replace(_ROOT, FROZEN)


def thawed(properties: bytes) -> bytes:
    """Return a control's properties bound again to what they were bound to before `frozen`."""
    return properties.replace(FROZEN, _ROOT)


def tag(prefix: str, slot: str) -> str:
    """Return a control's tag. Raises PmfError where Word's 64 letters do not hold it."""
    if len(prefix) + len(slot) > _TAG_LIMIT:
        raise PmfError(
            f"“{slot}” is too long to name a place in a Word document: Word allows"
            f" {_TAG_LIMIT - len(prefix)} characters there."
        )
    return prefix + slot


def bookmark_name(slot: str) -> str:
    """Return the bookmark that marks a slot a second time, at most 40 letters.

    A slot whose letters a bookmark cannot hold ends in a checksum, so that two never meet.
    """
    plain = re.sub(r"[^A-Za-z0-9_]", "_", slot)
    if plain == slot and len(slot) + 4 <= _NAME_LIMIT - 6 and not _NUMBERED.search(slot):
        return f"pmf_{slot}"
    return f"pmf_{plain[: _NAME_LIMIT - 19]}_{crc32(slot.encode()):08x}"


def shown_again(name: str) -> str:
    """Return what the bookmarks of later showings of a slot begin with, before their number."""
    return f"{name}_"


def sentence_mark(slot: str) -> str:
    """Return what a sentence's bookmark is named after, apart from a block of the same slot."""
    return f"{slot}/words"


def draft_mark(look: str) -> str:
    """Return the paragraph, in a control of its own, that says DRAFT in a header."""
    return (
        '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:sdtPr><w:alias w:val="Draft"/><w:tag w:val="pmf-draft"/></w:sdtPr><w:sdtContent><w:p>'
        f'{look}<w:r><w:rPr><w:b/><w:color w:val="9E1220"/></w:rPr><w:t>DRAFT</w:t></w:r></w:p>'
        "</w:sdtContent></w:sdt>"
    )


@dataclass
class Taken:
    """What a document has: control ids, bookmark names folded to one case, its highest other id."""

    controls: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    last: int = 0


class Marks:
    """The ids and bookmark names given out in one document: the same every time it is built.

    `taken` says what the document has already, once the first of them is wanted.
    """

    def __init__(self, taken: Callable[[], Taken] = Taken) -> None:
        self._shown, self._look = Counter[str](), taken
        self._open: dict[str, int] = {}

    @cached_property
    def _taken(self) -> Taken:
        return self._look()

    def control(self, slot: str) -> int:
        """Return a fresh control id (w:id), from the slot and how often it has been shown."""
        self._shown[slot] += 1
        taken = self._taken.controls
        number = crc32(f"{slot}#{self._shown[slot]}".encode()) & 0x7FFFFFFF
        while number in taken or not number:
            number = (number + 1) & 0x7FFFFFFF
        taken.add(number)
        return number

    def next(self) -> int:
        """Return a fresh id for a drawing or a bookmark."""
        self._taken.last += 1
        return self._taken.last

    def begin(self, key: str) -> int:
        """Return a fresh id for a bookmark of the template, which `end` will then repeat."""
        self._open[key] = self.next()
        return self._open[key]

    def end(self, key: str) -> int:
        """Return the id that the bookmark begun last under this key was given."""
        return self._open.get(key) or self.next()

    def name(self, wanted: str) -> str:
        """Return a bookmark name, numbered when taken, for Word in whatever case of letters."""
        name, count = wanted, 1
        taken = self._taken.names
        while name.casefold() in taken:
            count += 1
            name = f"{shown_again(wanted)}{count}"
        taken.add(name.casefold())
        return name

    def marked(self, slot: str, content: str) -> str:
        """Return runs inside the bookmark of a slot."""
        return self.named(bookmark_name(slot), content)

    def named(self, name: str, content: str = "") -> str:
        """Return runs inside a bookmark of that name."""
        number = self.next()
        start = f'<w:bookmarkStart w:id="{number}" w:name="{self.name(name)}"/>'
        return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'

    def begun(self, slot: str, content: str) -> str:
        """Return paragraphs and tables, the first paragraph marked with the bookmark of a slot.

        The mark stands inside it, wherever it is: LibreOffice loses one after a table, or moves it.
        """
        first = _FIRST.search(content)
        at = first.end() if first else 0
        return f"{content[:at]}{self.marked(slot, '')}{content[at:]}"

    def ending(self, slot: str) -> str:
        """Return the paragraph, too small to see, that marks where a region ends."""
        return f"<w:p>{_ENDING}{self.marked(slot, '')}</w:p>"

    def rich(self, prefix: str, slot: str, alias: str, content: str, kind: str = "") -> str:
        """Return a rich-text control, or one of another kind, around runs or paragraphs."""
        return (
            f"<w:sdt><w:sdtPr>{self._label(prefix, slot, alias)}{kind}</w:sdtPr>"
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def bound(self, slot: str, alias: str, path: str, look: str, content: str) -> str:
        """Return a plain-text control bound to the document's own part; `look` is its w:rPr."""
        return (
            f"<w:sdt><w:sdtPr>{look}{self._label(FIGURE, slot, alias)}"
            f"{_BINDING}{path}{_BOUND}</w:sdtPr>"
            f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    def _label(self, prefix: str, slot: str, alias: str) -> str:
        return (
            f'<w:alias w:val="{attribute(alias[:_TAG_LIMIT])}"/>'
            f'<w:tag w:val="{attribute(tag(prefix, slot))}"/>'
            f'<w:id w:val="{self.control(prefix + slot)}"/>'
        )
