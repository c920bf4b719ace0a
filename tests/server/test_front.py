# SPDX-License-Identifier: AGPL-3.0-or-later
"""The front and the processes behind it, with a tiny application: who gets which connection, and who dies."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from tests.server.residue import holds, reads_memory
from tocsin.web.requests import NEEDS, VAULT
from tocsin_server.children import Nursery
from tocsin_server.desk.front import Front
from tocsin_server.desk.member import Setting, live

pytestmark = pytest.mark.slow
MEMBERS = {"heron-one": "aa11", "heron-two": "bb22"}


@dataclass(frozen=True)
class Key:
    """Just enough of a vault: whose process this is."""

    me: str


def tiny(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    path, vault, door = environ["PATH_INFO"], environ.get(VAULT), environ[NEEDS]["door"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    cookie = []
    if path == "/unlock":
        value = door.unlock(parse_qs(body)["p"][0])
        text = "open" if value else "closed"
        cookie = [("Set-Cookie", f"desk={value}")] if value else []
    elif vault is None:
        text = "door"
    elif path in ("/lock", "/panic"):
        getattr(door, path[1:])()
        text = "bye"
    elif path == "/slow":
        time.sleep(0.6)
        text = "slow"
    else:
        text = f"{vault.me} {os.getpid()} {body}"
    start("200 OK", [("Content-Length", str(len(text))), *cookie])
    return [text.encode()]


class Browser:
    """One browser profile: a cookie, and a connection of its own for every request."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        sent = {"Connection": "close", **headers}
        if self.cookie:
            sent["Cookie"] = self.cookie
        connection.request(method, path, body or None, sent)
        response = connection.getresponse()
        if (given := response.getheader("Set-Cookie")) is not None:
            self.cookie = given
        text = response.read().decode()
        connection.close()
        return text

    def unlock(self, passphrase: str) -> int:
        assert self.ask("POST", "/unlock", f"p={passphrase}") == "open"
        return int(self.ask("GET", "/").split()[1])


@dataclass
class Desk:
    port: int
    front: int

    def browser(self) -> Browser:
        return Browser(self.port)


def _run(listener: socket.socket, idle: float) -> None:
    def unlock(passphrase: str) -> Any:
        return Key(MEMBERS[passphrase]) if passphrase in MEMBERS else None

    setting = Setting(tiny, listener.getsockname(), unlock, lambda vault: {}, Path("/nonexistent"), idle=idle)
    nursery = Nursery()
    nursery.settle()
    Front(listener, nursery, lambda sock, channel: live(setting, sock, channel)).run()


@pytest.fixture
def desk(request: pytest.FixtureRequest) -> Iterator[Desk]:
    idle = getattr(request, "param", 900.0)
    listener = socket.create_server(("127.0.0.1", 0))
    child = os.fork()
    if child == 0:
        try:
            _run(listener, idle)
        finally:
            os._exit(0)
    port = listener.getsockname()[1]
    listener.close()
    yield Desk(port, child)
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)


