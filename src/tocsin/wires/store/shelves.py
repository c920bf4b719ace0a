# SPDX-License-Identifier: AGPL-3.0-or-later
"""Shelves for sealed blobs: files with random names and constant times, and a twin in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[0-9a-f]{32}")
_CHUNK: Final = 1 << 16
_UNFINISHED: Final = ".part"


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise ValueError("a shelf's names are 16 bytes in hex")
    return name


class FolderShelf:
    """One file per blob: written aside, synced, renamed, so that a name never holds half a blob."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        path = self._folder / _checked(name)
        if path.exists():
            raise FileExistsError(name)
        part = path.with_suffix(_UNFINISHED)
        try:
            with part.open("wb") as file:
                for chunk in chunks:
                    file.write(chunk)
                file.flush()
                os.utime(
                    file.fileno(), (0, 0)
                )  # the disk should not tell when an evidence photograph came in
                os.fsync(file.fileno())
            part.rename(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        self._sync_folder()

    def replace(self, name: str, blob: bytes) -> None:
        path = self._folder / _checked(name)
        part = path.with_suffix(_UNFINISHED)
        part.write_bytes(blob)
        os.utime(part, (0, 0))
        part.replace(path)

    @contextmanager
    def get(self, name: str) -> Iterator[Iterator[bytes]]:
        try:
            file = (self._folder / _checked(name)).open("rb")
        except FileNotFoundError:
            raise KeyError(name) from None
        with file:
            yield iter(lambda: file.read(_CHUNK), b"")

    def names(self) -> list[str]:
        return sorted(path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name))

    def drop(self, name: str) -> None:
        (self._folder / _checked(name)).unlink(missing_ok=True)
        self._sync_folder()

    def _sync_folder(self) -> None:
        descriptor = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class MemoryShelf:
    """The same promises but durability."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        if _checked(name) in self._blobs:
            raise FileExistsError(name)
        self._blobs[name] = b"".join(chunks)

    def replace(self, name: str, blob: bytes) -> None:
        self._blobs[_checked(name)] = blob

    @contextmanager
    def get(self, name: str) -> Iterator[Iterator[bytes]]:
        blob = self._blobs[_checked(name)]
        yield (blob[at : at + _CHUNK] for at in range(0, len(blob), _CHUNK))

    def names(self) -> list[str]:
        return sorted(self._blobs)

    def drop(self, name: str) -> None:
        self._blobs.pop(_checked(name), None)
