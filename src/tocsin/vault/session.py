# SPDX-License-Identifier: AGPL-3.0-or-later
"""One unlocked identity: the Vault that a member's process, and the bell, work with.

It lives in one process and dies with it; what it returns is verified, and what it cannot open does not exist.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

from tocsin.vault import facts, files, intake, kept, people, wraps
from tocsin.vault.authors import Author
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.entry import NOTHING, Checker, EpochKey, open_body, parse
from tocsin.vault.files import SealedFile
from tocsin.vault.ids import DeviceId, LogId, MemberId, OrgId, ParcelId
from tocsin.vault.intake import NotForMe, NotHereYet
from tocsin.vault.kept import KeptForm
from tocsin.vault.keys import Device, Identity
from tocsin.vault.kinds import Fold, LogClass, Recorded, Registry, Signer
from tocsin.vault.logbook import Logbook, Trouble
from tocsin.vault.needs import Batch, Clock, HeadsMoved, RandomBytes, Row, Shelf, Store
from tocsin.vault.pen import (
    Grant,
    GrantsFrozen,
    NewLog,
    NoSuchLog,
    NotPermitted,
    Op,
    Pen,
    Put,
    Revoke,
    class_of,
)
from tocsin.vault.people import MemberCard, OrganisationCard
from tocsin.vault.refusals import Refusal
from tocsin.vault.statements import read as read_statement
from tocsin.vault.verdicts import Rejected, Verdict

__all__ = [
    "Grant", "GrantsFrozen", "Moved", "NeedsNewer", "NewLog", "NoSuchLog", "NotForMe", "NotHereYet",
    "NotPermitted", "Put", "Revoke", "Suspended", "Vault",
]  # fmt: skip

S = TypeVar("S")
_TRIES: Final = 4
_LETTERS: Final = "23456789BCDFGHJKLMNPQRSTVWXZ"
_ONE_OF_EACH: Final = (LogClass.DIRECTORY, LogClass.ORG, LogClass.BELL, LogClass.PUBLIC)


class Moved(Exception):
    """Others kept writing to the same logs: four attempts in a row found them changed."""


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


class Vault:
    """Every method may be called from any thread of its process."""

    def __init__(
        self, *, identity: Identity, device: Device, me: MemberId, org: OrgId, store: Store, files: Shelf, kept: Shelf,
        registry: Registry, clock: Clock, random_bytes: RandomBytes,
    ) -> None:  # fmt: skip
        self.me, self.org = me, org
        self.registry = registry.having(facts.KINDS)
        self._identity, self._device = identity, device
        self._store, self._files, self._kept = store, files, kept
        self._clock, self._random = clock, random_bytes
        self._org = bytes.fromhex(org)
        self._lock = threading.RLock()
        self._seen: Hashable = None
        self._counts: dict[bytes, int] = {}
        self._books: dict[bytes, Logbook] = {}
        self._tried: set[bytes] = set()
        self._elsewhere: dict[bytes, list[bytes]] = {}
        self._directory = Directory(org)
        self._directory_count = 0
        self._directory_troubles: list[Trouble] = []
        self._planning: set[bytes] | None = None
        self._people: tuple[object, object, dict[MemberId, MemberCard]] | None = None
        self._forms: dict[str, KeptForm | None] = {}
        self.refresh()

    # -- who and when

    @property
    def signer(self) -> Signer:
        return self._directory.signer(self.me)

    @property
    def device(self) -> DeviceId:
        return DeviceId(self._device.id.hex())

    @property
    def directory(self) -> Directory:
        self.refresh()
        return self._directory

    def now(self) -> datetime:
        return self._clock()

    def new_id(self) -> str:
        return self._random(16).hex()

    def code(self, prefix: str) -> str:
        """A random public code; no vowels, so that none spells a word, and no 0 or 1."""
        letters: list[str] = []
        while len(letters) < 4:
            letters += [_LETTERS[byte % 28] for byte in self._random(8) if byte < 252]
        return f"{prefix}-{''.join(letters[:4])}"

    # -- reading

    def refresh(self) -> None:
        """Notice what other processes wrote. Costs one pragma when nobody did."""
        with self._lock:
            if self._planning is not None or (seen := self._store.version()) == self._seen:
                return
            self._counts = self._store.counts()
            self._read_directory()
            self._try_wraps()
            self._seen = seen

    def logs(self, cls: LogClass) -> tuple[LogId, ...]:
        """The logs of a class that I can open."""
        with self._lock:
            self.refresh()
            if cls in _ONE_OF_EACH:
                log = log_of(self._org, cls)
                return (LogId(log.hex()),) if cls.clear or log in self._books else ()
            found = sorted(log for log, book in self._books.items() if book.cls is cls)
            if cls is LogClass.MEMBER:
                found = [log for log in found if log == self._identity.member_log]
            return tuple(LogId(log.hex()) for log in found)

    def entries(self, log: LogId) -> Sequence[Recorded[Any]]:
        """Verified and opened, in fold order. Raises NoSuchLog for a log that is not mine to read."""
        with self._lock:
            return self._book(log).entries_read()

    def draw(self, log: LogId, fold: Fold[S]) -> S:
        """The picture of a log, drawn on from where it stood. Read only: it is kept for the next caller."""
        with self._lock:
            state: S = self._book(log).draw(_picture_key(fold), fold)
            return state

    def readers(self, log: LogId) -> frozenset[MemberId]:
        """Who can read what is written now."""
        with self._lock:
            return self._book(log).readers

    def troubles(self, log: LogId) -> tuple[Trouble, ...]:
        """What was left out of a log's pictures, and what it refers to that is not here."""
        with self._lock:
            return self._book(log).troubles()

    def people(self) -> Mapping[MemberId, MemberCard]:
        with self._lock:
            described, directory = self._described(), self._directory
            if self._people is None or self._people[0] is not described or self._people[1] is not directory:
                self._people = (described, directory, people.cards(directory, described.names))
            return self._people[2]

    def organisation(self) -> OrganisationCard:
        with self._lock:
            return self._described().organisation

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
                    before, after = self._store.append(pen.batch, self._expected(pen, read))
                except HeadsMoved:
                    continue
                if before == self._seen:
                    self._seen = after
                return self._accept(pen)
            raise Moved

    def keep_parcel(self, raw: bytes) -> ParcelId:
        """Store a sealed parcel durably; the same one twice is one."""
        label = intake.read_label(raw)
        if label.org != self.org:
            raise intake.BadParcel("a parcel of another organisation")
        name = intake.parcel_id(raw)
        self._store.append(Batch(parcels=((bytes.fromhex(name), raw),)), {})
        return name

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
            return intake.open_parcel(label, self._period_secret(label.period))

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
            names = self._kept.names()
            for name in names:
                if name not in self._forms:
                    with self._kept.get(name) as chunks:
                        content = kept.open_kept(self._identity, self._org, b"".join(chunks))
                    self._forms[name] = None if content is None else KeptForm(name, content)
            return [form for name in names if (form := self._forms[name]) is not None]

    def open_kept(self, id: str) -> bytes:
        """One kept form's content. Raises NotHereYet."""
        for form in self.kept():
            if form.id == id:
                return form.content
        raise NotHereYet(id)

    def drop_kept(self, id: str) -> None:
        """Forget a form that is mine; another's is left alone."""
        if any(form.id == id for form in self.kept()):
            self._kept.drop(id)

    # -- inside

    def _book(self, log: LogId) -> Logbook:
        self.refresh()
        raw = bytes.fromhex(log)
        if raw == log_of(self._org, LogClass.PUBLIC) and raw not in self._books:
            self._books[raw] = Logbook(raw, LogClass.PUBLIC, self.registry)
        book = self._books.get(raw)
        if book is None:
            raise NoSuchLog(log)
        if self._planning is not None:
            self._planning.add(raw)
        self._load(book)
        return book

    def _load(self, book: Logbook) -> None:
        if book.count < self._counts.get(book.log, 0):
            wanted = self._counts[book.log] - book.count
            book.take(self._store.entries(book.log, book.count)[:wanted], self._directory)

    def _described(self) -> people.Described:
        log = log_of(self._org, LogClass.ORG)
        self.refresh()
        return (
            self.draw(LogId(log.hex()), people.DescribedFold()) if log in self._books else people.Described()
        )

    def _compose(self, plan: Callable[[], Iterable[Op]]) -> tuple[Pen, set[bytes]]:
        self._planning = set()
        try:
            ops = tuple(plan())
            self._may_write()
            for op in ops:
                if not isinstance(op, NewLog) and LogId(op.log) not in {
                    one.id for one in ops if isinstance(one, NewLog)
                }:
                    if self._book(op.log).newer:
                        raise NeedsNewer
            read = self._planning
        finally:
            self._planning = None
        pen = Pen(
            self._org,
            self._device,
            self.me,
            self._directory,
            self.registry,
            self._clock(),
            self._random,
            self._books,
        )
        for op in ops:
            pen.do(op)
        return pen, read

    def _may_write(self) -> None:
        card, member = self._directory.device(self.device), self._directory.members.get(self.me)
        if card is None or card.revoked or (member is not None and member.suspended):
            raise Suspended

    def _expected(self, pen: Pen, read: set[bytes]) -> dict[bytes, int]:
        expected = {log: self._counts.get(log, 0) for log in pen.logs | read}
        if pen.granting:
            directory = log_of(self._org, LogClass.DIRECTORY)
            expected[directory] = self._counts.get(directory, 0)
        return expected

    def _accept(self, pen: Pen) -> tuple[Recorded[Any], ...]:
        self._books.update(pen.new_books)
        self._tried.update(wrap.name for wrap in pen.wraps)
        author = Author(self.me, self.signer, self.device)
        recorded = []
        for one in pen.written:
            self._counts[one.entry.log] = self._counts.get(one.entry.log, 0) + 1
            fact = one.book.add_own(one.entry, one.body, author, self._directory)
            if one.asked:
                recorded.append(fact)
        return tuple(recorded)

    def _read_directory(self) -> None:
        log = log_of(self._org, LogClass.DIRECTORY)
        if self._counts.get(log, 0) == self._directory_count:
            return
        checker = Checker()
        rows = self._store.entries(log, self._directory_count)
        self._directory_count += len(rows)
        for row in rows:
            try:
                self._directory = self._directory.step(_statement(row, log, checker))
            except Rejected as rejected:
                self._directory_troubles.append(
                    Trouble(LogId(log.hex()), None, rejected.verdict, str(rejected))
                )

    def _try_wraps(self) -> None:
        periods = {period.id for period in self._directory.periods}
        for name, subject in self._store.wrap_names():
            if name in self._tried:
                continue
            self._tried.add(name)
            if subject in periods:
                self._elsewhere.setdefault(subject, []).append(name)
            else:
                self._try_wrap(name)

    def _try_wrap(self, name: bytes) -> None:
        wrap = self._store.wrap(name)
        if wrap is None:
            return
        info = wraps.wrap_info(self._org, wrap.subject, wrap.epoch, self._identity.kem.public)
        secret = wraps.open_with(self._identity, wrap.body, info, 33)
        cls = class_of(secret[32]) if secret else None
        if secret is None or cls is None:
            return
        key = EpochKey(secret[:32])
        if key.id == wrap.epoch:
            book = self._books.setdefault(wrap.subject, Logbook(wrap.subject, cls, self.registry))
            book.learn(key)

    def _period_secret(self, period: bytes) -> bytes:
        info = wraps.intake_info(self._org, period, self._identity.kem.public)
        for name in self._elsewhere.get(period, ()):
            wrap = self._store.wrap(name)
            secret = wraps.open_with(self._identity, wrap.body, info, 32) if wrap else None
            if secret is not None:
                return secret
        raise NotForMe(period.hex())


def _statement(row: Row, log: bytes, checker: Checker) -> Any:
    entry = parse(*row)
    checker.verify(entry)
    if entry.log != log or entry.epoch != NOTHING:
        raise Rejected(Verdict.FOREIGN_LOG)
    return read_statement(open_body(entry, {})[1])


def _picture_key(fold: object) -> Hashable:
    """A fold without settings is known by its type, one with settings (a frozen dataclass) by its value."""
    if isinstance(fold, type) or is_dataclass(fold):
        return fold
    return type(fold)
