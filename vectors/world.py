# SPDX-License-Identifier: AGPL-3.0-or-later
"""The organisation of the vectors: two stewards, one member, keys that anyone can make again.

Entries are sealed here by hand, as a reader of the format would, so that each attack can be composed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256, shake_256
from typing import Any

from tocsin.vault import authors, jsontext, statements
from tocsin.vault.directory import log_of
from tocsin.vault.entry import NOTHING, Entry, EpochKey, Place, seal
from tocsin.vault.keys import Device, Identity
from tocsin.vault.kinds import LogClass
from tocsin.vault.standing import new_log_id

AT = datetime(2021, 2, 6, 17, 0, tzinfo=UTC)
STAMP = AT.isoformat()


def fixed(name: str, size: int = 32) -> bytes:
    """Bytes that anyone can make again: SHAKE-256 of a name."""
    return shake_256(b"tocsin/vectors/" + name.encode()).digest(size)


@dataclass
class Person:
    callsign: str

    def __post_init__(self) -> None:
        self.id = fixed(f"{self.callsign}/id", 16)
        self.identity = Identity(fixed(f"{self.callsign}/seed"))
        self.device = Device(fixed(f"{self.callsign}/device"))

    def fields(self, *roles: str) -> dict[str, Any]:
        keys = statements.key_fields(self.identity.public)
        return {"id": self.id.hex(), "callsign": self.callsign, "roles": list(roles), **keys}


@dataclass
class Chain:
    """One author's entries in one log."""

    log: bytes
    cls: LogClass
    by: Person
    org: bytes
    key: EpochKey | None
    seq: int = 0
    prev: bytes = NOTHING
    certified: set[bytes] = field(default_factory=set)

    def write(self, body: Mapping[str, Any] | bytes, deps: Sequence[Entry] = (), **parts: Any) -> Entry:
        entry = self.draft(body, deps, **parts)
        self.seq, self.prev = self.seq + 1, entry.id
        return entry

    def draft(self, body: Mapping[str, Any] | bytes, deps: Sequence[Entry] = (), **parts: Any) -> Entry:
        """The next entry, without taking its place."""
        text = body if isinstance(body, bytes) else self.text(body)
        place = Place(self.log, self.seq, self.prev, tuple(dep.id for dep in deps))
        chance = fixed(f"{self.log.hex()}/{self.by.callsign}/{self.seq}/{sha256(text).hexdigest()}", 44)
        author = self.by.device.author(self.log)
        return seal(text, place, author, self.key, r=chance[:32], nonce=chance[32:], **parts)

    def text(self, body: Mapping[str, Any]) -> bytes:
        epoch = self.key.id if self.key else NOTHING
        full = dict(body)
        if epoch not in self.certified and self.cls is not LogClass.DIRECTORY:
            self.certified.add(epoch)
            full[authors.FIELD] = authors.certify(self.by.device, self.org, self.log, self.cls)
        return jsontext.write(full)


def noted(words: str) -> dict[str, Any]:
    return {"kind": "vector.noted/1", "at": STAMP, "words": words}


@dataclass
class World:
    """Two stewards and two members, one of them without a device; fixed keys."""

    vera: Person = field(default_factory=lambda: Person("Lapwing"))
    ilya: Person = field(default_factory=lambda: Person("Siskin"))
    oleg: Person = field(default_factory=lambda: Person("Bittern"))
    marta: Person = field(default_factory=lambda: Person("Whimbrel"))
    org: bytes = b""
    directory: list[Entry] = field(default_factory=list)
    _head: bytes = NOTHING

    def __post_init__(self) -> None:
        stewards = [one.fields("steward") for one in (self.vera, self.ilya)]
        genesis = self.draft("genesis", stewards=stewards, threshold=2, nonce=fixed("genesis", 16).hex())
        self.org = statements.hash_of(genesis)
        self.carrier = Chain(
            log_of(self.org, LogClass.DIRECTORY), LogClass.DIRECTORY, self.vera, self.org, None
        )
        self.state(genesis, self.vera, self.ilya)
        for one in (self.oleg, self.marta):
            self.state(self.draft("member", **one.fields("case-worker")), self.vera, self.ilya)
        for one in (self.vera, self.ilya, self.oleg):
            self.state(self.draft("device", owner=one.id.hex(), key=one.device.signing.public.hex()), one)

    def draft(self, do: str, **fields: Any) -> str:
        return statements.draft(do, seq=len(self.directory), prev=self._head, at=AT, **fields)

    def signed(self, text: str, *by: Person) -> bytes:
        return statements.body(text, [statements.sign(text, one.id, one.identity) for one in by], AT)

    def state(self, text: str, *by: Person) -> None:
        self.directory.append(self.carrier.write(self.signed(text, *by)))
        self._head = statements.hash_of(text)

    def chain(self, by: Person, log: bytes, key: EpochKey | None, cls: LogClass = LogClass.CASE) -> Chain:
        return Chain(log, cls, by, self.org, key)

    def granted(self, key: EpochKey, *readers: Person, salt: bytes = b"") -> dict[str, Any]:
        return {
            "kind": "log.granted/1",
            "at": STAMP,
            "epoch": key.id.hex(),
            "readers": [one.id.hex() for one in readers],
            "wraps": fixed("wraps").hex(),
            "directory": self._head.hex(),
            "fresh": True,
            "salt": salt.hex(),
        }

    def log_of(self, by: Person, salt: bytes) -> bytes:
        return new_log_id(self.org, salt, by.device.id)

    @property
    def case(self) -> bytes:
        return self.log_of(self.vera, SALT)


SALT, OTHER = fixed("salt", 16), fixed("other", 16)
K1, K2 = EpochKey(fixed("K1")), EpochKey(fixed("K2"))
UNIT, UNIT_SECRET = fixed("unit", 16), fixed("unit secret")


@dataclass
class Story:
    """The case log that most vectors tamper with: two authors, five entries."""

    world: World

    def __post_init__(self) -> None:
        self.vera = self.world.chain(self.world.vera, self.world.case, K1)
        self.ilya = self.world.chain(self.world.ilya, self.world.case, K1)
        first = self.vera.write(self.world.granted(K1, self.world.vera, self.world.ilya, salt=SALT))
        second = self.vera.write(noted("no answer at the door"))
        third = self.ilya.write(noted("сосед слышал крик"), [second])
        fourth = self.vera.write(noted("two men, one car"), [third])
        fifth = self.ilya.write(noted("the lock is broken"), [fourth])
        self.entries = [first, second, third, fourth, fifth]
