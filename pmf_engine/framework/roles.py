"""Who approves what: the roles of the performance management framework."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum

from pmf_engine.model.errors import PmfError
from pmf_engine.model.report import Audience


class Role(StrEnum):
    """A role that the framework names, in its own words."""

    BOARD = "Board"
    GBAC = "Group Business Assurance Committee"
    DIRECTOR = "Director"
    HEAD = "Head of service"
    MANAGER = "Manager"
    LINE_MANAGER = "Line manager"
    INSIGHT = "Performance and Customer Insight"


_ALSO: Mapping[str, Role] = {
    "gbac": Role.GBAC,
    "directors": Role.DIRECTOR,
    "heads of service": Role.HEAD,
    "managers": Role.MANAGER,
    "line managers": Role.LINE_MANAGER,
}
# The framework gives the Board regulatory returns, targets and plans, directors what their services
# deliver, heads of service and managers the actions, indicators and risks of their teams, and line
# managers one-to-ones and appraisals. Performance and Customer Insight prepares returns, so it
# approves none.
_SERVICE = (Role.DIRECTOR, Role.HEAD, Role.MANAGER)
_BY_AUDIENCE: Mapping[Audience, tuple[Role, ...]] = {
    Audience.REGULATOR: (Role.BOARD,),
    Audience.BOARD: (Role.BOARD, Role.DIRECTOR),
    Audience.GBAC: (Role.BOARD, Role.GBAC),
    Audience.DIRECTORS: (Role.BOARD, Role.DIRECTOR),
    Audience.TENANTS: (Role.BOARD, Role.DIRECTOR),
    Audience.MANAGERS: (*_SERVICE, Role.INSIGHT),
    Audience.PANELS: (*_SERVICE, Role.INSIGHT),
    Audience.STAFF: (Role.HEAD, Role.MANAGER, Role.LINE_MANAGER),
}
_BY_REPORT: Mapping[str, tuple[Role, ...]] = {
    "strategy-review": (Role.BOARD,),
    "tenant-annual-report": (Role.BOARD,),
}


def role_of(text: str) -> Role:
    """Return the role that text names, in any case of letters; PmfError lists the roles if none."""
    asked = " ".join(text.split()).casefold()
    known: dict[str, Role] = {**{str(role).casefold(): role for role in Role}, **_ALSO}
    if asked in known:
        return known[asked]
    near = get_close_matches(asked, known, n=1)
    hint = f" Did you mean “{known[near[0]]}”?" if near else ""
    raise PmfError(f"“{text}” is not a role of the framework.{hint} Roles: {', '.join(Role)}.")


def approvers(report: str, audience: Audience) -> tuple[Role, ...]:
    """Return the roles that may approve a report, by its key and the audience it goes to."""
    return _BY_REPORT.get(report, _BY_AUDIENCE[audience])
