# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the relay owes the bell: durable, in order of age, gone from the file as soon as the bell has it."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
from pathlib import Path

import pytest

from tocsin.vault.ids import ParcelId
from tocsin_server.clock import MachineClock
from tocsin_server.relay.queue import Queue


class Hours(MachineClock):
    """A machine whose hours pass when a test says so."""

    boot = "first"
    since = 1000.0

    def since_boot(self) -> float:
        return self.since


def name(body: bytes) -> ParcelId:
    return ParcelId(hashlib.sha256(body).hexdigest())


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def queue(tmp_path: Path, hours: Hours) -> Queue:
    return Queue(tmp_path / "relay.sqlite", hours)


def test_what_is_kept_is_owed_until_the_bell_has_it(queue: Queue, hours: Hours, tmp_path: Path) -> None:
    queue.keep(name(b"one"), b"one", "web", "mark")
    hours.since += 12
    queue.keep(name(b"two"), b"two", "web", "")
    assert [(owed.body, owed.age, owed.mark) for owed in queue.owed()] == [
        (b"one", 12.0, "mark"),
        (b"two", 0.0, ""),
    ]
    assert not queue.heard(name(b"one"))
    queue.acknowledged(name(b"one"))
    assert queue.heard(name(b"one")) and [owed.body for owed in queue.owed()] == [b"two"]
    with sqlite3.connect(tmp_path / "relay.sqlite") as db:
        assert db.execute("SELECT count(*) FROM parcels WHERE body = ?", (b"one",)).fetchone() == (0,)


def test_the_same_parcel_twice_is_one_and_an_answer_is_not_taken_back(queue: Queue) -> None:
    for _ in range(2):
        queue.keep(name(b"one"), b"one", "web", "")
    assert len(queue.owed()) == 1
    queue.acknowledged(name(b"one"))
    queue.keep(name(b"one"), b"one", "web", "")
    assert queue.owed() == []


def test_after_the_machine_started_again_everything_owed_is_old(queue: Queue, hours: Hours) -> None:
    queue.keep(name(b"one"), b"one", "web", "")
    queue.paged(name(b"one"))
    hours.since += 5
    assert queue.owed()[0].paged == 5.0
    hours.boot, hours.since = "second", 3.0
    assert queue.owed()[0].age > 1e6 and queue.owed()[0].paged is None, "so somebody is woken at once"
    queue.paged(name(b"one"))
    assert queue.owed()[0].paged == 0.0


def test_followed_links_wait_for_the_bell_as_well(queue: Queue) -> None:
    queue.keep_seen("token")
    queue.keep_seen("token")
    assert queue.seen() == ["token"]
    queue.drop_seen("token")
    assert queue.seen() == []


def _keep(path: Path, number: int) -> bool:
    body = str(number).encode()
    Queue(path, MachineClock()).keep(name(body), body, "web", "")
    return True


@pytest.mark.slow
def test_many_processes_may_open_a_new_queue_at_the_same_moment(tmp_path: Path) -> None:
    for round_ in range(5):
        path = tmp_path / f"{round_}.sqlite"
        with multiprocessing.get_context("fork").Pool(16) as pool:
            assert all(pool.starmap(_keep, [(path, number) for number in range(32)], chunksize=1))
        assert len(Queue(path, MachineClock()).owed()) == 32
