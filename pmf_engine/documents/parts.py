"""The parts of a file that is to be changed in few places, each unpacked when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from pmf_engine.documents.rawzip import RawZip


class Parts(MutableMapping[str, bytes]):
    """Parts by name, those of the file first and in its order, then new ones."""

    def __init__(self, data: bytes) -> None:
        """Look into a file. Raises PmfError, in a sentence, where it is no whole zip file."""
        self.file = RawZip(data)
        self._read: dict[str, bytes] = {}
        self._written: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name in self._written:
            return self._written[name]
        if name not in self.file:
            raise KeyError(name)
        return self._of_file(name)

    def __setitem__(self, name: str, data: bytes) -> None:
        self._written[name] = data

    def __delitem__(self, name: str) -> None:
        del self._written[name]

    def __iter__(self) -> Iterator[str]:
        yield from self.file
        yield from (name for name in self._written if name not in self.file)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self._written or name in self.file.members

    def changed(self) -> dict[str, bytes]:
        """Return the parts that are new or say something else than the file's own."""
        return {
            name: data
            for name, data in self._written.items()
            if name not in self.file or self._of_file(name) != data
        }

    def _of_file(self, name: str) -> bytes:
        if name not in self._read:
            self._read[name] = self.file.read(name)
        return self._read[name]

    def rewritten(self, parts: dict[str, bytes]) -> bytes:
        """Return the file with these parts, every other one as it is packed."""
        return self.file.rewritten(parts)
