"""Rounding of amounts that add up, so that what is shown adds up too.

Each total is rounded first, to the nearest unit. Its parts are rounded to the nearest as well;
where they then miss the total, as few of them as will do are rounded the other way: those nearest
to the half. So no part is a whole unit away from its exact amount.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=60)
Signed = Sequence[tuple[int, str]]


def rounded_parts(target: int, parts: Sequence[tuple[int, Decimal]]) -> list[int]:
    """Return each part rounded to a whole number, so that the signed sum of them is the target.

    `parts` are signs (+1 or -1) and exact amounts.
    """
    shown = [nearest(amount) for _, amount in parts]
    if not parts:
        return shown
    missing = target - sum(sign * value for (sign, _), value in zip(parts, shown, strict=True))
    step = 1 if missing > 0 else -1

    def ease(at: int) -> Decimal:
        sign, amount = parts[at]
        return step * sign * (shown[at] - amount)

    for _ in range(abs(missing)):
        at = min(range(len(parts)), key=ease)
        shown[at] += step * parts[at][0]
    return shown


def rounded_tree(totals: Mapping[str, Signed], exact: Mapping[str, Decimal]) -> dict[str, int]:
    """Return every amount of `exact` rounded to a whole number, so that each total still adds up.

    `totals` gives the signed parts of each total; parts without an amount are nil. A part belongs
    to the first total that names it. A total whose parts all belong to others is their sum.
    """
    held = {
        total: [(sign, part) for sign, part in parts if part in exact]
        for total, parts in totals.items()
        if total in exact
    }
    inside = {part for parts in held.values() for _, part in parts}
    shown: dict[str, int] = {}
    for top in [*(total for total in held if total not in inside), *held, *exact]:
        if top not in shown:
            _round(top, held, exact, shown)
    return shown


def nearest(amount: Decimal) -> int:
    """Return the nearest whole number, half up (away from zero)."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP, _WIDE))


def _round(
    top: str, held: Mapping[str, Signed], exact: Mapping[str, Decimal], shown: dict[str, int]
) -> None:
    parts = held.get(top, ())
    if parts and all(part in shown for _, part in parts):
        shown[top] = sum(sign * shown[part] for sign, part in parts)
        return
    shown[top] = nearest(exact[top])
    _below(top, held, exact, shown)


def _below(
    total: str, held: Mapping[str, Signed], exact: Mapping[str, Decimal], shown: dict[str, int]
) -> None:
    """Round what a total that is already rounded is made of."""
    parts = held.get(total, ())
    free = [(sign, part) for sign, part in parts if part not in shown]
    taken = sum(sign * shown[part] for sign, part in parts if part in shown)
    whole = rounded_parts(shown[total] - taken, [(sign, exact[part]) for sign, part in free])
    shown.update(zip((part for _, part in free), whole, strict=True))
    for _, part in free:
        _below(part, held, exact, shown)
