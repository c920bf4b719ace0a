# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's disk takes nothing more: what comes in is kept by the relay, which wakes somebody itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, Organisation, copied
from tests.server.test_bell import mailbox
from tests.server.test_relay import number
from tocsin_server.demo.mailbox import Mailbox

pytestmark = pytest.mark.slow
__all__ = ["mailbox"]


@pytest.fixture
def relay(founded: Founded, tmp_path: Path, mailbox: Mailbox) -> Iterator[Organisation]:
    with copied(founded, tmp_path / "data", mailbox.port) as made:
        settings = made.folder.relay / "relay.toml"
        settings.write_text(settings.read_text().replace("patience_seconds = 10.0", "patience_seconds = 2.0"))
        made.start("relay")
        made.start("bell")
        yield made


def test_a_bell_that_cannot_write_does_not_say_that_it_has_it(relay: Organisation, mailbox: Mailbox) -> None:
    store = relay.path / "node" / "log.sqlite"
    with sqlite3.connect(store, isolation_level=None) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk'); END")
    page = relay.report("written while the disk was full")
    assert page.says("Do not wait for it. Call:")
    assert mailbox.wait("lapwing", number(page), 5) is not None
    assert relay.running["bell"].poll() is None, "the bell goes on trying"
    with sqlite3.connect(store, isolation_level=None) as db:
        db.execute("DROP TRIGGER full")
    assert mailbox.wait("lapwing", "/alarms/A-", 8) is not None
    assert relay.report("written when there was room again").says("A person is being woken.")
