# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keybag: one file, one salt, two equal slots that look like noise until a passphrase opens one.

Whether the second slot holds anything cannot be told from the file; that is all the duress slot promises.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

from tocsin.vault import labels, words

MAGIC: Final = labels.KEYBAG + b"\n"
_HEADER: Final = struct.Struct(">16sIII16s")
_PLAIN: Final = struct.Struct(">32s16sB15x")
_SLOT: Final = 12 + _PLAIN.size + 16
SIZE: Final = _HEADER.size + 2 * _SLOT


class BadKeybag(ValueError):
    """A file that is no keybag, or one whose Argon2id cost is below the floor."""


class WrongPassphrase(Exception):
    """No slot opened. Says nothing about whether the account exists."""


class Purpose(IntEnum):
    DAILY = 0
    DURESS = 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id cost: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int = 1

    def meets(self, floor: Cost) -> bool:
        return self.memory >= floor.memory and self.passes >= floor.passes

    @property
    def sane(self) -> bool:
        """A tampered header must not make an unlock take the machine's memory or the night."""
        return 8 * self.lanes <= self.memory <= 1 << 22 and 1 <= self.passes <= 64 and self.lanes == 1


FLOOR: Final = Cost(memory=256 * 1024, passes=3)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a slot holds: the seed, whose it is, and whether opening it is a silent alarm."""

    seed: bytes
    member: bytes
    purpose: Purpose = Purpose.DAILY


def file_name(org: bytes, callsign: str) -> str:
    """The keybag's file name: the passphrase's first word finds it."""
    return labels.digest(labels.KEYBAG_NAME, org, words.first_word(callsign).encode())[:16].hex()


def make(
    slot: Slot,
    passphrase: str,
    random_bytes: Callable[[int], bytes],
    cost: Cost = FLOOR,
    keyfile: bytes = b"",
) -> bytes:
    """A new keybag: this slot in one place of two by chance, noise in the other."""
    header = _HEADER.pack(MAGIC, cost.memory, cost.passes, cost.lanes, random_bytes(16))
    places = [random_bytes(_SLOT), random_bytes(_SLOT)]
    places[random_bytes(1)[0] & 1] = _close(slot, header, _stretch(header, passphrase, keyfile), random_bytes)
    return header + places[0] + places[1]


def open_slot(bag: bytes, passphrase: str, *, floor: Cost = FLOOR, keyfile: bytes = b"") -> Slot:
    """The slot this passphrase opens. Raises WrongPassphrase, or BadKeybag before any work is done."""
    found = _open(bag, passphrase, floor, keyfile)
    return found[1]


def replace(
    bag: bytes,
    old: str,
    new: str,
    random_bytes: Callable[[int], bytes],
    *,
    floor: Cost = FLOOR,
    keyfile: bytes = b"",
) -> bytes:
    """The same keybag with the slot that ``old`` opens under ``new``; the other slot's bytes stay."""
    place, slot = _open(bag, old, floor, keyfile)
    header = bag[: _HEADER.size]
    return _put(bag, place, _close(slot, header, _stretch(header, new, keyfile), random_bytes))


def set_second(
    bag: bytes,
    first: str,
    slot: Slot,
    second: str,
    random_bytes: Callable[[int], bytes],
    *,
    floor: Cost = FLOOR,
    keyfile: bytes = b"",
) -> bytes:
    """The same keybag with ``slot`` in the place that ``first`` does not open."""
    place, _ = _open(bag, first, floor, keyfile)
    if words.tidy(first) == words.tidy(second):
        raise ValueError("the two passphrases must differ")
    header = bag[: _HEADER.size]
    return _put(bag, 1 - place, _close(slot, header, _stretch(header, second, keyfile), random_bytes))


def cost_of(bag: bytes, floor: Cost = FLOOR) -> Cost:
    """The cost in the header. Raises BadKeybag, also for a cost below the floor: lowering it is an attack."""
    if len(bag) != SIZE or bag[:16] != MAGIC:
        raise BadKeybag("not a keybag of this format")
    _, memory, passes, lanes, _ = _HEADER.unpack(bag[: _HEADER.size])
    cost = Cost(memory, passes, lanes)
    if not cost.sane or not cost.meets(floor):
        raise BadKeybag("the keybag's Argon2id cost is out of bounds")
    return cost


def waste(passphrase: str, cost: Cost) -> None:
    """The work of opening a keybag that does not exist, so that a wrong callsign costs as much."""
    _stretch(_HEADER.pack(MAGIC, cost.memory, cost.passes, cost.lanes, bytes(16)), passphrase, b"")


def _stretch(header: bytes, passphrase: str, keyfile: bytes) -> bytes:
    _, memory, passes, lanes, salt = _HEADER.unpack(header)
    secret = words.tidy(passphrase).encode()
    stretched = hash_secret_raw(secret, salt, passes, memory, lanes, 32, Type.ID)
    return labels.derive(stretched + keyfile, labels.KEYBAG)


def _close(slot: Slot, header: bytes, key: bytes, random_bytes: Callable[[int], bytes]) -> bytes:
    nonce = random_bytes(12)
    plain = _PLAIN.pack(slot.seed, slot.member, slot.purpose)
    return nonce + AESGCMSIV(key).encrypt(nonce, plain, header)


def _open(bag: bytes, passphrase: str, floor: Cost, keyfile: bytes) -> tuple[int, Slot]:
    cost_of(bag, floor)
    header = bag[: _HEADER.size]
    aead = AESGCMSIV(_stretch(header, passphrase, keyfile))
    opened = [_try(aead, bag[_at(place) : _at(place) + _SLOT], header) for place in (0, 1)]
    for place, slot in enumerate(opened):
        if slot is not None:
            return place, slot
    raise WrongPassphrase


def _try(aead: AESGCMSIV, sealed: bytes, header: bytes) -> Slot | None:
    try:
        seed, member, purpose = _PLAIN.unpack(aead.decrypt(sealed[:12], sealed[12:], header))
        return Slot(seed, member, Purpose(purpose))
    except (InvalidTag, ValueError):
        return None


def _at(place: int) -> int:
    return _HEADER.size + place * _SLOT


def _put(bag: bytes, place: int, sealed: bytes) -> bytes:
    return bag[: _at(place)] + sealed + bag[_at(place) + _SLOT :]
