# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sealed files: C2SP chunked encryption with a key per file, padded so that the length tells little.

Key, true length and hash live in the entry that names the file; the file itself says nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cryptography.cobblestone import Cobblestone256Decryptor, Cobblestone256Encryptor
from cryptography.exceptions import InvalidTag

from tocsin.vault import labels
from tocsin.vault.padding import padme

_ZEROS: Final = bytes(1 << 16)


class FileDamaged(Exception):
    """A sealed file was altered, cut or swapped: its bytes must not be used as evidence."""


class FileNotHere(Exception):
    """This node does not hold the file yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedFile:
    """What a fact keeps of a file; ``sha256`` is of the original bytes."""

    id: str
    key: str
    size: int
    sha256: str
    name: str
    media_type: str


def _context(log: bytes, file: bytes) -> bytes:
    return labels.FILE + log + file


class Sealing:
    """One streaming pass: iterate for ciphertext, then ask for the size and hash of what went in."""

    def __init__(self, log: bytes, random_bytes: Callable[[int], bytes], chunks: Iterable[bytes]) -> None:
        self.id, self.key = random_bytes(16), random_bytes(32)
        self._chunks = chunks
        self._context = _context(log, self.id)
        self._hash = hashlib.sha256()
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        encryptor = Cobblestone256Encryptor(self.key, self._context)
        for chunk in self._chunks:
            self._hash.update(chunk)
            self._size += len(chunk)
            yield encryptor.update(chunk)
        left = padme(self._size) - self._size
        while left:
            piece = _ZEROS[:left]
            left -= len(piece)
            yield encryptor.update(piece)
        yield encryptor.finalize()

    def done(self, name: str, media_type: str) -> SealedFile:
        return SealedFile(
            id=self.id.hex(),
            key=self.key.hex(),
            size=self._size,
            sha256=self._hash.hexdigest(),
            name=name,
            media_type=media_type,
        )


def unseal(log: bytes, file: SealedFile, sealed: Iterable[bytes]) -> Iterator[bytes]:
    """The original bytes. Raises FileDamaged, at the latest at the end: use nothing before it."""
    decryptor = Cobblestone256Decryptor(bytes.fromhex(file.key), _context(log, bytes.fromhex(file.id)))
    hashed, left = hashlib.sha256(), file.size
    try:
        for plain in _plain(decryptor, sealed):
            wanted = plain[:left]
            left -= len(wanted)
            hashed.update(wanted)
            if wanted:
                yield wanted
    except InvalidTag:
        raise FileDamaged("altered, cut, or sealed for another place") from None
    if left or hashed.hexdigest() != file.sha256:
        raise FileDamaged("not the bytes that were sealed")


def _plain(decryptor: Cobblestone256Decryptor, sealed: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in sealed:
        yield decryptor.update(chunk)
    yield decryptor.finalize()
