# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads and continues the clear log that carries directory statements; relays and lines use it, keyless.

Authority lies in the statements' own signatures; the entries around them only carry.
"""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.vault import statements
from tocsin.vault.directory import Directory, log_of
from tocsin.vault.entry import MOST_DEPS, NOTHING, Checker, Entry, Place, open_body, parse, seal
from tocsin.vault.ids import EntryId, LogId, OrgId
from tocsin.vault.keys import Device
from tocsin.vault.kinds import LogClass
from tocsin.vault.logbook import Trouble
from tocsin.vault.needs import Batch, NewRow, RandomBytes, Row
from tocsin.vault.statements import Statement
from tocsin.vault.verdicts import Rejected, Verdict


class DirectoryLog:
    """The directory of one pinned organisation, as far as it was read."""

    def __init__(self, org: OrgId) -> None:
        self.log = log_of(bytes.fromhex(org), LogClass.DIRECTORY)
        self.name = LogId(self.log.hex())
        self.directory = Directory(org)
        self.count = 0
        self.troubles: list[Trouble] = []
        self.statements: list[Statement] = []
        self._checker = Checker()
        self._last: dict[bytes, Entry] = {}
        self._tips: set[bytes] = set()
        self._early: list[tuple[Entry, Statement]] = []

    def take(self, rows: Iterable[Row]) -> None:
        """Read more rows. A statement that does not hold is left out; one that came early waits."""
        for row in rows:
            self.count += 1
            entry: Entry | None = None
            try:
                entry = self._carrier(row)
                self._step(entry, statements.read(open_body(entry, {})[1]))
            except Rejected as rejected:
                id = EntryId(entry.id.hex()) if entry else None
                self.troubles.append(Trouble(self.name, id, rejected.verdict, str(rejected)))

    def entry(self, json: bytes, device: Device, random_bytes: RandomBytes) -> Entry:
        """The next entry of this device here, carrying a signed statement."""
        author = device.author(self.log)
        last = self._last.get(author.public)
        seq, prev = (last.seq + 1, last.id) if last else (0, NOTHING)
        deps = tuple(sorted(self._tips - {prev})[:MOST_DEPS])
        return seal(json, Place(self.log, seq, prev, deps), author, None, r=random_bytes(32), nonce=b"")

    @property
    def waiting(self) -> int:
        """Statements whose predecessor is not here yet."""
        return len(self._early)

    def _carrier(self, row: Row) -> Entry:
        entry = parse(*row)
        self._checker.verify(entry)
        if entry.log != self.log or entry.epoch != NOTHING:
            raise Rejected(Verdict.FOREIGN_LOG)
        last = self._last.get(entry.author)
        if last is None or last.seq < entry.seq:
            self._last[entry.author] = entry
        self._tips.difference_update(entry.parents)
        self._tips.add(entry.id)
        return entry

    def _step(self, entry: Entry, statement: Statement) -> None:
        if statement.seq > self.directory.seq + 1:
            self._early.append((entry, statement))
            return
        before, self.directory = self.directory, self.directory.step(statement)
        if self.directory.seq > before.seq:
            self.statements.append(statement)
        ready = [one for one in self._early if one[1].seq <= self.directory.seq + 1]
        self._early = [one for one in self._early if one[1].seq > self.directory.seq + 1]
        for early in ready:
            self._step(*early)


def read_directory(org: OrgId, rows: Iterable[Row]) -> Directory:
    """The directory that these rows hold for the pinned organisation."""
    log = DirectoryLog(org)
    log.take(rows)
    return log.directory


def one_entry(entry: Entry) -> Batch:
    return Batch((NewRow(entry.log, entry.id, entry.head, entry.body, entry.sig),))
