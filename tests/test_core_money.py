"""Rents, charges and incomes against the same arithmetic in decimals, one letting at a time."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from pmf_plugins.core_lettings.facts import WEEKS
from pmf_plugins.core_lettings.incomes import BOUNDS

from tests.core_kit import Columns, Told, found, row, tables

PENNY = Decimal("0.01")


def weekly(amount: Decimal, period: int) -> Decimal:
    # Multiplied before it is divided, so that half a penny is exactly that.
    return (amount * WEEKS[period] / 52).quantize(PENNY, ROUND_HALF_UP)


def codes(told: list[Told], number: int) -> set[str]:
    return {code for row, _, code, _ in told if row == number}


def any_period() -> dict[str, Columns]:
    """Organisations whose managers use every rent period."""
    names = ("code", "name", "provider_type", "holds_stock", "rent_periods", "managed_by", "ours")
    rows = [
        ("ORG1", "A Homes", "PRP", True, (), ("ORG2",), True),
        ("ORG2", "An Agent", "PRP", False, (), (), False),
    ]
    return {**tables(), "organisations": Columns(names, rows)}


def test_weekly_rents_and_charges_are_those_of_decimals_rounded_half_up():
    chance = random.Random(52)
    rows, wanted = [], []
    for number in range(1, 401):
        period = chance.choice(list(WEEKS))
        about = Decimal(chance.choice([10, 30, 60, 150, 300, 800])) * 52 / WEEKS[period]
        rent = (about + Decimal(chance.randint(-3, 3)) / 100).quantize(PENNY)
        service = Decimal(chance.randint(0, 90_000)) / 100
        rows.append(
            row(2026, tenant_code=f"T{number}", period=str(period), rent=str(rent),
                service_charge=str(service), personal_charge="0")
        )  # fmt: skip
        week, charge = weekly(rent, period), weekly(service, period)
        wanted.append(
            {
                "rent-too-low": week < 30,
                "rent-too-high": week > 300,
                "rent-low": 30 <= week <= 60,
                "rent-high": 150 <= week <= 300,
                "charges-under-ten": weekly(rent + service, period) < 10,
                "charge-too-high": charge > 800,
                "charge-high": 35 < charge <= 800,
            }
        )
    told = found(rows, organisations=any_period()["organisations"])
    for number, expected in enumerate(wanted, start=1):
        said = codes(told, number)
        for code, broken in expected.items():
            assert (code in said) is broken, (number, code, rows[number - 1]["rent"])


def test_incomes_are_held_to_the_sum_of_the_bounds_of_everybody():
    chance = random.Random(143)
    rows, wanted = [], []
    for number in range(1, 401):
        jobs = [chance.choice([job for job in BOUNDS if job != 9]) for _ in range(3)]
        bounds = [sum(BOUNDS[job][place] for job in jobs) for place in range(4)]
        frequency, every = chance.choice([(1, 52), (2, 12), (3, 1)])
        week = chance.choice(bounds) + chance.randint(-2, 2)
        income = Decimal(week * 52) / every + Decimal(chance.randint(-60, 60)) / 100
        income = income.quantize(PENNY)
        rows.append(
            row(2026, tenant_code=f"T{number}", work1=str(jobs[0]), work2=str(jobs[1]),
                age3="30", work3=str(jobs[2]), income=str(income),
                income_frequency=str(frequency))
        )  # fmt: skip
        pounds = income.quantize(Decimal(1), ROUND_HALF_UP)
        exact = (pounds * every / 52).quantize(Decimal(1), ROUND_HALF_UP)
        soft_min, soft_max, hard_min, hard_max = bounds
        wanted.append(
            {
                "income-too-low": exact < hard_min,
                "income-too-high": exact > hard_max,
                "income-unusual": hard_min <= exact <= soft_min or soft_max <= exact <= hard_max,
            }
        )
    told = found(rows)
    for number, expected in enumerate(wanted, start=1):
        said = codes(told, number)
        for code, broken in expected.items():
            assert (code in said) is broken, (number, code, rows[number - 1]["income"])
