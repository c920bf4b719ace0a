# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pen: composes one batch of entries for one device, before anything is written.

Each log it touches gets the next place in this device's chain there; the store decides if it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tocsin.vault import authors, jsontext, wraps
from tocsin.vault.authors import Author
from tocsin.vault.directory import Directory
from tocsin.vault.entry import MOST_DEPS, NOTHING, Entry, EpochKey, Place, seal
from tocsin.vault.facts import EpochEnded, LogGranted
from tocsin.vault.ids import EntryId, LogId, MemberId
from tocsin.vault.keys import Device, Signing
from tocsin.vault.kinds import LogClass, Recorded, Registry, kind_of
from tocsin.vault.logbook import Logbook
from tocsin.vault.needs import Batch, NewRow, RandomBytes, WrapBody
from tocsin.vault.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Put:
    """Write a fact; ``at`` is the claimed time, now if not given."""

    log: LogId
    fact: object
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewLog:
    """Begin a sealed log with these readers."""

    id: LogId
    cls: LogClass
    readers: frozenset[MemberId]


@dataclass(frozen=True, slots=True)
class Grant:
    """Let one more member read a log, all epochs that I hold."""

    log: LogId
    member: MemberId


@dataclass(frozen=True, slots=True)
class Revoke:
    """Begin a new epoch without this member: what is written from now on stays closed to them."""

    log: LogId
    member: MemberId


Op = Put | NewLog | Grant | Revoke


class NoSuchLog(LookupError):
    """A log that I cannot open; whether it exists is not mine to know."""


class NotWhole(Refusal):
    """The beginning of a log is missing or not genuine, so nobody can tell who would read what is added."""

    def __init__(self) -> None:
        super().__init__(
            "The beginning of this log is missing.",
            "It can be read, but nothing may be added: it cannot be shown who would read it.",
            "Run tocsin verify, and bring the missing entries back from another machine or a backup.",
        )


class NoLongerReader(Refusal):
    """The other readers went on without me: what I add they would never see."""

    def __init__(self) -> None:
        super().__init__(
            "You no longer belong to the readers of this.",
            "You can see what was written while you did; nothing was added now.",
            "If that is a mistake, ask one of its readers to let you in again.",
        )


class NotPermitted(TypeError):
    """A fact in a log, or by a signer, that its kind does not allow: a mistake in the program."""


