# SPDX-License-Identifier: AGPL-3.0-or-later
"""All logs of one node as one identity sees them: which it can open, what the directory says, what moved.

A log is read when it is first asked for; a sweep over an unchanged store costs one query.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, Final

from tocsin.vault import labels, wraps
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.directory_log import DirectoryLog
from tocsin.vault.entry import EpochKey
from tocsin.vault.ids import LogId, OrgId
from tocsin.vault.intake import NotForMe
from tocsin.vault.keyring import KeyringFile
from tocsin.vault.keys import Identity
from tocsin.vault.kinds import LogClass, Recorded, Registry
from tocsin.vault.logbook import Logbook
from tocsin.vault.needs import Store
from tocsin.vault.pen import NoSuchLog, Pen

_SECRET: Final = 33
"""A log's wrapped secret: the epoch's 32 bytes and the log's class."""


class Library:
    """Not thread-safe: its Vault holds the lock."""

    def __init__(
        self, store: Store, identity: Identity, org: OrgId, registry: Registry, keyring: KeyringFile
    ) -> None:
        self.store, self._keyring = store, keyring
        self.directory_log = DirectoryLog(org)
        self.counts: dict[bytes, int] = {}
        self.books: dict[bytes, Logbook] = {}
        self.seen: Hashable = None
        self._identity, self._org, self._registry = identity, bytes.fromhex(org), registry
        self._public = log_of(self._org, LogClass.PUBLIC)
        self._single = {cls: log_of(self._org, cls) for cls in (LogClass.ORG, LogClass.BELL)}
        self._tried: set[bytes] = set()
        self._intake: dict[bytes, list[bytes]] = {}
        self._rivals: dict[bytes, list[Logbook]] = {}

    @property
    def directory(self) -> Directory:
        return self.directory_log.directory

    def refresh(self) -> None:
        """Notice what anybody wrote since the last call."""
        seen = self.store.version()
        if seen == self.seen:
            return
        self.counts = self.store.counts()
        self._read_directory()
        self._try_wraps()
        self.seen = seen

    def of_class(self, cls: LogClass) -> tuple[LogId, ...]:
        """Logs I can open; of a class that has one log per organisation or member, only the genuine one."""
        if cls.clear:
            return (LogId(log_of(self._org, cls).hex()),)
        for log in list(self._rivals):
            self._settle(log)
        found = [log for log, book in self.books.items() if book.cls is cls]
        if cls is LogClass.MEMBER:
            found = [log for log in found if log == self._identity.member_log]
        elif cls in self._single:
            found = [log for log in found if log == self._single[cls]]
        return tuple(LogId(log.hex()) for log in sorted(found))

    def book(self, log: LogId) -> Logbook:
        """A log, read up to where the last refresh saw it. Raises NoSuchLog."""
        raw = bytes.fromhex(log)
        if raw in self._rivals:
            self._settle(raw)
        book = self.books.get(raw)
        if book is None and raw == self._public:
            book = self.books[raw] = Logbook(raw, LogClass.PUBLIC, self._registry)
        if book is None:
            raise NoSuchLog(log)
        self._load(book)
        return book

    def expected(self, logs: Iterable[bytes], *, directory: bool) -> dict[bytes, int]:
        """What an append may rely on: these logs stand as they were when last refreshed."""
        wanted = {*logs, self.directory_log.log} if directory else set(logs)
        return {log: self.counts.get(log, 0) for log in wanted}

    def accept(self, pen: Pen) -> tuple[Recorded[Any], ...]:
        """A batch of our own that the store took: nothing to check, nothing to try. Returns its Puts."""
        self.books.update(pen.new_books)
        self._tried.update(wrap.name for wrap in pen.wraps)
        for book, key in pen.new_keys:
            book.keys[key.id] = key
        for one in pen.written:
            self.counts[one.entry.log] = self.counts.get(one.entry.log, 0) + 1
            one.book.add_own(one.entry, one.recorded, pen.author, one.certificate, self.directory)
        return tuple(one.recorded for one in pen.written if one.asked)

    def period_secret(self, period: bytes) -> bytes:
        """The intake period's secret. Raises NotForMe."""
        info = wraps.intake_info(self._org, period, self._identity.kem.public)
        for name in self._intake.get(period, ()):
            wrap = self.store.wrap(name)
            secret = wraps.open_with(self._identity, wrap.body, info, 32) if wrap else None
            if secret is not None:
                return secret
        raise NotForMe(period.hex())

    def _load(self, book: Logbook) -> None:
        here = self.counts.get(book.log, 0)
        if book.count < here:
            book.take(self.store.entries(book.log, book.count)[: here - book.count], self.directory)
        elif book.waits_for is not None and book.waits_for is not self.directory:
            book.take((), self.directory)  # a device may have been certified since

    def _read_directory(self) -> None:
        if self.counts.get(self.directory_log.log, 0) > self.directory_log.count:
            self.directory_log.take(self.store.entries(self.directory_log.log, self.directory_log.count))

    def _try_wraps(self) -> None:
        periods = {period.id for period in self.directory.periods}
        wraps_here = self.store.wrap_names()
        if not self._tried:
            self._keyring.ring.keep_only({name for name, _ in wraps_here})
        for name, subject in wraps_here:
            if name in self._tried:
                continue
            if subject in periods:
                self._intake.setdefault(subject, []).append(name)
            elif subject in self.counts:
                self._try(name)
            else:  # neither its log nor its period is here yet
                continue
            self._tried.add(name)
        self._keyring.save_when_worth_it()

    def _try(self, name: bytes) -> None:
        ring = self._keyring.ring
        if not ring.knows(name):
            found = self._open(name)
            if found is None:
                ring.closed.add(name)
            else:
                ring.opened[name] = found
        if name in ring.opened:
            log, secret = ring.opened[name]
            cls = wraps.class_of(secret[32])
            if cls is not None:
                self._learn(log, cls, EpochKey(secret[:32]))

    def _open(self, name: bytes) -> tuple[bytes, bytes] | None:
        """Log and secret that a wrap body holds for me."""
        wrap = self.store.wrap(name)
        if wrap is None or wraps.name(wrap.subject, wrap.epoch, wrap.body) != name:
            return None
        info = wraps.wrap_info(self._org, wrap.subject, wrap.epoch, self._identity.kem.public)
        secret = wraps.open_with(self._identity, wrap.body, info, _SECRET)
        if secret is None or labels.digest(labels.EPOCH, secret[:32]) != wrap.epoch:
            return None
        return wrap.subject, secret

    def _learn(self, log: bytes, cls: LogClass, key: EpochKey) -> None:
        """Keep a key. Anyone can seal one to me with another class; which is genuine the log itself tells."""
        rivals = self._rivals.get(log, [])
        books = [self.books[log], *rivals] if log in self.books else []
        book = next((book for book in books if book.cls is cls), None)
        if book is None:
            book = Logbook(log, cls, self._registry)
            if books:
                self._rivals[log] = [*rivals, book]
            else:
                self.books[log] = book
        book.learn(key)

    def _settle(self, log: bytes) -> None:
        """Of several classes told for one log, the one under which it has a genuine beginning."""
        rivals = [self.books[log], *self._rivals[log]]
        for book in rivals:
            self._load(book)
        genuine = [book for book in rivals if book.standing.epoch is not None]
        if genuine:
            self.books[log] = genuine[0]
            del self._rivals[log]
