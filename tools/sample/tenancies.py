"""One home let: the property, the tenancy, how it was allocated and what is charged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tools.sample.chance import Dice

Row = dict[str, Any]
_STREETS = ("Sample Street", "Specimen Road", "Invented Close", "Model Court", "Pattern Way")
_AREAS = ("Liverpool", "Liverpool", "Liverpool", "Sefton", "Knowsley")
_OUTWARD = {"Liverpool": "L99 3", "Sefton": "L99 5", "Knowsley": "L99 7"}
_LETTERS = "ABDEFGHJLN"
_VACANT = (
    "Tenant died", "Moved to private sector", "Internal transfer", "Abandoned",
    "Moved to another social landlord", "Moved to care home", "Evicted: arrears",
)  # fmt: skip
_WEEKS = {"Weekly": 52, "Four-weekly": 13, "Monthly": 12}


def tenancy(
    dice: Dice, kind: str, start: date, empty: int, year: str, told: Mapping[str, Any]
) -> Row:
    """Return what is known of a home and its tenancy; the household comes on top."""
    supported = kind != "first let" and dice.below(6) == 0
    affordable = not supported and (kind == "first let" or dice.below(4) == 0)
    renewal = kind == "renewal"
    home = _home(dice, kind, supported, year)
    return {
        "Owner": "Pine Court Housing Association",
        "Manager": "Pine Court Housing Association",
        "CORE user": "lettings@pinecourt.example",
        "Need": "Supported housing" if supported else "General needs",
        "Renewal": _yes(renewal),
        "Tenancy start": start,
        "Rent type": "Affordable rent" if affordable else "Social rent",
        "Privacy notice given": "Yes",
        "Reason vacant": _vacant(dice, kind),
        "Last let as": None if kind in ("renewal", "first let") else "Social rent",
        "Void from": None if renewal else start - timedelta(days=empty),
        "Major repairs done": start - timedelta(days=empty // 3) if kind == "major works" else None,
        **_place(dice, supported, told),
        **home,
        **_charges(dice, supported, affordable, home["beds"]),
        **_terms(dice, renewal, supported),
        **_allocated(dice, renewal, supported, year),
    }


def _yes(found: bool) -> str:
    return "Yes" if found else "No"


def _vacant(dice: Dice, kind: str) -> str | None:
    special = {"renewal": None, "first let": "First let: new build"}
    return special[kind] if kind in special else dice.pick(_VACANT)


def _place(dice: Dice, supported: bool, told: Mapping[str, Any]) -> Row:
    scheme, _, location, postcode = dice.pick(told["schemes"])
    area = "Liverpool" if supported else dice.pick(_AREAS)
    inward = f"{dice.pick(_LETTERS)}{dice.pick(_LETTERS)}"
    return {
        "Scheme": scheme if supported else None,
        "Scheme location": location if supported else None,
        "Address": dice.pick(_STREETS),
        "Town": "Exampleton",
        "Postcode": postcode if supported else f"{_OUTWARD[area]}{inward}",
        "Local authority": area,
    }


def _home(dice: Dice, kind: str, supported: bool, year: str) -> Row:
    beds = 1 if supported else dice.pick((1, 1, 2, 2, 2, 3, 3, 4))
    unit = "Flat" if beds < 2 or (kind == "first let" and beds == 2) else "House"
    own = {"Unit type": unit, "Wheelchair standard": _yes(kind == "first let"), "Bedrooms": beds}
    building = {"Building": "Purpose built"} if year == "2025/26" and not supported else {}
    older = {"Older people's housing": dice.pick(("No", "Low support needs"))} if supported else {}
    return {**({} if supported else own), **building, **older, "beds": beds}


def _terms(dice: Dice, renewal: bool, supported: bool) -> Row:
    starter = not renewal and not supported and dice.below(2) == 0
    fixed = renewal or starter
    return {
        "Starter tenancy": _yes(starter),
        "Tenancy type": "Assured shorthold fixed term" if fixed else "Assured lifetime",
        "Fixed term in years": 5 if fixed else None,
    }


def _allocated(dice: Dice, renewal: bool, supported: bool, year: str) -> Row:
    choice = not renewal and dice.below(3) > 0
    told = {
        "Choice-based letting": _yes(choice),
        "Common allocation policy": _yes(choice),
        "Common housing register": _yes(choice),
        "Accessible register": "No",
    }
    if renewal:
        return told | ({"Referral": "Internal transfer"} if year == "2025/26" else {})
    nominated = dice.below(10) < 6
    return told | (
        _referral(nominated, supported) if year == "2025/26" else _chain(nominated, supported)
    )


def _referral(nominated: bool, supported: bool) -> Row:
    if not nominated:
        return {"Referral": "Applied directly"}
    return {"Referral": "Supported, referred by council" if supported else "Nominated by council"}


def _chain(nominated: bool, supported: bool) -> Row:
    if not nominated:
        return {"Referral: how": "Applied directly"}
    if supported:
        whom = "Supported, referred by council"
        return {"Referral: how": "Register with council", "Referral: by whom": whom}
    return {
        "Referral: how": "Register with council",
        "Referral: by whom": "Nominated by council",
        "Referral: agency": "Other",
    }


def _charges(dice: Dice, supported: bool, affordable: bool, beds: int) -> Row:
    """Return charges, each for the period in which it is paid."""
    period = dice.pick(("Weekly", "Weekly", "Four-weekly", "Monthly"))
    base = (94 if affordable else 74) + 9 * beds + dice.below(24)
    service = dice.pick((0, 6, 11, 18)) + (14 if supported else 0)
    support = 12 if supported else 0
    weeks = _WEEKS[period]

    def paid(weekly: int) -> Decimal:
        return (Decimal(weekly) * 52 / weeks).quantize(Decimal("0.01"))

    return {
        "Pays charges": "Yes" if supported else None,
        "Rent paid": period,
        "Basic rent": base if weeks == 52 else paid(base),
        "Service charge": service if weeks == 52 else paid(service),
        "Personal service charge": 0,
        "Support charge": support if weeks == 52 else paid(support),
    }
