"""Tagged PDF of a Word document, by LibreOffice or, on Windows, by Word itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from pmf_engine.model.errors import PmfError

ABSENT = (
    "no PDF was made: neither LibreOffice nor Word is on this computer. Install LibreOffice, or"
    " open the document in Word and save it as PDF."
)
_SECONDS = 300
# PDF/UA-1: tags, the document's title in the window, its language, headings as bookmarks.
_EXPORT = (
    'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
_HOMES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
# 17 is PDF; the last but two of the arguments asks for tags, and the 1 before for bookmarks.
_WORD = (
    "$ErrorActionPreference = 'Stop'; $word = New-Object -ComObject Word.Application;"
    " try {{ $word.Visible = $false; $file = $word.Documents.Open('{source}', $false, $true);"
    " $file.ExportAsFixedFormat('{target}', 17, $false, 0, 0, 1, 1, 0, $true, $true, 1, $true,"
    " $true, $false); $file.Close($false) }} finally {{ $word.Quit() }}"
)


def to_pdf(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return a tagged PDF of each Word document, by the document's name.

    Raises PmfError in a sentence where neither LibreOffice nor Word is there, or it fails.
    """
    printer = _printer()
    if printer is None:
        raise PmfError(ABSENT)
    with tempfile.TemporaryDirectory(prefix="pmf-pdf-") as folder:
        sources = []
        for number, content in enumerate(documents.values()):
            sources.append(Path(folder) / f"{number}.docx")
            sources[-1].write_bytes(content)
        printer(sources, Path(folder))
        made = [source.with_suffix(".pdf") for source in sources]
        for name, path in zip(documents, made, strict=True):
            if not path.is_file():
                raise PmfError(f"{name} could not be made into a PDF. Does it open in Word?")
        return {name: path.read_bytes() for name, path in zip(documents, made, strict=True)}


def _printer() -> Callable[[Sequence[Path], Path], None] | None:
    office = shutil.which("soffice") or next((one for one in _HOMES if Path(one).is_file()), None)
    if office is not None:
        return lambda sources, folder: _by_libreoffice(office, sources, folder)
    powershell = shutil.which("powershell") if os.name == "nt" else None
    if powershell is not None and _has_word():
        return lambda sources, _: _by_word(powershell, sources)
    return None


def _by_libreoffice(office: str, sources: Sequence[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    how = [profile, "--headless", "--convert-to", _EXPORT, "--outdir", str(folder)]
    _run([office, *how, *map(str, sources)])


def _by_word(powershell: str, sources: Sequence[Path]) -> None:
    for source in sources:
        script = _WORD.format(source=source, target=source.with_suffix(".pdf"))
        _run([powershell, "-NoProfile", "-NonInteractive", "-Command", script])


def _has_word() -> bool:
    import winreg  # type: ignore[import-not-found,unused-ignore]

    try:
        winreg.OpenKey(winreg.HKEY_CLASSES_ROOT, "Word.Application").Close()  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True


def _run(command: Sequence[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as fault:
        name = Path(command[0]).stem
        raise PmfError(f"no PDF was made: {name} failed ({type(fault).__name__}).") from None
