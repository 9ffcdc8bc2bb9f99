"""The built add-in at work without Excel: its VBA is run by pyOpenVBA's interpreter.

The interpreter has no files and starts no programs, so these are given to it here: real files below
a folder that stands for drive `Z:`, and a `WScript.Shell` that does what `cmd.exe` is told to do.
What runs is the source in the built file, the module of xlwings included.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from pyopenvba import ExcelFile
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._bridge import ExcelBridge
from pyopenvba.apps.excel._model import Application
from pyopenvba.interpreter import _ast as ast
from pyopenvba.interpreter import _preprocess, _runtime
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, member, method
from pyopenvba.interpreter._values import VBAInt, error

from tests.vba_files import Files, real, windows

_COMMAND = re.compile(
    r'cmd\.exe /C (?:Z: & cd "[^"]*" & )?"(?P<python>[^"]*)"'
    r' -B -c "(?P<code>(?:\\"|[^"])*)" +(?P<rest>.*?) +2> "(?P<log>[^"]*)" *'
)
_REMARK = re.compile(r"^( *#[A-Z][^'\r\n]*)'[^\r\n]*", re.MULTILINE)
_WINDOWS = re.compile(r"^ *Private Declare PtrSafe Function MsgWait.* _\r?\n.*", re.MULTILINE)
_MODULES = ("xlwings", "PmfRibbon")
_MEMBERS = {
    "Hwnd": (), "EnableCancelKey": (),
    "OnTime": ("EarliestTime", "Procedure"), "OnUndo": ("Text", "Procedure"),
}  # fmt: skip
_SHOWN = """
Public Function ShownPmfGetContent() As String
    Dim v
    PmfGetContent Nothing, v
    ShownPmfGetContent = v
End Function
Public Function ShownPmfGetLabel() As String
    Dim v
    PmfGetLabel Nothing, v
    ShownPmfGetLabel = v
