# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay as processes: a receipt is durable, nobody is silent, and no process keeps a word."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, children, copied
from tests.server.residue import holds
from tests.server.small_relay import Relay, run_relay
from tocsin_server.demo.mailbox import Mailbox

pytestmark = pytest.mark.slow


@pytest.fixture
def relay(founded: Founded, tmp_path: Path) -> Iterator[Relay]:
    with (
        Mailbox(tmp_path / "mail") as mailbox,
        copied(founded, tmp_path / "data", mailbox.port) as organisation,
    ):
        made = Relay(organisation, run_relay(organisation), mailbox)
        until = time.monotonic() + 5
        while not children(made.parent) and time.monotonic() < until:
            time.sleep(0.02)
        yield made
        os.kill(made.parent, signal.SIGTERM)
        os.waitpid(made.parent, 0)


def test_a_report_reaches_the_bell_and_wakes_somebody_at_once(relay: Relay) -> None:
    relay.organisation.start("bell")
    began = time.monotonic()
    number, heard, _ = relay.report("Они ломают дверь")
    assert heard == "True" and len(number) == 7
    assert relay.mailbox.wait("lapwing", "/alarms/A-", 5) is not None
    assert time.monotonic() - began < 3


def test_with_the_bell_down_the_relay_wakes_somebody_and_shows_the_number(relay: Relay) -> None:
    began = time.monotonic()
    number, heard, phone = relay.report("Они ломают дверь")
    waited = time.monotonic() - began
    assert heard == "False" and phone == "+7 900 000-00-00" and 9.5 < waited < 12
    letter = relay.mailbox.wait("lapwing", number, 4)
    assert letter is not None and "дверь" not in letter.raw.decode()
    time.sleep(max(0.0, began + 12 - time.monotonic()))
    relay.organisation.start("bell")
    assert relay.mailbox.wait("lapwing", "/alarms/A-", 8) is not None


def test_a_receipt_survives_the_death_of_every_relay_process(relay: Relay) -> None:
    told: list[list[str]] = []
    thread = threading.Thread(target=lambda: told.append(_ask_and_be_cut_off(relay)))
    thread.start()
    queue = relay.organisation.folder.relay / "relay.sqlite"
    time.sleep(1.0)
    for process in (*children(relay.parent), relay.parent):
        os.kill(process, signal.SIGKILL)
    os.waitpid(relay.parent, 0)
    thread.join()
    assert queue.exists()
    relay.organisation.start("bell")
    relay.parent = run_relay(relay.organisation)
    assert relay.mailbox.wait("lapwing", "/alarms/A-", 8) is not None


def _ask_and_be_cut_off(relay: Relay) -> list[str]:
    try:
        return relay.report("written just before the power went")
    except (ConnectionError, http.client.HTTPException):
        return []


def test_no_relay_process_keeps_a_word_of_a_report(relay: Relay) -> None:
    relay.organisation.start("bell")
    word = secrets.token_hex(20)
    listening = threading.Event()

    def slow() -> None:
        """A report whose process is still there while we look: the control."""
        with socket.create_connection(("127.0.0.1", relay.organisation.ports["relay"])) as sock:
            sock.sendall(f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nwords={word}".encode())
            listening.wait(10)

    before = set(children(relay.parent))
    thread = threading.Thread(target=slow)
    thread.start()
    time.sleep(0.5)
    serving = set(children(relay.parent)) - before
    assert any(holds(process, word) for process in serving), "the control: whoever serves has it"
    listening.set()
    thread.join()
    relay.report(word)
    time.sleep(0.5)
    left = [relay.parent, *children(relay.parent)]
    assert not any(holds(process, word) for process in left)
    assert set(children(relay.parent)) == before


def test_a_hundred_reports_at_once_are_all_taken(relay: Relay) -> None:
    relay.organisation.start("bell")
    told: list[list[str]] = []
    threads = [
        threading.Thread(target=lambda n=n: told.append(relay.report(f"number {n}", timeout=60)))
        for n in range(100)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({number for number, *_ in told}) == 100
    assert all(heard == "True" for _, heard, _ in told)


def test_a_carrier_that_dies_is_started_again(relay: Relay) -> None:
    (carrier,) = children(relay.parent)
    relay.organisation.start("bell")
    os.kill(carrier, signal.SIGKILL)
    time.sleep(1.2)
    _, heard, _ = relay.report("after the carrier died")
    assert heard == "True"
