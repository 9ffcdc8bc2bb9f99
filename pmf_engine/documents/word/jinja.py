"""The template language: which statements it knows, and how placeholders become Jinja source.

Delimiters are characters that XML forbids, so no text of a template is ever taken for code.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate
from typing import Any

from jinja2 import ChainableUndefined, StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import SandboxedEnvironment

from pmf_engine.documents.word.sandbox import Sandbox
from pmf_engine.documents.word.tags import Tag
from pmf_engine.model.content import Label
from pmf_engine.model.values import Figure

CLOSES: Mapping[str, str] = {"if": "endif", "for": "endfor", "repeat": "endrepeat"}
MIDDLES: Mapping[str, tuple[str, ...]] = {"elif": ("if",), "else": ("if", "for")}
_BARE = ("else", *CLOSES.values())
_REPEAT = re.compile(r"([A-Za-z_]\w*)\s+in\s+(.+)", re.DOTALL)
_FOR = re.compile(r"(.+?)\s+in\s+.+", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")
_GLOBALS = ("range", "namespace")
_TABLE_LAST = re.compile(r"</w:tbl>(</w:sdtContent></w:sdt>|<w:bookmarkEnd [^>]*>|\s)*$")


class Unknown(ChainableUndefined, StrictUndefined):
    """A name that nothing stands behind: named in full where it is shown, refused elsewhere."""

    @property
    def name(self) -> str:
        """The name as written."""
        return str(self._undefined_name)

    @property
    def meant(self) -> str:
        """A question naming what was probably meant, or an empty string."""
        known = self._undefined_obj
        names = list(known) if isinstance(known, Mapping) else dir(known)
        return did_you_mean(self.name, [n for n in names if not str(n).startswith("_")])


def environment() -> SandboxedEnvironment:
    """Return the sandbox in which every template is compiled."""
    env = Sandbox(
        block_start_string="\x01%",
        block_end_string="%\x02",
        variable_start_string="\x01=",
        variable_end_string="=\x02",
        comment_start_string="\x01#",
        comment_end_string="#\x02",
        undefined=Unknown,
        autoescape=True,
        keep_trailing_newline=True,
    )
    env.globals = {name: env.globals[name] for name in _GLOBALS}
    env.filters.update(short=_short, _holder=_holder, _table=_table)
    return env


def call(expression: str) -> str:
    """Return the source that writes the result of an expression.

    The line break keeps each placeholder on a line of its own, by which faults are located.
    """
    return f"\x01={expression}\n=\x02"


def value(inner: str, number: int, alone: bool) -> str:
    """Return the source that shows placeholder `number`; alone, it stands for a paragraph."""
    return call(f"{'_alone' if alone else '_show'}({number}, ({inner}))")


def around(kind: str) -> tuple[str, str]:
    """Return the source before and after a holder (cell, note, box) or a table to keep valid."""
    return f"\x01%filter _{kind}\n%\x02", "\x01%endfilter\n%\x02"


def statement(tag: Tag, number: int) -> str:
    """Return the source of a statement; nothing for one that `fault_of` refuses."""
    if tag.word == "endrepeat":
        return "\x01%endcall\n%\x02"
    if tag.word != "repeat":
        return f"\x01%{tag.inner}\n%\x02"
    match = _REPEAT.fullmatch(tag.rest)
    return f"\x01%call({match[1]}) _repeat({number}, ({match[2]}))\n%\x02" if match else ""


def fault_of(env: SandboxedEnvironment, tag: Tag) -> str | None:
    """Return a sentence on what is wrong with a placeholder by itself, or None."""
    if at_sight := fault_at_sight(tag):
        return at_sight
    try:
        read_whole(env, _sample(tag))
    except TemplateSyntaxError as fault:
        return f"this cannot be read ({_plain(fault.message or '')})"
    return None


def fault_at_sight(tag: Tag) -> str | None:
    """Return a sentence on what is wrong with the form of a placeholder, or None."""
    if not tag.inner:
        return "the braces are empty"
    return _fault_of_statement(tag) if tag.text.startswith("{%") else None


def read_whole(env: SandboxedEnvironment, source: str) -> nodes.Template:
    """Return source as read. Raises TemplateSyntaxError, for a filter or test there is not too."""
    parsed = env.parse(source)
    _check_filters(env, parsed)
    return parsed


def names_of(env: SandboxedEnvironment, tags: Sequence[Tag]) -> list[set[str]]:
    """Return the names that each placeholder reads, those it sets itself left out."""
    samples = [f"{_sample(tag)}\n" for tag in tags]
    lines = list(accumulate((sample.count("\n") for sample in samples), initial=1))
    read: list[set[str]] = [set() for _ in tags]
    for node in env.parse("".join(samples)).find_all(nodes.Name):
        if node.ctx == "load":
            read[bisect_right(lines, node.lineno) - 1].add(node.name)
    own = [sets(tag) if tag.word in ("for", "repeat") else set() for tag in tags]
    return [names - mine - set(_GLOBALS) for names, mine in zip(read, own, strict=True)]


def sets(tag: Tag) -> set[str]:
    """Return the names that a statement gives to what follows it or stands inside it."""
    if tag.word == "for":
        match = _FOR.fullmatch(tag.rest)
        return {"loop", *_NAME.findall(match[1])} if match else set()
    if tag.word == "repeat":
        return set(_NAME.findall(tag.rest)[:1])
    return set(_NAME.findall(tag.rest.split("=")[0])) if tag.word == "set" else set()


def did_you_mean(name: str, names: Collection[str]) -> str:
    """Return a question naming the nearest of the names, or an empty string."""
    near = difflib.get_close_matches(name, list(names), 1)
    return f" Did you mean “{near[0]}”?" if near else ""


def shown(value: Any) -> Any:
    """Return a value; raises UndefinedError where there is none."""
    if isinstance(value, Undefined):
        value._fail_with_undefined_error()
    return value


def _fault_of_statement(tag: Tag) -> str | None:
    known = {*CLOSES, *CLOSES.values(), *MIDDLES, "set"}
    if tag.word not in known:
        meant = did_you_mean(tag.word, known)
        return f"“{tag.word}” is no statement here: use if, for, set or repeat.{meant}"
    if tag.word in _BARE and tag.rest:
        return f"“{tag.word}” stands alone: take “{tag.rest}” away"
    if tag.word == "repeat" and not _REPEAT.fullmatch(tag.rest):
        return "write it as “repeat item in region”"
    if tag.word == "set" and "=" not in tag.rest:
        return "write it as “set name = value”"
    return None


def _sample(tag: Tag) -> str:
    """Return a template that holds just this placeholder, to be parsed by itself."""
    if tag.text.startswith("{{"):
        return call(f"({tag.inner})")
    if tag.word in ("if", "elif"):
        return f"\x01%if {tag.rest}%\x02\x01%endif%\x02"
    if tag.word == "for":
        return f"\x01%{tag.inner}%\x02\x01%endfor%\x02"
    if tag.word == "repeat" and (match := _REPEAT.fullmatch(tag.rest)):
        return f"\x01%for {match[1]} in ({match[2]})%\x02\x01%endfor%\x02"
    return f"\x01%{tag.inner}%\x02" if tag.word == "set" else ""


def _check_filters(env: SandboxedEnvironment, parsed: nodes.Template) -> None:
    """Raise TemplateSyntaxError for a filter or test that there is not."""
    for node in parsed.find_all((nodes.Filter, nodes.Test)):
        of_filter = isinstance(node, nodes.Filter)
        known = env.filters if of_filter else env.tests
        if node.name not in known:
            what = "filter" if of_filter else "test"
            meant = did_you_mean(node.name, known).strip()
            raise TemplateSyntaxError(f"there is no {what} “{node.name}”. {meant}", 1)


def _plain(message: str) -> str:
    return message.replace("token ", "").replace("'", "“", 1).replace("'", "”", 1).rstrip(".")


def _short(figure: Figure) -> Label:
    """Return a figure as it reads in a table cell, still live: the filter `short`."""
    return Label((figure,))


def _holder(body: str) -> str:
    """Return what a cell, note or box holds, an empty paragraph added where Word needs one."""
    if "<w:p" in body and not _TABLE_LAST.search(body[-400:]):
        return body
    return body + type(body)("<w:p/>")


def _table(body: str) -> str:
    """Return a table, or an empty paragraph where a loop has left it without rows."""
    return body if "<w:tr" in body else type(body)("<w:p/>")
