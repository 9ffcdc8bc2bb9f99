"""The add-in as bytes: the file xlwings ships, with our ribbon and our module in it.

The same sources and the same xlwings give the same bytes on every machine: members are stored
without compression, in the order of the base, with one fixed date.
"""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from importlib.resources import files
from pathlib import Path

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.machine import PROJECT

MODULE = "PmfRibbon"
RIBBON = "customUI/customUI.xml"
_BASE = "quickstart_addin_ribbon.xlam"
_BASE_MODULE = "RibbonMyAddin"
_DATE = (1980, 1, 1, 0, 0, 0)
_MENU = re.compile(r"^ *<dynamicMenu [^>]*/>\n", re.MULTILINE)
_PLACE_OF_AUTHOR = re.compile(rb"<mc:AlternateContent.*?</mc:AlternateContent>", re.DOTALL)
_EDITS = (
    ('PROJECT_NAME As String = "myaddin"', f'PROJECT_NAME As String = "{PROJECT}"'),
    # The interpreter is named by the user's own file alone: never by a sheet of a workbook that
    # somebody sent, nor by a file that lies beside it; and no code in a sheet is run.
    ('If source = "" Or source = "sheet" Then', 'If source = "sheet" Then'),
    ('If source = "" Or source = "directory" Then', 'If source = "directory" Then'),
    ('If Right$(sht.Name, 3) = ".py" Then\n                uses_embedded_code = True',
     "If False Then\n                uses_embedded_code = True"),
)  # fmt: skip
_WORDS = {
    "docProps/core.xml": (
        (b"<dc:title />", b"<dc:title>PMF Engine: Reporting</dc:title>"),
        (
            b"<dc:description />",
            b"<dc:description>The Reporting tab. Buttons call Python on this computer."
            b"</dc:description>",
        ),
    ),
    "xl/workbook.xml": ((b"_myaddin.conf", f"_{PROJECT}.conf".encode()),),
}


def build_addin(menu: bool = True) -> bytes:
    """Return the add-in; without the menu where an Excel hides a tab that has one.

    Raises PmfError where xlwings or pyOpenVBA is missing, or xlwings is not one we know.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{PROJECT}.xlam"
        path.write_bytes(_shipped(_BASE))
        _put_modules(path)
        return _pack(path.read_bytes(), ribbon_xml(menu))


def ribbon_xml(menu: bool = True) -> str:
    """Return the ribbon's XML, as it goes into the add-in."""
    text = _source("customUI.xml")
    return text if menu else _MENU.sub("", text)


def module_text() -> str:
    """Return our VBA module, as it goes into the add-in."""
    return _crlf(_source(f"{MODULE}.bas"))


def xlwings_text() -> str:
    """Return the VBA module of xlwings with our changes; raises PmfError where one finds no place.

    Source: xlwings_custom_addin.bas of the installed xlwings, BSD 3-clause.
    """
    text = "\n".join(_shipped("xlwings_custom_addin.bas").decode("utf-8").splitlines())
    for old, new in _EDITS:
        if old not in text:
            raise PmfError(
                f"This xlwings ({_version()}) is not one the add-in can be built from: its module"
                f" has no “{old.splitlines()[0]}”. Install xlwings 0.37."
            )
        text = text.replace(old, new)
    return _crlf(text)


def _put_modules(path: Path) -> None:
    try:
        from pyopenvba import ExcelFile
    except ImportError:
        raise PmfError(
            "The add-in is built with pyOpenVBA, which is not installed. Run: pip install pyopenvba"
        ) from None
    with ExcelFile(path) as book:
        book.vba_project().rename_module(_BASE_MODULE, MODULE)
        book.set_module(MODULE, module_text())
        book.set_module("xlwings", xlwings_text())
        book.save()


def _pack(data: bytes, ribbon: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _DATE)
            member.create_system = 0
            content = ribbon.encode() if name == RIBBON else _reworded(name, old.read(name))
            new.writestr(member, content)
    return out.getvalue()


def _reworded(name: str, content: bytes) -> bytes:
    for old, new in _WORDS.get(name, ()):
        content = content.replace(old, new)
    return _PLACE_OF_AUTHOR.sub(b"", content) if name == "xl/workbook.xml" else content


def _shipped(name: str) -> bytes:
    try:
        return files("xlwings").joinpath(name).read_bytes()
    except (ImportError, OSError):
        raise PmfError(
            "The add-in is built from the one xlwings ships, which is not installed."
            " Run: pip install xlwings~=0.37"
        ) from None


def _version() -> str:
    import xlwings

    return str(xlwings.__version__)


def _source(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _crlf(text: str) -> str:
    return "\r\n".join(text.splitlines()) + "\r\n"
