# SPDX-License-Identifier: AGPL-3.0-or-later
"""One unlocked identity: the Vault that a member's process, and the bell, work with.

It lives in one process and dies with it; what it returns is verified, and what it cannot open does not exist.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from datetime import datetime
from typing import Any, Final, TypeVar, cast

from tocsin.vault import facts, files, intake, statements
from tocsin.vault.authors import Author
from tocsin.vault.directory import Directory
from tocsin.vault.directory_log import one_entry
from tocsin.vault.disclosure import Disclosure
from tocsin.vault.files import SealedFile
from tocsin.vault.ids import DeviceId, LogId, MemberId, OrgId, ParcelId
from tocsin.vault.intake import NotForMe, NotHereYet
from tocsin.vault.kept import KeptBox, KeptForm
from tocsin.vault.keyring import KeyringFile
from tocsin.vault.keys import Device, Identity
from tocsin.vault.kinds import Fold, LogClass, Recorded, Registry, Signer
from tocsin.vault.library import Library
from tocsin.vault.logbook import Logbook, Trouble
from tocsin.vault.needs import Batch, Clock, HeadsMoved, RandomBytes, Shelf, Store
from tocsin.vault.pen import (
    Grant,
    GrantsFrozen,
    NewLog,
    NoLongerReader,
    NoSuchLog,
    NotPermitted,
    NotWhole,
    Op,
    Pen,
    Put,
    Revoke,
)
from tocsin.vault.people import Described, DescribedFold, MemberCard, OrganisationCard, cards
from tocsin.vault.refusals import Refusal
from tocsin.vault.standing import new_log_id
from tocsin.vault.statements import Statement
from tocsin.vault.verify import LogKeys, Report, verify_store

__all__ = [
    "Grant",
    "GrantsFrozen",
    "Moved",
    "NeedsNewer",
    "NewLog",
    "NoLongerReader",
    "NoSuchLog",
    "NotForMe",
    "NotHereYet",
    "NotPermitted",
    "NotWhole",
    "Put",
    "Revoke",
    "Surroundings",
    "Suspended",
    "Vault",
]

S = TypeVar("S")
_TRIES: Final = 4
_SALTS: Final = 10_000
"""Ids whose salts are remembered; an id becomes a log within the same request, or never."""
_LETTERS: Final = "23456789BCDFGHJKLMNPQRSTVWXZ"


class Moved(Refusal):
    """Others kept writing to the same logs: four attempts in a row found them changed."""

    def __init__(self) -> None:
        super().__init__(
            "Others were writing at the same moment.",
            "Nothing of yours was written yet.",
            "Send it once more.",
        )


class NeedsNewer(Refusal):
    """A log holds something that only a newer Tocsin can read."""

    def __init__(self) -> None:
        super().__init__(
            "This was written with a newer Tocsin.",
            "It can be read here, but nothing may be added: this version does not understand all of it.",
            "Update this machine, then try again.",
        )


class Suspended(Refusal):
    """The directory suspends this member, or revokes this device."""

    def __init__(self) -> None:
        super().__init__(
            "This account or this machine has been suspended.",
            "Nothing can be written with it.",
            "Speak to a steward of your organisation, in person or by a known number.",
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a Vault is given by the machine it is opened on."""

    store: Store
    files: Shelf
    kept: Shelf
    registry: Registry
    clock: Clock
    random_bytes: RandomBytes
    keyrings: Shelf | None = None


