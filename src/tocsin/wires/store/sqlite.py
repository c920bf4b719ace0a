# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store in one SQLite file, shared by the bell and every member's process.

Nothing is reported written before it is on the disk, and what is deleted is overwritten.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

from tocsin.vault.needs import Batch, HeadsMoved, Row, WrapBody

_PRAGMAS: Final = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "foreign_keys = OFF",
)


class NewerStore(Exception):
    """This file was written by a newer Tocsin. Nothing was touched; update, then open it."""


class SqliteStore:
    """One connection. Threads of a process may share it; after a fork open another."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._lock = threading.RLock()
        self._own = 0
        for pragma in _PRAGMAS:
            self._db.execute(f"PRAGMA {pragma}")
        self._migrate()

    def close(self) -> None:
        self._db.close()

    def version(self) -> tuple[int, int]:
        with self._lock:
            (others,) = self._db.execute("PRAGMA data_version").fetchone()
            return others, self._own

    def counts(self) -> dict[bytes, int]:
        with self._lock:
            return dict(self._db.execute("SELECT log, count FROM logs").fetchall())

    def entries(self, log: bytes, after: int = 0) -> list[Row]:
        query = "SELECT head, body, sig FROM entries WHERE log = ? AND n >= ? ORDER BY n"
        with self._lock:
            return [Row(*row) for row in self._db.execute(query, (log, after))]

    def append(self, batch: Batch, expected: Mapping[bytes, int]) -> tuple[Hashable, Hashable]:
        with self._writing():
            before = self.version()
            counts = {log: self._count(log) for log in {*expected, *(row.log for row in batch.entries)}}
            if any(counts[log] != count for log, count in expected.items()):
                raise HeadsMoved
            rows = []
            for log, id, head, body, sig in batch.entries:
                rows.append((log, counts[log], id, head, body, sig))
                counts[log] += 1
            self._db.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", rows)
            written = {row[0] for row in rows}
            upsert = "INSERT INTO logs VALUES (?, ?) ON CONFLICT (log) DO UPDATE SET count = excluded.count"
            self._db.executemany(upsert, [(log, counts[log]) for log in written])
            self._db.executemany("INSERT OR IGNORE INTO wraps VALUES (?, ?, ?, ?)", batch.wraps)
            self._db.executemany("INSERT OR IGNORE INTO parcels VALUES (?, ?)", batch.parcels)
        return before, (before[0], before[1] + 1)

    def wrap_names(self) -> list[tuple[bytes, bytes]]:
        with self._lock:
            return self._db.execute("SELECT name, subject FROM wraps").fetchall()

    def wrap(self, name: bytes) -> WrapBody | None:
        query = "SELECT name, subject, epoch, body FROM wraps WHERE name = ?"
        with self._lock:
            row = self._db.execute(query, (name,)).fetchone()
        return WrapBody(*row) if row else None

    def drop_wraps(self, names: Iterable[bytes]) -> None:
        self._drop("DELETE FROM wraps WHERE name = ?", names)

    def parcel_ids(self) -> list[bytes]:
        with self._lock:
            return [id for (id,) in self._db.execute("SELECT id FROM parcels")]

    def parcel(self, id: bytes) -> bytes | None:
        with self._lock:
            row = self._db.execute("SELECT body FROM parcels WHERE id = ?", (id,)).fetchone()
        return bytes(row[0]) if row else None

    def drop_parcel(self, id: bytes) -> None:
        self._drop("DELETE FROM parcels WHERE id = ?", [id])

    def _drop(self, statement: str, keys: Iterable[bytes]) -> None:
        with self._writing():
            self._db.executemany(statement, [(key,) for key in keys])
        with self._lock:  # the write-ahead log would keep the old page until it wraps round
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _count(self, log: bytes) -> int:
        row = self._db.execute("SELECT count FROM logs WHERE log = ?", (log,)).fetchone()
        return int(row[0]) if row else 0

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")
            self._own += 1

    def _migrate(self) -> None:
        steps = sorted(
            (file for file in resources.files(__package__).iterdir() if file.name.endswith(".sql")),
            key=lambda file: file.name,
        )
        (done,) = self._db.execute("PRAGMA user_version").fetchone()
        if done > len(steps):
            raise NewerStore(f"store version {done}, known up to {len(steps)}")
        if done == len(steps):
            return
        with self._writing():
            (done,) = self._db.execute("PRAGMA user_version").fetchone()
            for step in steps[done:]:
                for statement in _statements(step.read_text("utf-8")):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(steps)}")


def _statements(script: str) -> list[str]:
    """One by one: ``executescript`` would commit the transaction that makes a migration all or nothing."""
    return [part for part in script.split(";\n") if part.strip()]