End Function
"""


class Control(VBAObject):
    """A button of the ribbon, as Excel hands it to a callback."""

    vba_type_name = "IRibbonControl"

    def __init__(self, control: str, tag: str) -> None:
        self.control, self.tag = control, tag

    @member
    def ID(self) -> object:
        return self.control

    @member
    def Tag(self) -> object:
        return self.tag


class Ribbon(VBAObject):
    """The ribbon, as Excel hands it over when it loads the add-in."""

    vba_type_name = "IRibbonUI"
    drawn = 0

    @method
    def Invalidate(self) -> object:
        self.drawn += 1
        return None


class Shell(VBAObject):
    """`WScript.Shell`: it runs what it is given, and shows what it is told to show."""

    vba_type_name = "WshShell"

    def __init__(self, machine: VbaMachine) -> None:
        self.machine = machine

    @method
    def Run(self, command: object, style: object = 0, wait: object = False) -> object:
        return VBAInt(self.machine.start(str(command)), "Long")

    @method
    def ExpandEnvironmentStrings(self, text: object) -> object:
        # VBA compares the text "False" with True, which the interpreter does not
        return False if text == "False" else str(text)

    @method
    def Popup(
        self, text: object, wait: object = 0, title: object = "", style: object = 0
    ) -> object:
        self.machine.popups.append(str(text))
        return VBAInt(1, "Long")


class VbaMachine:
    """One Excel with the add-in loaded; `machine_of` makes it."""

    def __init__(self, addin: Path, profile: Path) -> None:
        self.profile = profile
        self.popups: list[str] = []
        self.commands: list[str] = []
        self.later: list[str] = []
        self.undo: tuple[str, str] | None = None
        self.environment = dict(os.environ)
        self.blocked = False
        self.cancel = 1
        self.rests: list[int] = []
        self.beside: subprocess.Popen[bytes] | None = None
        self.idle: Callable[[], None] = lambda: time.sleep(0.002)
        self.files = Files(profile, lambda: self.idle())
        self.ribbon = Ribbon()
        self.app = ExcelApplication()
        self._addin = addin

    def load(self) -> None:
        """Load the add-in, as Excel does when it starts."""
        self.app.add_workbook().name = "pmf.xlam"
        with ExcelFile(self._addin) as file:
            modules = {module.name: module.source for module in file.vba_project().modules}
        for name in _MODULES:
            # the interpreter reads no remark behind a directive, and calls nothing of Windows
            source = _WINDOWS.sub("", _REMARK.sub(r"\1", modules[name]))
            self.app.add_module(source, name=name)
        self.app.add_module(_SHOWN, name="Shown")
        self.app.application.active_book = None
        self.call("PmfOnLoad", self.ribbon)

    def open(self, path: Path | None) -> None:
        """Bring a workbook to the front; one that was never saved has no path."""
        book = self.app.add_workbook()
        book.name = path.name if path else "Book1"
        book.path = windows(path.parent) if path else ""
        self.app.activate_workbook(book)

    def call(self, macro: str, *arguments: object) -> object:
        """Run a macro of our module."""
        return self.app.run(f"PmfRibbon.{macro}", *arguments)

    def press(self, control: str, tag: str, *answers: int) -> None:
        """Press a button; `answers` are to the questions asked (6 is yes, 7 is no)."""
        self.app.answer_dialogs(*answers)
        self.call("PmfAction", Control(control, tag))

    def shown(self, macro: str) -> str:
        """What a callback gives back, as Excel takes it from its second argument."""
        return str(self.app.run(f"Shown{macro}"))

    @property
    def said(self) -> list[str]:
        """The texts of the boxes that were shown."""
        # VBA holds a character beyond the first 65,536 as two halves
        halves = [prompt.encode("utf-16", "surrogatepass") for _, prompt, _, _ in self.app.dialogs]
        return [text.decode("utf-16") for text in halves]

    @property
    def bar(self) -> object:
        """What the status bar says; False where Excel has it."""
        return self.app.application.status_bar

    def start(self, command: str) -> int:
        """Do what `cmd.exe` would: run Python, and put its errors into a file."""
        self.commands.append(command)
        if self.blocked:
            raise error(70, "Permission denied")
        found = _COMMAND.fullmatch(command)
        assert found, command
        rest = [word.replace('"', "") for word in re.findall(r'--\w+="[^"]*"|\S+', found["rest"])]
        code = found["code"].replace('\\"', '"')
        words = [str(real(found["python"])), "-B", "-c", code, *rest]
        with real(found["log"]).open("wb") as log:
            return subprocess.run(words, stderr=log, env=self.environment, check=False).returncode

    def script(self, file: object, handler: object, parameters: object) -> object:
        """Do what xlwings' AppleScript does: start Python beside, and return at once."""
        path, python, command, book, _, log = str(parameters).split("|")
        self.commands.append(command)
        code = f"import xlwings.utils;xlwings.utils.prepare_sys_path('{path}');{command} "
        words = [python, "-B", "-u", "-W", "ignore", "-c", code, f"--wb={book}", "--from_xl=1"]
        with Path(log).open("wb") as errors:
            self.beside = subprocess.Popen(words, stderr=errors, env=self.environment)
        return ""

    def hwnd(self, app: object) -> object:
        """The number of Excel's window."""
        return VBAInt(4711, "Long")

    def enablecancelkey(self, app: object) -> object:
        """What Esc does while a macro runs: 1 where it interrupts it, as is usual."""
        return VBAInt(self.cancel, "Long")

    def _cancel(self, app: object, value: object) -> None:
        self.cancel = int(str(value))

    def rest(self, count: object, handles: object, all_: object, wait: object, _: object) -> object:
        """Wait until there is something to do, as Windows does."""
        self.rests.append(int(str(wait)))
        return VBAInt(0, "Long")

    def ontime(self, app: object, when: object, macro: object) -> None:
        """Keep a macro that is to be run later."""
        self.later.append(str(macro).partition("!PmfRibbon.")[2])

    def onundo(self, app: object, text: object, macro: object) -> None:
        """Keep what Excel's own Undo is to do."""
        self.undo = (str(text), str(macro).partition("!PmfRibbon.")[2])


@contextmanager
def machine_of(addin: Path, profile: Path, *, mac: bool = False) -> Iterator[VbaMachine]:
    """An Excel for one person whose profile is this folder, with the add-in loaded."""
    machine = VbaMachine(addin, profile)
    files = machine.files
    with ExitStack() as stack:
        given: list[tuple[dict[Any, Any], dict[Any, Any]]] = [
            (_runtime._STATEMENTS, {ast.Unsupported: files.statement}),
            (INTRINSICS, {n: _function(one) for n, one in files.functions().items()}),
            (INTRINSICS, {"applescripttask": _function(machine.script)}),
            (INTRINSICS, {"msgwaitformultipleobjects": _function(machine.rest)}),
            (Application._vba_members, {name.lower(): _spec(machine, name) for name in _MEMBERS}),
        ]
        if mac:
            here = {"Mac": True, "Win32": False, "Win64": False}
            given.append((_preprocess.DEFAULT_CONSTANTS, here))
        for where, what in given:
            stack.enter_context(mock.patch.dict(where, what))
        stack.enter_context(
            mock.patch.object(ExcelBridge, "create", lambda bridge, name: Shell(machine))
        )
        machine.load()
        yield machine


def _function(run: Callable[..., object]) -> Callable[..., object]:
    return lambda interpreter, arguments, named: run(*arguments)


def _spec(machine: VbaMachine, name: str) -> MemberSpec:
    kind = "method" if _MEMBERS[name] else "property"
    run = getattr(machine, name.lower())
    setter = (lambda app, value: machine._cancel(app, value)) if name == "EnableCancelKey" else None
    return MemberSpec(name, kind, getter=run, setter=setter, parameters=_MEMBERS[name])
