"""What a rule is, and the list of all rules.

A rule is a small function that gives an expression over the columns of a letting, true where the
rule is broken. Columns have the stable names of the questions, whatever the year; a question that
an edition does not ask is a column without values. So a rule is written once. `since` and `until`
say for which collection years it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc, signature

from pmf_engine.records import Expr, col, lit
from pmf_plugins.core_lettings.categories import SETUP_QUESTIONS, Category, Stage
from pmf_plugins.core_lettings.editions import Edition
from pmf_plugins.core_lettings.routing import asked

THEMES = (
    "setup", "organisations", "schemes", "duplicates", "answers", "dates", "tenancy", "people",
    "household", "needs", "preference", "referral", "previous", "property", "areas", "income",
    "benefits", "charges", "rents", "soft_household", "pregnancy", "soft_money", "soft_property",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its code, what it says, which fields it marks, and for which years it holds.

    `over` are the people or the fields for each of which the rule is asked; `fields` may then name
    them by `{}`. `tables` are the reference tables without which it cannot be run. `own` marks a
    rule of ours: the service itself says nothing, or puts the answer right without asking.
    """

    code: str
    category: Category
    says: str
    fields: tuple[str, ...]
    broken: Callable[..., Expr]
    over: tuple[int | str, ...] = ()
    stage: Stage = Stage.LETTING
    tables: tuple[str, ...] = ()
    since: int = 2025
    until: int = 9999
    own: bool = False

    @property
    def explained(self) -> str:
        """The rule in full, as its function's docstring has it."""
        return getdoc(self.broken) or ""

    @property
    def summary(self) -> str:
        """The first sentence of the rule."""
        return self.explained.split("\n", 1)[0]

    def holds_in(self, year: int) -> bool:
        """Whether the rule is one of that collection year."""
        return self.since <= year <= self.until

    def tests(self, edition: Edition) -> Iterator[tuple[Expr, tuple[str, ...]]]:
        """Yield each expression to be asked, with the fields it marks where it is true.

        Of what is soft only answers that were asked for can be confirmed, so it marks no others.
        """
        for broken, fields in self._cases(edition):
            if self.stage is Stage.SOFT:
                yield from ((broken & _answered(name), (name,)) for name in fields)
            else:
                yield broken, fields

    def _cases(self, edition: Edition) -> Iterator[tuple[Expr, tuple[str, ...]]]:
        more = {"edition": edition} if "edition" in signature(self.broken).parameters else {}
        if not self.over:
            yield self.broken(**more), _asked(self.fields, edition)
        for one in self.over:
            fields = _asked([name.format(one) for name in self.fields], edition)
            if fields:
                yield self.broken(one, **more), fields

    def category_of(self, field: str) -> Category:
        """The category told of a field: what the letting breaks on a setup question is setup."""
        hard = self.category is Category.HARD and self.stage is Stage.LETTING
        return Category.SETUP if hard and field in SETUP_QUESTIONS else self.category


_RULES: list[Rule] = []


def rule(
    code: str,
    *fields: str,
    says: str,
    category: Category = Category.HARD,
    over: Sequence[int | str] = (),
    stage: Stage = Stage.LETTING,
    tables: tuple[str, ...] = (),
    since: int = 2025,
    until: int = 9999,
    own: bool = False,
) -> Callable[[Callable[..., Expr]], Callable[..., Expr]]:
    """Return what registers a function as a rule; for what is given see `Rule`."""

    def register(broken: Callable[..., Expr]) -> Callable[..., Expr]:
        made = Rule(
            code=code, category=category, says=says, fields=fields, broken=broken,
            over=tuple(over), stage=Stage.SOFT if category is Category.SOFT else stage,
            tables=tables, since=since, until=until, own=own,
        )  # fmt: skip
        _RULES.append(made)
        return broken

    return register


def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order in which the service would tell of them.

    That is the order of the themes, whichever of them was imported first.
    """
    for theme in THEMES:
        import_module(f"pmf_plugins.core_lettings.rules.{theme}")
    return tuple(
        sorted(_RULES, key=lambda rule: THEMES.index(rule.broken.__module__.split(".")[-1]))
    )


def _answered(name: str) -> Expr:
    return col(name).is_not_null() & asked().get(name, lit(True))


def _asked(fields: Sequence[str], edition: Edition) -> tuple[str, ...]:
    return tuple(name for name in fields if name in edition)
