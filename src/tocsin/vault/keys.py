# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keys of people and machines: one seed each, everything else by HKDF with its own label.

``cryptography`` has no serialiser for the composite X-Wing key, so it is rebuilt from its parts
exactly as draft-connolly-cfrg-xwing-kem derives them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from tocsin.vault import labels, words

SUITE: Final = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.CHACHA20_POLY1305)
KEM_SIZE: Final = 1216
OVERHEAD: Final = 1120 + 16
_MLKEM_SIZE: Final = 1184


class BadKey(ValueError):
    """Bytes that are not a public key of the format."""


class KemSecret:
    """The private half of an X-Wing key, from its 32-byte seed."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes) -> None:
        expanded = hashlib.shake_256(seed).digest(96)
        mlkem = MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
        x25519 = X25519PrivateKey.from_private_bytes(expanded[64:])
        self._key = hpke.MLKEM768X25519PrivateKey(mlkem, x25519)
        self.public = mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()

    def open(self, sealed: bytes, info: bytes) -> bytes | None:
        """The plaintext, or None if it was sealed to another key, for another purpose, or altered."""
        try:
            return SUITE.decrypt(sealed, self._key, info)
        except (InvalidTag, ValueError):  # ValueError: a sender who chose a low-order X25519 point
            return None


class KemPublic:
    """The public half: anyone may seal to it, nobody learns from the result to whom."""

    __slots__ = ("_key", "raw")

    def __init__(self, raw: bytes) -> None:
        if len(raw) != KEM_SIZE:
            raise BadKey("an X-Wing public key has 1216 bytes")
        try:
            mlkem = MLKEM768PublicKey.from_public_bytes(raw[:_MLKEM_SIZE])
            x25519 = X25519PublicKey.from_public_bytes(raw[_MLKEM_SIZE:])
        except ValueError:
            raise BadKey("not an X-Wing public key") from None
        self._key = hpke.MLKEM768X25519PublicKey(mlkem, x25519)
        self.raw = raw

    def seal(self, plain: bytes, info: bytes) -> bytes:
        try:
            return SUITE.encrypt(plain, self._key, info)
        except ValueError:
            raise BadKey("an X-Wing public key with a low-order part") from None


@dataclass(frozen=True)
class PublicKeys:
    """What the directory says about one member or bell: where to seal, how to check."""

    kem: bytes
    sign: bytes

    @cached_property
    def kem_key(self) -> KemPublic:
        return KemPublic(self.kem)

    @property
    def fingerprint(self) -> str:
        """Eight words that two people compare in person or by voice."""
        return words.spell(labels.digest(labels.FINGERPRINT, self.kem, self.sign))

    def verify(self, signature: bytes, message: bytes) -> bool:
        return verified(self.sign, signature, message)


def verified(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds; False also for bytes that are no key."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Signing:
    """An Ed25519 key from a 32-byte seed."""

    __slots__ = ("_key", "public")

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


class Identity:
    """A member or a bell with the seed in hand: opens what is sealed to them, signs statements."""

    __slots__ = ("kem", "seed", "signing")

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self.kem = KemSecret(labels.derive(seed, labels.KEM_SEED))
        self.signing = Signing(labels.derive(seed, labels.SIGN_SEED))

    @property
    def public(self) -> PublicKeys:
        return PublicKeys(self.kem.public, self.signing.public)

    @property
    def member_log(self) -> bytes:
        """The log that only this member reads; nobody else can tell that it is theirs."""
        return labels.derive(self.seed, labels.MEMBER_LOG, 16)


class Device:
    """One installation of one member. Never backed up: a restored machine is a new device."""

    __slots__ = ("_authors", "id", "secret", "signing")

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._authors: dict[bytes, Signing] = {}
        self.signing = Signing(labels.derive(secret, labels.DEVICE_KEY))
        self.id = device_id(self.signing.public)

    def author(self, log: bytes) -> Signing:
        """The key that signs this device's entries in one log, unlinkable to its key in another."""
        if log not in self._authors:
            self._authors[log] = Signing(labels.derive(self.secret, labels.AUTHOR_KEY + log))
        return self._authors[log]


def device_id(key: bytes) -> bytes:
    return labels.digest(labels.DEVICE_ID, key)[:16]
