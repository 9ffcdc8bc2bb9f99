"""Computing a run: figures from definitions and rows, then checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pmf_engine.model.definitions import Definition, Edition
from pmf_engine.model.errors import PmfError
from pmf_engine.model.findings import Finding, has_errors, note
from pmf_engine.model.report import Hook, Report
from pmf_engine.model.values import Measured, Missing, Term
from pmf_engine.run import Run

_UNKNOWN = Missing("errors in the workbooks stand in its way")


def compute(run: Run, definitions: Mapping[str, Definition]) -> list[Finding]:
    """Make the run's figures and return what its checks find.

    Where an input is faulty, a computation that cannot go on is left out and said so, and a figure
    of the definitions is missing. Raises PmfError naming the report when a plugin's function fails
    for any other cause.
    """
    found: list[Finding] = []
    failed: dict[str, Exception] = {}
    for key in run.report.figures:
        edition = definitions[key].in_force(run.period)
        _try(failed, key, partial(_defined, run, key, edition))
        if key not in run.figures:
            run.figure(key, edition.title, lambda: _UNKNOWN, unit=edition.unit)
    for function in run.report.computations:
        _try(failed, function.__name__, partial(_drain, function, run))
    for check in run.report.checks:
        _try(failed, check.__name__, partial(_check, run, check, found))
    return found + list(_excused(run, failed, found))


def asked(run: Run, hook: Hook) -> Any:
    """Return what a plugin's function gives of a run, an iterator as a list.

    Raises PmfError, in a sentence, when the function fails.
    """
    try:
        given = hook(run)
        return list(given) if isinstance(given, Iterator) else given
    except PmfError:
        raise
    except Exception as fault:
        raise _failed(run, hook.__name__, fault) from fault


def load_definitions(report: Report, shared: Iterable[Path]) -> dict[str, Definition]:
    """Return the definitions a report may name: its own file before shared ones.

    Raises PmfError when a file is at fault, or a figure or term is not to be found.
    """
    if not report.figures:
        return {}
    from pmf_engine.definitions import check_terms, load_definitions

    found: dict[str, Definition] = {}
    for path in (*([report.definitions] if report.definitions else []), *shared):
        for definition in load_definitions(path):
            found.setdefault(definition.key, definition)
    missing = [key for key in report.figures if key not in found]
    if missing:
        raise PmfError(f"The report {report.key} names figures without a definition: {missing}.")
    own = [found[key] for key in report.figures]
    faults = check_terms(own, report.terms)
    if faults:
        raise PmfError(f"The report {report.key}: {' '.join(faults)}")
    return found


def _defined(run: Run, key: str, edition: Edition) -> None:
    from pmf_engine.definitions import evaluate

    terms = {name: _term(run, name) for name in edition.terms}
    if edition.function:
        value, arithmetic = terms[edition.function][0], ""
    else:
        value, arithmetic = evaluate(
            edition, {name: measured for name, (measured, _) in terms.items()}
        )
    run.figure(
        key,
        edition.title,
        lambda: value,
        unit=edition.unit,
        places=edition.places,
        edition=edition.label,
        definition=edition.text,
        arithmetic=arithmetic,
        terms=[term for _, term in terms.values()],
        note="" if edition.verified else "This formula has not been verified against its source.",
    )


def _term(run: Run, name: str) -> tuple[Measured, Term]:
    with run.recording() as reads:
        measured = _counted(run, name)
    shown = str(measured) if isinstance(measured, Missing) else format(measured, "f")
    return measured, Term(name=name, value=shown, sources=reads.sources())


def _counted(run: Run, name: str) -> Measured:
    """What a term's function returns, a plain count as a Decimal."""
    value = run.report.terms[name](run)
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, Missing) or (isinstance(value, Decimal) and value.is_finite()):
        return value
    raise PmfError(
        f"The term {name} of the report {run.report.key} returns {value!r}. Return a whole number,"
        " a finite Decimal, or Missing with the reason."
    )


def _drain(function: Hook, run: Run) -> None:
    for _ in function(run) or ():
        pass


def _check(run: Run, check: Hook, found: list[Finding]) -> None:
    found.extend(_checked(run, check))


def _checked(run: Run, check: Hook) -> Iterator[Finding]:
    for finding in check(run) or ():
        if not isinstance(finding, Finding):
            raise PmfError(
                f"The check {check.__name__} of the report {run.report.key} yields {finding!r},"
                " which is not a finding."
            )
        yield finding


def _try(failed: dict[str, Exception], name: str, step: Callable[[], None]) -> None:
    try:
        step()
    except PmfError:
        raise
    except Exception as fault:
        failed[name] = fault


def _excused(
    run: Run, failed: Mapping[str, Exception], found: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield a note for each step that faulty rows stopped; with no such fault the plugin failed."""
    for name, fault in failed.items():
        if not run.faulty and not has_errors(found):
            raise _failed(run, name, fault) from fault
        yield note(
            "not-computed",
            f"“{name}” could not be worked out until the errors above are put right.",
            entity=run.entity.code,
            period=run.period.id,
        )


def _failed(run: Run, name: str, fault: Exception) -> PmfError:
    whose = f"of the report {run.report.key} for {run.entity.code}, {run.period.title}"
    if run.faulty:
        return PmfError(
            f"“{name}” {whose}, could not be worked out, not even for a draft, until the errors in"
            " the workbooks are put right. “pmf check” lists them."
        )
    return PmfError(
        f"“{name}” {whose}, failed: {type(fault).__name__}: {fault}. This is a fault of the plugin,"
        " not of your workbooks."
    )
