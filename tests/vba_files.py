"""Files, times and the environment for VBA that runs without Windows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pyopenvba.interpreter import _ast as ast
from pyopenvba.interpreter._parse import parse_expression
from pyopenvba.interpreter._values import VBADate, VBAInt, error

_OPEN = re.compile(r"open (.*) for (input|output) as (?:# )?(\w+)", re.IGNORECASE)
_TEXT = "cp1252"  # what Excel on a British Windows reads and writes


def windows(path: Path) -> str:
    """A path as the Windows of these tests writes it."""
    return "Z:" + str(path).replace("/", "\\")


def real(path: str) -> Path:
    """The file behind a path of VBA."""
    return Path(path.removeprefix("Z:").replace("\\", "/"))


class Files:
    """The file statements and functions of VBA, on real files."""

    def __init__(self, profile: Path, idle: Callable[[], None]) -> None:
        self.profile, self.idle = profile, idle
        self._read: dict[int, str] = {}
        self._written: dict[int, tuple[Path, list[str]]] = {}

    def statement(self, interpreter: Any, statement: ast.Unsupported, frame: Any) -> None:
        """Run a statement that the interpreter leaves out."""
        word, _, rest = statement.text.partition(" ")
        run = getattr(self, f"_do_{word.lower()}")
        run(rest.removeprefix("# "), _Frame(interpreter, frame))

    def _do_attribute(self, rest: str, frame: _Frame) -> None:
        """It says something of the module, and does nothing."""

    def _do_open(self, rest: str, frame: _Frame) -> None:
        found = _OPEN.fullmatch(f"open {rest}")
        assert found, rest
        path, number = frame.value(found[1]), int(frame.value(found[3]))
        if found[2].lower() == "input":
            self._read[number] = self._there(path).read_bytes().decode(_TEXT)
        elif not real(path).parent.is_dir():
            raise error(76)
        else:
            self._written[number] = (real(path), [])

    def _do_print(self, rest: str, frame: _Frame) -> None:
        number, text = rest.rstrip(" ;").split(" , ", 1)
        self._written[int(frame.value(number))][1].append(frame.value(text))

    def _do_close(self, rest: str, frame: _Frame) -> None:
        number = int(frame.value(rest))
        self._read.pop(number, None)
        path, held = self._written.pop(number, (None, []))
        if path is not None:
            path.write_bytes("".join(held).encode(_TEXT))

    def _do_input(self, rest: str, frame: _Frame) -> None:
        number, *names = rest.split(" , ")
        line = self._line(int(frame.value(number)))
        for name, text in zip(names, re.findall(r'"([^"]*)"', line), strict=True):
            frame.put(name, text)

    def _do_line(self, rest: str, frame: _Frame) -> None:
        number, name = rest.partition(" ")[2].removeprefix("# ").split(" , ")
        frame.put(name, self._line(int(frame.value(number))))

    def _do_name(self, rest: str, frame: _Frame) -> None:
        old, new = re.split(r" as ", rest, flags=re.IGNORECASE)
        if real(frame.value(new)).exists():
            raise error(58)
        self._there(frame.value(old)).rename(real(frame.value(new)))

    def _do_kill(self, rest: str, frame: _Frame) -> None:
        self._there(frame.value(rest)).unlink()

    def _line(self, number: int) -> str:
        line, _, self._read[number] = self._read[number].partition("\n")
        return line.rstrip("\r")

    def _there(self, path: object) -> Path:
        found = real(str(path))
        if not found.exists():
            raise error(53)
        return found

    def functions(self) -> dict[str, Callable[..., object]]:
        """The functions that the interpreter leaves out, by name."""
        return {
            "environ": self._environ,
            "freefile": lambda: VBAInt(
                max([*self._read, *self._written], default=0) + 1, "Integer"
            ),
            "lof": lambda number: VBAInt(len(self._read[int(number)]), "Long"),
            "eof": lambda number: not self._read[int(number)],
            "input": lambda length, number: self._read[int(number)][: int(length)],
            "dir": lambda path, kind=0: real(path).name if real(path).exists() else "",
            "getattr": lambda path: VBAInt(16 if self._there(path).is_dir() else 32, "Long"),
            "filedatetime": self._changed,
            "doevents": self._do_events,
            "macscript": self._mac_script,
        }

    def _free(self) -> object:
        return VBAInt(max([*self._read, *self._written], default=0) + 1, "Integer")

    def _environ(self, name: object) -> str:
        home, profile = str(self.profile), windows(self.profile)
        known = {"userprofile": profile, "temp": profile, "home": home}
        return known.get(str(name).lower(), "")

    def _mac_script(self, script: object) -> str:
        """What AppleScript says of a path: itself; or of the home folder, inside the container."""
        found = re.search(r'(?:POSIX path of \(|POSIX file )"(.*)"', str(script))
        return found[1] if found else str(self.profile)

    def _changed(self, path: object) -> object:
        whole = int(self._there(path).stat().st_mtime)  # VBA knows whole seconds
        return VBADate.from_datetime(dt.datetime.fromtimestamp(whole))

    def _do_events(self) -> object:
        self.idle()
        return VBAInt(0, "Integer")


class _Frame:
    """Where a statement stands: what its names mean there."""

    def __init__(self, interpreter: Any, frame: Any) -> None:
        self._interpreter, self._frame = interpreter, frame

    def value(self, text: str) -> Any:
        return self._interpreter.evaluate(parse_expression(text), self._frame)

    def put(self, name: str, value: object) -> None:
        self._interpreter.resolve_target(parse_expression(name), self._frame).put(value, False)
