"""How a finding is taken: its category, when it is told, and which questions come first."""

from __future__ import annotations

from enum import IntEnum, StrEnum

SETUP_QUESTIONS = frozenset((
    "owner", "manager", "needs", "scheme", "location", "renewal", "start_day", "start_month",
    "start_year", "rent_type", "rent_other", "tenant_code", "property_reference", "declaration",
))  # fmt: skip


class Category(StrEnum):
    """How the service treats what was found: setup stops the whole upload, soft asks to confirm."""

    SETUP = "setup"
    NOT_ANSWERED = "not_answered"
    HARD = "hard"
    SOFT = "soft"
    NOT_RUN = "not_run"


class Stage(IntEnum):
    """When the service tells: of the row, then of the letting, then soft, then of the type.

    What is found of the letting, or soft, is not told of a field of which something is told
    already. A value of the wrong type takes the place of all else that is told of its field.
    """

    ROW = 0
    LETTING = 1
    SOFT = 2
    TYPE = 3
