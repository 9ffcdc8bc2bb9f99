"""Every output of the sample workspace opens in LibreOffice and becomes a PDF with its figures."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pmf_engine.cli import _run

pytestmark = pytest.mark.office
needs_office = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="needs LibreOffice (soffice) and poppler-utils (pdftotext) on the path",
)


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of every pack of the sample and, beside each, its PDF."""
    folder = tmp_path_factory.mktemp("packs")
    workspace, flat = folder / "sample", folder / "flat"
    assert _run(["init", str(workspace)]) == 0
    command = ["run", "--all", "--entity", "all", "--workspace", str(workspace)]
    assert _run(command) == 0
    flat.mkdir()
    for path in (workspace / "outputs").rglob("*.*"):
        report, entity, suffix = *path.parts[-4:-2], path.suffix
        wanted = report == "board-pack" or entity in ("OVH", "SOVINI")
        if wanted and suffix in (".docx", ".xlsx"):
            name = path.stem if path.stem.startswith(report) else f"{report}-{path.stem}"
            shutil.copy(path, flat / f"{name}-{suffix[1:]}{suffix}")
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    convert = [*office, "--convert-to", "pdf", "--outdir", str(flat)]
    subprocess.run([*convert, *map(str, flat.iterdir())], check=True, capture_output=True)
    yield flat


@needs_office
def test_every_output_of_the_sample_renders(rendered: Path) -> None:
    outputs = [path for path in rendered.iterdir() if path.suffix in (".docx", ".xlsx")]
    assert len(outputs) >= 10
    for path in outputs:
        assert path.with_suffix(".pdf").stat().st_size > 10_000, path.name


@needs_office
def test_the_paper_shows_its_verdict_and_no_placeholder_is_left(rendered: Path) -> None:
    text = _text(rendered / "board-pack-OVH-2026-Q2-docx.pdf")
    assert "measures with a target" in text
    assert "Gas certificates out of date" in text
    for left in ("{{", "{%", "####", "#REF!", "None of None"):
        assert left not in text


@needs_office
def test_the_companion_prints_without_overflowing_cells(rendered: Path) -> None:
    text = _text(rendered / "board-pack-OVH-2026-Q2-xlsx.pdf")
    assert "Scorecard: One Vision Housing" in text
    assert "###" not in text


@needs_office
def test_the_reports_on_accounts_show_their_figures_and_no_cell_overflows(rendered: Path) -> None:
    for name, said in {
        "vfm-self-assessment-OVH-2025-26-docx": "the overall operating margin was 25.1%",
        "vfm-self-assessment-SOVINI-2025-26-xlsx": "Cost of a social home by service",
        "annual-accounts-SOVINI-2025-26-docx": "Statement of financial position at 31 March 2026",
        "annual-accounts-SOVINI-2025-26-xlsx": "From the companies to the group",
    }.items():
        text = " ".join(_text(rendered / f"{name}.pdf").split())
        assert said in text, name
        assert not [left for left in ("{{", "{%", "###", "None of None") if left in text], name


@needs_office
def test_the_tenant_satisfaction_report_and_its_review_show_their_figures(rendered: Path) -> None:
    text = _text(rendered / "tsm-OVH-2025-26-docx.pdf")
    assert re.search(r"\d\d\.\d% of tenants were satisfied overall", text)
    review = _text(rendered / "tsm-review-OVH-2025-26-docx.pdf")
    assert review.index("Check list") < review.index("Formulas in force")
    for left in ("{{", "{%", "####", "#REF!"):
        assert left not in text + review


def _text(path: Path) -> str:
    done = subprocess.run(["pdftotext", str(path), "-"], check=True, capture_output=True)
    return done.stdout.decode()
