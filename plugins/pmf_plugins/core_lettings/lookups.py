"""What the reference tables say of a letting: its owner and manager, scheme, area and rents."""

from __future__ import annotations

from pmf_engine.records import DataFrame, Expr, Int64, col, element, lit, min_horizontal, when
from pmf_plugins.core_lettings.context import Context
from pmf_plugins.core_lettings.editions import Edition

_BEDSIT, _MOST_ROOMS = 2, 4
_LONG_AGO, _FAR_OFF = "0001-01-01", "9999-12-31"


def with_lookups(frame: DataFrame, context: Context) -> DataFrame:
    """Return the frame with columns for what each table says; null where it says nothing."""
    keyed = frame.with_columns(
        **{f"{name}_code": col(name).str.strip_chars() for name in _CODES},
        user_email=col("assigned_to").str.strip_chars().str.to_lowercase(),
    )
    for look in (_organisations, _users, _schemes, _areas):
        keyed = look(keyed, context)
    return keyed


_CODES = ("owner", "manager", "scheme", "location", "la", "previous_la")


def _organisations(frame: DataFrame, context: Context) -> DataFrame:
    table = context["organisations"]
    ours = table.filter(col("ours"))["code"].to_list()
    told = table.with_columns(
        known=lit(True),
        acts=col("managed_by").list.eval(element().is_in(ours)).list.any(),
    )
    owner = told.select(
        owner_code="code", owner_known="known", owner_type="provider_type",
        owner_stock="holds_stock", owner_ours=col("ours").fill_null(False),
        owner_acts=col("acts").fill_null(False), owner_agents="managed_by",
    )  # fmt: skip
    manager = told.select(
        manager_code="code", manager_known="known", manager_periods="rent_periods",
        manager_ours=col("ours").fill_null(False),
    )  # fmt: skip
    joined = frame.join(owner, on="owner_code", how="left").join(
        manager, on="manager_code", how="left"
    )
    if table.is_empty():
        return joined.with_columns(somebody_is_ours=lit(False))
    return joined.with_columns(
        lit(bool(ours)).alias("somebody_is_ours"),
        _told_of("owner_code", "owner_known"),
        _told_of("manager_code", "manager_known"),
    )


def _told_of(code: str, known: str) -> Expr:
    return when(col(code).is_not_null()).then(col(known).fill_null(False)).alias(known)


def _users(frame: DataFrame, context: Context) -> DataFrame:
    table = context["users"].select(
        user_email=col("email").str.to_lowercase(), user_organisation="organisation"
    )
    told = frame.join(table.unique("user_email"), on="user_email", how="left")
    nobody = col("user_email").is_null() | lit(not table.is_empty())
    return told.with_columns(to_uploader=nobody & col("user_organisation").is_null())


def _schemes(frame: DataFrame, context: Context) -> DataFrame:
    """A scheme counts where the owner or the manager owns it."""
    table = context["schemes"]
    for whose in ("owner", "manager"):
        owned = table.select(
            scheme_code="scheme",
            location_code=col("location").fill_null(""),
            **{f"{whose}_code": "owner", f"{whose}_site": col("postcode").fill_null("")},
        )
        scheme = (
            owned.select("scheme_code", f"{whose}_code")
            .unique()
            .with_columns(lit(True).alias(f"{whose}_scheme"))
        )
        site = owned.unique(["scheme_code", "location_code", f"{whose}_code"])
        frame = frame.join(scheme, on=["scheme_code", f"{whose}_code"], how="left").join(
            site, on=["scheme_code", "location_code", f"{whose}_code"], how="left"
        )
    return frame.with_columns(
        scheme_known=col("owner_scheme").fill_null(False) | col("manager_scheme").fill_null(False),
        site=col("owner_site").fill_null(col("manager_site")),
    )


def _areas(frame: DataFrame, context: Context) -> DataFrame:
    table = context["local_authorities"].select(
        la_code="code",
        la_england=col("england"),
        la_from=col("valid_from").fill_null(lit(_LONG_AGO).str.to_date()),
        la_to=col("valid_to").fill_null(lit(_FAR_OFF).str.to_date()),
    )
    spans = table.group_by("la_code").agg(
        col("la_england").any(), col("la_from").min(), col("la_to").max()
    )
    return frame.join(spans, on="la_code", how="left")


def with_rents(frame: DataFrame, edition: Edition, context: Context) -> DataFrame:
    """Return the frame with the bounds of the weekly rent, in pence, for the home and its area.

    Until 2025/26 the area of a supported home is that of its location, so that must be told.
    """
    table = context["rent_ranges"].filter(col("start_year") == edition.year)
    bounds = table.select(
        "lettype",
        col("la").alias("la_code"),
        col("beds").alias("rooms"),
        *(
            (col(name) * 100).round().cast(Int64).alias(f"rent_{name}")
            for name in ("soft_min", "soft_max", "hard_min", "hard_max")
        ),
    ).unique(["lettype", "la_code", "rooms"])
    rooms = when(col("supported")).then(0).when(col("unit") == _BEDSIT).then(1)
    sized = frame.with_columns(
        rooms=rooms.otherwise(min_horizontal(col("beds"), lit(_MOST_ROOMS))).cast(Int64)
    )
    placed = col("address_of_supported") | (
        col("scheme").is_not_null() & col("location").is_not_null()
    )
    known = (col("general") | placed) & (col("rooms") >= 0)
    sized = sized.with_columns(rooms=when(known).then(col("rooms")))
    return sized.join(bounds, on=["lettype", "la_code", "rooms"], how="left")
