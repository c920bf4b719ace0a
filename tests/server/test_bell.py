# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell as a process: a sealed parcel becomes a page, and nothing outside it can keep it from the next."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.organisation import Founded, Organisation, copied
from tocsin_server.demo.mailbox import Mailbox

pytestmark = pytest.mark.slow
WORDS = "Они ломают дверь, Садовая"


@pytest.fixture
def mailbox(tmp_path: Path) -> Iterator[Mailbox]:
    with Mailbox(tmp_path / "mail") as box:
        yield box


@pytest.fixture
def desk(founded: Founded, tmp_path: Path, mailbox: Mailbox) -> Iterator[Organisation]:
    with copied(founded, tmp_path / "data", mailbox.port) as made:
        yield made


def test_an_alarm_from_the_command_line_wakes_the_first_on_call(desk: Organisation, mailbox: Mailbox) -> None:
    desk.start("bell")
    said = json.loads(desk.command("alarm", "raise", "--text", WORDS, "--json"))
    assert said["heard"] is True
    letter = mailbox.wait("lapwing@pereprava.example", "/alarms/A-", 5)
    assert letter is not None
    assert "Садовая" not in letter.raw.decode() and "дверь" not in letter.raw.decode()
    assert not mailbox.letters("siskin")


def test_an_alarm_while_no_bell_runs_says_so_and_rings_as_soon_as_one_does(
    desk: Organisation, mailbox: Mailbox
) -> None:
    said = desk.command("alarm", "raise", "--text", WORDS, "--wait", "0.5", status=1)
    assert said == ""
    assert list(desk.folder.inbox.glob("*.parcel"))
    desk.start("bell")
    assert mailbox.wait("lapwing@pereprava.example", "/alarms/A-", 5) is not None
    assert not list(desk.folder.inbox.glob("*.parcel"))


def test_a_mail_server_that_hangs_keeps_no_parcel_waiting(founded: Founded, tmp_path: Path) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        copied(founded, tmp_path / "data", silent.getsockname()[1]) as desk,
    ):
        desk.start("bell")
        desk.command("alarm", "raise", "--text", "one")
        time.sleep(0.5)
        began = time.monotonic()
        for number in range(5):
            desk.command("alarm", "raise", "--text", f"number {number}", "--wait", "3")
        assert time.monotonic() - began < 10  # five interpreters start, too


def test_the_bell_stops_politely_and_takes_up_where_it_was(desk: Organisation, mailbox: Mailbox) -> None:
    desk.start("bell")
    desk.command("alarm", "raise", "--text", WORDS)
    assert mailbox.wait("lapwing@pereprava.example", "/alarms/A-", 5)
    desk.stop()
    desk.start("bell")
    desk.command("alarm", "raise", "--text", "another")
    assert mailbox.wait("lapwing@pereprava.example", "/alarms/A-", 5, after=1)
    time.sleep(1.5)
    assert len(mailbox.letters("lapwing@pereprava.example")) == 2


def test_whoever_is_no_relay_of_ours_gets_no_word(desk: Organisation, mailbox: Mailbox) -> None:
    desk.start("bell")
    answers = []

    def knock(content: bytes) -> None:
        with socket.create_connection(("127.0.0.1", desk.ports["bell"]), timeout=5) as sock:
            head = "POST /envelope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            sock.sendall(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
            answers.append(sock.recv(65536))

    for content in (b"", b"\x80", b"x" * 100_000):
        thread = threading.Thread(target=knock, args=(content,))
        thread.start()
        thread.join()
    assert all(answer.startswith(b"HTTP/1.1 403") for answer in answers)
    assert not mailbox.letters()
