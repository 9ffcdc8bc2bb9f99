"""Teams and the invented people in them: a head first, and sometimes one who has left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from tools.sample.calendar import days_after, working_day
from tools.sample.chance import Dice
from tools.sample.files import read_csv, read_yaml

Row = dict[str, Any]
_DIRECTORS = {"SOVINI": 0, "OVH": 1, "PCHA": 2, "SPS": 3, "STS": 3}
_FIRST_STARTER, _YEARS = date(2008, 1, 7), 18


@dataclass(frozen=True, slots=True)
class Team:
    """A team: its row as written by hand and the codes of its people, the head first."""

    row: dict[str, str]
    members: tuple[str, ...]

    @property
    def leaver(self) -> str | None:
        """The code of the one who left, always the last, or None."""
        return self.members[-1] if self.row["left"] else None

    @property
    def present(self) -> tuple[str, ...]:
        """The codes of those still employed."""
        return self.members[:-1] if self.row["left"] else self.members


def read_teams() -> dict[str, Team]:
    """Return the teams by code; people are numbered through them in order."""
    teams, number = {}, 0
    for row in read_csv("thread/teams.csv"):
        size = int(row["size"])
        codes = tuple(f"P{n:03}" for n in range(number + 1, number + size + 1))
        teams[row["code"]] = Team(row, codes)
        number += size
    return teams


def team_rows(teams: dict[str, Team]) -> list[Row]:
    """Return the Teams table."""
    kept = ("code", "title", "entity", "service")
    return [
        {column: team.row[column] for column in kept} | {"head": team.members[0]}
        for team in teams.values()
    ]


def people_rows(teams: dict[str, Team]) -> list[Row]:
    """Return the People table: invented names, none of them twice."""
    dice, names = Dice("people"), _names(sum(len(team.members) for team in teams.values()))
    executives = next(iter(teams.values())).members
    return [
        {
            "code": code,
            "name": names.pop(0),
            "team": team.row["code"],
            "manager": _manager(code, team, executives),
            "valid_from": _started(dice),
            "valid_to": date.fromisoformat(team.row["left"]) if code == team.leaver else None,
        }
        for team in teams.values()
        for code in team.members
    ]


def _names(count: int) -> list[str]:
    parts, dice = read_yaml("thread/names.yaml"), Dice("names")
    first, last = parts["first"].split(), parts["last"].split()
    names: list[str] = []
    while len(names) < count:
        name = f"{dice.pick(first)} {dice.pick(last)}"
        if name not in names:
            names.append(name)
    return names


def _manager(code: str, team: Team, executives: tuple[str, ...]) -> str | None:
    if code == executives[0]:
        return None
    if code in executives:
        return executives[0]
    if code != team.members[0]:
        return team.members[0]
    return executives[_DIRECTORS[team.row["entity"]]]


def _started(dice: Dice) -> date:
    return working_day(days_after(_FIRST_STARTER, dice.below(_YEARS * 365)))
