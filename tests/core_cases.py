"""For each rule of the CORE return one letting that breaks it, and one just short of that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CHARGES = ("rent", "service_charge", "personal_charge", "support_charge")
START = ("start_day", "start_month", "start_year")
VOID = ("void_day", "void_month", "void_year")
REPAIRS = ("repairs_day", "repairs_month", "repairs_year")
EFFECTS = tuple(
    f"effect_{of}" for of in ("dexterity", "learning", "hearing", "memory", "mental", "mobility",
                              "social", "stamina", "vision", "other")
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Case:
    """A rule, what breaks it, the questions marked then, and what is just short of breaking it."""

    code: str
    breaks: Mapping[str, str]
    at: tuple[str, ...]
    fits: Mapping[str, str] = field(default_factory=dict)
    variant: str = "general"
    year: int = 2026

    def __str__(self) -> str:
        return f"{self.code}-{self.year}-{self.variant}-{self.at[0] if self.at else 'row'}"


def _repairs(day: str, month: str, year: str) -> dict[str, str]:
    return {"repairs_day": day, "repairs_month": month, "repairs_year": year}


def _void(day: str, month: str, year: str) -> dict[str, str]:
    return {"void_day": day, "void_month": month, "void_year": year}


def _person(number: int, age: str, work: str, partner: str = "2", sex: str = "F") -> dict[str, str]:
    return {
        f"age{number}": age, f"work{number}": work, f"partner{number}": partner,
        f"sex{number}": sex, f"same_sex{number}": "1",
    }  # fmt: skip


_SETUP = [
    Case("rent-type-invalid", {"rent_type": "8"}, ("rent_type",), {"rent_type": "7"}),
    Case("rent-type-invalid", {"rent_type": "0"}, ("rent_type",), {"rent_type": "1.00"}),
    Case("privacy-notice-not-seen", {"declaration": "2"}, ("declaration",)),
    Case("start-year-digits", {"start_year": "126"}, ("start_year",), {"start_year": "2026"}),
    Case("start-outside-year", {"start_year": "25"}, START),
    Case("start-outside-year", {"start_day": "31", "start_month": "9"}, START),
    Case("start-outside-year", {"start_day": "31", "start_month": "3"}, START,
         {"start_day": "1", "start_month": "4", **_void("1", "4", "26")}),
    Case("start-too-far-ahead", {"start_day": "16", "start_month": "10"}, START,
         {"start_day": "15", "start_month": "10"}),
    Case("owner-unknown", {"owner": "ORG9"}, ("owner",)),
    Case("owner-holds-no-stock", {"owner": "ORG2"}, ("owner",)),
    Case("owner-not-ours", {"owner": "ORG4", "manager": "ORG4"}, ("owner",),
         {"owner": "ORG3", "manager": "ORG1", "referral_prp": "", "referral_la": "3"}),
    Case("manager-unknown", {"manager": "ORG9"}, ("manager",)),
    Case("manager-not-related", {"manager": "ORG3"}, ("manager",), {"manager": "ORG1"}),
    Case("account-unknown", {"assigned_to": "nobody@example.org"}, ("assigned_to",),
         {"assigned_to": "ONE@example.org"}),
    Case("account-not-related", {"assigned_to": "four@example.org"}, ("assigned_to",),
         {"assigned_to": "one@example.org"}),
    Case("account-of-another", {"assigned_to": "four@example.org"}, ("owner", "manager")),
    Case("uploader-not-related", {"manager": "ORG3"}, ("assigned_to", "owner", "manager"),
         {"manager": "ORG3", "assigned_to": "three@example.org"}, variant="la"),
    Case("scheme-not-related", {"scheme": "S2"}, ("scheme",), variant="supported"),
    Case("postcode-not-of-location", {"postcode_2": "4AB", "declaration": ""},
         ("location", "postcode_1"), {"declaration": ""}, variant="supported"),
    Case("postcode-invalid", {"postcode_1": "ZZZ", "manager": ""}, ("postcode_1", "postcode_2")),
    Case("previous-postcode-invalid", {"previous_postcode_1": "ZZZ", "manager": ""},
         ("previous_postcode_1", "previous_postcode_2")),
    Case("scheme-of-nobody", {"manager": "ORG9"}, ("scheme",), {"manager": "ORG1"},
         variant="supported"),
    Case("location-not-related", {"location": "21"}, ("location",),
         {"location": "12", "postcode_2": "5BB"}, variant="supported"),
    Case("postcode-not-of-location", {"postcode_2": "4AB"},
         ("location", "uprn", "la", "postcode_1", "postcode_2"), variant="supported"),
    Case("setup-not-answered", {"scheme": ""}, ("scheme",), variant="supported"),
    Case("setup-not-answered", {"location": ""}, ("location",), variant="supported"),
    Case("setup-not-answered", {"rent_type": "6"}, ("rent_other",),
         {"rent_type": "6", "rent_other": "Key workers"}),
    *(Case("setup-not-answered", {name: ""}, (name,))
      for name in ("owner", "manager", "needs", "renewal", *START, "rent_type", "declaration")),
    Case("setup-invalid-option", {"needs": "3"}, ("needs",)),
    Case("setup-invalid-option", {"renewal": "3"}, ("renewal",), {"renewal": "0"}),
]  # fmt: skip

_DATES = [
    Case("void-date-incomplete", {"void_month": ""}, ("void_day",)),
    Case("void-date-impossible", _void("31", "6", "26"), (*VOID, *START), _void("30", "6", "26")),
    Case("repairs-date-impossible", _repairs("31", "6", "26"), (*REPAIRS, *START),
         _repairs("2", "8", "26")),
    Case("repairs-date-incomplete", _repairs("1", "8", ""), ("repairs_day", "repairs_month"),
         _repairs("1", "8", "26")),
    Case("repairs-at-first-let", _repairs("1", "8", "26"), REPAIRS, variant="first-let"),
    Case("repairs-after-start", _repairs("6", "9", "26"), (*REPAIRS, *START),
         _repairs("5", "9", "26")),
    Case("repairs-too-long-ago", _repairs("4", "9", "6"), (*REPAIRS, *START),
         {**_repairs("5", "9", "6"), **_void("5", "9", "6")}),
    Case("repairs-before-void", _repairs("31", "7", "26"), (*VOID, *REPAIRS),
         _repairs("1", "8", "26")),
    Case("void-after-start", _void("6", "9", "26"), (*VOID, *START), _void("5", "9", "2026")),
    Case("void-too-long-ago", _void("4", "9", "6"), (*VOID, *START), _void("5", "9", "6")),
    Case("void-long-ago", _void("5", "9", "24"), ("void_day", "start_day"), _void("6", "9", "24")),
    Case("repairs-long-ago", {**_void("1", "9", "24"), **_repairs("5", "9", "24")},
         ("repairs_day",), {**_void("1", "9", "24"), **_repairs("6", "9", "24")}),
]  # fmt: skip

_TENANCY = [
    Case("tenancy-length-supported", {"tenancy": "4", "tenancy_length": "100"},
         ("needs", "tenancy_length", "tenancy"), {"tenancy": "4", "tenancy_length": "1"},
         variant="supported"),
    Case("tenancy-length-social", {"tenancy": "6", "tenancy_length": "1"},
         ("needs", "rent_type", "tenancy_length", "tenancy"),
         {"tenancy": "6", "tenancy_length": "2"}),
    Case("tenancy-length-intermediate",
         {"rent_type": "4", "tenancy": "4", "tenancy_length": "0"},
         ("needs", "rent_type", "tenancy_length", "tenancy"),
         {"rent_type": "4", "tenancy": "4", "tenancy_length": "1"}),
    Case("tenancy-length-periodic", {"tenancy": "8", "tenancy_length": "100"},
         ("tenancy_length", "tenancy"), {"tenancy": "8", "tenancy_length": ""}),
    Case("tenancy-length-not-asked", {"tenancy_length": "5"}, ("tenancy_length", "tenancy"),
         {"tenancy": "4", "tenancy_length": "5"}),
    Case("other-tenancy-missing", {"tenancy": "3"}, ("tenancy",),
         {"tenancy": "3", "tenancy_other": "Licence of a kind"}),
    Case("other-tenancy-not-asked", {"tenancy_other": "Licence of a kind"}, ("tenancy_other",)),
    Case("joint-tenancy-of-one", {"joint": "1"}, ("joint",), variant="alone"),
    Case("other-tenancy-starter", {"tenancy": "3", "tenancy_other": "An Introductory one"},
         ("starter", "tenancy", "tenancy_other"), {"tenancy": "3", "tenancy_other": "Introduced"}),
    Case("other-tenancy-starter", {"tenancy": "2", "tenancy_other": "Starter_"},
         ("starter", "tenancy"), {"tenancy": "2", "tenancy_other": "Starters"}),
]  # fmt: skip

_PEOPLE = [
    Case("age-unreadable", {"age1": "forty"}, ("age1",), {"age1": "r"}),
    Case("invalid-option", {"age3": "20", "work3": "1", "partner3": "9", "partner2": "2"},
         ("partner3",), {"age3": "20", "work3": "1", "partner3": "9"}),
    Case("invalid-option", {"partner3": "9"}, ("partner3",), year=2025),
    Case("age-missing", {"age1": ""}, ("age1",), {"age1": "R"}),
    Case("age-missing", {"partner8": "2"}, ("age8",), {"work8": "1"}, year=2025),
    *(Case("age-unreadable", {f"age{n}": "R2"}, (f"age{n}",), year=2025) for n in (2, 3)),
    Case("age-out-of-range", {"age1": "15"}, ("age1",), {"age1": "16"}),
    Case("age-out-of-range", {"age1": "121"}, ("age1",), {"age1": "120"}),
    Case("age-out-of-range", {"age3": "0"}, ("age3",), {"age3": "1"}),
    *(Case("child-over-16", _person(n, "17", "9"), (f"work{n}",), _person(n, "16", "9"))
      for n in (2, 3)),
    Case("nationality-unknown", {"nationality": "825"}, ("nationality",), {"nationality": "0036"}),
    Case("nationality-unknown", {"nationality": "999"}, ("nationality",), {"nationality": "000"}),
    Case("foster-care-over-25", {"age1": "26", "previous_home": "13"}, ("previous_home", "age1"),
         {"age1": "25", "previous_home": "13"}),
    Case("injured-not-asked", {"forces": "2", "injured": "1"}, ("injured",),
         {"forces": "4", "injured": "1"}),
    Case("serving-not-asked", {"forces": "4", "injured": "2", "serving": "6"}, ("serving",),
         {"forces": "1", "injured": "2", "serving": "6"}),
    Case("retired-under-66", {"age1": "65", "work1": "5", "income": "300"}, ("work1", "age1"),
         {"age1": "66", "work1": "5"}),
    Case("over-66-not-retired", {"age2": "67"}, ("work2", "age2"), {"age2": "66"}),
    Case("over-66-not-retired", {"age1": "70"}, ("work1", "age1"), {"age1": "70", "work1": "10"}),
    Case("partner-under-16", {"partner2": "2", "partner3": "1"}, ("age3", "partner3"), year=2025),
    Case("partner-under-16", {"partner2": "2", "partner3": "1", "age3": "15"},
         ("age3",), {"partner2": "2", **_person(3, "16", "7", "1")}),
    Case("several-partners", {"age3": "40", "work3": "1", "partner3": "1"},
         ("partner2", "partner3"), year=2025),
    Case("several-partners", _person(3, "40", "1", "1"), ("partner2", "partner3")),
    Case("several-partners", {"partner4": "1"}, ("partner2", "partner3", "partner4"),
         {"partner4": "2"}, year=2025),
    Case("pregnancy-unlikely", {"pregnant": "1", "age1": "56", "age3": "12"},
         ("pregnant", "age1", "sex1", "same_sex1", "age2", "sex3"),
         {"pregnant": "1", "age1": "55", "age3": "12"}),
    Case("pregnancy-unlikely", {"pregnant": "1", "sex1": "M", "sex3": "M"}, ("pregnant", "sex1"),
         {"pregnant": "1", "sex1": "M", "sex3": "M", "same_sex1": "3"}),
    Case("pregnancy-unlikely-2025", {"pregnant": "1", "age1": "51"}, ("pregnant", "sex2"),
         {"pregnant": "1", "age1": "50"}, year=2025),
    Case("pregnancy-age-2025", {"pregnant": "1", "age1": "51"}, ("age1", "age2", "age3"),
         {"pregnant": "1", "sex1": "M", "sex3": "M"}, year=2025),
    Case("pregnancy-unlikely-2025", {"pregnant": "1", "sex1": "M", "sex3": "M"},
         ("pregnant", "sex1"), {"pregnant": "1", "sex1": "X", "sex3": "M"}, year=2025),
    Case("sick-but-no-condition", {"work2": "8"}, ("illness", "work1", "work2"),
         {"work2": "8", "illness": "3"}),
]  # fmt: skip

_PAST = [
    Case("renewal-reason-missing", {"reason": ""}, ("reason",), variant="renewal"),
    Case("renewal-reason", {"reason": "54"}, ("reason",), {"reason": "53"}, variant="renewal"),
    Case("renewal-previous-home", {"previous_home": "3"}, ("previous_home",),
         {"previous_home": ""}, variant="renewal"),
    Case("renewal-supported-home", {"previous_home": "32"}, ("previous_home",),
         {"previous_home": "38"}, variant="supported-renewal"),
    Case("other-reason-missing", {"reason": "20"}, ("reason",),
         {"reason": "20", "reason_other": "Own garden"}),
    Case("other-reason-homeless", {"reason": "20", "reason_other": " TEMP accommodation!"},
         ("reason",), {"reason": "20", "reason_other": "Homeless after leaving"}),
    Case("other-reason-listed", {"reason": "20", "reason_other": "Damp walls"},
         ("reason", "reason_other"), {"reason": "20", "reason_other": "Dampened spirits"}),
    Case("other-reason-listed", {"reason": "20", "reason_other": "Brenda moved"},
         ("reason", "reason_other"), {"reason": "20", "reason_other": "Linda moved"}),
    Case("renewal-just-moved", {"lived_here": "1"}, ("lived_here", "renewal"),
         {"lived_here": "2"}, variant="renewal"),
    Case("same-area-just-moved", {"lived_here": "1", "previous_la": "E08000012"},
         ("lived_here", "la", "postcode_1", "postcode_2", "uprn", "address_1",
          "previous_postcode_1", "previous_postcode_2", "previous_la"), {"lived_here": "1"}),
    Case("vacancy-renewal", {"vacancy": "14"}, ("vacancy",)),
    Case("temporary-let-home", {"vacancy": "9", "previous_home": "35"},
         ("previous_home", "vacancy"), {"vacancy": "9", "previous_home": "18"}),
    Case("previous-postcode-known-missing",
         {"previous_postcode_known": "", "previous_postcode_1": "", "previous_postcode_2": ""},
         ("previous_postcode_known",), {"previous_postcode_known": ""}),
    Case("previous-postcode-missing", {"previous_postcode_1": "", "previous_postcode_2": ""},
         ("previous_postcode_1", "previous_postcode_2")),
    Case("previous-postcode-invalid", {"previous_postcode_2": "AA1"},
         ("previous_postcode_1", "previous_postcode_2"), {"previous_postcode_2": "1aa"}),
]  # fmt: skip

_NEEDS = [
    Case("access-needs-several", {"access_none": "", "access_full": "1", "access_level": "1"},
         ("access_full", "access_level"), {"access_none": "", "access_full": "1"}),
    Case("access-needs-and-none", {"access_other": "1"}, ("access_none", "access_other")),
    Case("access-needs-and-unknown",
         {"access_none": "", "access_unknown": "1", "access_rooms": "1"},
         ("access_unknown", "access_rooms"), {"access_none": "", "access_unknown": "1"}),
    Case("access-none-and-unknown", {"access_unknown": "1"}, ("access_none", "access_unknown")),
    Case("access-needs-missing", {"access_none": ""},
         ("access_full", "access_rooms", "access_level", "access_other", "access_none")),
    Case("access-none-code", {"access_none": "2"}, ("access_none",), {"access_none": "0"}),
    Case("access-code", {"access_other": "2"}, ("access_other",), {"access_other": "0"}),
    *(Case("effect-without-condition", {effect: "1"}, (effect,), {"illness": "1", effect: "1"})
      for effect in EFFECTS),
    Case("effects-missing", {"illness": "1"}, EFFECTS, {"illness": "1", "effect_other": "1"}),
    Case("preference-reason-missing", {"prefer_insanitary": ""},
         ("prefer_homeless", "prefer_insanitary", "prefer_medical", "prefer_hardship",
          "prefer_unknown")),
    Case("preference-reason-unknown-too", {"prefer_unknown": "1"},
         ("prefer_unknown", "prefer_insanitary"),
         {"prefer_unknown": "1", "prefer_insanitary": ""}),
    Case("preference-reason-code", {"prefer_medical": "2"}, ("prefer_medical",),
         {"prefer_medical": "0"}),
    Case("preference-reason-not-asked", {"preference": "2"}, ("prefer_insanitary",),
         {"preference": "2", "prefer_insanitary": "0"}),
    *(Case("allocation-not-answered", {name: ""}, (name,))
      for name in ("cbl", "cap", "chr", "accessible_register")),
]  # fmt: skip

_CHAIN = ("referral_la", "referral_prp", "referral_nomination", "referral_body")
_REFERRAL = [
    Case("referral-chain", {"referral_prp": ""}, _CHAIN),
    Case("referral-chain", {"referral_prp": "4"}, _CHAIN, {"referral_prp": "9"}),
    Case("referral-chain", {"referral_la": "1"}, _CHAIN),
    Case("referral-chain", {"referral_prp": "6", "referral_nomination": "5"}, _CHAIN,
         {"referral_prp": "6", "referral_nomination": "4"}),
    Case("referral-chain", {"referral_prp": "6", "referral_nomination": "1", "referral_body": "11"},
         _CHAIN, {"referral_prp": "6", "referral_nomination": "1", "referral_body": "10"}),
    Case("referral-chain", {"referral_prp": "7", "referral_nomination": "7", "referral_body": "10"},
         _CHAIN, {"referral_prp": "7", "referral_nomination": "7", "referral_body": "20"}),
    Case("referral-chain", {"referral_body": "1"}, _CHAIN),
    Case("referral-chain", {"referral_la": "5"}, _CHAIN, {"referral_la": "1"}, variant="la"),
    Case("transfer-home-2026", {"referral_prp": "7", "referral_nomination": "5"},
         ("previous_home", "referral_la", "referral_prp", "referral_nomination"),
         {"referral_prp": "7", "referral_nomination": "5", "previous_home": "40"}),
    Case("transfer-home-2026", {"referral_la": "2"}, ("previous_home",),
         {"referral_la": "2", "previous_home": "30"}, variant="la"),
    Case("not-answered", {"referral": ""}, ("referral",), variant="renewal", year=2025),
    Case("invalid-option", {"referral": "99"}, ("referral",), {"referral": "3"}, variant="renewal",
         year=2025),
    Case("transfer-home-2025", {"referral": "1"}, ("previous_home", "referral"),
         {"referral": "1", "previous_home": "32"}, year=2025),
    Case("transfer-from-council", {"referral": "1", "previous_home": "31"},
         ("previous_home", "referral"), {"referral": "1", "previous_home": "33"}, year=2025),
    Case("nominated-to-council", {"referral": "3"}, ("referral",), {"referral": "21"},
         variant="la", year=2025),
    Case("referred-to-council", {"referral": "4"}, ("referral",), {"referral": "22"},
         variant="la", year=2025),
    Case("temporary-let-referral", {"vacancy": "9", "referral": "8"}, ("vacancy", "referral"),
         {"vacancy": "9", "referral": "2"}, year=2025),
    Case("referral-for-support", {"referral": "4"}, ("needs", "referral"), {"referral": "3"},
         year=2025),
]  # fmt: skip

_SCHEME_PLACES = ("location", "scheme")
_PLACES = ("la", "postcode_1", "postcode_2", "uprn", "address_1", *START)
_HOME = [
    *(Case("address-missing", {name: ""}, (name,), {"uprn": "1", name: ""})
      for name in ("address_1", "town", "postcode_1", "postcode_2")),
    Case("address-missing", {"uprn": "12A"}, ("address_1", "town"), variant="uprn"),
    Case("address-missing", {"address_1": "", "town": ""}, ("address_1", "town"),
         {"address_1": "", "town": "", "la": ""}),
    Case("uprn-missing", {"town": ""}, ("uprn",), {"town": "", "uprn": "100"}),
    Case("uprn-missing", {"town": ""}, ("uprn",), {"town": "", "la": ""}),
    Case("uprn-invalid", {"uprn": "1234567890123"}, ("uprn", "address_1"),
         {"uprn": "123456789012"}),
    Case("postcode-invalid", {"postcode_2": "88Q"}, ("la", "postcode_1", "postcode_2"),
         {"postcode_1": "l1", "postcode_2": "8jq"}),
    Case("shared-home-of-one", {"unit": "4", "beds": "4"}, ("unit", "beds"),
         {"unit": "4", "beds": "3"}, variant="alone"),
    Case("shared-home-size", {"unit": "9", "beds": "8"}, ("unit", "beds"),
         {"unit": "9", "beds": "7"}),
    Case("out-of-range", {"beds": "13"}, ("beds",), {"beds": "12"}),
    Case("la-not-answered", {"la": "", "postcode_1": "", "postcode_2": ""}, ("la",), {"la": ""}),
    Case("la-not-looked-up", {"la": ""}, (), variant="uprn"),
    Case("la-not-in-england", {"la": "W06000015"}, _PLACES),
    Case("la-not-in-england", {"la": "E99999999"}, _PLACES),
    Case("la-not-in-england-scheme", {"la": "W06000015"}, _SCHEME_PLACES, variant="supported"),
    Case("la-not-in-england", {"la": "E99999999", "declaration": ""}, _PLACES),
    Case("la-not-live", {"la": "E07000001"}, _PLACES),
    Case("la-not-live", {"la": "E07000001", "needs": ""}, _PLACES),
    Case("la-not-live-scheme", {"la": "E07000001"}, _SCHEME_PLACES, variant="supported"),
]  # fmt: skip

_MONEY = [
    Case("income-too-high", {"income": "2931"}, ("income",), {"income": "2930"}),
    Case("income-too-high-work", {"income": "2931"}, ("work1", "work2", "work3"),
         {"income": "2930"}),
    Case("income-too-high-child", {"income": "2931"}, ("age3",), {"income": "2930"}),
    Case("income-too-low", {"income": "149.49"}, ("income",), {"income": "149.50"}),
    Case("income-too-low-work", {"income": "149"}, ("work1", "work2", "work3"),
         {"income": "150"}),
    Case("income-unusual", {"income": "260"}, ("income_frequency", "income"), {"income": "261"}),
    Case("income-unusual", {"income": "1800"}, ("income",), {"income": "1799"}),
    Case("income-unusual", {"income": "7798", "income_frequency": "2"}, ("income",),
         {"income": "7797", "income_frequency": "2"}),
    Case("income-unusual-work", {"income": "260"}, ("work1", "work2"), {"income": "261"}),
    Case("income-unusual-age", {"income": "260"}, ("age2", "age3"), {"income": "261"}),
    Case("income-without-frequency", {"income_frequency": ""}, ("income",)),
    Case("frequency-without-income", {"income": ""}, ("income_frequency",)),
    Case("income-negative", {"income": "-1", "work1": ""}, ("income",), {"income": "0"}),
    Case("all-benefits-at-work", {"benefits": "1"}, ("benefits", "work1"),
         {"benefits": "1", "work1": "4", "work2": "4", "income": "400"}),
    Case("all-benefits-partner-at-work", {"benefits": "1", "work1": "4"},
         ("benefits", "work2", "partner2"),
         {"benefits": "1", "work1": "4", "partner2": "2"}),
    Case("benefit-without-income-from-it", {"housing_benefit": "6", "shortfall_left": "2"},
         ("housing_benefit", "benefits"),
         {"housing_benefit": "6", "shortfall_left": "2", "benefits": "4"}),
    Case("shortfall-not-asked", {"shortfall": "5"}, ("shortfall", "shortfall_left"),
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "5"}),
    Case("shortfall-without-benefit", {"shortfall_left": "1", "shortfall": "5"}, ("shortfall",),
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "5"}),
    Case("shortfall-above-charges",
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "115.51"},
         ("shortfall", *CHARGES),
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "115.50"}),
    Case("shortfall-not-positive",
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "0"},
         ("shortfall",),
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "0.01"}),
    Case("shortfall-pence",
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "5.005"},
         ("shortfall",),
         {"housing_benefit": "1", "benefits": "2", "shortfall_left": "1", "shortfall": "5.010"}),
    *(Case("charge-missing", {name: ""}, (name,)) for name in CHARGES),
    Case("charge-missing", {"rent": ""}, ("rent",),
         {"charged": "1", "period": "", **dict.fromkeys(CHARGES, "")}, variant="supported"),
    *(Case("charge-incomplete", {"rent": ""}, (name,)) for name in CHARGES[1:]),
    Case("charge-negative-period", {"personal_charge": "-0.01"}, ("period",)),
    Case("charge-negative", {"service_charge": "-1"}, ("service_charge",),
         {"service_charge": "0"}),
    Case("charge-pence", {"rent": "110.505"}, ("rent",), {"rent": "110.500"}),
    Case("charges-under-ten", {"rent": "4.99"}, CHARGES, {"rent": "5"}),
    Case("charges-under-ten", {"rent": "14.98", "period": "2"}, CHARGES,
         {"rent": "15", "period": "2"}),
    Case("charge-too-high", {"service_charge": "800.01"}, ("service_charge", "period"),
         {"service_charge": "800"}),
    Case("charge-too-high", {"personal_charge": "867", "period": "4"},
         ("personal_charge", "period"), {"personal_charge": "866.68", "period": "4"},
         variant="supported-la"),
    Case("charge-too-high", {"support_charge": "200.01"}, ("support_charge", "period"),
         {"support_charge": "200"}, variant="la"),
    Case("charge-high", {"service_charge": "35.01"}, ("service_charge", "period", "needs"),
         {"service_charge": "35"}),
    Case("charge-high", {"support_charge": "75.01"}, ("support_charge", "period", "needs"),
         {"support_charge": "75"}, variant="supported-la"),
    Case("period-not-of-manager", {"period": "3"}, ("period",), {"period": "4", "rent": "400"}),
    Case("rent-too-low", {"rent": "29.99"},
         ("rent", "beds", "uprn", "la", "postcode_1", "postcode_2", "period"), {"rent": "30"}),
    Case("rent-too-high", {"rent": "301"}, ("rent",), {"rent": "301", "location": ""},
         variant="supported", year=2025),
    Case("rent-too-high", {"rent": "300.01"}, ("rent", "period"), {"rent": "300"}),
    Case("rent-low", {"rent": "60"}, ("rent", "period", "start_day", "la", "beds", "rent_type"),
         {"rent": "60.01"}),
    Case("rent-high", {"rent": "301", "beds": "8"}, ("rent_type", "needs"),
         {"rent": "301", "beds": "8", "unit": "2"}),
    Case("rent-high", {"rent": "150"}, ("rent", "needs"), {"rent": "149.99"}),
    Case("rent-high", {"rent": "650", "period": "4"}, ("rent", "needs"),
         {"rent": "649", "period": "4"}),
]  # fmt: skip

CASES = [
    *_SETUP, *_DATES, *_TENANCY, *_PEOPLE, *_PAST, *_NEEDS, *_REFERRAL, *_HOME, *_MONEY,
]  # fmt: skip
# Told of in tests of their own: they need more rows, another day, or every field in turn.
ELSEWHERE = {
    "duplicate-in-file", "duplicate-charges", "start-window-closed", "not-answered",
    "invalid-option", "not-a-number",
}  # fmt: skip
