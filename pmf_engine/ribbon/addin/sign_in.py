"""The text files an installation consists of, apart from the add-in itself."""

from __future__ import annotations

import plistlib
import sys
from importlib.resources import files

from pmf_engine.model.errors import PmfError
from pmf_engine.ribbon.machine import Machine

_SERVE = ("-m", "pmf_engine", "ribbon", "serve")


def settings(machine: Machine) -> bytes:
    """Return the settings that RunPython reads, naming this interpreter by its whole path.

    Raises PmfError where the path has letters that VBA cannot read.
    """
    key = "INTERPRETER_MAC" if machine.mac else "INTERPRETER_WIN"
    rows = ((key, str(machine.python)), ("ADD_WORKBOOK_TO_PYTHONPATH", "false"))
    text = "".join(f'"{name}","{value}"\r\n' for name, value in rows)
    try:
        return text.encode(_code_page(machine))
    except UnicodeEncodeError:
        raise PmfError(
            f"Excel cannot read the path of Python, {machine.python}: it has letters outside this"
            " computer's code page. Install Python and the engine in another folder."
        ) from None


def _code_page(machine: Machine) -> str:
    if machine.mac:
        return "ascii"
    return "mbcs" if sys.platform == "win32" else "cp1252"


def script() -> bytes:
    """Return the script through which RunPython starts Python on a Mac, as xlwings ships it."""
    import xlwings

    name = f"xlwings-{xlwings.__version__}.applescript"
    return files("xlwings").joinpath(name).read_bytes()


def at_sign_in(machine: Machine) -> bytes:
    """Return the file that starts the helper at sign-in."""
    return _agent(machine) if machine.mac else _command(machine)


def _command(machine: Machine) -> bytes:
    quiet = machine.python.with_name("pythonw.exe")
    python = str(quiet if quiet.exists() else machine.python).replace("%", "%%")
    lines = ("@echo off", "chcp 65001 >nul", f'start "" "{python}" {" ".join(_SERVE)}')
    return "".join(f"{line}\r\n" for line in lines).encode()


def _agent(machine: Machine) -> bytes:
    return plistlib.dumps({
        "Label": machine.sign_in.stem,
        "ProgramArguments": [str(machine.python), *_SERVE],
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
    })  # fmt: skip
