# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keyring: epoch keys that were found before, sealed to their member, so that unlocking stays quick.

A picture like others: it can be thrown away, and it never outlives the wraps that it was drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tocsin.vault import cbor, labels
from tocsin.vault.keys import Identity
from tocsin.vault.needs import RandomBytes, Shelf
from tocsin.vault.padding import pad

_VERSION: Final = 0
_ENOUGH: Final = 16
"""So many wraps tried since the last time are worth writing down: two milliseconds of the next unlock."""


@dataclass(slots=True)
class Keyring:
    """Which wrap bodies hold something for me: log and secret, or nothing."""

    opened: dict[bytes, tuple[bytes, bytes]] = field(default_factory=dict)
    closed: set[bytes] = field(default_factory=set)

    def keep_only(self, names: set[bytes]) -> None:
        """Forget what came from wraps that were deleted: their deletion is meant."""
        self.opened = {name: found for name, found in self.opened.items() if name in names}
        self.closed &= names

    def knows(self, name: bytes) -> bool:
        return name in self.opened or name in self.closed


class KeyringFile:
    """One member's keyring on the disk; without a shelf it lives in memory only."""

    def __init__(self, shelf: Shelf | None, me: Identity, random_bytes: RandomBytes) -> None:
        self._shelf, self._random = shelf, random_bytes
        self._name = labels.derive(me.seed, labels.KEYRING_NAME, 16).hex()
        self._aead = AESGCMSIV(labels.derive(me.seed, labels.KEYRING))
        self._saved = 0
        self.ring = self._load()

    def save_when_worth_it(self) -> None:
        tried = len(self.ring.opened) + len(self.ring.closed)
        if self._shelf is None or abs(tried - self._saved) < _ENOUGH:
            return
        self._saved = tried
        opened = [[name, *found] for name, found in sorted(self.ring.opened.items())]
        plain = cbor.encode([_VERSION, opened, sorted(self.ring.closed)])
        sized = len(plain).to_bytes(4, "big") + plain
        nonce = self._random(12)
        self._shelf.replace(self._name, nonce + self._aead.encrypt(nonce, pad(sized), labels.KEYRING))

    def _load(self) -> Keyring:
        """What was saved, or an empty ring for anything that is not exactly that."""
        try:
            if self._shelf is None:
                return Keyring()
            with self._shelf.get(self._name) as chunks:
                sealed = b"".join(chunks)
            sized = self._aead.decrypt(sealed[:12], sealed[12:], labels.KEYRING)
            plain = sized[4 : 4 + int.from_bytes(sized[:4], "big")]
            version, opened, closed = cbor.decode(plain)
            if version != _VERSION:
                return Keyring()
            ring = Keyring({name: (log, secret) for name, log, secret in opened}, set(closed))
        except (KeyError, InvalidTag, ValueError, TypeError):
            return Keyring()
        self._saved = len(ring.opened) + len(ring.closed)
        return ring
