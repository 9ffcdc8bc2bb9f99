"""What a plain script's documents say: the sentences and tables of the engine's packs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import back
import exceptions
from figures import (
    WORTH,
    Row,
    Workbooks,
    action_of,
    april,
    assess,
    half_up,
    judge,
    last_day,
    name_of,
    own_end,
    shown,
    title_of,
)

SHAPES = {"green": "● Met", "amber": "▲ Near", "red": "■ Missed", "none": "○ No figure",
          "info": "◊ Information"}  # fmt: skip
COUNTED = {"met": "green", "near": "amber", "missed": "red", "no-figure": "none"}
WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
PERSPECTIVES = ("Customer", "Finance", "Internal process", "Learning and growth")
STALLED = ("overdue", "check progress", "unassigned")
RULED, COUNTS = "Monthly, Targets", "Indicators, Monthly, Targets"


class Pack:
    """One entity's figures for one period, and what its documents say of them."""

    def __init__(self, books: Workbooks, entity: Row, today: date) -> None:
        self.books, self.entity, self.today = books, entity, today
        self.group = entity["kind"] == "group"
        self.step = 3 if entity["board_frequency"] == "quarterly" else 1
        self.end = own_end(books.newest, self.step)
        year, quarter = april(self.end) // 12, (self.end - april(self.end)) // 3 + 1
        month = f"{self.end // 12}-{self.end % 12 + 1:02}"
        self.period = f"{year}-Q{quarter}" if self.step == 3 else month
        self.found = [
            assess(books, entity["code"], self.period, one, self.end)
            for one in books.indicators(entity["code"])
        ]
        for one in self.found:
            self._judge_before(one)
        self.judged = [one for one in self.found if one["target"]]
        self.exceptions = [one for one in self.found if one["status"] == "red"]
        self.exceptions += [
            one
            for one in self.found
            if one["status"] in ("amber", "none")
            and (one["overdue"] or (one["one"]["critical"] == "yes" and one["target"]))
        ]
        self.actions = {
            row["code"]: action_of(books, row, today) for row in books.tables["Actions"]
        }
        self.facts: list[tuple[str, str, Any, str, str]] = []

    def _judge_before(self, found: Row) -> None:
        end = own_end(self.end - self.step, found["one"]["step"])
        value = self.books.point(found["one"], end)["value"]
        target = self.books.target(found["one"], last_day(end))
        found["before"] = judge(value, target, found["polarity"])

    def fact(
        self, slot: str, title: str, value: Any, note: str = "", sheets: str = "Monthly"
    ) -> Any:
        """Keep a figure for the list of sources, and return it."""
        self.facts.append((slot, title, value, sheets, note))
        return value

    def context(self) -> dict[str, Any]:
        """Everything the template names."""
        for one in self.found:
            self._indicator_facts(one)
        return {
            "entity": self.entity,
            "report": {"title": "Board performance report"},
            "period": {
                "title": title_of(self.end, self.step),
                "name": name_of(self.end, self.step),
            },
            "marking": "Official: for the Board",
            "as_at": self.today.strftime(exceptions.LONG),
            "version": "1 (plain)",
            "draft": False,
            "findings": [],
            "marks": [{"words": "Marks: [p] provisional."}],
            "scorecard": [self._part(name, rows) for name, rows in self._perspectives()],
            "verdict": self._verdict(),
            "bullets": [{"words": said} for said in self._bullets()],
            "counts": self._counts(),
            "compared": self._compared(),
            "companies": self._companies() if self.group else None,
            "exceptions": [exceptions.block(self, one) for one in self.exceptions],
            "no_exceptions": [],
            "no_plans": [],
            **back.matter(self),
        }

    def _indicator_facts(self, one: Row) -> None:
        code, title, target = one["code"], one["one"]["title"], one["target"]
        when = title_of(one["end"], one["one"]["step"])
        self.fact(code, title, one["latest"], f"For {when}.", RULED)
        self.fact(f"{code}/ytd", f"{title}, year to date", one["ytd"])
        if target:
            since = f"In force from {target['valid_from'].strftime(exceptions.LONG)}."
            low = target["lower"] if target["target"] is None else target["target"]
            self.fact(f"{code}/target", f"{title}, target", low, since, "Targets")
            ytd = one["ytd_target"] or {}
            name = f"{title}, target for the year to date"
            self.fact(f"{code}/ytd-target", name, ytd.get("target"), "", "Targets")
        self.fact(f"{code}/gap", f"{title}, gap to target", one["gap"], "", RULED)
        self.fact(f"{code}/gap-percent", f"{title}, gap in percent", one["gap"], "", RULED)
        self.fact(f"{code}/previous", f"{title}, previous", one["previous"])
        self.fact(f"{code}/year-ago", f"{title}, a year earlier", one["year_ago"])
        if one["quartile"]:
            note = f"{one['peers']['peer_group']}, {one['peers']['year']}."
            place = one["quartile"]
            self.fact(f"{code}/quartile", f"{title}, quartile", place, note, "Benchmarks, Monthly")

    def _perspectives(self) -> list[tuple[str, list[Row]]]:
        groups: dict[str, list[Row]] = {}
        for one in self.found:
            groups.setdefault(one["one"]["perspective"], []).append(one)
        return [(name, groups[name]) for name in PERSPECTIVES if name in groups]

    def _part(self, name: str, rows: list[Row]) -> Row:
        weighed = [(one["one"]["weight"] or 1.0, one["status"]) for one in rows if one["target"]]
        judged = [(weight, WORTH[status]) for weight, status in weighed if status in WORTH]
        total = sum(weight for weight, _ in judged)
        score = 100 * sum(weight * worth for weight, worth in judged) / total if total else None
        coverage = 100 * total / sum(weight for weight, _ in weighed) if weighed else None
        slot = f"score/{name.lower()}"
        self.fact(slot, f"{name}, score", score, "", RULED)
        self.fact(f"{slot}/coverage", f"{name}, share of weight", coverage, "", RULED)
        words = "No score: no indicator has a target."
        if score is not None and coverage is not None:
            rest = f"from measures with {half_up(coverage, 0)}% of the weight"
            words = f"Score {half_up(score, 0)} of 100, {rest}."
        return {"title": name, "words": words, "grid": [self.row(one) for one in rows]}

    def row(self, one: Row) -> list[str]:
        """An indicator's row of the scorecard."""
        places = ("None", "Top", "Second", "Third", "Bottom")
        return [
            self.label(one),
            self.latest(one),
            self.target(one),
            SHAPES[one["status"]],
            one["short"],
            one["long"],
            self.shown(one, "ytd"),
            SHAPES[one["ytd_status"]],
            self.shown(one, "year_ago"),
            places[one["quartile"] or 0],
        ]

    @staticmethod
    def label(one: Row) -> str:
        """The measure, with its unit where the figure does not show it."""
        unit = one["one"]["unit"]
        plain = not unit or unit == "%" or unit.startswith("£")
        return one["one"]["title"] if plain else f"{one['one']['title']} ({unit})"

    @staticmethod
    def shown(one: Row, name: str) -> str:
        """One of an indicator's values as a table shows it."""
        return shown(one[name], one["one"]["unit"], one["places"])

    @staticmethod
    def latest(one: Row) -> str:
        """The latest value, marked where it is provisional."""
        mark = " [p]" if one["provisional"] else ""
        return shown(one["latest"], one["one"]["unit"], one["places"], "No cases") + mark

    @staticmethod
    def target(one: Row) -> str:
        """The target with its sign."""
        unit, places, target = one["one"]["unit"], one["places"], one["target"]
        if not target:
            return "Not applicable"
        if one["polarity"] == "goldilocks":
            return " to ".join(shown(target[name], unit, places) for name in ("lower", "upper"))
        sign = "≥" if one["polarity"] == "maximise" else "≤"
        return f"{sign} {shown(target['target'], unit, places)}"

    def _verdict(self) -> str:
        statuses = [one["status"] for one in self.judged]
        n = {name: statuses.count(kind) for name, kind in COUNTED.items()}
        self.fact("summary/judged", "Measures with a target", len(self.judged), "", COUNTS)
        for name, count in n.items():
            self.fact(f"summary/{name}", f"Measures: {name}", count, "", COUNTS)
        share = 100 * n["met"] / max(1, len(self.judged) - n["no-figure"])
        self.fact("summary/share", "Measures that met their target", share, "", COUNTS)
        last = f"; {n['no-figure']} had no figure" if n["no-figure"] else ""
        met, near, missed = (n[name] or "none" for name in ("met", "near", "missed"))
        return (
            f"Of the {len(self.judged)} measures with a target, {met} met it, {near} came within"
            f" tolerance and {missed} missed it{last}."
        )

    def _bullets(self) -> Iterator[str]:
        moved = [one for one in self.judged if one["status"] in WORTH and one["before"] in WORTH]
        worse = [one for one in moved if WORTH[one["status"]] < WORTH[one["before"]]]
        better = [one for one in moved if WORTH[one["status"]] > WORTH[one["before"]]]
        for words, found in (("got worse", worse), ("improved", better)):
            if found:
                yield f"{_number(len(found))} measures {words} in status: {_names(found)}."
        reds = [one for one in self.exceptions if one["status"] == "red"]
        critical = [one for one in reds if one["one"]["critical"] == "yes"]
        if critical:
            said = (
                f"{o['one']['title']} at {exceptions.said_of(o, o['latest'])}" for o in critical[:4]
            )
            yield f"Critical and off target: {'; '.join(said)}."
        missing = [one for one in self.judged if one["latest"] is None]
        if missing:
            yield f"Without a figure: {_names(missing)}."
        yield from self._stalled()
        missed, day = len(reds), self.today.strftime(exceptions.LONG)
        yield (
            f"The Board is asked to decide whether the action on the {missed} missed targets is"
            f" enough, as at {day}."
        )

    def _stalled(self) -> Iterator[str]:
        linked = exceptions.linked_to(self, {one["code"] for one in self.exceptions})
        stalled = [one for one in linked if one["status"] in STALLED]
        if stalled:
            late = sum(one["status"] == "overdue" for one in stalled)
            yield (
                f"{_number(len(stalled))} of the {len(linked)} actions behind the exceptions need"
                f" attention, {late} of them overdue."
            )

    def _counts(self) -> list[list[Any]]:
        now, then = ([one[when] for one in self.judged] for when in ("status", "before"))
        return [[SHAPES[k], now.count(k), then.count(k)] for k in COUNTED.values()]

    def _compared(self) -> str:
        earlier = name_of(self.end - self.step, self.step)
        return (
            f"No earlier pack has been issued, so changes of status are against {earlier} as the"
            " workbooks show it now."
        )

    def _companies(self) -> list[list[Any]]:
        rows = []
        for code, entity in self.books.entities.items():
            if code != self.entity["code"]:
                own = self.books.indicators(code)
                found = [assess(self.books, code, "", one, self.end) for one in own]
                statuses = [one["status"] for one in found if one["target"]]
                rows.append([entity["title"], *map(statuses.count, COUNTED.values())])
        return rows


def _number(count: int) -> str:
    return WORDS[count] if count < len(WORDS) else f"In total, {count}"


def _names(found: list[Row]) -> str:
    names = [one["one"]["title"] for one in found[:4]]
    names += [f"{len(found) - 4} more"] if len(found) > 4 else []
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
