"""Trying the engine on a real Excel: the contract suite is run, and a report is written."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

from pmf_engine import __version__
from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.doctor.check import Check
from pmf_engine.ribbon.machine import Machine

_RIBBON = Path(__file__).resolve().parent.parent
_PACKED = _RIBBON / "contract"
_SOURCE = _RIBBON.parent.parent / "tests" / "contract"


@dataclass(frozen=True, slots=True)
class Case:
    """One test: its name as a sentence, and why it failed; empty where it passed."""

    name: str
    failure: str


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of the suite, and the version of the spreadsheet it was run on."""

    cases: tuple[Case, ...]
    version: str

    @property
    def failed(self) -> int:
        """How many tests failed, or could not be run."""
        return sum(bool(case.failure) for case in self.cases)

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return len(self.cases) - self.failed


def try_excel(machine: Machine, out: Path, checks: Sequence[Check], engine: str = "excel") -> Trial:
    """Run the contract suite on this computer's Excel and write the report.

    Raises PmfError where there is no Excel, no pytest or no suite, or the report cannot be written.
    """
    if engine == "excel" and not machine.has_excel:
        raise PmfError(
            f"Excel does not run on {machine.system}, so there is nothing to try. Run this on a"
            " Windows or Mac computer that has Excel."
        )
    trial = _run(engine)
    try:
        out.write_text("\n".join(_report(trial, checks)) + "\n", encoding="utf-8")
    except OSError as fault:
        raise PmfError(f"{out} cannot be written: {fault.strerror}.") from None
    return trial


def suite() -> Path:
    """Return where the contract suite is. Raises PmfError where it was not installed."""
    for folder in (_PACKED, _SOURCE):
        if folder.is_dir():
            return folder
    raise PmfError("The contract suite is missing from this installation. Install it again.")


def _run(engine: str) -> Trial:
    if find_spec("pytest") is None:
        raise PmfError("The contract suite is run by pytest. Run: pip install pytest")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "cases.xml"
        words = ["-m", "pytest", str(suite()), "-q", "-p", "no:cacheprovider"]
        told = subprocess.run(  # noqa: S603  (our own suite, by this interpreter)
            [sys.executable, *words, f"--junitxml={report}"],
            capture_output=True, text=True, check=False, env={**os.environ, "PMF_ENGINE": engine},
        )  # fmt: skip
        if not report.exists():
            raise PmfError(f"The contract suite could not be run: {told.stdout}{told.stderr}")
        return _read(report)


def _read(report: Path) -> Trial:
    root = ElementTree.parse(report).getroot()  # noqa: S314  (pytest wrote it a moment ago)
    cases = tuple(_case(one) for one in root.iter("testcase"))
    versions = [one.get("value", "") for one in root.iter("property") if one.get("name") == "excel"]
    return Trial(cases, versions[0] if versions else "unknown")


def _case(element: ElementTree.Element) -> Case:
    name = element.get("name", "").removeprefix("test_").replace("_", " ")
    for kind in ("failure", "error", "skipped"):
        found = element.find(kind)
        if found is not None:
            return Case(name, f"{kind}: {_line(found.get('message', ''))}")
    return Case(name, "")


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")[:200]


def _report(trial: Trial, checks: Sequence[Check]) -> Iterator[str]:
    yield "# The engine on a real Excel"
    yield ""
    yield f"{date.today():%d %B %Y}. {trial.passed} passed, {trial.failed} failed."
    yield ""
    yield f"- Excel {trial.version}"
    yield f"- {platform.platform()}, Python {platform.python_version()}"
    yield f"- PMF Engine {__version__}"
    yield from _table("The doctor", ("Check", "State", "Found"), _checked(checks))
    rows = [
        (case.name, "failed" if case.failure else "passed", case.failure) for case in trial.cases
    ]
    yield from _table("The contract suite", ("Test", "Result", "Why"), rows)


def _checked(checks: Sequence[Check]) -> list[tuple[str, str, str]]:
    return [(check.name, str(check.state), _line(check.found)) for check in checks]


def _table(title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield f"| {' | '.join(headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
