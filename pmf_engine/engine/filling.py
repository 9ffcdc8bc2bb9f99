"""Filling a run's documents: what every template may name, then the plugin's own content."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pmf_engine import __version__
from pmf_engine.engine.computing import asked, content
from pmf_engine.engine.fingerprint import code_stamp, engine_stamp, fingerprint
from pmf_engine.engine.templates import Template, templates_of
from pmf_engine.engine.variants import MARK
from pmf_engine.engine.workspace import Workspace
from pmf_engine.model.content import Field, Grid, Identity, Sheet
from pmf_engine.model.errors import InputFaults, PmfError
from pmf_engine.model.findings import Finding, has_errors
from pmf_engine.model.refresh import Refreshed
from pmf_engine.model.report import Csv, Document, Excel, Web, Word
from pmf_engine.model.values import Figure
from pmf_engine.model.web import Site
from pmf_engine.run import Run

if TYPE_CHECKING:
    from pmf_engine.documents.excel import Touched

_Made = TypeVar("_Made")


def file_names(run: Run, documents: Sequence[Document]) -> list[str]:
    """Return the names of the files that carry documents; those of web pages with their folders."""
    return [name for document in documents for name in _names(run, document)]


def lint(
    workspace: Workspace, plugin: Path | None, run: Run, findings: Sequence[Finding]
) -> list[Finding]:
    """Return what is wrong with the run's templates.

    Where errors stand in the inputs there is no content, so names are not looked at.
    """
    from pmf_engine.documents.word import lint_template

    names = None if has_errors(findings) else set(_context(workspace, run, findings))
    return [
        finding
        for template in templates_of(workspace.root, run.report, plugin, run.period, run.options)
        for finding in lint_template(
            template.path.read_bytes(), names, workbook_name=template.path.name
        )
    ]


def fill(
    workspace: Workspace,
    plugin: Path | None,
    run: Run,
    inputs: Mapping[str, str],
    findings: Sequence[Finding],
    documents: Sequence[Document],
) -> dict[str, bytes]:
    """Return the bytes of documents of a run by file name."""
    templates = templates_of(workspace.root, run.report, plugin, run.period, run.options)
    by_name = {template.path.name: template for template in templates}
    filling = Filling(workspace, run, inputs, findings)

    def made(document: Word | Excel | Csv) -> bytes:
        if isinstance(document, Word):
            return filling.word(by_name[document.template])
        if isinstance(document, Csv):
            return _csv(run, document)
        return filling.excel(document.name)

    files: dict[str, bytes] = {}
    for document in documents:
        if isinstance(document, Web):
            files |= _web(workspace, plugin, run, document)
        else:
            files[file_name(run, document)] = made(document)
    return files


def _web(workspace: Workspace, plugin: Path | None, run: Run, document: Web) -> dict[str, bytes]:
    from pmf_engine.documents.web import Shelf, build_site

    kept = workspace.private / "cache" / f"pages~{run.name}~{run.entity.code}.json"
    shelf = Shelf(kept, f"{engine_stamp()}{code_stamp(plugin)}")
    files = build_site(_site(run), draft=run.draft, shelf=shelf)
    return {f"{document.name}/{path}": content for path, content in files.items()}


def _site(run: Run) -> Site:
    pages = run.report.pages_of
    if pages is None:
        raise PmfError(f"The report {run.report.key} gives no web pages.")
    return run.remember("engine: pages", lambda: asked(run, pages))  # type: ignore[no-any-return]


def _names(run: Run, document: Document) -> list[str]:
    if not isinstance(document, Web):
        return [file_name(run, document)]
    return [f"{document.name}/{path}" for path in _site(run).paths]


def _csv(run: Run, document: Csv) -> bytes:
    from pmf_engine.documents.listing import build_csv

    rows = run.report.rows_of.get(document.name)
    if rows is None:
        raise PmfError(f"The report {run.report.key} gives no rows for {document.name}.")
    return build_csv(asked(run, rows), draft=run.draft)


@dataclass(frozen=True)
class Filling:
    """A run whose documents are filled, built or refreshed, with the hashes of its inputs."""

    workspace: Workspace
    run: Run
    inputs: Mapping[str, str]
    findings: Sequence[Finding]

    def word(self, template: Template) -> bytes:
        """Return a Word document newly built."""
        from pmf_engine.documents.word import build_word

        return _of_template(template, lambda: build_word(*self._word(template)))

    def refreshed_word(self, data: bytes, template: Template, overwrite: bool) -> Refreshed:
        """Return a Word document, built once and edited since, brought up to date."""
        from pmf_engine.documents.word import refresh_word

        given = self._word(template)
        return _of_template(template, lambda: refresh_word(data, *given, overwrite=overwrite))

    def excel(self, name: str) -> bytes:
        """Return an Excel companion newly built."""
        from pmf_engine.documents.excel import build_excel

        return build_excel(*self._excel(name))

    def refreshed_excel(self, data: bytes, name: str, overwrite: bool) -> Refreshed:
        """Return an Excel companion, built once and edited since, brought up to date."""
        from pmf_engine.documents.excel import refresh_excel

        return refresh_excel(data, *self._excel(name), overwrite=overwrite)

    def touched_excel(self, data: bytes, name: str) -> Touched:
        """Return what a refresh would change in an Excel companion that is open."""
        from pmf_engine.documents.excel import touch_excel

        return touch_excel(data, *self._excel(name))

    def _word(
        self, template: Template
    ) -> tuple[bytes, Mapping[str, Any], Identity, Sequence[Figure]]:
        identity = _identity(self, template.edition, template.path.name)
        context = _context(self.workspace, self.run, self.findings)
        if identity.marking:
            context["marking"] = identity.marking
        return template.path.read_bytes(), context, identity, list(self.run.figures.values())

    def _excel(self, name: str) -> tuple[Sequence[Sheet], Identity, Sequence[Figure]]:
        sheets = [*_finding_sheets(self.run, self.findings), *_sheets(self.run)]
        return sheets, _identity(self, "", name), list(self.run.figures.values())


def _of_template(template: Template, make: Callable[[], _Made]) -> _Made:
    """Return what `make` gives; faults it meets name the template's file."""
    try:
        return make()
    except InputFaults as fault:
        name = template.path.name
        raise InputFaults(replace(found, workbook=name) for found in fault.findings) from None


