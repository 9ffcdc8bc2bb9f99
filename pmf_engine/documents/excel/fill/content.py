"""What a cell holds, as the XML of a sheet writes it."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import NamedTuple

from pmf_engine.documents.embedded import escaped
from pmf_engine.documents.text import clean

Value = str | int | Decimal | bool | date | None
_EXACT_DIGITS = 15  # what a double always holds
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_LEAP_BUG = 60  # Excel's calendar has a 29 February 1900, so earlier days count one less
_SECONDS = 86_400


class Content(NamedTuple):
    """What a cell holds: `kind` is n, s, b, e or empty, `text` the value as the XML spells it."""

    kind: str = ""
    text: str = ""


BLANK = Content()


def content(value: Value, *, epoch1904: bool = False) -> Content:
    """Return what a cell holds for a value.

    A number is written with its own digits where a double holds them, else as the nearest double.
    Raises ValueError, in words, for what no cell can hold.
    """
    if value is None or value == "":
        return BLANK
    if isinstance(value, str):
        return Content("s", clean(value))
    if isinstance(value, bool):
        return Content("b", str(int(value)))
    if isinstance(value, date):
        return Content("n", _serial(value, epoch1904))
    return Content("n", number_text(Decimal(value)))


def number_text(value: Decimal) -> str:
    """Return a number as a cell holds it. Raises ValueError, in words, where it is none."""
    if not value.is_finite():
        raise ValueError("is no number")
    if len(value.as_tuple().digits) > _EXACT_DIGITS:
        return repr(float(value))
    text = format(value, "f")
    return text if len(text) <= _EXACT_DIGITS * 2 else repr(float(value))


def cell_parts(prefix: str, held: Content) -> tuple[bytes, bytes]:
    """Return what a cell's opening tag says of its kind, and what stands inside the cell.

    `prefix` is that of the sheet's elements, empty or ending in a colon.
    """
    p = prefix
    if not held.kind:
        return b"", b""
    if held.kind == "s":
        text = f'<{p}is><{p}t xml:space="preserve">{escaped(held.text)}</{p}t></{p}is>'
        return b' t="inlineStr"', text.encode()
    kind = "" if held.kind == "n" else f' t="{held.kind}"'
    return kind.encode(), f"<{p}v>{escaped(held.text)}</{p}v>".encode()


def unescaped(raw: bytes) -> str:
    """Return text as a reader sees it from the XML of a cell."""
    text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return decoded(unescape(text) if "&" in text else text)


def decoded(text: str) -> str:
    """Return text with the letters that Office writes as _x0041_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)


def _serial(value: date, epoch1904: bool) -> str:
    day = value.date() if isinstance(value, datetime) else value
    days = (day - _EPOCHS[epoch1904]).days
    if not epoch1904 and days <= _LEAP_BUG:
        days -= 1
    if days < (0 if epoch1904 else 1):
        raise ValueError("is a day before Excel's calendar begins")
    if not isinstance(value, datetime):
        return str(days)
    past = value.hour * 3600 + value.minute * 60 + value.second
    part = Decimal(past) + Decimal(value.microsecond) / 1_000_000
    return number_text(days + part / _SECONDS) if part else str(days)
