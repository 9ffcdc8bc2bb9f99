"""The return as the regulator lays it out: each datapoint, in its section and order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pmf_engine.api import CellValue, Figure, Missing, Row, Run
from pmf_plugins.tsm import counts, sample
from pmf_plugins.tsm.data import layout


@dataclass(frozen=True, slots=True)
class Datapoint:
    """One line of the return and what stands in it."""

    line: Mapping[str, str]
    value: CellValue

    @property
    def filled(self) -> bool:
        """Whether anything stands there."""
        if isinstance(self.value, Figure):
            return self.value.value is not None
        return self.value is not None and not isinstance(self.value, Missing)

    @property
    def note(self) -> str:
        """Why nothing stands there, or what must be known of it."""
        if isinstance(self.value, Missing):
            return self.value.reason
        if isinstance(self.value, Figure):
            return self.value.missing.reason if self.value.missing else self.value.note
        return ""


def datapoints(run: Run) -> list[Datapoint]:
    """Return every datapoint of the return, in its order, made once."""
    return run.remember("tsm datapoints", lambda: list(_datapoints(run)))  # type: ignore[no-any-return]


def _datapoints(run: Run) -> Iterator[Datapoint]:
    for line in layout(run.period)[1]:
        yield Datapoint(line, _KINDS[line["kind"]](run, line))


def _figure(run: Run, line: Mapping[str, str]) -> CellValue:
    return run.figures.get(line["of"], Missing("the landlord does not report this tenure"))


def _census(run: Run, line: Mapping[str, str]) -> CellValue:
    row = sample.survey(run, line["of"])
    return None if row is None else "Census" if row.census else "Sample"


def _weighted(run: Run, line: Mapping[str, str]) -> CellValue:
    row = sample.survey(run, line["of"])
    return None if row is None else "Yes" if row.weighted else "No"


def _method(run: Run, line: Mapping[str, str]) -> CellValue:
    row = _of_method(run, line)
    return row.responses if row else None


def _method_percent(run: Run, line: Mapping[str, str]) -> CellValue:
    row = _of_method(run, line)
    return row.satisfied_percent if row else None


def _of_method(run: Run, line: Mapping[str, str]) -> Row | None:
    tenure, method = line["of"].split("/")
    return next(iter(counts.rows(run, "methods", tenure=tenure, method=method)), None)


def _unweighted(run: Run, line: Mapping[str, str]) -> CellValue:
    """The count as entered in the context; of an unweighted survey, the count itself."""
    tenure, name = line["of"].split("/")
    row = sample.survey(run, tenure)
    if row is None or row.weighted:
        return _context(run, line)
    if name:
        return run.figures.get(f"{tenure.lower()}/TP01/{name}")
    return run.figures.get(f"{tenure.lower()}/TP01")


def _applies(run: Run, line: Mapping[str, str]) -> CellValue:
    found = run.figures[f"all/{line['of']}/denominator"].value
    return None if found is None else "Yes" if found > 0 else "No"


def _context(run: Run, line: Mapping[str, str]) -> CellValue:
    if (figure := run.figures.get(f"return/{line['field']}")) is not None:
        return figure
    row = next(iter(counts.rows(run, "context", field=line["field"])), None)
    return row.text if row else None


_KINDS: Mapping[str, Callable[[Run, Mapping[str, str]], CellValue]] = {
    "figure": _figure,
    "census": _census,
    "weighted": _weighted,
    "method": _method,
    "method_percent": _method_percent,
    "unweighted": _unweighted,
    "applies": _applies,
    "context": _context,
}
