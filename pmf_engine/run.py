"""One run of a report for one entity and period, as its plugin sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from pmf_engine.model.cells import Source
from pmf_engine.model.checks import Checked
from pmf_engine.model.content import Wording, Words
from pmf_engine.model.definitions import Definition, Edition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, Level
from pmf_engine.model.issued import Issued
from pmf_engine.model.kept import Known, Nothing
from pmf_engine.model.periods import Period
from pmf_engine.model.publication import Publication, Standing
from pmf_engine.model.report import Coverage, Report
from pmf_engine.model.returns import Thresholds
from pmf_engine.model.values import Adjustment, Figure, Measured, Missing, Suppressed, Term
from pmf_engine.workbook import Data, recording
from pmf_engine.workbook.reads import Reads

if TYPE_CHECKING:
    from typing_extensions import Unpack


Counted = int | Measured
_UNVERIFIED = "This formula has not been verified against its source."


class Facts(TypedDict, total=False):
    """What is known of a figure before it is computed; all of it text."""

    unit: str
    edition: str
    definition: str
    arithmetic: str
    note: str


@dataclass(kw_only=True)
class Run:
    """What a report's functions receive.

    `data` holds the inputs by name; `entities` every entity covered; `today` is the day on which
    lateness is judged; `reported` the newest issued run of an earlier period and `superseded` that
    of the same period, None where nothing was issued. Figures made here stand in `figures` by slot,
    the editions that gave them in `editions`. `definitions` are those the report may use, by key;
    `checked` is what came of its checks, once they were asked; `thresholds` how far a figure may
    move from last year's return before somebody must say why; `settings` what the workspace chose.
    `options` are those chosen, by name; `name` is the report's key with them. `revision` counts the
    papers issued for this very period, where the report keeps them. `archive` holds all that was
    issued up to the period, oldest first, for a report that asks for it. `publication` says how far
    its figures were approved, and from which number on counts may be published. `known` tells what
    issued files of the report held.
    """

    report: Report
    data: Data
    entity: Coverage
    entities: tuple[Coverage, ...]
    period: Period
    today: date
    reported: Issued | None = None
    superseded: Issued | None = None
    archive: tuple[Issued, ...] = ()
    draft: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    revision: int = 0
    findings: tuple[Finding, ...] = ()
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    thresholds: Thresholds = field(default_factory=Thresholds)
    settings: Mapping[str, str] = field(default_factory=dict)
    publication: Publication = field(default_factory=Publication)
    checked: list[Checked] = field(default_factory=list)
    figures: dict[str, Figure] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)
    memory: dict[str, Any] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)
    known: Known = field(default_factory=Nothing)

    def __post_init__(self) -> None:
        self.name = self.name or self.report.key

    @property
    def title(self) -> str:
        """The report's title, or that of the variant chosen."""
        chosen = [self.report.options[name].title.format(v) for name, v in self.options.items()]
        return "; ".join(chosen) or self.report.title

    @property
    def content(self) -> Mapping[str, Any]:
        """What the report gives a Word template to name, asked for once; the figures come with it.

        Nothing where the report gives none.
        """
        hook = self.report.content_of
        return self.remember("content", lambda: hook(self) if hook else {})  # type: ignore[no-any-return]

    def recording(self) -> AbstractContextManager[Reads]:
        """Note every cell read inside the block."""
        return recording()

    def figure(
        self,
        slot: str,
        title: str,
        compute: Callable[[], Measured],
        *,
        places: int | Callable[[Measured], int] = 0,
        status: Callable[[Measured], str | None] | None = None,
        marks: Iterable[str] | Callable[[Measured], Iterable[str]] = (),
        terms: Iterable[Term] = (),
        of: Iterable[Figure] = (),
        **facts: Unpack[Facts],
    ) -> Figure:
        """Return a new figure.

        Whatever `compute` reads are its sources, or those of `terms` where it reads nothing; and
        those of the figures `of`.
        An approved adjustment replaces the computed value before `status`, `places` and `marks`
        look at it. Raises PmfError when the slot is taken.
        """
        terms = tuple(terms)
        if slot in self.figures:
            raise PmfError(f"The report {self.name} makes the figure {slot} twice.")
        with recording() as reads:
            computed = compute()
        with recording() as approval:
            adjustment = self._adjustment(slot, computed)
        read = (*(reads.sources() or _sources(terms)), *approval.sources(), *_sources(of))
        value = adjustment.value if adjustment else computed
        if isinstance(value, Suppressed):
            terms, facts["arithmetic"] = (), ""  # they would tell what is held back
        own = marks(value) if callable(marks) else marks
        self.figures[slot] = Figure(
            report=self.name,
            entity=self.entity.code,
            period=self.period.id,
            slot=slot,
            title=title,
            value=None if isinstance(value, Missing) else value,
            missing=value if isinstance(value, Missing) else None,
            places=places(value) if callable(places) else places,
            sources=tuple(dict.fromkeys(read)),
            status=status(value) if status else None,
            marks=self._marks(slot, value, own) + _mark(adjustment),
            terms=terms,
            adjustment=adjustment,
            **facts,
        )
        return self.figures[slot]

    def measure(
        self,
        key: str,
        terms: Mapping[str, Callable[[], Counted]],
        *,
        slot: str = "",
        title: str = "",
        period: Period | None = None,
    ) -> Figure:
        """Return a new figure by the edition of a definition in force for the period, or another.

        `terms` counts each term that the edition reads, by its name; what each reads are its
        sources. One definition may be measured several times, under slots of its own: lcra/TP01 and
        lcho/TP01. A formula that has not been verified is marked. Raises PmfError where no edition
        is in force, or a term is not given or gives no number.
        """
        from pmf_engine.definitions import evaluate

        edition = self._edition(key, period or self.period)
        counted = {name: self._term(name, terms) for name in edition.terms}
        value, arithmetic = evaluate(edition, {name: one for name, (one, _) in counted.items()})
        self.editions[slot or key] = edition
        return self.figure(
            slot or key,
            title or edition.title,
            lambda: value,
            unit=edition.unit,
            places=edition.places,
            marks=() if edition.verified else ("unverified",),
            edition=edition.label,
            definition=edition.text,
            arithmetic=arithmetic,
            terms=[term for _, term in counted.values()],
            note="" if edition.verified else _UNVERIFIED,
        )

    def standing(self, figure: Figure) -> Standing:
        """Return how far a figure of this run was approved, and what was issued of it before."""
        return self.publication.standing(figure.slot, figure.value)

    def words(self, slot: str, *parts: str | Figure | Wording) -> Words:
        """Return a sentence in a slot of its own."""
        return Words(slot, parts)

    def remember(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, made once a run: a place for what several functions share."""
        if name not in self.memory:
            self.memory[name] = make()
        return self.memory[name]

    def share(self, name: str, make: Callable[[], Any]) -> Any:
        """Return what `make` gives, made once for all runs that read the same inputs."""
        if name not in self.shared:
            self.shared[name] = make()
        return self.shared[name]

    @property
    def faulty(self) -> bool:
        """Whether an input has an error; figures may then be missing."""
        return any(finding.level is Level.ERROR for finding in self.findings)

    def override(self, entity: str, period: Period, slot: str) -> Decimal | None:
        """Return the value approved in place of a computed one, in any pack of this report."""
        row = self._overriding(entity, period, slot)
        return None if row is None else Decimal(row.value)

    def _edition(self, key: str, period: Period) -> Edition:
        if key in self.definitions:
            return self.definitions[key].in_force(period)
        raise PmfError(f"The report {self.report.key} measures {key}, which has no definition.")

    def _term(self, name: str, terms: Mapping[str, Callable[[], Counted]]) -> tuple[Measured, Term]:
        if name not in terms:
            raise PmfError(f"The report {self.report.key} does not count the term {name}.")
        with recording() as reads:
            measured = self._counted(name, terms[name]())
        shown = str(measured) if isinstance(measured, Missing) else format(measured, "f")
        return measured, Term(name=name, value=shown, sources=reads.sources())

    def _counted(self, name: str, value: Counted) -> Measured:
        """What counting a term gave, a plain count as a Decimal."""
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        if isinstance(value, Missing) or (isinstance(value, Decimal) and value.is_finite()):
            return value
        raise PmfError(
            f"The term {name} of the report {self.report.key} returns {value!r}. Return a whole"
            " number, a finite Decimal, or Missing with the reason."
        )

    def _marks(self, slot: str, value: Measured, own: Iterable[str]) -> tuple[str, ...]:
        """A figure's own marks and, where it is for the public, those of its standing."""
        if not self.report.published:
            return tuple(own)
        number = None if isinstance(value, Missing) else value
        standing = self.publication.standing(slot, number)
        return tuple(dict.fromkeys((*own, *standing.marks)))

    def _adjustment(self, slot: str, computed: Measured) -> Adjustment | None:
        row = self._overriding(self.entity.code, self.period, slot)
        if row is None or isinstance(computed, Suppressed):
            return None
        inside = not self.report.audience.outside
        before = str(computed) if isinstance(computed, Missing) else format(computed, "f")
        return Adjustment(
            value=Decimal(row.value),
            computed=before,
            reason=(row.reason or "") if inside else _REASON_KEPT,
            approved_by=(row.approved_by or "") if inside else _APPROVER_KEPT,
            approved_on=row.approved_on.isoformat() if row.approved_on else "",
        )

    def _overriding(self, entity: str, period: Period, slot: str) -> Any:
        """The row of the Adjustments table for a figure, None where there is none with a value."""
        if "adjustments" not in self.data:
            return None
        rows = self.share("adjustments", lambda: self.data.adjustments.by("figure"))
        found = rows.get(f"{self.name}/{entity}/{period.id}/{slot}", ())
        return next((row for row in found if row.peek("value") is not None), None)


# Readers outside are told neither the words nor the names of managers.
_REASON_KEPT = "the reason stands there too"
_APPROVER_KEPT = "the person named in the sheet Adjustments"


def _mark(adjustment: Adjustment | None) -> tuple[str, ...]:
    return ("adjusted",) if adjustment else ()


def _sources(traced: Iterable[Figure | Term]) -> Iterator[Source]:
    for one in traced:
        yield from one.sources
