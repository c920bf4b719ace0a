# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the relay still owes the bell, in one SQLite file: a receipt is given only for what stands in it.

Written by the short-lived processes that serve connections, emptied by the carrier.
"""

from __future__ import annotations

import fcntl
import sqlite3
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

from tocsin.alarm.needs import Clock
from tocsin.vault.ids import ParcelId

_PRAGMAS: Final = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
)
KEEP_HEARD_SECONDS = 3600.0


@dataclass(frozen=True, slots=True)
class Owed:
    """A parcel that no bell has acknowledged; ``paged`` seconds ago we ourselves woke somebody for it."""

    id: ParcelId
    body: bytes
    lane: str
    mark: str
    age: float
    paged: float | None


class Queue:
    """One connection; open another after a fork."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._clock = clock
        path.touch(mode=0o600, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        # Two processes that turn a new file to WAL at once: one is told "locked" at once, whatever it would wait.
        with path.with_name(f"{path.name}.opening").open("ab") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            for pragma in _PRAGMAS:
                self._db.execute(f"PRAGMA {pragma}")
            if self._is_new():
                self._lay_out()

    def _is_new(self) -> bool:
        return bool(self._db.execute("PRAGMA user_version").fetchone() == (0,))

    def _lay_out(self) -> None:
        """Once, whichever of the processes that opened the new file at the same time comes first."""
        script = resources.files(__package__).joinpath("001.sql").read_text("utf-8")
        self._db.execute("BEGIN IMMEDIATE")
        try:
            if self._is_new():
                for statement in script.split(";\n"):
                    self._db.execute(statement)
                self._db.execute("PRAGMA user_version = 1")
        finally:
            self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    def keep(self, id: ParcelId, body: bytes, lane: str, mark: str) -> None:
        """On the disk when this returns."""
        row = (bytes.fromhex(id), body, lane, mark, self._clock.boot, self._clock.since_boot())
        self._db.execute(
            "INSERT OR IGNORE INTO parcels (id, body, lane, mark, boot, since) VALUES (?, ?, ?, ?, ?, ?)", row
        )

    def heard(self, id: ParcelId) -> bool:
        """Whether the bell has it."""
        row = self._db.execute("SELECT heard FROM parcels WHERE id = ?", (bytes.fromhex(id),)).fetchone()
        return row is None or row[0] == 1

    def owed(self) -> list[Owed]:
        """Oldest first. What was taken in before the machine last started is as old as can be."""
        now, boot = self._clock.since_boot(), self._clock.boot
        rows = self._db.execute(
            "SELECT id, body, lane, mark, CASE WHEN boot = :boot THEN :now - since ELSE 1e9 END AS age,"
            " CASE WHEN paged_boot = :boot THEN :now - paged END"
            " FROM parcels WHERE heard = 0 ORDER BY age DESC, id",
            {"boot": boot, "now": now},
        )
        return [Owed(ParcelId(id.hex()), *rest) for id, *rest in rows.fetchall()]

    def acknowledged(self, id: ParcelId) -> None:
        """The bell has it durably: the body goes, the id stays a while for whoever waits for it."""
        now = self._clock.since_boot()
        self._db.execute(
            "UPDATE parcels SET heard = 1, body = NULL, boot = ?, since = ? WHERE id = ?",
            (self._clock.boot, now, bytes.fromhex(id)),
        )
        self._db.execute(
            "DELETE FROM parcels WHERE heard = 1 AND (boot != ? OR since < ?)",
            (self._clock.boot, now - KEEP_HEARD_SECONDS),
        )

    def paged(self, id: ParcelId) -> None:
        """We woke somebody ourselves."""
        self._db.execute(
            "UPDATE parcels SET paged = ?, paged_boot = ? WHERE id = ?",
            (self._clock.since_boot(), self._clock.boot, bytes.fromhex(id)),
        )

    def keep_seen(self, token: str) -> None:
        """Somebody followed the link in a page."""
        self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (token,))

    def seen(self) -> list[str]:
        return [token for (token,) in self._db.execute("SELECT token FROM seen")]

    def drop_seen(self, token: str) -> None:
        self._db.execute("DELETE FROM seen WHERE token = ?", (token,))
