"""The computer and the person the ribbon is set up for: where Excel and the engine look."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = "pmf"  # xlwings reads <project>.conf, so the user's own xlwings keeps its settings
_CONTAINER = Path("Library/Containers/com.microsoft.Excel/Data")
_MAC_STARTUP = Path(
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
)


@dataclass(frozen=True)
class Machine:
    """A system ("Windows", "Darwin", "Linux"), a home folder and the interpreter to run.

    `place` moves the ribbon's folder elsewhere, as `PMF_HOME` does for tests.
    """

    system: str
    home: Path
    python: Path
    appdata: Path
    place: Path | None = None

    @classmethod
    def here(cls) -> Machine:
        """Return this computer as the person who runs the command has it."""
        home = Path.home()
        roaming = os.environ.get("APPDATA")
        appdata = Path(roaming) if roaming else home / "AppData" / "Roaming"
        place = os.environ.get("PMF_HOME")
        return cls(
            platform.system(), home, Path(sys.executable), appdata, Path(place) if place else None
        )

    @property
    def has_excel(self) -> bool:
        """Whether Excel exists for this system."""
        return self.system in ("Windows", "Darwin")

    @property
    def mac(self) -> bool:
        """Whether this is a Mac."""
        return self.system == "Darwin"

    @property
    def ribbon(self) -> Path:
        """The folder the add-in reads: on a Mac, inside the container that Excel may open."""
        if self.place is not None:
            return self.place
        base = self.home / _CONTAINER if self.mac else self.home
        return base / f".{PROJECT}"

    @property
    def requests(self) -> Path:
        """The folder through which the add-in and the helper talk."""
        return self.ribbon / "requests"

    @property
    def settings(self) -> Path:
        """The settings file that the add-in reads."""
        name = f"{PROJECT}.conf"
        return self.home / _CONTAINER / name if self.mac else self.ribbon / name

    @property
    def startup(self) -> Path:
        """The folder from which Excel loads add-ins when it starts."""
        if self.mac:
            return self.home / _MAC_STARTUP
        return self.appdata / "Microsoft" / "Excel" / "XLSTART"

    @property
    def addin(self) -> Path:
        """Where the add-in stands once it is installed."""
        return self.startup / f"{PROJECT}.xlam"

    @property
    def script(self) -> Path:
        """The script through which RunPython starts Python on a Mac."""
        import xlwings

        folder = self.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
        return folder / f"xlwings-{xlwings.__version__}.applescript"

    @property
    def sign_in(self) -> Path:
        """The file that starts the helper at sign-in."""
        if self.mac:
            return self.home / "Library" / "LaunchAgents" / "uk.pmf-engine.ribbon.plist"
        programs = self.appdata / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return programs / "Startup" / f"{PROJECT}-helper.cmd"

    @property
    def manifest(self) -> Path:
        """The list of what was installed."""
        return self.ribbon / "installed.json"
