# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outbox in one SQLite file beside the bell's key. Losing it costs nothing but a page sent twice.

So it need not be durable to the last write: the bell log is, and this is drawn again from it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from importlib import resources
from pathlib import Path

from tocsin.alarm.needs import Cause, Claim, Mark
from tocsin.vault.ids import EntryId

VERSION = 1
_PRAGMAS = (
    "busy_timeout = 10000",
    "journal_mode = WAL",
    "synchronous = NORMAL",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


class NewerOutbox(Exception):
    """This file was written by a newer Tocsin. Nothing was touched; it may be deleted, it is drawn again."""


class SqliteOutbox:
    """One file, one bell."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in _PRAGMAS:
            self._db.execute(f"pragma {pragma}")
        (version,) = self._db.execute("pragma user_version").fetchone()
        if version > VERSION:
            raise NewerOutbox(path.name)
        for number in range(version + 1, VERSION + 1):
            script = resources.files(__package__).joinpath(f"{number:03}.sql").read_text("utf-8")
            self._db.executescript(f"begin;{script};pragma user_version = {number};commit;")

    def close(self) -> None:
        self._db.close()

    def redraw(self, pages: Mapping[str, str], causes: Collection[Cause]) -> None:
        held = {page for (page,) in self._db.execute("select id from page")}
        marks = {(cause, seconds) for cause, seconds in self._db.execute("select cause, seconds from mark")}
        with self._all_or_nothing():
            self._db.executemany("delete from page where id = ?", [(page,) for page in held - pages.keys()])
            self._db.executemany(
                "insert into page (id, scheme) values (?, ?)",
                [(page, scheme) for page, scheme in pages.items() if page not in held],
            )
            self._db.executemany("delete from mark where cause = ? and seconds = ?", marks - set(causes))

    def claim(self, scheme: str, at: float, until: float, limit: int) -> Sequence[Claim]:
        rows = self._db.execute(
            "update page set until = :until, attempts = attempts + 1 where id in (select id from page"
            " where scheme = :scheme and due <= :at and (until is null or until <= :at)"
            " order by due, id limit :limit) returning id, attempts - 1",
            {"scheme": scheme, "at": at, "until": until, "limit": max(limit, 0)},
        )
        return [Claim(page, attempts) for page, attempts in rows.fetchall()]

    def put_off(self, page: str, due: float) -> None:
        self._db.execute("update page set due = ?, until = null where id = ?", (due, page))

    def done(self, page: str) -> None:
        self._db.execute("delete from page where id = ?", (page,))

    def release(self) -> None:
        self._db.execute("update page set due = 0, until = null")

    def next_due(self) -> float | None:
        (due,) = self._db.execute("select min(coalesce(until, due)) from page").fetchone()
        return None if due is None else float(due)

    def marks(self) -> Mapping[Cause, Mark]:
        rows = self._db.execute("select cause, seconds, boot, due_boot, due_wall from mark")
        return {
            (EntryId(cause), seconds): Mark(boot, due, datetime.fromisoformat(wall))
            for cause, seconds, boot, due, wall in rows
        }

    def set_mark(self, cause: Cause, mark: Mark) -> None:
        self._db.execute(
            "insert or replace into mark values (?, ?, ?, ?, ?)",
            (*cause, mark.boot, mark.due_boot, mark.due_wall.isoformat()),
        )

    def _all_or_nothing(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    """Begin and commit by hand: the module's own handling begins too late to cover a read before a write."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("begin immediate")

    def __exit__(self, kind: object, *_: object) -> None:
        self._db.execute("rollback" if kind else "commit")