class GrantsFrozen(Refusal):
    """Two directory statements at one place, or a reader whom the directory does not hold or suspends."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            f"Nobody can be let in now: {detail}.",
            "Nothing was written, and who reads what has not changed.",
            "Speak to a steward of your organisation.",
        )


@dataclass(slots=True)
class _Chain:
    """One log in the making: where the next entry goes, and under which epoch."""

    book: Logbook
    author: Signing
    seq: int
    prev: bytes
    heads: set[bytes]
    certified: set[tuple[bytes, bytes]]
    keys: dict[bytes, EpochKey]
    epoch: bytes
    readers: frozenset[MemberId]


@dataclass(frozen=True, slots=True)
class Written:
    """What the log will hold when the store accepts the batch; ``asked``: by a Put of the plan."""

    book: Logbook
    entry: Entry
    recorded: Recorded[Any]
    certificate: dict[str, str] | None
    asked: bool


@dataclass(slots=True)
class Pen:
    """Composes one batch; used once."""

    device: Device
    author: Author
    directory: Directory
    registry: Registry
    now: datetime
    random_bytes: RandomBytes
    books: Mapping[bytes, Logbook]
    salts: Mapping[str, bytes] = field(default_factory=dict)
    written: list[Written] = field(default_factory=list)
    new_books: dict[bytes, Logbook] = field(default_factory=dict)
    new_keys: list[tuple[Logbook, EpochKey]] = field(default_factory=list)
    wraps: list[WrapBody] = field(default_factory=list)
    _chains: dict[bytes, _Chain] = field(default_factory=dict)

    def do(self, op: Op) -> None:
        match op:
            case Put():
                self._put(self._chain(bytes.fromhex(op.log)), op.fact, op.at or self.now, asked=True)
            case NewLog():
                self._new_log(op)
            case Grant():
                self._grant(self._chain(bytes.fromhex(op.log)), op.member)
            case Revoke():
                chain = self._chain(bytes.fromhex(op.log))
                self._begin_epoch(chain, chain.readers - {op.member} - self._suspended)
            case _:
                raise TypeError(f"{type(op).__name__} is nothing that can be recorded")

    @property
    def batch(self) -> Batch:
        rows = [
            NewRow(one.entry.log, one.entry.id, one.entry.head, one.entry.body, one.entry.sig)
            for one in self.written
        ]
        return Batch(tuple(rows), tuple(self.wraps))

    @property
    def logs(self) -> set[bytes]:
        return set(self._chains)

    @property
    def granting(self) -> bool:
        return bool(self.wraps)

    @property
    def org(self) -> bytes:
        return bytes.fromhex(self.directory.org)

    def _put(self, chain: _Chain, fact: object, at: datetime, *, asked: bool = False) -> None:
        kind = kind_of(fact)
        if chain.book.cls not in kind.logs:
            raise NotPermitted(f"{kind.name} does not belong in a log of class {chain.book.cls}")
        signer = authors.signer_of(kind, self.author, self.directory)
        if signer is None:
            raise NotPermitted(f"{kind.name} is not for a {self.author.signer} to sign")
        if asked and not chain.book.cls.clear and self.author.member not in chain.readers:
            raise NotPermitted("only a reader of a log writes in it")
        body = self.registry.to_body(fact, at)
        readable = self.registry.from_body(body)  # what cannot be read back must not be written
        entry = self._seal(chain, body)
        recorded = Recorded(
            EntryId(entry.id.hex()),
            chain.book.name,
            self.author.member,
            signer,
            at.astimezone(UTC),
            entry.seq,
            readable,
        )
        self.written.append(Written(chain.book, entry, recorded, body.get(authors.FIELD), asked))

    def _seal(self, chain: _Chain, body: dict[str, Any]) -> Entry:
        key = None if chain.book.cls.clear else chain.keys[chain.epoch]
        mark = (chain.author.public, chain.epoch)
        if mark not in chain.certified:
            body[authors.FIELD] = authors.certify(self.device, self.org, chain.book.log, chain.book.cls)
            chain.certified.add(mark)
        chance = self.random_bytes(44)
        deps = tuple(sorted(chain.heads - {chain.prev})[:MOST_DEPS])
        place = Place(chain.book.log, chain.seq, chain.prev, deps)
        entry = seal(jsontext.write(body), place, chain.author, key, r=chance[:32], nonce=chance[32:])
        chain.seq, chain.prev = chain.seq + 1, entry.id
        chain.heads.difference_update(entry.parents)
        chain.heads.add(entry.id)
        return entry

    def _chain(self, log: bytes) -> _Chain:
        if log not in self._chains:
            book = self.books.get(log)
            if book is None:
                raise NoSuchLog(log.hex())
            if book.standing.epoch is None and not book.cls.clear:
                raise NotWhole
            if book.standing.ended:
                raise NoLongerReader
            self._chains[log] = self._open_chain(book)
        return self._chains[log]

    def _open_chain(self, book: Logbook) -> _Chain:
        author = self.device.author(book.log)
        last = book.last.get(author.public)
        seq, prev = (last.seq + 1, last.id) if last else (0, NOTHING)
        return _Chain(
            book=book,
            author=author,
            seq=seq,
            prev=prev,
            heads=set(book.heads),
            certified=set(book.certified),
            keys={id: key for id, key in book.keys.items() if id in book.standing.epochs},
            epoch=book.standing.epoch or NOTHING,
            readers=book.standing.readers,
        )

    def _new_log(self, op: NewLog) -> None:
        log = bytes.fromhex(op.id)
        if op.cls.clear or log in self.books or log in self._chains:
            raise NotPermitted("a new log is sealed and has a fresh id")
        book = self.new_books[log] = Logbook(log, op.cls, self.registry)
        chain = self._chains[log] = self._open_chain(book)
        self._begin_epoch(chain, op.readers, self._salt(op))

    def _salt(self, op: NewLog) -> bytes:
        """What shows that this device may begin the log. Logs that exist once need none."""
        if op.cls in (LogClass.ORG, LogClass.BELL, LogClass.MEMBER):
            return b""
        if op.id not in self.salts:
            raise NotPermitted("the id of a new log comes from new_id of the same Vault")
        return self.salts[op.id]

    def _begin_epoch(self, chain: _Chain, readers: frozenset[MemberId], salt: bytes = b"") -> None:
        key = EpochKey(self.random_bytes(32))
        if chain.readers:
            self._put(chain, EpochEnded(next=key.id.hex()), self.now)
        chain.keys[key.id] = key
        self.new_keys.append((chain.book, key))
        chain.epoch, chain.readers = key.id, readers
        self._wrap(chain, key, readers, fresh=True, salt=salt)

    def _grant(self, chain: _Chain, member: MemberId) -> None:
        for key in chain.keys.values():
            self._wrap(chain, key, frozenset([member]), fresh=False)
        chain.readers |= {member}

    def _wrap(
        self, chain: _Chain, key: EpochKey, readers: frozenset[MemberId], *, fresh: bool, salt: bytes = b""
    ) -> None:
        log = chain.book.log
        kems = self._kems(readers)
        secret = key.secret + wraps.class_byte(chain.book.cls)
        body = wraps.make(
            secret, kems, lambda kem: wraps.wrap_info(self.org, log, key.id, kem), self.random_bytes
        )
        name = wraps.name(log, key.id, body)
        self.wraps.append(WrapBody(name, log, key.id, body))
        fact = LogGranted(
            epoch=key.id.hex(),
            readers=tuple(sorted(readers)),
            wraps=name.hex(),
            directory=self.directory.head.hex(),
            fresh=fresh,
            salt=salt.hex(),
        )
        self._put(chain, fact, self.now)

    @property
    def _suspended(self) -> frozenset[MemberId]:
        return frozenset(one.id for one in self.directory.members.values() if one.suspended)

    def _kems(self, readers: frozenset[MemberId]) -> list[bytes]:
        if self.directory.forked:
            raise GrantsFrozen("the directory says two different things in one place")
        keys = {reader: self.directory.keys(reader) for reader in sorted(readers)}
        found = [one.kem for one in keys.values() if one is not None]
        if len(found) != len(keys) or not self._suspended.isdisjoint(keys):
            raise GrantsFrozen("a reader is not in the directory, or suspended there")
        return found
