# SPDX-License-Identifier: AGPL-3.0-or-later
"""One contract for every store: what the vault relies on, run against SQLite and its twin in memory."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable

import pytest

from tocsin.vault.needs import Batch, HeadsMoved, NewRow, Row, Store, WrapBody
from tocsin.wires.store.memory import MemoryStore
from tocsin.wires.store.sqlite import NewerStore, SqliteStore

LOG, OTHER = b"l" * 16, b"o" * 16


def row(number: int, log: bytes = LOG) -> NewRow:
    return NewRow(
        log, log + number.to_bytes(16, "big"), b"head%d" % number, b"body%d" % number, b"sig%d" % number
    )


def wrap(number: int, subject: bytes = LOG, body: bytes = b"body") -> WrapBody:
    return WrapBody(number.to_bytes(32, "big"), subject, b"e" * 32, body)


@pytest.fixture(params=["sqlite", "memory"])
def connect(request, tmp_path) -> Callable[[], Store]:
    """Gives connections to one store, as several processes hold them."""
    if request.param == "sqlite":
        return lambda: SqliteStore(tmp_path / "log.sqlite")
    store = MemoryStore()
    return lambda: store


@pytest.fixture
def store(connect) -> Store:
    return connect()


def test_entries_come_back_verbatim_in_order_of_arrival(store):
    store.append(Batch((row(2), row(1), row(7, OTHER), row(3))), {})
    assert store.entries(LOG) == [Row(b"head%d" % n, b"body%d" % n, b"sig%d" % n) for n in (2, 1, 3)]
    assert store.entries(LOG, after=2) == [Row(b"head3", b"body3", b"sig3")]
    assert store.entries(b"x" * 16) == []
    assert store.counts() == {LOG: 3, OTHER: 1}


def test_an_append_that_expected_other_heads_writes_nothing(store):
    store.append(Batch((row(1),)), {LOG: 0})
    with pytest.raises(HeadsMoved):
        store.append(
            Batch((row(2), row(1, OTHER)), (wrap(1),), ((b"p" * 32, b"parcel"),)), {LOG: 0, OTHER: 0}
        )
    assert store.counts() == {LOG: 1}
    assert store.wrap_names() == [] and store.parcel_ids() == []


def test_a_log_that_was_only_read_is_held_to_its_count_too(store):
    store.append(Batch((row(1),)), {})
    with pytest.raises(HeadsMoved):
        store.append(Batch((row(1, OTHER),)), {LOG: 0})
    store.append(Batch((row(1, OTHER),)), {LOG: 1})
    assert store.counts() == {LOG: 1, OTHER: 1}


def test_the_same_entry_twice_is_refused_and_nothing_of_its_batch_stays(store):
    store.append(Batch((row(1),)), {})
    with pytest.raises((ValueError, sqlite3.IntegrityError)):
        store.append(Batch((row(2), row(1))), {})
    assert store.counts() == {LOG: 1}


def test_another_connection_sees_the_version_move_and_the_entry(connect):
    mine, theirs = connect(), connect()
    before = theirs.version()
    assert theirs.version() == before
    mine.append(Batch((row(1),)), {})
    assert theirs.version() != before
    assert theirs.entries(LOG) == [Row(b"head1", b"body1", b"sig1")]


def test_append_tells_the_version_around_it(connect):
    mine, theirs = connect(), connect()
    mine.version()
    before, after = mine.append(Batch((row(1),)), {})
    assert mine.version() == after != before
    theirs.append(Batch((row(2),)), {})
    late, _ = mine.append(Batch((row(3),)), {})
    assert late != after


def test_dropping_a_wrap_moves_the_version_too(connect):
    mine, theirs = connect(), connect()
    mine.append(Batch(wraps=(wrap(1), wrap(2, OTHER))), {})
    before = theirs.version()
    mine.drop_wraps([wrap(1).name])
    assert theirs.version() != before
    assert theirs.wrap_names() == [(wrap(2).name, OTHER)]
    assert theirs.wrap(wrap(1).name) is None and theirs.wrap(wrap(2).name) == wrap(2, OTHER)


def test_a_parcel_is_kept_once_and_can_be_dropped(store):
    for _ in range(2):
        store.append(Batch(parcels=((b"p" * 32, b"sealed"),)), {})
    assert store.parcel_ids() == [b"p" * 32] and store.parcel(b"p" * 32) == b"sealed"
    store.drop_parcel(b"p" * 32)
    assert store.parcel_ids() == [] and store.parcel(b"p" * 32) is None


def test_of_many_racing_writers_exactly_one_wins_each_place(connect):
    won, lost = [], []

    def race(writer: int) -> None:
        store = connect()
        for turn in range(20):
            count = store.counts().get(LOG, 0)
            try:
                store.append(Batch((row(writer * 1000 + turn),)), {LOG: count})
                won.append(count)
            except HeadsMoved:
                lost.append(count)

    threads = [threading.Thread(target=race, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == list(range(len(won)))
    assert len(won) + len(lost) == 80 and connect().counts() == {LOG: len(won)}


def test_what_is_dropped_is_gone_from_the_files(tmp_path):
    store = SqliteStore(tmp_path / "log.sqlite")
    planted = b"PLANTED-WRAP" * 700
    store.append(Batch(wraps=(wrap(1, body=planted),), parcels=((b"p" * 32, planted),)), {})
    found = [path for path in tmp_path.iterdir() if b"PLANTED-WRAP" in path.read_bytes()]
    assert found, "the control must find the bytes while they are there"
    store.drop_wraps([wrap(1).name])
    store.drop_parcel(b"p" * 32)
    assert [path for path in tmp_path.iterdir() if b"PLANTED-WRAP" in path.read_bytes()] == []


def test_a_store_of_a_newer_version_is_left_alone(tmp_path):
    SqliteStore(tmp_path / "log.sqlite").close()
    with sqlite3.connect(tmp_path / "log.sqlite") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    before = (tmp_path / "log.sqlite").read_bytes()
    with pytest.raises(NewerStore, match="store version 999"):
        SqliteStore(tmp_path / "log.sqlite")
    assert (tmp_path / "log.sqlite").read_bytes() == before


def test_the_connection_is_as_careful_as_the_design_asks(tmp_path):
    store = SqliteStore(tmp_path / "log.sqlite")
    asked = {
        name: store._db.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "temp_store", "trusted_schema")
    }
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "temp_store": 2,
        "trusted_schema": 0,
    }


def test_no_table_keeps_row_ids(tmp_path):
    store = SqliteStore(tmp_path / "log.sqlite")
    rows = store._db.execute("SELECT sql FROM sqlite_schema WHERE type = 'table'").fetchall()
    assert len(rows) == 4
    assert all("WITHOUT ROWID" in sql for (sql,) in rows)
