"""The register as it stood on a day, grouped as the return groups it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from pmf_plugins.sdr.codes import SOCIAL
from pmf_plugins.sdr.standing import standing

if TYPE_CHECKING:
    from pmf_engine.api import Run
    from pmf_engine.records import DataFrame, Records

COUNTED = (
    "owner", "manager", "tenure", "need", "form", "bedspaces", "la", "share", "acquired",
    "disposed",
)  # fmt: skip


def register(run: Run) -> Records:
    """Return the register of homes: the sheet, or the file that stands in its place."""
    return _held(run.data.properties, run.data.properties_file)


def moves(run: Run) -> Records:
    """Return the movements: the sheet, or the file that stands in its place."""
    return _held(run.data.movements, run.data.movements_file)


def _held(sheet: Records, file: Records) -> Records:
    return file if len(file) else sheet


def landlords(run: Run) -> list[str]:
    """Return every landlord that makes the return."""
    return list(dict.fromkeys(code for code in run.data.landlords.peek("landlord") if code))


def is_group(run: Run) -> bool:
    """Whether the run is of the group, which makes no return but looks at all of them."""
    return run.entity.code not in landlords(run)


def ours(run: Run) -> list[str]:
    """Return the landlords that the run is about: one, or every landlord of the group."""
    return landlords(run) if is_group(run) else [run.entity.code]


def closing_day(run: Run) -> date:
    """Return the 31 March of the return."""
    return run.period.end_date


def opening_day(run: Run) -> date:
    """Return the 31 March before."""
    return run.period.start_date - timedelta(days=1)


def owned(run: Run, day: date) -> DataFrame:
    """Return the homes that were owned at the end of a day, one a row, with unit, group and size.

    `units` is 1, or the bedspaces; `group` one of GROUPS or null; `size` the bedrooms, 6 for more.
    Of a home converted since, the tenure is what it was, and the share it had is not known.
    Notes no read: see `note`.
    """
    from pmf_engine.records import col

    return run.remember(  # type: ignore[no-any-return]
        f"sdr owned {day}", lambda: _standing(run, day).filter(col("owner").is_in(ours(run)))
    )


def managed(run: Run, day: date) -> DataFrame:
    """Return the homes that were managed for somebody else at the end of a day."""
    from pmf_engine.records import col

    others = ~col("owner").is_in(ours(run)) & col("manager").is_in(ours(run))
    return run.remember(  # type: ignore[no-any-return]
        f"sdr managed {day}", lambda: _standing(run, day).filter(others)
    )


def note(run: Run, *more: str) -> None:
    """Note the columns that every count reads, and others."""
    register(run).note(*COUNTED, *more)


def note_moves(run: Run) -> None:
    """Note the columns of movements that the balance sheet reads."""
    moves(run).note("property", "owner", "moved_on", "kind", "from_tenure", "to_tenure")


def units(run: Run, *by: str) -> Mapping[Any, int]:
    """Return the units owned at the 31 March by the values of columns; by a tuple of several."""
    return run.remember(  # type: ignore[no-any-return]
        f"sdr units {by}", lambda: counted(owned(run, closing_day(run)), *by)
    )


def counted(frame: DataFrame, *by: str) -> dict[Any, int]:
    """Return the units of a frame by the values of columns; by a tuple of several."""
    from pmf_engine.records import col

    sums = frame.group_by(*by, maintain_order=True).agg(col("units").sum())
    rows = sums.sort(*by, nulls_last=True).iter_rows()
    return {(row[:-1] if len(by) > 1 else row[0]): row[-1] for row in rows}


def social_homes(run: Run) -> int:
    """Return the social homes owned, low cost home ownership among them."""
    return sum(units(run, "tenure").get(tenure, 0) for tenure in SOCIAL)


def _standing(run: Run, day: date) -> DataFrame:
    return run.share(f"sdr standing {day}", lambda: standing(register(run), moves(run), day))  # type: ignore[no-any-return]
