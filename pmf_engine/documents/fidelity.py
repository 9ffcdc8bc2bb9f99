"""The fidelity gate: a written file differs from the old one only where it was meant to."""

from __future__ import annotations

from collections.abc import Collection

from pmf_engine.documents.rawzip import Member, RawZip
from pmf_engine.model.errors import PmfError

_REFUSED = "The file was not written, since its part {} {}. This is a defect of the engine."


def check(before: bytes | RawZip, after: bytes, allowed: Collection[str]) -> None:
    """Raise PmfError unless every part outside `allowed` is as it was, and in its place.

    Parts are compared as they are packed, and unpacked only where those bytes differ.
    """
    old, new = before if isinstance(before, RawZip) else RawZip(before), RawZip(after)
    for name in old:
        if name not in new and name not in allowed:
            raise PmfError(_REFUSED.format(name, "would be lost"))
    for name in new:
        if name not in old and name not in allowed:
            raise PmfError(_REFUSED.format(name, "would be new, though it was not asked for"))
    _check_order([name for name in old if name in new], [name for name in new if name in old])
    for name, member in old.members.items():
        if name not in allowed and not _same(member, new.members[name]):
            raise PmfError(_REFUSED.format(name, "would change, though it was not asked for"))


def _check_order(before: list[str], after: list[str]) -> None:
    moved = [name for name, other in zip(before, after, strict=True) if name != other]
    if moved:
        raise PmfError(_REFUSED.format(moved[0], "would move to another place in the file"))


def _same(old: Member, new: Member) -> bool:
    if (old.size, old.crc) != (new.size, new.crc):
        return False
    return new.packed_like(old) or old.read() == new.read()
