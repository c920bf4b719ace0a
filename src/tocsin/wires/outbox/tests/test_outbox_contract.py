# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the bell relies on in an outbox: the SQLite file and its twin in memory make the same promises."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.alarm.needs import Claim, Mark, Outbox
from tocsin.vault.ids import EntryId
from tocsin.wires.outbox import MemoryOutbox, NewerOutbox, SqliteOutbox

MARK = Mark("boot-1", 12.5, datetime(2026, 11, 17, 3, 5, tzinfo=UTC))
CAUSE = (EntryId("ab" * 32), 300)


@pytest.fixture(params=["memory", "sqlite"])
def outbox(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    if request.param == "memory":
        yield MemoryOutbox()
        return
    real = SqliteOutbox(tmp_path / "bell.sqlite")
    yield real
    real.close()


def test_a_new_page_is_due_at_once_and_claimed_once(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto"}, ())
    assert outbox.next_due() == 0
    assert outbox.claim("mailto", 5, 65, 10) == [Claim("p1", 0)]
    assert outbox.claim("mailto", 5, 65, 10) == []
    assert outbox.next_due() == 65


def test_a_page_whose_sender_fell_silent_comes_back_when_the_lease_ends(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto"}, ())
    outbox.claim("mailto", 0, 60, 10)
    assert outbox.claim("mailto", 59, 119, 10) == []
    assert outbox.claim("mailto", 60, 120, 10) == [Claim("p1", 1)]


def test_a_new_sender_does_not_wait_for_the_leases_of_a_dead_one(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto", "p2": "mailto"}, ())
    outbox.claim("mailto", 0, 60, 1)
    outbox.put_off("p2", 500)
    outbox.release()
    assert {claim.page for claim in outbox.claim("mailto", 1, 61, 10)} == {"p1", "p2"}


def test_a_page_put_off_waits_until_then(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto"}, ())
    outbox.claim("mailto", 0, 60, 10)
    outbox.put_off("p1", 30)
    assert outbox.next_due() == 30
    assert outbox.claim("mailto", 29, 89, 10) == []
    assert outbox.claim("mailto", 30, 90, 10) == [Claim("p1", 1)]


def test_a_page_that_is_done_never_comes_back_unless_the_log_says_so(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto"}, ())
    outbox.done("p1")
    outbox.done("p1")
    assert outbox.next_due() is None
    outbox.redraw({"p1": "mailto"}, ())
    assert outbox.claim("mailto", 0, 60, 10) == [Claim("p1", 0)]


def test_drawing_again_keeps_leases_and_drops_what_is_no_longer_wanted(outbox: Outbox) -> None:
    outbox.redraw({"p1": "mailto", "p2": "mailto"}, ())
    outbox.claim("mailto", 0, 60, 10)
    outbox.redraw({"p2": "mailto", "p3": "mailto"}, ())
    assert outbox.claim("mailto", 0, 60, 10) == [Claim("p3", 0)]
    assert outbox.claim("mailto", 60, 120, 10) == [Claim("p2", 1), Claim("p3", 1)]


def test_lines_are_claimed_apart_and_in_order_of_due_time(outbox: Outbox) -> None:
    outbox.redraw({"m1": "mailto", "m2": "mailto", "t1": "tel"}, ())
    outbox.put_off("m1", 9)
    outbox.put_off("m2", 8)
    assert outbox.claim("tel", 10, 70, 10) == [Claim("t1", 0)]
    assert outbox.claim("mailto", 10, 70, 1) == [Claim("m2", 0)]
    assert outbox.claim("mailto", 10, 70, 0) == []
    assert outbox.claim("mailto", 10, 70, 5) == [Claim("m1", 0)]


def test_marks_are_kept_until_their_timer_is_gone(outbox: Outbox) -> None:
    outbox.redraw({}, {CAUSE})
    outbox.set_mark(CAUSE, MARK)
    outbox.set_mark(CAUSE, MARK)
    outbox.redraw({}, {CAUSE})
    assert outbox.marks() == {CAUSE: MARK}
    outbox.redraw({}, {(CAUSE[0], 0)})
    assert outbox.marks() == {}


def test_the_file_survives_its_process_and_holds_no_address(tmp_path: Path) -> None:
    path = tmp_path / "bell.sqlite"
    first = SqliteOutbox(path)
    first.redraw({"p1": "mailto"}, {CAUSE})
    first.claim("mailto", 0, 60, 10)
    first.set_mark(CAUSE, MARK)
    first.close()
    second = SqliteOutbox(path)
    assert second.claim("mailto", 60, 120, 1) == [Claim("p1", 1)]
    assert second.marks() == {CAUSE: MARK}
    second.close()
    columns = sqlite3.connect(path).execute("select name from pragma_table_info('page')").fetchall()
    assert {name for (name,) in columns} == {"id", "scheme", "due", "until", "attempts"}


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "bell.sqlite"
    SqliteOutbox(path).close()
    db = sqlite3.connect(path)
    db.execute("pragma user_version = 99")
    db.close()
    with pytest.raises(NewerOutbox, match=r"bell\.sqlite"):
        SqliteOutbox(path)
