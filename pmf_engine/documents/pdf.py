"""Tagged PDF of a Word document, by LibreOffice or, on Windows, by Word itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from lxml import etree

from pmf_engine.documents.package import parse, serialise
from pmf_engine.model.errors import PmfError

ABSENT = (
    "no PDF was made: neither LibreOffice nor Word is on this computer. Install LibreOffice, or"
    " open the document in Word and save it as PDF."
)
_SECONDS = 300
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_ODF = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
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
    """Convert by way of OpenDocument, as LibreOffice loses the alt text of charts on opening."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def convert(kind: str, paths: Iterable[Path]) -> None:
        how = [profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        _run([office, *how, *map(str, paths)])

    convert("odt", sources)
    texts = [source.with_suffix(".odt") for source in sources]
    for source, text in zip(sources, texts, strict=True):
        if text.is_file():
            _describe(text, _told(source))
    convert(_EXPORT, filter(Path.is_file, texts))


def _told(source: Path) -> list[tuple[str, str]]:
    """The title and alt text of each chart of a Word document, in its order."""
    with zipfile.ZipFile(source) as package:
        root = parse(package.read("word/document.xml"))
    drawn = [*root.iter(f"{_DRAWING}inline", f"{_DRAWING}anchor")]
    charts = [one for one in drawn if next(one.iter(f"{_CHART}chart"), None) is not None]
    found = [told for one in charts for told in one.iter(f"{_DRAWING}docPr")]
    return [(told.get("title", ""), told.get("descr", "")) for told in found]


def _describe(text: Path, told: Sequence[tuple[str, str]]) -> None:
    """Give each chart of an OpenDocument text its title and alt text. PmfError if they differ."""
    with zipfile.ZipFile(text) as package:
        parts = [(info, package.read(info)) for info in package.infolist()]
    root = parse(next(content for info, content in parts if info.filename == "content.xml"))
    frames = [one for one in root.iter(f"{_ODF}frame") if one.find(f"{_ODF}object") is not None]
    if len(frames) != len(told):
        raise PmfError("no PDF was made: LibreOffice did not open every chart of the document.")
    for frame, (title, description) in zip(frames, told, strict=True):
        for name, said in (("title", title), ("desc", description)):
            etree.SubElement(frame, f"{_SVG}{name}").text = said
    with zipfile.ZipFile(text, "w") as package:
        for info, content in parts:
            kept = serialise(root) if info.filename == "content.xml" else content
            package.writestr(info, kept)


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
