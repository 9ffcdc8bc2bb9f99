"""Whether a folder or file is this person's own, and nobody else may write to it."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

if sys.platform == "win32":
    _OTHERS = ("S-1-1-0", "S-1-5-11", "S-1-5-32-545")  # everyone, signed-in users, users
    _ADMINISTRATORS = "S-1-5-32-544"  # own what an administrator makes

    def is_private(path: Path) -> bool:
        """Whether the path is no link, this person owns it, and no wide group may write to it."""
        import ntsecuritycon
        import win32security

        wanted = win32security.OWNER_SECURITY_INFORMATION | win32security.DACL_SECURITY_INFORMATION
        security = win32security.GetFileSecurity(str(path), wanted)
        owner = _text(security.GetSecurityDescriptorOwner())
        access = security.GetSecurityDescriptorDacl()
        if path.is_symlink() or access is None or owner not in (_me(), _ADMINISTRATORS):
            return False
        entries = [access.GetAce(n) for n in range(access.GetAceCount())]
        return not any(
            _text(entry[2]) in _OTHERS and entry[1] & ntsecuritycon.FILE_WRITE_DATA
            for entry in entries
        )

    def _me() -> str:
        import win32api
        import win32con
        import win32security

        token = win32security.OpenProcessToken(win32api.GetCurrentProcess(), win32con.TOKEN_QUERY)
        return _text(win32security.GetTokenInformation(token, win32security.TokenUser)[0])

    def _text(identity: object) -> str:
        import win32security

        return str(win32security.ConvertSidToStringSid(identity))

else:

    def is_private(path: Path) -> bool:
        """Whether the path is no link, this person owns it, and nobody else may write to it."""
        found = path.lstat()
        mine = found.st_uid == os.getuid()
        return mine and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o022
