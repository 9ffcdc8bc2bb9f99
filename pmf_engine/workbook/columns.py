"""A whole column typed at once: each distinct value is converted once, common types in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from pmf_engine.model.tables import Column, Kind
from pmf_engine.workbook.convert import CONTROL, EXACT_WHOLE, EXCEL_TEXT_LIMIT, Bad, converter

BLANK = ""
SEPARATOR = ";"


@dataclass(slots=True)
class Typed:
    """A column's typed values, blanks and faulty cells as None.

    `bad` and `odd` give what is wrong, or remarkable, by place in the column.
    """

    values: list[Any]
    has_blanks: bool = False
    bad: dict[int, Bad] = field(default_factory=dict)
    odd: dict[int, tuple[str, str]] = field(default_factory=dict)


def type_column(column: Column, raw: list[Any]) -> Typed:
    """Return the typed values of a column's raw values."""
    if column.kind in (Kind.TEXT, Kind.CODE) and not column.many and not column.raw:
        texts = _texts(raw)
        if texts is not None:
            return Typed(texts)
    kinds = frozenset(map(type, raw))
    if str not in kinds and _differ(column, raw):
        made = _in_bulk(column, raw, kinds)
        if made is not None:
            return Typed(made)
    # TRUE equals 1 and hashes alike: told apart by type where a column holds both
    mixed = bool in kinds and len(kinds & {int, float}) > 0
    keys: Sequence[Any] = list(zip(map(type, raw), raw, strict=True)) if mixed else raw
    return _by_distinct(column, keys, mixed)


def _differ(column: Column, raw: list[Any]) -> bool:
    """Whether converting each cell beats converting each distinct value, judged by a sample."""
    if column.kind in _CHEAP:
        return True
    sample = raw[:: max(len(raw) // _SAMPLE, 1)]
    return len(raw) > _SAMPLE and 2 * len(set(sample)) > len(sample)


def _by_distinct(column: Column, keys: Sequence[Any], mixed: bool) -> Typed:
    blank = (str, BLANK) if mixed else BLANK
    distinct = dict.fromkeys(keys)
    has_blanks = blank in distinct
    distinct.pop(blank, None)
    raw = [key[1] for key in distinct] if mixed else list(distinct)
    made = _in_bulk(column, raw, frozenset(map(type, raw)))
    bad: dict[Any, Bad] = {}
    empty = () if column.many else None
    odd: dict[int, tuple[str, str]] = {}
    if made is None:
        odd = _odd(column, keys, raw)
        made = _one_by_one(column, distinct, raw, bad)
        has_blanks = has_blanks or any(one == empty for one in made)
    table = dict(zip(distinct, made, strict=True))
    table[blank] = empty
    return Typed(
        values=list(map(table.__getitem__, keys)),
        has_blanks=has_blanks,
        bad={at: bad[key] for at, key in enumerate(keys) if key in bad} if bad else {},
        odd=odd,
    )


def _one_by_one(
    column: Column, keys: Iterable[Any], raw: Iterable[Any], bad: dict[Any, Bad]
) -> list[Any]:
    convert = _several(converter(column)) if column.many else converter(column)
    made = []
    for key, value in zip(keys, raw, strict=True):
        try:
            blank = isinstance(value, str) and not value.strip()
            typed = (() if column.many else None) if blank else convert(value)
        except Bad as fault:
            typed, bad[key] = None, fault
        made.append(None if typed == "" else typed)
    return made


def _several(convert: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def split(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, str):
            return (convert(value),)
        parts = (part.strip() for part in value.split(SEPARATOR))
        return tuple(dict.fromkeys(convert(part) for part in parts if part))

    return split


def _in_bulk(column: Column, raw: list[Any], kinds: frozenset[type]) -> list[Any] | None:
    """Convert values of one type all at once; None where any needs a closer look."""
    bulk = None if column.many or column.raw else _BULK.get((column.kind, kinds))
    made = bulk(raw) if bulk else None
    return made if made is not None and _within(column, made) else None


def _within(column: Column, made: list[Any]) -> bool:
    if not made:
        return True
    low, high = column.minimum, column.maximum
    return (low is None or min(made) >= low) and (high is None or max(made) <= high)


def _wholes(raw: list[float]) -> list[int] | None:
    try:
        made = list(map(int, raw))
    except (OverflowError, ValueError):
        return None
    if made and not -EXACT_WHOLE < min(made) <= max(made) < EXACT_WHOLE:
        return None
    return made if made == raw else None


def _decimals(raw: list[float]) -> list[Decimal] | None:
    if not all(map(isfinite, raw)):
        return None
    # adding zero turns -0 into 0
    texts = list(map("%.15g".__mod__, [value + 0.0 for value in raw] if 0.0 in raw else raw))
    if "e+" in "".join(texts):
        return None
    return list(map(Decimal, texts))


def _texts(raw: list[Any]) -> list[str] | None:
    try:
        joined = "".join(raw)
    except TypeError:
        return None
    if _has_control(joined) or max(map(len, raw), default=0) > EXCEL_TEXT_LIMIT:
        return None
    made = list(map(str.strip, raw))
    return None if BLANK in made else made


def _has_control(text: str) -> bool:
    return not text.isprintable() and CONTROL.search(text) is not None


def _dates(raw: list[date]) -> list[date] | None:
    return None if raw and min(raw).year < 1900 else raw


def _days(raw: list[datetime]) -> list[date] | None:
    return _dates(list(map(datetime.date, raw)))


def _mixed_days(raw: list[date]) -> list[date] | None:
    return _dates([one.date() if isinstance(one, datetime) else one for one in raw])


def _same(raw: list[Any]) -> list[Any]:
    return raw


_CHEAP = {Kind.WHOLE, Kind.DATE, Kind.FLAG}
_SAMPLE = 500

_BULK: dict[tuple[Kind, frozenset[type]], Callable[[list[Any]], list[Any] | None]] = {
    (Kind.WHOLE, frozenset({float})): _wholes,
    (Kind.DECIMAL, frozenset({float})): _decimals,
    (Kind.MONEY, frozenset({float})): _decimals,
    (Kind.TEXT, frozenset({str})): _texts,
    (Kind.CODE, frozenset({str})): _texts,
    (Kind.DATE, frozenset({date})): _dates,
    (Kind.DATE, frozenset({datetime})): _days,
    (Kind.DATE, frozenset({date, datetime})): _mixed_days,
    (Kind.FLAG, frozenset({bool})): _same,
}


def _odd(column: Column, keys: Sequence[Any], raw: list[Any]) -> dict[int, tuple[str, str]]:
    """Return, by place, the code and message of texts that were shortened or are too long."""
    if column.raw or column.kind not in (Kind.TEXT, Kind.CODE, Kind.CHOICE):
        return {}
    told = [text for text in raw if isinstance(text, str)]
    if max(map(len, told), default=0) <= EXCEL_TEXT_LIMIT and not _has_control("".join(told)):
        return {}
    found = {text: remark for text in told if (remark := _remark(text))}
    texts = [key[1] if isinstance(key, tuple) else key for key in keys]
    return {at: found[text] for at, text in enumerate(texts) if text in found}


def _remark(text: str) -> tuple[str, str] | None:
    if len(text) > EXCEL_TEXT_LIMIT:
        return (
            "text-too-long",
            f"The text has {len(text):,} characters; an Excel cell holds {EXCEL_TEXT_LIMIT:,}."
            " Shorten it.",
        )
    if CONTROL.search(text):
        return (
            "text-control-characters",
            "The text holds characters that cannot be printed; they were left out. Retype it.",
        )
    return None
