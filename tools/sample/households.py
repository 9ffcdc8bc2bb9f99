"""One household that took a home: its people, needs, where it lived, its income. Nobody is real."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tools.sample.chance import Dice

Row = dict[str, Any]
_ETHNIC = (
    "White British", "White British", "White British", "White British", "Chinese", "Chinese",
    "African", "African", "Arab", "Caribbean", "White and Black Caribbean", "Pakistani",
    "White Irish", "Other White", "Other",
)  # fmt: skip
_NATIONALITIES = {
    "Chinese": "China",
    "African": "Somalia",
    "Arab": "Yemen",
    "Other White": "Poland",
}
_WORK = ("Full time", "Full time", "Part time", "Part time", "Jobseeker", "Not seeking work")
_BEFORE = (
    "Private tenancy", "Private tenancy", "Family or friends", "Family or friends",
    "Temporary accommodation", "Lifetime landlord tenancy",
)  # fmt: skip
_LEAVING = {
    "Private tenancy": ("No-fault end of tenancy", "Could not afford it", "Poor condition"),
    "Family or friends": ("Asked to leave", "Overcrowded", "Relationship ended"),
    "Temporary accommodation": ("Domestic abuse", "No-fault end of tenancy", "Asked to leave"),
    "Lifetime landlord tenancy": ("Overcrowded", "Ill health or disability", "Nearer to family"),
}
_INCOME = {
    "Full time": 390, "Part time": 210, "Jobseeker": 105, "Not seeking work": 115, "Retired": 205,
    "Student": 120, "Long-term sick or disabled": 190, "Child under 16": 95,
}  # fmt: skip
_LONG = ("Under 1 year", "1 to 2 years", "2 to 3 years", "5 to 10 years", "10 years or more")


def household(dice: Dice, home: Row, kind: str, year: str) -> Row:
    """Return what is known of the people in a home that was let, and take its bedrooms back."""
    beds = home.pop("beds")
    people = list(_people(dice, beds, home["Need"] != "General needs"))
    lead, others = people[0], people[1:]
    told = _lead(dice, lead, year)
    for number, person in enumerate(others, 2):
        told |= {f"Person {number} {what}": value for what, value in _other(person, year).items()}
    adults = sum(person["age"] >= 18 for person in people)
    told["Joint tenancy"] = "Yes" if adults > 1 and others[0]["partner"] == "Yes" else "No"
    sick = any(one["work"] == "Long-term sick or disabled" for one in people)
    told |= _needs(dice, lead, sick) | _before(dice, kind, home) | _money(dice, people)
    told |= _pregnant(dice, people)
    return told


def _people(dice: Dice, beds: int, supported: bool) -> Iterator[Row]:
    old = supported or dice.below(7) == 0
    age = dice.between(66, 84) if old else dice.between(19, 58)
    yield {
        "age": age,
        "sex": dice.pick(("Female", "Male")),
        "work": _work(dice, age),
        "partner": "",
    }
    if beds == 1 or old:
        return
    if dice.below(2):
        partner = max(19, age + dice.between(-6, 6))
        work = _work(dice, min(partner, 64))
        yield {"age": partner, "sex": dice.pick(("Female", "Male")), "work": work, "partner": "Yes"}
    for _ in range(min(beds, 1 + dice.below(beds))):
        child = dice.between(1, min(15, age - 17))
        yield {
            "age": child,
            "sex": dice.pick(("Female", "Male")),
            "work": "Child under 16",
            "partner": "No",
        }


def _work(dice: Dice, age: int) -> str:
    if age >= 67:
        return "Retired"
    if age == 66:
        return "Retired"
    return "Long-term sick or disabled" if dice.below(8) == 0 else dice.pick(_WORK)


def _lead(dice: Dice, person: Row, year: str) -> Row:
    ethnic = dice.pick(_ETHNIC)
    return {
        "Age": person["age"],
        "Sex": person["sex"],
        "Gender as at birth": "Yes" if year == "2026/27" else None,
        "Ethnic background": ethnic,
        "Nationality": _NATIONALITIES.get(ethnic, "United Kingdom"),
        "Working situation": person["work"],
        "Armed forces": "No",
    }


def _other(person: Row, year: str) -> Row:
    child = person["age"] < 16
    return {
        "age": person["age"],
        "partner": None if child and year == "2026/27" else person["partner"],
        "sex": person["sex"],
        "gender as at birth": "Yes" if year == "2026/27" else None,
        "working situation": person["work"],
    }


def _needs(dice: Dice, lead: Row, sick: bool) -> Row:
    ill = sick or (lead["age"] > 65 and dice.below(2) == 0)
    level = ill and dice.below(3) == 0
    return {
        "Needs: level access" if level else "Needs: none": "Yes",
        "Long-term condition": "Yes" if ill else "No",
        **(
            {f"Condition: {dice.pick(('mobility', 'mental health', 'hearing'))}": "Yes"}
            if ill
            else {}
        ),
    }


def _pregnant(dice: Dice, people: list[Row]) -> Row:
    could = any(one["sex"] == "Female" and 18 <= one["age"] <= 45 for one in people)
    return {"Pregnancy": "Yes" if could and dice.below(9) == 0 else "No"}


def _before(dice: Dice, kind: str, home: Row) -> Row:
    if kind == "renewal":
        return {
            "Time in the area": "5 to 10 years", "Reason for leaving": "No-fault end of tenancy",
            "Home before": "Fixed-term landlord tenancy", "Homeless before": "No",
            "Postcode before known": "Yes", "Postcode before": home["Postcode"],
            "Local authority before": home["Local authority"], "Reasonable preference": "No",
        }  # fmt: skip
    before = dice.pick(_BEFORE)
    homeless = before == "Temporary accommodation"
    preferred = homeless or dice.below(3) == 0
    why = (
        "Preference: homeless"
        if homeless
        else dice.pick(("Preference: poor housing", "Preference: medical or welfare"))
    )
    known = dice.below(3) > 0
    return {
        "Time in the area": dice.pick(_LONG),
        "Time on the register": dice.pick(_LONG),
        "Reason for leaving": dice.pick(_LEAVING[before]),
        "Home before": before,
        "Homeless before": "Assessed as homeless" if homeless else "No",
        "Postcode before known": "Yes" if known else "No",
        "Postcode before": f"L99 9{dice.pick('ABDEF')}{dice.pick('ABDEF')}" if known else None,
        "Local authority before": home["Local authority"],
        "Reasonable preference": "Yes" if preferred else "No",
        **({why: "Yes"} if preferred else {}),
    }


def _money(dice: Dice, people: list[Mapping[str, Any]]) -> Row:
    weekly = sum(_INCOME[one["work"]] for one in people) + dice.between(-12, 28)
    works = any(one["work"] in ("Full time", "Part time") for one in people)
    benefit = not works or dice.below(3) == 0
    source = ("Some" if benefit else "None") if works else "All"
    told: Row = {"Income from benefits": source, **_help(dice, benefit)}
    if dice.below(5) == 0:
        return told | {"Income known": dice.pick(("No", "Prefers not to say"))}
    paid = dice.pick(("Weekly", "Monthly", "Yearly"))
    amount = {"Weekly": weekly, "Monthly": weekly * 52 // 12, "Yearly": weekly * 52}[paid]
    return told | {"Income known": "Yes", "Income paid": paid, "Household income": amount}


def _help(dice: Dice, benefit: bool) -> Row:
    if not benefit:
        return {"Housing benefits": "Neither"}
    short = dice.pick(("Yes", "No", "Not known"))
    amount = {"Shortfall amount": Decimal(dice.between(4, 30))} if short == "Yes" else {}
    return {"Housing benefits": "Universal Credit", "Shortfall": short, **amount}
