"""Computing a run: figures from definitions and rows, then checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from pmf_engine.model.checks import Check, Checked
from pmf_engine.model.definitions import Definition
from pmf_engine.model.errors import NotRun, PmfError
from pmf_engine.model.findings import Finding, has_errors, note
from pmf_engine.model.report import Hook, Report
from pmf_engine.model.values import Missing
from pmf_engine.run import Run

_UNKNOWN = Missing("errors in the workbooks stand in its way")


def compute(run: Run) -> list[Finding]:
    """Make the run's figures and return what its checks find.

    A report that names no figure and registers no computation makes them as it gives its content.
    Where an input is faulty, a computation that cannot go on is left out and said so, and a figure
    of the definitions is missing. Raises PmfError naming the report when a plugin's function fails
    for any other cause.
    """
    found: list[Finding] = []
    failed: dict[str, Exception] = {}
    terms = {name: partial(count, run) for name, count in run.report.terms.items()}
    for key in run.report.figures:
        edition = run.definitions[key].in_force(run.period)
        _try(failed, key, partial(run.measure, key, terms))
        if key not in run.figures:
            run.figure(key, edition.title, lambda: _UNKNOWN, unit=edition.unit)
    for function in run.report.computations:
        _try(failed, function.__name__, partial(_drain, function, run))
    if run.report.content_of and not (run.report.computations or run.report.figures):
        _try(failed, run.report.content_of.__name__, lambda: run.content)
    for check in run.report.checks:
        _try(failed, check.title or check.function.__name__, partial(_check, run, check, found))
    return found + list(_excused(run, failed, found))


def asked(run: Run, hook: Hook, name: str = "") -> Any:
    """Return what a plugin's function, of that name, gives of a run; an iterator as a list.

    Raises PmfError, in a sentence, when the function fails.
    """
    try:
        given = hook(run)
        return list(given) if isinstance(given, Iterator) else given
    except PmfError:
        raise
    except Exception as fault:
        raise _failed(run, name or hook.__name__, fault) from fault


def content(run: Run) -> Mapping[str, Any]:
    """Return the run's content. Raises PmfError, in a sentence, when the function for it fails."""
    hook = run.report.content_of
    return asked(run, lambda one: one.content, hook.__name__) if hook else {}


def load_definitions(report: Report, shared: Iterable[Path]) -> dict[str, Definition]:
    """Return the definitions a report may name: its own file before shared ones.

    Raises PmfError when a file is at fault, or a figure or term is not to be found.
    """
    if not report.figures and report.definitions is None:
        return {}
    from pmf_engine.definitions import check_terms, load_definitions

    found: dict[str, Definition] = {}
    own = [report.definitions] if report.definitions else []
    for path in (*own, *report.borrows, *shared):
        for definition in load_definitions(path):
            found.setdefault(definition.key, definition)
    missing = [key for key in report.figures if key not in found]
    if missing:
        raise PmfError(f"The report {report.key} names figures without a definition: {missing}.")
    faults = check_terms([found[key] for key in report.figures], report.terms)
    if faults:
        raise PmfError(f"The report {report.key}: {' '.join(faults)}")
    return found


def _drain(function: Hook, run: Run) -> None:
    for _ in function(run) or ():
        pass


def _check(run: Run, check: Check, found: list[Finding]) -> None:
    """Ask one check, and note on the run what came of it, even where it fails."""
    before, reason = len(found), ""
    try:
        for finding in _checked(run, check.function):
            found.append(finding)  # noqa: PERF402 - what it found before it fails counts too
    except NotRun as cause:
        reason = str(cause)
        found.append(_not_run(run, check, reason))
    except Exception:
        reason = _UNKNOWN.reason
        raise
    finally:
        run.checked.append(Checked(check, tuple(found[before:]), reason))


def _not_run(run: Run, check: Check, reason: str) -> Finding:
    return note(
        "check-not-run",
        f"“{check.title or check.code}” was not run: {reason}.",
        entity=run.entity.code,
        period=run.period.id,
    )


def _checked(run: Run, check: Hook) -> Iterator[Finding]:
    for finding in check(run) or ():
        if not isinstance(finding, Finding):
            raise PmfError(
                f"The check {check.__name__} of the report {run.report.key} yields {finding!r},"
                " which is not a finding."
            )
        yield finding


def _try(failed: dict[str, Exception], name: str, step: Callable[[], object]) -> None:
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
    told = type(fault).__name__ if _personal(run.report) else f"{type(fault).__name__}: {fault}"
    return PmfError(
        f"“{name}” {whose}, failed: {told}. This is a fault of the plugin, not of your workbooks."
    )


def _personal(report: Report) -> bool:
    """Whether a report reads personal data, which the words of a fault might hold."""
    return any(getattr(one, "personal", False) for one in report.inputs.values())
