"""Whether the statements of a template pair up, each pair within one holder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree

from pmf_engine.documents.word.jinja import CLOSES, MIDDLES
from pmf_engine.documents.word.prepare import Item, Level
from pmf_engine.documents.word.tags import Tag

_OPENS = {close: word for word, close in CLOSES.items()}


def pair_faults(items: Iterable[Item]) -> Iterator[tuple[Item, str]]:
    """Yield each statement that is not paired as it must be, with a sentence."""
    open_: dict[etree._Element, list[Item]] = {}
    for item in items:
        stack = open_.setdefault(item.story, [])
        if item.tag.kind == "{%":
            yield from _faults(item, stack)
    for stack in open_.values():
        for item in stack:
            yield item, f"there is no “{CLOSES[item.tag.word]}” for it."


def _faults(item: Item, stack: list[Item]) -> Iterator[tuple[Item, str]]:
    word = item.tag.word
    if word in CLOSES:
        if word == "repeat" and item.level is not Level.PARAGRAPH:
            yield item, "repeat must stand in a paragraph of its own, outside table rows."
        stack.append(item)
    elif word in _OPENS:
        yield from _closing(item, stack, (_OPENS[word],))
    elif word in MIDDLES:
        yield from _closing(item, stack, MIDDLES[word], pop=False)


def _closing(
    item: Item, stack: list[Item], openers: tuple[str, ...], pop: bool = True
) -> Iterator[tuple[Item, str]]:
    if not stack or stack[-1].tag.word not in openers:
        wanted = " or ".join(f"“{opener}”" for opener in openers)
        within = _inside(stack[-1].tag) if stack else ""
        yield item, f"there is no {wanted} before it that is still open.{within}"
        return
    begun = stack.pop() if pop else stack[-1]
    if begun.level is not item.level or begun.container is not item.container:
        yield (
            item,
            (
                f"it stands {item.level}, but its “{begun.tag.text}”, at {begun.tag.place}, stands"
                f" {begun.level}{_elsewhere(begun, item)}. Put both in one paragraph, or each in a"
                " paragraph of its own, or each in a row of its own of the same table."
            ),
        )


def _inside(tag: Tag) -> str:
    return f" It stands inside “{tag.text}”, at {tag.place}."


def _elsewhere(begun: Item, item: Item) -> str:
    return " elsewhere" if begun.level is item.level else ""
