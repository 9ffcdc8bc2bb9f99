"""What a plain script's documents say: the sentences and tables of the engine's packs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import back
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
    short,
    shown,
    spoken,
    title_of,
)

SHAPES = {"green": "● Met", "amber": "▲ Near", "red": "■ Missed", "none": "○ No figure",
          "info": "◊ Information"}  # fmt: skip
HEADINGS = {"red": "target missed", "amber": "within tolerance", "none": "no figure"}
WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
ORDINALS = (
    "",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
COUNTED = {"met": "green", "near": "amber", "missed": "red", "no-figure": "none"}
SIGNS = {"completed": "●", "completed late": "●", "overdue": "■", "check progress": "▲",
         "unassigned": "▲"}  # fmt: skip
SAID = {"complete": ("completed", "completed late"), "on course": ("in progress", "not started"),
        "in need of a check": ("check progress",), "overdue": ("overdue",),
        "without an owner": ("unassigned",), "cancelled": ("cancelled",)}  # fmt: skip
LONG, BRIEF = "%-d %B %Y", "%-d %b %Y"
PERSPECTIVES = ("Customer", "Finance", "Internal process", "Learning and growth")


class Pack:
    """One entity's figures for one period, and what its documents say."""

    def __init__(self, books: Workbooks, entity: Row, today: date) -> None:
        self.books, self.entity, self.today = books, entity, today
        self.step = 3 if entity["board_frequency"] == "quarterly" else 1
        self.end = own_end(books.newest, self.step)
        year = april(self.end) // 12
        quarter = (self.end - april(self.end)) // 3 + 1
        self.period = (
            f"{year}-Q{quarter}" if self.step == 3 else f"{self.end // 12}-{self.end % 12 + 1:02}"
        )
        self.group = entity["kind"] == "group"
        code = entity["code"]
        self.found = [
            assess(books, code, self.period, one, self.end) for one in books.indicators(code)
        ]
        for one in self.found:
            self._before(one)
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

    def _before(self, found: Row) -> None:
        end = own_end(self.end - self.step, found["one"]["step"])
        value = self.books.point(found["one"], end)["value"]
        target = self.books.target(found["one"], last_day(end))
        found["before"] = judge(value, target, found["polarity"])

    def fact(
        self, slot: str, title: str, value: Any, note: str = "", sheet: str = "Monthly"
    ) -> Any:
        """Keep a figure for the list of sources, and return it."""
        self.facts.append((slot, title, value, sheet, note))
        return value

    def context(self) -> dict[str, Any]:
        """Everything the template names."""
        self._indicator_facts()
        parts = [self._part(name, rows) for name, rows in self._perspectives()]
        return {
            "entity": self.entity, "report": {"title": "Board performance report"},
            "period": {"title": title_of(self.end, self.step), "name": name_of(self.end, self.step)},
            "marking": "Official: for the Board", "as_at": self.today.strftime(LONG),
            "version": "1 (plain)", "draft": False, "findings": [], "scorecard": parts,
            "marks": "[p] provisional", "verdict": self._verdict(), "bullets": list(self._bullets()),
            "counts": self._counts(), "compared": self._compared(),
            "companies": self._companies() if self.group else None,
            "exceptions": [self._exception(one) for one in self.exceptions],
            **back.matter(self),
        }  # fmt: skip

    def _indicator_facts(self) -> None:
        for one in self.found:
            code, title = one["code"], one["one"]["title"]
            since = one["target"] and f"In force from {one['target']['valid_from'].strftime(LONG)}."
            self.fact(
                code, title, one["latest"], f"For {title_of(one['end'], one['one']['step'])}."
            )
            self.fact(f"{code}/ytd", f"{title}, year to date", one["ytd"])
            if one["target"]:
                low = one["target"]["target"] or one["target"]["lower"]
                self.fact(f"{code}/target", f"{title}, target", low, since, "Targets")
            self.fact(f"{code}/gap", f"{title}, gap to target", one["gap"])
            self.fact(f"{code}/previous", f"{title}, previous", one["previous"])
            self.fact(f"{code}/ytd-target", f"{title}, target for the year to date",
                      (one["ytd_target"] or {}).get("target"))  # fmt: skip
            self.fact(f"{code}/year-ago", f"{title}, a year earlier", one["year_ago"])
            if one["quartile"]:
                note = f"{one['peers']['peer_group']}, {one['peers']['year']}."
                self.fact(
                    f"{code}/quartile", f"{title}, quartile", one["quartile"], note, "Benchmarks"
                )

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
        self.fact(f"score/{name.lower()}", f"{name}, score", score)
        self.fact(
            f"score/{name.lower()}/coverage", f"{name}, share of weight with a figure", coverage
        )
        words = "No score: no indicator has a target."
        if score is not None and coverage is not None:
            words = f"Score {half_up(score, 0)} of 100, from measures with {half_up(coverage, 0)}% of the weight."
        return {"title": name, "words": words, "grid": [self.row(one) for one in rows]}

    def row(self, one: Row) -> list[str]:
        """An indicator's row of the scorecard."""
        return [
            self.label(one), self.latest(one), self.target(one), SHAPES[one["status"]], one["short"],
            one["long"], self.shown(one, "ytd"), SHAPES[one["ytd_status"]], self.shown(one, "year_ago"),
            ("None", "Top", "Second", "Third", "Bottom")[one["quartile"] or 0],
        ]  # fmt: skip

    @staticmethod
    def label(one: Row) -> str:
        unit = one["one"]["unit"]
        plain = not unit or unit == "%" or unit.startswith("£")
        return one["one"]["title"] if plain else f"{one['one']['title']} ({unit})"

    @staticmethod
    def shown(one: Row, name: str) -> str:
        return shown(one[name], one["one"]["unit"], one["places"])

    def latest(self, one: Row) -> str:
        mark = " [p]" if one["provisional"] else ""
        return shown(one["latest"], one["one"]["unit"], one["places"], "No cases") + mark

    @staticmethod
    def target(one: Row) -> str:
        unit, places, target = one["one"]["unit"], one["places"], one["target"]
        if not target:
            return "Not applicable"
        if one["polarity"] == "goldilocks":
            return " to ".join(shown(target[name], unit, places) for name in ("lower", "upper"))
        sign = "≥" if one["polarity"] == "maximise" else "≤"
        return f"{sign} {shown(target['target'], unit, places)}"

    def _verdict(self) -> str:
        n = {
            name: sum(one["status"] == kind for one in self.judged)
            for name, kind in COUNTED.items()
        }
        self.fact("summary/judged", "Measures with a target", len(self.judged), "", "Indicators")
        for name, count in n.items():
            self.fact(f"summary/{name}", f"Measures: {name}", count, "", "Indicators")
        share = 100 * n["met"] / max(1, len(self.judged) - n["no-figure"])
        self.fact("summary/share", "Measures that met their target", share, "", "Indicators")
        last = f"; {n['no-figure']} had no figure" if n["no-figure"] else ""
        return (
            f"Of the {len(self.judged)} measures with a target, {n['met'] or 'none'} met it,"
            f" {n['near'] or 'none'} came within tolerance and {n['missed'] or 'none'} missed it{last}."
        )

    def _bullets(self) -> Iterator[str]:
        moved = [one for one in self.judged if one["status"] in WORTH and one["before"] in WORTH]
        for words, found in (
            ("got worse", [one for one in moved if WORTH[one["status"]] < WORTH[one["before"]]]),
            ("improved", [one for one in moved if WORTH[one["status"]] > WORTH[one["before"]]]),
        ):
            if found:
                yield f"{self._number(len(found))} measures {words} in status: {self._names(found)}."
        critical = [
            o for o in self.exceptions if o["one"]["critical"] == "yes" and o["status"] == "red"
        ]
        if critical:
            said = (
                f"{one['one']['title']} at {self.spoken(one, one['latest'])}"
                for one in critical[:4]
            )
            yield f"Critical and off target: {'; '.join(said)}."
        missing = [one for one in self.judged if one["latest"] is None]
        if missing:
            yield f"Without a figure: {self._names(missing)}."
        linked = self._linked({one["code"] for one in self.exceptions})
        stalled = [
            one for one in linked if one["status"] in ("overdue", "check progress", "unassigned")
        ]
        if stalled:
            late = sum(one["status"] == "overdue" for one in stalled)
            yield (
                f"{self._number(len(stalled))} of the {len(linked)} actions behind the exceptions need"
                f" attention, {late} of them overdue."
            )
        missed = sum(one["status"] == "red" for one in self.judged)
        yield (
            f"The Board is asked to decide whether the action on the {missed} missed targets is enough,"
            f" as at {self.today.strftime(LONG)}."
        )

    @staticmethod
    def _number(count: int) -> str:
        return WORDS[count] if count < len(WORDS) else f"In total, {count}"

    @staticmethod
    def _names(found: list[Row]) -> str:
        names = [one["one"]["title"] for one in found[:4]]
        names += [f"{len(found) - 4} more"] if len(found) > 4 else []
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    def _counts(self) -> list[list[Any]]:
        rows = []
        for kind in ("green", "amber", "red", "none"):
            now, then = (
                sum(one[when] == kind for one in self.judged) for when in ("status", "before")
            )
            rows.append([SHAPES[kind], now, then])
        return rows

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
                found = [
                    assess(self.books, code, "", one, self.end)
                    for one in self.books.indicators(code)
                ]
                statuses = [one["status"] for one in found if one["target"]]
                rows.append([entity["title"], *map(statuses.count, COUNTED.values())])
        return rows

    def spoken(self, one: Row, value: float) -> str:
        return spoken(value, one["one"]["unit"], one["places"])

    def _linked(self, codes: set[str]) -> list[Row]:
        rows = [
            row
            for row in self.actions.values()
            if codes & set((row["indicators"] or "").split("; "))
        ]
        return sorted(rows, key=lambda row: (row["due"], row["code"]))

    def _exception(self, one: Row) -> Row:
        codes = {member["code"] for member in one["one"]["members"]} or {one["code"]}
        linked = self._linked(codes | {one["code"]})
        rows = [row for row in one["point"]["rows"] if row["commentary"]]
        last = rows[-1] if rows else None
        owner = (
            f"{last['entered_by']}, {last['entered_on'].strftime(LONG)}"
            if last
            else one["one"]["owner"]
        )
        return {
            "title": one["one"]["title"], "headline": HEADINGS[one["status"]], "code": one["code"],
            "latest_in": f"Latest ({short(one['end'], one['one']['step'])})",
            "facts": [[self.latest(one), self.target(one), self.shown(one, "ytd"),
                       self.shown(one, "year_ago"), one["one"]["owner"]]],
            "chart": one["code"], "happened": list(self._happened(one)), "attribution": owner,
            "commentary": last["commentary"] if last else "No explanation had been entered.",
            "actions_words": self._states(linked),
            "actions": [[f"{row['code']} {row['title']}", row["name"], row["due"].strftime(BRIEF),
                         f"{SIGNS.get(row['status'], '○')} {row['status'].capitalize()}"] for row in linked],
        }  # fmt: skip

    def _happened(self, one: Row) -> Iterator[str]:
        title, when, latest = (
            one["one"]["title"],
            name_of(one["end"], one["one"]["step"]),
            one["latest"],
        )
        if latest is None:
            yield f"There is no {when} figure for {title}."
            return
        against = f"{self.spoken(one, latest)} against {self._against(one, one['target'])}"
        gap = spoken(
            abs(one["gap"] or 0),
            "percentage points" if one["one"]["unit"] == "%" else one["one"]["unit"],
            one["places"],
        )  # noqa: E501
        if one["status"] == "red":
            yield f"{title} missed the target in {when}: {against}, a gap of {gap}."
        else:
            yield (
                f"{title} did not meet the target in {when} but came within the agreed tolerance:"
                f" {against}, a gap of {gap}."
            )
        running = self._running(one)
        if running > 1:
            nth = ORDINALS[running] if running < len(ORDINALS) else f"{running}th"
            yield f"This was the {nth} month running off target."
        if one["previous"] is not None:
            yield self._moved(one, one["previous"])
        if one["ytd"] is not None:
            said = self.spoken(one, one["ytd"])
            yield f"For the year to date the figure is {said} against {self._against(one, one['ytd_target'])}."
        if one["quartile"]:
            word, peers = ("top", "second", "third", "bottom")[one["quartile"] - 1], one["peers"]
            yield (
                f"At {self.spoken(one, latest)}, this is in the {word} quartile of {peers['n']:.0f}"
                f" landlords in {peers['year']} ({peers['peer_group']})."
            )

    def _moved(self, one: Row, before: float) -> str:
        title, step, latest = one["one"]["title"], one["one"]["step"], one["latest"]
        now, then = name_of(one["end"], step), name_of(one["end"] - step, step)
        unit = "percentage points" if one["one"]["unit"] == "%" else one["one"]["unit"]
        change = spoken(abs(latest - before), unit, one["places"])
        verb = "rose" if latest > before else "fell"
        return (
            f"{title} {verb} by {change}, from {self.spoken(one, before)} in {then} to"
            f" {self.spoken(one, latest)} in {now}, {'an improvement' if 'better' in one['short'] else 'a worsening'}."  # noqa: E501
        )

    def _against(self, one: Row, target: Row) -> str:
        if one["polarity"] == "goldilocks":
            low, high = (self.spoken(one, target[name]) for name in ("lower", "upper"))
            return f"a range of {low} to {high}"
        side = "at least" if one["polarity"] == "maximise" else "no more than"
        return f"a target of {side} {self.spoken(one, target['target'])}"

    def _running(self, one: Row) -> int:
        step, count = one["one"]["step"], 0
        for back in range(25):
            at = one["end"] - back * step
            target, point = (
                self.books.target(one["one"], last_day(at)),
                self.books.point(one["one"], at),
            )
            if judge(point["value"], target, one["polarity"]) not in ("red", "amber"):
                break
            count += 1
        return count

    @staticmethod
    def _states(linked: list[Row]) -> str:
        if len(linked) < 2:
            return (
                f"The only linked action is {linked[0]['status']}."
                if linked
                else "No action is linked."
            )
        counts = {
            words: sum(row["status"] in kinds for row in linked) for words, kinds in SAID.items()
        }
        said = [f"{n} {'is' if n == 1 else 'are'} {words}" for words, n in counts.items() if n]
        return f"Of the {len(linked)} linked actions, {' and '.join([', '.join(said[:-1]), said[-1]] if said[1:] else said)}."  # noqa: E501