def gone(process: int, within: float = 1.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not Path(f"/proc/{process}").exists():
            return True
        time.sleep(0.01)
    return False


def test_a_right_passphrase_turns_the_door_into_that_members_process(desk: Desk) -> None:
    browser = desk.browser()
    assert browser.ask("GET", "/") == "door"
    process = browser.unlock("heron-one")
    assert browser.ask("GET", "/").startswith(f"aa11 {process}")
    assert browser.ask("POST", "/x", "typed").endswith("typed")


def test_a_wrong_passphrase_opens_nothing_and_leaves_no_process(desk: Desk) -> None:
    browser = desk.browser()
    assert browser.ask("POST", "/unlock", "p=wrong") == "closed"
    assert browser.cookie == "" and browser.ask("GET", "/") == "door"
    time.sleep(0.2)
    assert children(desk.front) == []


def children(process: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def test_locking_ends_one_process_and_nobody_else_notices(desk: Desk) -> None:
    one, two = desk.browser(), desk.browser()
    first, second = one.unlock("heron-one"), two.unlock("heron-two")
    assert one.ask("POST", "/lock") == "bye"
    assert gone(first)
    assert one.ask("GET", "/") == "door"
    assert two.ask("GET", "/").startswith(f"bb22 {second}")


def test_two_sign_ins_of_one_member_are_two_processes(desk: Desk) -> None:
    here, there = desk.browser(), desk.browser()
    first, second = here.unlock("heron-one"), there.unlock("heron-one")
    assert first != second
    here.ask("POST", "/lock")
    assert gone(first) and there.ask("GET", "/").startswith(f"aa11 {second}")


def test_panic_ends_everybodys_process_within_a_second(desk: Desk) -> None:
    one, two = desk.browser(), desk.browser()
    processes = [one.unlock("heron-one"), two.unlock("heron-two")]
    assert one.ask("POST", "/panic") == "bye"
    assert all(gone(process) for process in processes)
    assert two.ask("GET", "/") == "door"


def test_panic_with_twenty_members_unlocked_is_over_within_a_second(desk: Desk) -> None:
    browsers = [desk.browser() for _ in range(20)]
    processes = [browser.unlock("heron-one") for browser in browsers]
    began = time.monotonic()
    assert browsers[7].ask("POST", "/panic") == "bye"
    while any(Path(f"/proc/{process}").exists() for process in processes):
        assert time.monotonic() - began < 1
        time.sleep(0.005)
    assert all(browser.ask("GET", "/") == "door" for browser in browsers[:3])


def test_a_killed_member_process_takes_no_other_with_it(desk: Desk) -> None:
    one, two = desk.browser(), desk.browser()
    first, second = one.unlock("heron-one"), two.unlock("heron-two")
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=5)
    connection.request("GET", "/slow", headers={"Cookie": one.cookie})
    time.sleep(0.2)
    os.kill(first, signal.SIGKILL)
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        connection.getresponse()
    connection.close()
    assert two.ask("GET", "/").startswith(f"bb22 {second}")
    assert one.ask("POST", "/case", "typed") == "door"


@pytest.mark.parametrize("desk", [0.7], indirect=True)
def test_silence_ends_a_process_but_a_page_that_redraws_itself_is_silence(desk: Desk) -> None:
    browser = desk.browser()
    process = browser.unlock("heron-one")
    time.sleep(0.5)
    browser.ask("GET", "/", **{"HX-Request": "true"})
    assert gone(process, within=2)
    assert browser.ask("GET", "/") == "door"


@pytest.mark.parametrize("desk", [1.0], indirect=True)
def test_a_person_who_works_keeps_the_process(desk: Desk) -> None:
    browser = desk.browser()
    process = browser.unlock("heron-one")
    for _ in range(6):
        time.sleep(0.4)
        assert browser.ask("GET", "/").startswith(f"aa11 {process}")


def test_a_connection_kept_open_from_another_sign_in_is_sent_away(desk: Desk) -> None:
    browser = desk.browser()
    browser.unlock("heron-one")
    kept = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=5)
    kept.request("GET", "/", headers={"Cookie": browser.cookie})
    assert kept.getresponse().read().startswith(b"aa11")
    other = desk.browser()
    other.unlock("heron-two")
    kept.request("POST", "/x?y=1", "typed", {"Cookie": other.cookie})
    response = kept.getresponse()
    assert (response.status, response.getheader("Location")) == (307, "/x?y=1")
    assert response.getheader("Connection") == "close" and b"typed" not in response.read()
    kept.close()


def test_an_open_process_takes_no_second_passphrase(desk: Desk) -> None:
    browser = desk.browser()
    browser.unlock("heron-one")
    assert browser.ask("POST", "/unlock", "p=heron-two") == ""
    assert browser.ask("GET", "/").startswith("aa11")


def test_a_head_that_arrives_in_pieces_is_still_routed(desk: Desk) -> None:
    browser = desk.browser()
    process = browser.unlock("heron-one")
    sock = socket.create_connection(("127.0.0.1", desk.port), timeout=5)
    head = f"GET / HTTP/1.1\r\nHost: x\r\nCookie: a=b; {browser.cookie}\r\nConnection: close\r\n\r\n"
    for at in range(0, len(head), 20):
        sock.sendall(head[at : at + 20].encode())
        time.sleep(0.02)
    received = b""
    while part := sock.recv(4096):
        received += part
    sock.close()
    assert f"aa11 {process}".encode() in received


def test_a_hundred_clients_that_say_nothing_delay_nobody(desk: Desk) -> None:
    silent = [socket.create_connection(("127.0.0.1", desk.port)) for _ in range(100)]
    for sock in silent[:50]:
        sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    began = time.monotonic()
    desk.browser().unlock("heron-one")
    assert time.monotonic() - began < 1
    for sock in silent[50:]:
        sock.shutdown(socket.SHUT_WR)
    used = _processor_seconds(desk.front)
    time.sleep(0.5)
    assert _processor_seconds(desk.front) - used < 0.2
    for sock in silent:
        sock.close()


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_when_the_front_goes_every_process_goes(desk: Desk) -> None:
    browser = desk.browser()
    process = browser.unlock("heron-one")
    os.kill(desk.front, signal.SIGKILL)
    assert gone(process) or Path(f"/proc/{process}/status").read_text().split("State:")[1].split()[0] == "Z"


@reads_memory
def test_no_passphrase_and_no_word_ever_stands_in_the_fronts_memory(desk: Desk) -> None:
    # Made after the fork, so that the front cannot have them from this test.
    word, wrong = secrets.token_hex(20), secrets.token_hex(20)
    browser = desk.browser()
    process = browser.unlock("heron-one")
    browser.ask("POST", "/x", word * 20)
    assert desk.browser().ask("POST", "/unlock", f"p={wrong}") == "closed"
    assert holds(process, word), "the control: the member's own process has it"
    assert not holds(desk.front, word)
    assert not holds(desk.front, wrong)
