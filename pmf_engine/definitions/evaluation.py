"""Computes an edition from its terms, and writes the sum out as a reader would."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pmf_engine.model.arithmetic import joined, ratio, signed_sum
from pmf_engine.model.definitions import Edition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import MINUS, half_up, number
from pmf_engine.model.values import Measured, Missing

_SHOWN_PLACES = 4


def evaluate(edition: Edition, terms: Mapping[str, Measured]) -> tuple[Measured, str]:
    """Return the value, unrounded, and its arithmetic: 17,483 ÷ 17,484 × 100 = 99.9943.

    The arithmetic is empty where a term is missing or a function gives the value. Raises PmfError
    when a term was not counted at all or the edition is withdrawn.
    """
    _check(edition, terms)
    if edition.function:
        return terms[edition.function], ""
    gaps = {name: value for name in edition.terms if isinstance(value := terms[name], Missing)}
    if gaps:
        return joined(
            Missing(f"{_words(name)}: {g.reason}", g.absence) for name, g in gaps.items()
        ), ""
    top = signed_sum((sign, terms[name]) for sign, name in edition.top)
    if edition.bottom:
        bottom = signed_sum((sign, terms[name]) for sign, name in edition.bottom)
        value = ratio(top, bottom, edition.scale)
    else:
        value = ratio(top, Decimal(1), edition.scale)
    return value, _written(edition, terms, value)


def _check(edition: Edition, terms: Mapping[str, Measured]) -> None:
    if edition.withdrawn:
        raise PmfError(f"“{edition.title}”, edition {edition.label}, is withdrawn.")
    lacking = [name for name in edition.terms if name not in terms]
    if lacking:
        raise PmfError(
            f"“{edition.title}”, edition {edition.label}, needs the term"
            f" {', '.join(lacking)}, which was not counted."
        )


def _written(edition: Edition, terms: Mapping[str, Measured], value: Measured) -> str:
    parts = [_sum(edition.top, terms, bool(edition.bottom) or edition.scale != 1)]
    if edition.bottom:
        parts += ["÷", _sum(edition.bottom, terms, True)]
    if edition.scale != 1:
        parts += ["×", plain_number(edition.scale)]
    if isinstance(value, Decimal) and (len(parts) > 1 or len(edition.top) > 1):
        parts += ["=", plain_number(half_up(value, max(_SHOWN_PLACES, edition.places)))]
    return " ".join(parts)


def _sum(signed: tuple[tuple[int, str], ...], terms: Mapping[str, Measured], inner: bool) -> str:
    pieces: list[str] = []
    for sign, name in signed:
        value = terms[name]
        text = plain_number(value) if isinstance(value, Decimal) else str(value)
        text = f"({text})" if text.startswith(MINUS) else text
        if pieces or sign < 0:
            pieces.append("+" if sign > 0 else MINUS)
        pieces.append(text)
    joined_up = " ".join(pieces)
    return f"({joined_up})" if inner and len(signed) > 1 else joined_up


def plain_number(value: Decimal) -> str:
    """Return every digit of a number that matters, with comma thousands and a true minus."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)


def _words(name: str) -> str:
    return name.replace("_", " ")
