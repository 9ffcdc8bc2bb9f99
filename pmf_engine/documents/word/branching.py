"""What the source of a template needs so that its regions and passages can be found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from pmf_engine.documents.word.jinja import CLOSES, MIDDLES
from pmf_engine.documents.word.tags import Kind, Tag
from pmf_engine.documents.word.xml import w

_BOOKMARKS = (w("bookmarkStart"), w("bookmarkEnd"))


class Step(NamedTuple):
    """A statement in a paragraph of its own: its number, and the mark that stands for it."""

    number: int
    tag: Tag
    mark: etree._Element


def groups(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """Yield each statement with those that divide and close it, as far as they pair."""
    stack: list[list[Step]] = []
    for step in steps:
        word = step.tag.word
        if step.tag.kind is not Kind.STATEMENT:
            continue
        if word in CLOSES:
            stack.append([step])
        elif word in MIDDLES and stack:
            stack[-1].append(step)
        elif word in CLOSES.values() and stack:
            yield [*stack.pop(), step]


def is_passage(group: Sequence[Step], setting: Iterable[int]) -> bool:
    """Whether what stands between the statements of a group can come and go by itself.

    It must stand in the body of the document, hold no section break and no edge of a bookmark, and
    give no name that is read after it; `setting` are the numbers of the statements that give one.
    """
    first, last = group[0], group[-1]
    body = first.mark.getparent()
    if first.tag.word != "if" or body is None or body.tag != w("body"):
        return False
    if any(first.number < number < last.number for number in setting):
        return False
    return all(_moves(one) for one in _between(first.mark, last.mark))


def follower(group: Sequence[Step]) -> etree._Element | None:
    """Return the paragraph after a group in the body, into which the mark of its end can go."""
    after = group[-1].mark.getnext()
    body = None if after is None else after.getparent()
    if after is None or body is None or body.tag != w("body"):
        return None
    return after if after.tag == w("p") else None


def opened(code: str, number: int, key: int) -> str:
    """Return the source of a condition that begins a branch."""
    return f"{code}\x01%call _branch({number}, {key})%\x02"


def divided(code: str, number: int, key: int) -> str:
    """Return the source of a condition that ends a branch and begins another."""
    return f"\x01%endcall%\x02{opened(code, number, key)}"


def closed(code: str, number: int) -> str:
    """Return the source of the statement that ends the last branch."""
    return f"\x01%endcall%\x02{code}\x01=_passed({number})=\x02"


def anchored(number: int) -> str:
    """Return the source of the mark that says where a region or passage ends."""
    return f"\x01=_anchor({number})=\x02"


def branches(group: Sequence[Step], code: Sequence[str]) -> list[str]:
    """Return the source of the statements of a passage."""
    number = group[0].number
    middle = [divided(one, number, key) for key, one in enumerate(code[1:-1], 2)]
    return [opened(code[0], number, 1), *middle, closed(code[-1], number)]


def _between(first: etree._Element, last: etree._Element) -> Iterator[etree._Element]:
    for one in first.itersiblings():
        if one is last:
            return
        yield one


def _moves(element: etree._Element) -> bool:
    return element.tag not in _BOOKMARKS and next(element.iter(w("sectPr")), None) is None
