# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two clear logs on a relay: the directory and the public record, accepted only as verified entries.

Whoever pushes them is never trusted: the chain from the pinned organisation id is.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tocsin.vault.directory import Directory, log_of
from tocsin.vault.directory_log import DirectoryLog
from tocsin.vault.entry import parse
from tocsin.vault.ids import OrgId
from tocsin.vault.kinds import Fold, LogClass, Recorded, Registry
from tocsin.vault.logbook import Logbook
from tocsin.vault.needs import Batch, HeadsMoved, NewRow, Row
from tocsin.vault.verdicts import Rejected
from tocsin.wires.store.sqlite import SqliteStore

S = TypeVar("S")
CLEAR = (LogClass.DIRECTORY, LogClass.PUBLIC)


class NotAccepted(ValueError):
    """Rows that do not follow from the organisation this relay is pinned to; none of them was kept."""


class ClearLogs:
    """Directory and public record as this relay has verified them."""

    def __init__(self, path: Path, org: OrgId, registry: Registry) -> None:
        raw = bytes.fromhex(org)
        self._org = org
        self._registry = registry
        self._store = SqliteStore(path)
        self._logs = {cls: log_of(raw, cls) for cls in CLEAR}
        self._seen: Hashable = None
        self._directory = DirectoryLog(org)
        self._public = Logbook(self._logs[LogClass.PUBLIC], LogClass.PUBLIC, registry)
        self.refresh()

    def close(self) -> None:
        self._store.close()

    def refresh(self) -> None:
        """Take up what was accepted since; costs one pragma when nothing was."""
        seen = self._store.version()
        if seen == self._seen:
            return
        self._directory.take(self._store.entries(self._directory.log, self._directory.count))
        book = self._public
        book.take(self._store.entries(book.log, book.count), self.directory)
        self._seen = seen

    @property
    def directory(self) -> Directory:
        return self._directory.directory

    def counts(self) -> dict[str, int]:
        """How much of each log is here, so that only the rest need be pushed."""
        counts = self._store.counts()
        return {cls.value: counts.get(log, 0) for cls, log in self._logs.items()}

    def accept(self, cls: LogClass, rows: Sequence[Row]) -> int:
        """Keep rows that hold, all or none; those already here are skipped. Raises NotAccepted."""
        self.refresh()
        log = self._logs.get(cls)
        if log is None:
            raise NotAccepted("only the clear logs are kept here")
        try:
            fresh = self._fresh(log, rows)
            if cls is LogClass.DIRECTORY:
                self._check_directory(fresh)
            else:
                self._check_public(fresh)
        except Rejected as rejected:
            raise NotAccepted(rejected.verdict.value) from None
        self._keep(log, fresh)
        self.refresh()
        return len(fresh)

    def public(self) -> tuple[Recorded[Any], ...]:
        """The public record's facts in order."""
        return tuple(self._public.recorded())

    def draw(self, fold: Fold[S]) -> S:
        """A picture of the public record."""
        state: S = self._public.draw(type(fold), fold)
        return state

    def _fresh(self, log: bytes, rows: Sequence[Row]) -> list[Row]:
        held = {parse(*row).id for row in self._store.entries(log)}
        return [row for row in rows if parse(*row).id not in held]

    def _check_directory(self, fresh: Sequence[Row]) -> None:
        trial = DirectoryLog(self._org)
        trial.take([*self._store.entries(trial.log), *fresh])
        if trial.troubles or trial.waiting:
            raise NotAccepted("a statement that does not hold")

    def _check_public(self, fresh: Sequence[Row]) -> None:
        book = Logbook(self._public.log, LogClass.PUBLIC, self._registry)
        book.take([*self._store.entries(book.log), *fresh], self.directory)
        if troubles := book.troubles():
            raise Rejected(troubles[0].verdict, troubles[0].detail)

    def _keep(self, log: bytes, rows: Sequence[Row]) -> None:
        if not rows:
            return
        new = [NewRow(log, parse(*row).id, row.head, row.body, row.sig) for row in rows]
        try:
            self._store.append(Batch(entries=tuple(new)), {log: self._store.counts().get(log, 0)})
        except HeadsMoved:
            raise NotAccepted("somebody else wrote here") from None
