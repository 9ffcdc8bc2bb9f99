"""Computes an edition from its terms, and writes the sum out as a reader would."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pmf_engine.model.arithmetic import joined, ratio, signed_sum
from pmf_engine.model.definitions import Edition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.numbers import MINUS, half_up, number
from pmf_engine.model.values import Measured, Missing

_FEWEST_PLACES = 4  # of a result written out


def evaluate(edition: Edition, terms: Mapping[str, Measured]) -> tuple[Measured, str]:
    """Return the value, unrounded, and its arithmetic: 17,483 ÷ 17,484 × 100 = 99.9943.

    The arithmetic is empty where a term is missing or a function gives the value. Raises PmfError
    when a term was not counted at all or the edition is withdrawn.
    """
    _check(edition, terms)
    if edition.function:
        return terms[edition.function], ""
    if gaps := [gap for name in edition.terms if (gap := _gap(name, terms[name]))]:
        return joined(gaps), ""
    top = signed_sum((sign, terms[name]) for sign, name in edition.top)
    bottom: Measured = Decimal(1)
    if edition.bottom:
        bottom = signed_sum((sign, terms[name]) for sign, name in edition.bottom)
    value = ratio(top, bottom, edition.scale)
    return value, _written(edition, terms, value)


def _gap(name: str, value: Measured) -> Missing | None:
    if isinstance(value, Decimal):
        return None
    return Missing(f"{name.replace('_', ' ')}: {value.reason}", value.absence)


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
        parts += ["=", plain_number(half_up(value, max(_FEWEST_PLACES, edition.places + 2)))]
    return " ".join(parts)


def _sum(signed: tuple[tuple[int, str], ...], terms: Mapping[str, Measured], inner: bool) -> str:
    pieces: list[str] = []
    for sign, name in signed:
        value = terms[name]
        digits = plain_number(value) if isinstance(value, Decimal) else str(value)
        if pieces or sign < 0:
            pieces.append("+" if sign > 0 else MINUS)
        pieces.append(f"({digits})" if digits.startswith(MINUS) else digits)
    text = " ".join(pieces)
    return f"({text})" if inner and len(signed) > 1 else text


def plain_number(value: Decimal) -> str:
    """Return every digit of a number that matters, with comma thousands and a true minus."""
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