class Vault:
    """Every method may be called from any thread of the one process that holds it."""

    def __init__(
        self, identity: Identity, device: Device, me: MemberId, org: OrgId, around: Surroundings
    ) -> None:
        self.me, self.org = me, org
        self.registry = around.registry.having(facts.KINDS)
        self._identity, self._device = identity, device
        self._store, self._files = around.store, around.files
        self._clock, self._random = around.clock, around.random_bytes
        keyring = KeyringFile(around.keyrings, identity, around.random_bytes)
        self._library = Library(around.store, identity, org, self.registry, keyring)
        self._box = KeptBox(around.kept, identity, bytes.fromhex(org))
        self._lock = threading.RLock()
        self._salts: dict[str, bytes] = {}
        self._planning: set[bytes] | None = None
        self._people: tuple[Described, Directory, dict[MemberId, MemberCard]] | None = None
        self.refresh()

    # -- who and when

    @property
    def signer(self) -> Signer:
        return self._library.directory.signer(self.me)

    @property
    def device(self) -> DeviceId:
        return DeviceId(self._device.id.hex())

    @property
    def directory(self) -> Directory:
        with self._lock:
            self.refresh()
            return self._library.directory

    def now(self) -> datetime:
        return self._clock()

    def new_id(self) -> str:
        """A random id. One that becomes a log's shows, inside that log only, that this device began it."""
        salt = self._random(16)
        id = new_log_id(bytes.fromhex(self.org), salt, self._device.id).hex()
        with self._lock:
            self._salts[id] = salt
            while len(self._salts) > _SALTS:
                del self._salts[next(iter(self._salts))]
        return id

    def code(self, prefix: str) -> str:
        """A random public code; no vowels, so that none spells a word, and no 0 or 1."""
        letters: list[str] = []
        while len(letters) < 4:
            letters += [_LETTERS[byte % 28] for byte in self._random(8) if byte < 252]
        return f"{prefix}-{''.join(letters[:4])}"

    # -- reading

    def refresh(self) -> None:
        """Notice what other processes wrote. Costs one small query when nobody did; still inside a plan."""
        with self._lock:
            if self._planning is None:
                self._library.refresh()

    def logs(self, cls: LogClass) -> tuple[LogId, ...]:
        """The logs of a class that I can open."""
        with self._lock:
            self.refresh()
            return self._library.of_class(cls)

    def entries(self, log: LogId) -> Sequence[Recorded[Any]]:
        """Verified and opened, in fold order. Raises NoSuchLog for a log that is not mine to read."""
        with self._lock:
            return self._read(log).recorded()

    def draw(self, log: LogId, fold: Fold[S]) -> S:
        """The picture of a log, drawn on from where it stood. Read only: it is kept for the next caller."""
        with self._lock:
            state: S = self._read(log).draw(_picture_key(fold), fold)
            return state

    def readers(self, log: LogId) -> frozenset[MemberId]:
        """Who can read what is written now."""
        with self._lock:
            return self._read(log).standing.readers

    def troubles(self, log: LogId) -> tuple[Trouble, ...]:
        """What was left out of a log's pictures, and what it refers to that is not here."""
        with self._lock:
            return self._read(log).troubles()

    def disclose(self, entry: Recorded[Any]) -> Disclosure:
        """One entry for a court: head, body hash, signature, r and text, and whose key signed."""
        with self._lock:
            return self._read(entry.log).disclose(entry.id)

    def statements(self) -> tuple[Statement, ...]:
        """The directory's statements from the founding on, as they were signed: a stranger needs them all."""
        with self._lock:
            self.refresh()
            return tuple(self._library.directory_log.statements)

    def verify(self) -> Report:
        """Check this whole node again, trusting nothing remembered; looks inside what I can open."""
        with self._lock:
            self.refresh()
            keys = {
                log: LogKeys(book.cls, tuple(book.keys.values())) for log, book in self._library.books.items()
            }
            return verify_store(self._store, self.org, keys, self.registry, self._files)

    def people(self) -> Mapping[MemberId, MemberCard]:
        with self._lock:
            described, directory = self._described(), self._library.directory
            if self._people is None or self._people[0] is not described or self._people[1] is not directory:
                self._people = (described, directory, cards(directory, described.names))
            return self._people[2]

    def organisation(self) -> OrganisationCard:
        with self._lock:
            return self._described().organisation

    def read_parcel(self, parcel: ParcelId) -> Mapping[str, Any]:
        """A parcel's content. Raises NotHereYet, NotForMe, or BadParcel for an altered one."""
        with self._lock:
            self.refresh()
            raw = self._store.parcel(bytes.fromhex(parcel))
            if raw is None:
                raise NotHereYet(parcel)
            if intake.parcel_id(raw) != parcel:
                raise intake.BadParcel("not the bytes that came in")
            label = intake.read_label(raw)
            return intake.open_parcel(label, self._library.period_secret(label.period))

    # -- writing

    def record(self, plan: Callable[[], Iterable[Op]]) -> tuple[Recorded[Any], ...]:
        """Run ``plan`` and write what it asks for, all or nothing; returns its Puts as recorded.

        If a log drawn or written inside the plan moved meanwhile the plan runs again, then raises Moved.
        """
        with self._lock:
            if self._planning is not None:
                raise RuntimeError("a plan cannot record")
            for _ in range(_TRIES):
                self.refresh()
                pen, read = self._compose(plan)
                if not pen.written:
                    return ()
                try:
                    self._append(pen, read)
                except HeadsMoved:
                    continue
                return self._library.accept(pen)
            raise Moved

    def draft_statement(self, do: str, **fields: Any) -> str:
        """The text of the next directory statement, for the stewards to read and sign."""
        directory = self.directory
        return statements.draft(do, seq=directory.seq + 1, prev=directory.head, at=self.now(), **fields)

    def sign_statement(self, text: str) -> tuple[bytes, bytes]:
        """My signature under a statement, with my id."""
        return statements.sign(text, bytes.fromhex(self.me), self._identity)

    def publish_statement(self, text: str, signatures: Iterable[tuple[bytes, bytes]]) -> Directory:
        """Append a signed statement. Raises Rejected if it does not hold, Moved if another came first."""
        with self._lock:
            self.refresh()
            log = self._library.directory_log
            json = statements.body(text, signatures, self.now())
            log.directory.step(statements.read(json))
            batch = one_entry(log.entry(json, self._device, self._random))
            try:
                self._store.append(batch, self._library.expected([], directory=True))
            except HeadsMoved:
                raise Moved from None
            return self.directory

    def keep_parcel(self, raw: bytes) -> ParcelId:
        """Store a sealed parcel durably; the same one twice is one. Raises BadParcel."""
        if intake.read_label(raw).org != self.org:
            raise intake.BadParcel("a parcel of another organisation")
        name = intake.parcel_id(raw)
        self._store.append(Batch(parcels=((bytes.fromhex(name), raw),)), {})
        return name

    # -- files and kept forms

    def put_file(self, log: LogId, chunks: Iterable[bytes], *, name: str, media_type: str) -> SealedFile:
        """Seal a file for a log in one pass; nothing is held in memory or on disk unsealed."""
        sealing = files.Sealing(bytes.fromhex(log), self._random, chunks)
        self._files.put(sealing.id.hex(), sealing)
        return sealing.done(name, media_type)

    def read_file(self, log: LogId, file: SealedFile) -> Iterator[bytes]:
        """The original bytes. Raises FileNotHere, or FileDamaged at the latest at the end."""
        try:
            with self._files.get(file.id) as sealed:
                yield from files.unseal(bytes.fromhex(log), file, sealed)
        except KeyError:
            raise files.FileNotHere(file.id) from None

    def kept(self) -> list[KeptForm]:
        """Forms that were posted after a lock and are mine."""
        with self._lock:
            return self._box.mine()

    def open_kept(self, id: str) -> bytes:
        """One kept form's content. Raises NotHereYet."""
        with self._lock:
            return self._box.open(id)

    def drop_kept(self, id: str) -> None:
        """Forget a form that is mine; another's is left alone."""
        with self._lock:
            self._box.drop(id)

    # -- inside

    def _read(self, log: LogId) -> Logbook:
        self.refresh()
        book = self._library.book(log)
        if self._planning is not None:
            self._planning.add(book.log)
        return book

    def _described(self) -> Described:
        org = self.logs(LogClass.ORG)
        return self.draw(org[0], DescribedFold()) if org else Described()

    def _compose(self, plan: Callable[[], Iterable[Op]]) -> tuple[Pen, set[bytes]]:
        self._planning = set()
        try:
            ops = tuple(plan())
            self._check(ops)
            read = self._planning
        finally:
            self._planning = None
        pen = Pen(
            device=self._device,
            author=Author(self.me, self.signer, self.device),
            directory=self._library.directory,
            registry=self.registry,
            now=self._clock(),
            random_bytes=self._random,
            books=self._library.books,
            salts=self._salts,
        )
        for op in ops:
            pen.do(op)
        return pen, read

    def _check(self, ops: tuple[Op, ...]) -> None:
        """Raises Suspended, NoSuchLog or NeedsNewer before anything is sealed."""
        directory = self._library.directory
        card, member = directory.device(self.device), directory.members.get(self.me)
        if card is None or card.revoked or (member is not None and member.suspended):
            raise Suspended
        begun: set[str] = set()
        for op in ops:
            if isinstance(op, NewLog):
                begun.add(op.id)
            elif op.log not in begun and self._read(op.log).newer:
                raise NeedsNewer

    def _append(self, pen: Pen, read: set[bytes]) -> None:
        expected = self._library.expected(pen.logs | read, directory=pen.granting)
        before, after = self._store.append(pen.batch, expected)
        if before == self._library.seen:  # nobody else wrote: nothing to look for at the next refresh
            self._library.seen = after


def _picture_key(fold: Any) -> Hashable:
    """A fold without settings is known by its type, one with settings (a frozen dataclass) by its value."""
    return cast(Hashable, fold if isinstance(fold, type) or is_dataclass(fold) else type(fold))
