"""The reference tables that an upload is checked against, and the lettings themselves."""

from __future__ import annotations

from collections.abc import Mapping

from pmf_engine.api import Choice, Code, Date, Flag, Money, Table, Text, Whole

_WORKBOOK = "core_lettings"

ORGANISATIONS = Table(
    name="CORE_Organisations",
    workbook=_WORKBOOK,
    key=("code",),
    optional=True,
    help="The landlords and agents that a letting may name, by their codes in CORE.",
    columns={
        "code": Code(help="As in fields 1 and 2, such as ORG123"),
        "name": Text(optional=True),
        "provider_type": Choice("LA", "PRP", help="Local authority or private registered provider"),
        "holds_stock": Flag(help="Whether it owns homes"),
        "rent_periods": Code(many=True, optional=True, help="Codes of field 141, such as 1;4"),
        "managed_by": Code(many=True, optional=True, help="Who may manage its homes, besides it"),
        "ours": Flag(optional=True, help="Yes for the organisation that uploads"),
    },
)

SCHEMES = Table(
    name="CORE_Schemes",
    workbook=_WORKBOOK,
    optional=True,
    help="One row for each location of a supported housing scheme.",
    columns={
        "scheme": Code(help="As in field 5, such as S12"),
        "owner": Code(help="The code of the organisation that owns the scheme"),
        "location": Code(optional=True, help="As in field 6"),
        "postcode": Code(optional=True),
    },
)

USERS = Table(
    name="CORE_Users",
    workbook=_WORKBOOK,
    optional=True,
    personal=True,
    help="The accounts to which a letting may be assigned.",
    columns={
        "email": Code(),
        "organisation": Code(help="The code of the organisation that the account belongs to"),
        "role": Text(optional=True),
    },
)

RENT_RANGES = Table(
    name="CORE_RentRanges",
    workbook=_WORKBOOK,
    key=("start_year", "lettype", "la", "beds"),
    optional=True,
    help="Weekly rents in pounds between which the service accepts, or asks, by area and size.",
    columns={
        "start_year": Whole(),
        "lettype": Whole(minimum=1, maximum=16),
        "la": Code(),
        "beds": Whole(minimum=0, help="0 for supported housing, 4 for four or more"),
        "soft_min": Money(),
        "soft_max": Money(),
        "hard_min": Money(),
        "hard_max": Money(),
    },
)

LOCAL_AUTHORITIES = Table(
    name="CORE_LocalAuthorities",
    workbook=_WORKBOOK,
    optional=True,
    help="Local authorities by ONS code, with the days between which each code was in use.",
    columns={
        "code": Code(),
        "name": Text(optional=True),
        "valid_from": Date(optional=True),
        "valid_to": Date(optional=True),
        "england": Flag(),
    },
)

REFERENCE: Mapping[str, Table] = {
    "organisations": ORGANISATIONS,
    "schemes": SCHEMES,
    "users": USERS,
    "rent_ranges": RENT_RANGES,
    "local_authorities": LOCAL_AUTHORITIES,
}
