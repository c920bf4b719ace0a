# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay as processes: a receipt is durable, nobody is silent, and no process keeps a word."""

from __future__ import annotations

import http.client
import os
import re
import secrets
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, Organisation, children, copied
from tests.server.residue import holds, reads_memory
from tests.server.test_bell import mailbox
from tocsin_server.demo.browser import Page
from tocsin_server.demo.mailbox import Mailbox

pytestmark = pytest.mark.slow
__all__ = ["mailbox"]
PHONE = "+7 900 000-00-00"


@pytest.fixture
def relay(founded: Founded, tmp_path: Path, mailbox: Mailbox) -> Iterator[Organisation]:
    with copied(founded, tmp_path / "data", mailbox.port) as organisation:
        organisation.start("relay")
        yield organisation


def number(page: Page) -> str:
    found = re.search(r"Your number: ([0-9A-Z]{3}-[0-9A-Z]{3})", page.text)
    assert found, page.text
    return found[1]


def test_a_report_reaches_the_bell_and_wakes_somebody_at_once(relay: Organisation, mailbox: Mailbox) -> None:
    relay.start("bell")
    began = time.monotonic()
    page = relay.report("Они ломают дверь")
    assert page.says("Received. A person is being woken.") and number(page)
    assert mailbox.wait("lapwing", "/alarms/A-", 5) is not None
    assert time.monotonic() - began < 3


def test_with_the_bell_down_the_relay_wakes_somebody_and_shows_the_number(
    relay: Organisation, mailbox: Mailbox
) -> None:
    began = time.monotonic()
    page = relay.report("Они ломают дверь")
    waited = time.monotonic() - began
    assert page.says(f"Do not wait for it. Call: {PHONE}") and 9.5 < waited < 12
    letter = mailbox.wait("lapwing", number(page), 4)
    assert letter is not None and "дверь" not in letter.raw.decode()
    time.sleep(max(0.0, began + 12 - time.monotonic()))
    relay.start("bell")
    assert mailbox.wait("lapwing", "/alarms/A-", 8) is not None


def test_a_receipt_survives_the_death_of_every_relay_process(relay: Organisation, mailbox: Mailbox) -> None:
    def report() -> None:
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            relay.report("written just before the power went")

    thread = threading.Thread(target=report)
    thread.start()
    time.sleep(1.5)
    for process in (*children(relay.pid("relay")), relay.pid("relay")):
        os.kill(process, signal.SIGKILL)
    thread.join()
    relay.running.pop("relay").wait()
    relay.start("bell")
    relay.start("relay")
    assert mailbox.wait("lapwing", "/alarms/A-", 8) is not None


@reads_memory
def test_no_relay_process_keeps_a_word_of_a_report(relay: Organisation) -> None:
    relay.start("bell")
    top = relay.pid("relay")
    word = secrets.token_hex(20)
    looked = threading.Event()

    def slow() -> None:
        """A report that stops in the middle: its process is still there while we look."""
        with socket.create_connection(("127.0.0.1", relay.ports["relay"])) as sock:
            head = "POST /report/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999\r\n"
            kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
            sock.sendall(f"{head}{kind}words={word}".encode())
            looked.wait(10)

    before = set(children(top))
    thread = threading.Thread(target=slow)
    thread.start()
    time.sleep(0.5)
    serving = set(children(top)) - before
    assert any(holds(process, word) for process in serving), "the control: whoever serves has it"
    looked.set()
    thread.join()
    relay.report(word)
    time.sleep(0.5)
    assert set(children(top)) == before
    assert not any(holds(process, word) for process in (top, *before))


def test_a_hundred_reports_at_once_are_all_taken(relay: Organisation) -> None:
    relay.start("bell")
    told: list[Page] = []
    threads = [
        threading.Thread(target=lambda n=n: told.append(relay.report(f"number {n}"))) for n in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({number(page) for page in told}) == 100
    assert all(page.says("A person is being woken.") for page in told)


def test_a_carrier_that_dies_is_started_again(relay: Organisation) -> None:
    (carrier,) = children(relay.pid("relay"))
    relay.start("bell")
    os.kill(carrier, signal.SIGKILL)
    time.sleep(1.2)
    assert relay.report("after the carrier died").says("A person is being woken.")


def test_what_cannot_be_kept_gets_no_number_and_still_wakes_somebody(
    relay: Organisation, mailbox: Mailbox
) -> None:
    relay.stop()
    (relay.folder.relay / "relay.sqlite").unlink(missing_ok=True)
    (relay.folder.relay / "relay.sqlite").mkdir()
    relay.start("relay")
    page = relay.report("Они ломают дверь")
    assert page.status == 503 and page.says(PHONE) and "Your number" not in page.text
    assert page.says("Они ломают дверь"), "what was typed is still there"
    assert mailbox.wait("lapwing", "Bell silent", 5) is not None
