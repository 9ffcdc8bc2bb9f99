"""What changed in the year, home by home, and which changes no movement explains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmf_plugins.sdr import stock
from pmf_plugins.sdr.codes import ADDITIONS, CONVERTED, LOSSES
from pmf_plugins.sdr.standing import units

if TYPE_CHECKING:
    from pmf_engine.api import Run
    from pmf_engine.records import DataFrame, Expr

_HOME = ["property", "owner"]
_IN, _OUT = list(ADDITIONS.values()), list(LOSSES.values())


def of_year(run: Run) -> DataFrame:
    """Return the landlord's movements of the year, each with tenure and units of its home.

    The tenure is that on the day of the movement: what a home was before a later conversion.
    """
    return run.remember("sdr movements", lambda: _of_year(run))  # type: ignore[no-any-return]


def _of_year(run: Run) -> DataFrame:
    from pmf_engine.records import coalesce, col

    moves = stock.moves(run)
    every = moves.look(*moves.columns).filter(_ours(run))
    rows = every.filter(_within(run, "moved_on"))
    turned = every.filter(col("kind") == CONVERTED).select(
        *_HOME, col("moved_on").alias("turned_on"), col("from_tenure").alias("then")
    )
    later = rows.select("_row", *_HOME, "moved_on").join(turned, on=_HOME)
    first = later.filter(col("turned_on") > col("moved_on")).sort("turned_on")
    before = first.unique("_row", keep="first").select("_row", "then")
    joined = rows.join(_homes(run), on=_HOME, how="left", maintain_order="left")
    return joined.join(before, on="_row", how="left", maintain_order="left").with_columns(
        coalesce("then", "tenure").alias("tenure"), col("units").fill_null(1)
    )


def conversions(run: Run) -> DataFrame:
    """Return the landlord's conversions of the year."""
    from pmf_engine.records import col

    return of_year(run).filter(col("kind") == CONVERTED)


def _homes(run: Run) -> DataFrame:
    """The landlord's homes, those disposed of among them, with the days they came and went."""
    from pmf_engine.records import col

    names = (*_HOME, "tenure", "form", "bedspaces", "acquired", "disposed", "disposal_route")
    found = stock.register(run).look(*names).filter(_ours(run))
    return found.with_columns(units(), col("_row").alias("home_row")).drop("_row")


def _within(run: Run, name: str) -> Expr:
    from pmf_engine.records import col, lit

    first, last = lit(run.period.start_date), lit(run.period.end_date)
    return (col(name) >= first) & (col(name) <= last)


def _ours(run: Run) -> Expr:
    from pmf_engine.records import col

    return col("owner").is_in(stock.ours(run))


def unexplained(run: Run) -> DataFrame:
    """Return each home whose change and movements do not agree, with what is wrong, one a row.

    Columns: property, owner, tenure, `said`, `hard` (the balance sheet is wrong for it), `home_row`
    (its row of Properties, or null) and `move_row` (its row of Stock_Movements, or null).
    """
    return run.remember("sdr unexplained", lambda: _unexplained(run))  # type: ignore[no-any-return]


def _unexplained(run: Run) -> DataFrame:
    from pmf_engine.records import col, concat

    homes, moves = _homes(run), of_year(run)
    came, left = homes.filter(_within(run, "acquired")), homes.filter(_within(run, "disposed"))
    adds, losses = moves.filter(col("kind").is_in(_IN)), moves.filter(col("kind").is_in(_OUT))
    parts = [
        _alone(came, adds, "came in, and no movement says how"),
        _alone(left, losses, "left, and no movement says how"),
        _alone(adds, came, "has a movement in, and did not come in this year"),
        _alone(losses, left, "has a movement out, and did not leave this year"),
        _differ(adds, col("moved_on") != col("acquired"), "came in on another day than moved"),
        _differ(losses, col("moved_on") != col("disposed"), "left on another day than moved"),
        _differ(losses, _another_route(), "left by another route than its movement"),
        _differ(_last_conversion(run), _not_what_it_became(), "is not what it was converted to"),
    ]
    return concat(parts).sort("property", "said")


def _last_conversion(run: Run) -> DataFrame:
    rows = conversions(run).sort("moved_on", "_row").unique(_HOME, keep="last")
    standing = stock.owned(run, stock.closing_day(run)).select(*_HOME, now="tenure")
    return rows.join(standing, on=_HOME, how="left")


def _not_what_it_became() -> Any:
    from pmf_engine.records import col

    return col("now").is_null() | col("to_tenure").is_null() | (col("now") != col("to_tenure"))


def _another_route() -> Any:
    from pmf_engine.records import String, col

    return col("kind").cast(String) != col("disposal_route").cast(String)


def _alone(rows: DataFrame, others: DataFrame, said: str) -> DataFrame:
    return _told(rows.join(others.select(_HOME), on=_HOME, how="anti"), said, hard=True)


def _differ(rows: DataFrame, wanted: Any, said: str) -> DataFrame:
    return _told(rows.filter(wanted), said, hard=False)


def _told(rows: DataFrame, said: str, *, hard: bool) -> DataFrame:
    from pmf_engine.records import UInt32, col, lit

    move = col("_row") if "_row" in rows.columns else lit(None)
    home = col("home_row") if "home_row" in rows.columns else lit(None)
    return rows.select(
        *_HOME,
        "tenure",
        lit(said).alias("said"),
        lit(hard).alias("hard"),
        home.cast(UInt32).alias("home_row"),
        move.cast(UInt32).alias("move_row"),
    )
