# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed notes in the C2SP format (signed-note, tlog-cosignature): a few lines that a person can read,
and signatures that any implementation can check.

Parsing is strict: one way to write a note, or a signature could be moved to a note that merely looks alike.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = 0x01, 0x04
LIMIT = 1_000_000
_LINE = re.compile(r"— ([^ +\s]+) ([A-Za-z0-9+/]+={0,2})")


class UnreadableNote(ValueError):
    """The bytes are not a signed note, or not in the one way in which it may be written."""


class UnsignedNote(ValueError):
    """No signature on the note is by the key that was asked for, or it does not fit the text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, the first four bytes of the key's hash, and the bytes after them."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """Text that ends in a line break, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        return (self.text + "\n" + "".join(signature.line for signature in self.signatures)).encode()


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A public key under a name; ``algorithm`` is ED25519 for authors and COSIGNATURE for witnesses."""

    name: str
    public: bytes
    algorithm: int = ED25519

    @property
    def key_id(self) -> bytes:
        """C2SP signed-note: SHA-256(name || 0x0A || algorithm || public key), first 4 bytes."""
        return sha256(self.name.encode() + b"\n" + bytes([self.algorithm]) + self.public).digest()[:4]


def checked_text(text: str) -> str:
    """The text itself if a note may carry it. Raises UnreadableNote."""
    if not text.endswith("\n") or len(text) < 2:
        raise UnreadableNote("the text of a note ends with a line break")
    if any(ord(letter) < 0x20 and letter != "\n" for letter in text):
        raise UnreadableNote("the text of a note holds no control characters")
    return text


def sign(text: str, key: NoteKey, private: Ed25519PrivateKey) -> Signature:
    """An author's signature over the text."""
    return Signature(key.name, key.key_id, private.sign(checked_text(text).encode()))


def cosign(text: str, key: NoteKey, private: Ed25519PrivateKey, seconds: int) -> Signature:
    """A witness's cosignature/v1: "I saw this at this time, and nothing against it" (Unix seconds)."""
    message = f"cosignature/v1\ntime {seconds}\n".encode() + checked_text(text).encode()
    return Signature(key.name, key.key_id, seconds.to_bytes(8, "big") + private.sign(message))


def parse(raw: bytes) -> Note:
    """Read a note. Raises UnreadableNote for anything that is not written in exactly the one allowed way."""
    if len(raw) > LIMIT:
        raise UnreadableNote("a note is at most one megabyte")
    try:
        whole = raw.decode()
    except UnicodeDecodeError:
        raise UnreadableNote("a note is UTF-8") from None
    text, gap, lines = whole.rpartition("\n\n")
    if not gap:
        raise UnreadableNote("an empty line parts the text from its signatures")
    note = Note(checked_text(text + "\n"), tuple(_signature(line) for line in _lines(lines)))
    if note.to_bytes() != raw:
        raise UnreadableNote("the note can be written in another way")
    return note


def _lines(lines: str) -> list[str]:
    if not lines.endswith("\n"):
        raise UnreadableNote("the last signature ends with a line break")
    return lines[:-1].split("\n")


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if found is None:
        raise UnreadableNote("a signature line is a dash, a name without spaces, and base64")
    try:
        blob = b64decode(found[2], validate=True)
    except binascii.Error:
        raise UnreadableNote("a signature is strict base64") from None
    if len(blob) < 5:
        raise UnreadableNote("a signature holds a key hash and at least one byte")
    return Signature(found[1], blob[:4], blob[4:])


def verify(note: Note, keys: Sequence[NoteKey]) -> tuple[NoteKey, ...]:
    """The keys that signed. Raises UnsignedNote where a known key's does not fit, or none is known."""
    known = {(key.name, key.key_id): key for key in keys}
    signed = []
    for signature in note.signatures:
        if (key := known.get((signature.name, signature.key_id))) is not None:
            _check(note.text, key, signature.value)
            signed.append(key)
    if not signed:
        raise UnsignedNote("none of the expected keys signed this note")
    return tuple(signed)


def _check(text: str, key: NoteKey, value: bytes) -> None:
    message, proof = text.encode(), value
    if key.algorithm == COSIGNATURE:
        seconds = int.from_bytes(value[:8], "big")
        message, proof = f"cosignature/v1\ntime {seconds}\n".encode() + message, value[8:]
    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(proof, message)
    except InvalidSignature:
        raise UnsignedNote(f"the signature by {key.name} does not fit the text") from None
