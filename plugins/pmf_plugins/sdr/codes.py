"""The words of the register, the parts of the return, and how stock is grouped in it."""

from __future__ import annotations

from collections.abc import Mapping

RENTAL, OWNERSHIP = "low cost rental", "low cost home ownership"
MARKET, LEASEHOLD = "non-social rental", "non-social leasehold"
TENURES = (RENTAL, OWNERSHIP, MARKET, LEASEHOLD)
SOCIAL, OTHER = (RENTAL, OWNERSHIP), (MARKET, LEASEHOLD)

GENERAL, SUPPORTED, OLDER = "general needs", "supported housing", "housing for older people"
NEEDS = (GENERAL, SUPPORTED, OLDER)
SELF_CONTAINED, BEDSPACES = "self-contained", "bedspaces"
FORMS = (SELF_CONTAINED, BEDSPACES)
SOCIAL_RENT, AFFORDABLE, INTERMEDIATE = "social rent", "affordable rent", "intermediate rent"
BASES = (SOCIAL_RENT, AFFORDABLE, INTERMEDIATE, "market rent")
LET, AVAILABLE, UNAVAILABLE = "let", "vacant and available", "vacant and not available"
STATES: Mapping[str, str] = {"let": LET, "available": AVAILABLE, "unavailable": UNAVAILABLE}
DECENT: Mapping[str, str] = {"meets": "meets", "fails": "fails", "not-covered": "not covered"}

ADDITIONS: Mapping[str, str] = {
    "built": "built",
    "bought": "bought",
    "transferred_in": "transferred in",
}
LOSSES: Mapping[str, str] = {
    "right_to_buy": "right to buy or acquire",
    "sold": "sold otherwise",
    "demolished": "demolished",
    "transferred_out": "transferred out",
}
CONVERTED = "converted"
KINDS = (*ADDITIONS.values(), *LOSSES.values(), CONVERTED)

GROUPS: Mapping[str, str] = {
    "gn_sc": "General needs, self-contained",
    "gn_bsp": "General needs, bedspaces",
    "sh_hop": "Supported housing and housing for older people",
    "lcho": "Low cost home ownership, less than 100% equity",
}
RENTED_GROUPS = ("gn_sc", "gn_bsp", "sh_hop")
BALANCES: Mapping[str, tuple[str, ...]] = {
    "lcr": (RENTAL,),
    "lcho": (OWNERSHIP,),
    "nsh": OTHER,
}
BALANCE_TITLES: Mapping[str, str] = {
    "lcr": "Low cost rental",
    "lcho": "Low cost home ownership",
    "nsh": "Non-social",
}
SIZES: Mapping[int, str] = {
    0: "Bedsit", 1: "1 bedroom", 2: "2 bedrooms", 3: "3 bedrooms", 4: "4 bedrooms",
    5: "5 bedrooms", 6: "6 bedrooms or more",
}  # fmt: skip

PARTS: Mapping[str, str] = {
    "ELI": "Entity level information",
    "LCR": "Low cost rental stock and rents",
    "LCHO": "Low cost home ownership",
    "NSH": "Non-social housing",
    "SU": "Stock usage",
    "SBS": "Stock balance sheet",
    "AR": "Affordable rent",
}