def file_name(run: Run, document: Document) -> str:
    """Return the name of the file that carries a document of a run; of web pages their folder."""
    if isinstance(document, Web):
        return document.name
    stem, suffix = Path(document.name).stem, Path(document.name).suffix
    chosen = run.name.split(MARK)[1:]
    revised = [f"revised-{run.revision}"] if run.revision else []
    return f"{'-'.join((stem, *chosen, run.entity.code, run.period.id, *revised))}{suffix}"


def _identity(filling: Filling, edition: str, document: str) -> Identity:
    run = filling.run
    return Identity(
        report=run.name,
        title=run.title,
        entity=run.entity.code,
        entity_title=run.entity.title,
        period=run.period.id,
        period_title=run.period.title,
        workspace=filling.workspace.name,
        template=edition,
        engine=__version__,
        today=run.today.isoformat(),
        inputs=filling.inputs,
        draft=run.draft,
        document=document,
        marking=_own_marking(run, document),
    )


def _own_marking(run: Run, name: str) -> str:
    """Return the marking that a document has for itself; nothing where it has the report's."""
    documents = run.report.carriers(run.options)
    return next((one.marking for one in documents if one.name == name), "")


def _context(workspace: Workspace, run: Run, findings: Sequence[Finding]) -> dict[str, Any]:
    own = content(run)
    common: dict[str, Any] = {
        "report": run.report,
        "entity": run.entity,
        "period": run.period,
        "as_at": f"{run.today.day} {run.today:%B %Y}",
        "version": run.remember("engine: version", lambda: version(run)),
        "workspace": workspace.title,
        "marking": workspace.marking or _marking(run),
        "draft": run.draft,
        "findings": _finding_grid(findings),
    }
    taken = sorted(set(common) & set(own))
    if taken:
        raise PmfError(
            f"The report {run.report.key} gives content named {taken[0]}, which is taken."
        )
    return {**common, **own}


def _marking(run: Run) -> str:
    """Return the marking of a run's documents: that of an option chosen, or the report's own."""
    options = run.report.options
    own = [options[name].markings.get(value) for name, value in run.options.items()]
    return next((marking for marking in own if marking), run.report.marking)


def version(run: Run) -> str:
    """Return what tells two builds of one report apart: a short hash of what they rest on."""
    figures = [figure.as_json() for figure in run.figures.values()]
    mark = fingerprint({"figures": figures, "today": run.today.isoformat()})[:8]
    return f"{'DRAFT ' if run.draft else ''}{mark} (PMF Engine {__version__})"


def _sheets(run: Run) -> list[Sheet]:
    return list(asked(run, run.report.sheets_of)) if run.report.sheets_of else []


def _finding_sheets(run: Run, findings: Sequence[Finding]) -> Iterator[Sheet]:
    if run.draft:
        yield Sheet(
            name="Findings",
            title="DRAFT: not to be circulated",
            note="This sheet holds one table: what the checks found.",
            grid=_finding_grid(findings),
        )


def _finding_grid(findings: Sequence[Finding]) -> Grid:
    order = {"error": 0, "warning": 1, "note": 2}
    ranked = sorted(findings, key=lambda finding: order[finding.level])
    return Grid(
        slot="draft-findings",
        caption="What the checks found",
        summary="One finding a row; columns level to what to do; errors first.",
        fields=(
            Field(title="Level", width=1.8, chars=10),
            Field(title="Where", width=4.6, chars=34),
            Field(title="What was found and what to do", width=10.6, chars=90),
        ),
        rows=[(str(f.level).capitalize(), _place(f), f.message) for f in ranked]
        or [("Note", "All inputs", "The checks found nothing.")],
    )


def _place(finding: Finding) -> str:
    parts = (finding.workbook, finding.sheet, finding.cell)
    return ", ".join(part for part in parts if part) or finding.entity or "The report"
