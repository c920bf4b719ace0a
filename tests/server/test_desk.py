# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk as a person uses it, over real processes: the door, the lock, and the form that comes back."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import sqlite3
import tempfile
import threading
import time
from pathlib import Path

import pytest

from tests.server.organisation import Organisation, children, gone
from tests.server.residue import holds, reads_memory
from tocsin_server import wiring
from tocsin_server.demo.browser import Upload, multipart

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(organisation: Organisation) -> Organisation:
    organisation.start("desk")
    return organisation


def nothing_kept(desk: Organisation) -> bool:
    return not [path for path in desk.folder.kept.rglob("*") if path.is_file()]


def test_a_passphrase_opens_the_board_and_a_wrong_one_says_so(desk: Organisation) -> None:
    browser, page = desk.unlock("Lapwing")
    assert page.status == 200 and page.says("Vera Osokina")
    stranger = desk.browser()
    door = stranger.open("/")
    again = stranger.send(door, door.form("/unlock"), {"p": "lapwing wrong words that open nothing at all"})
    assert again.status == 403 and again.form("/unlock") is not None
    assert stranger.cookies == {} or "desk" not in stranger.cookies
    assert browser.open("/me/").status == 200


def test_locking_shows_the_door_and_leaves_others_in_peace(desk: Organisation) -> None:
    vera, board = desk.unlock("Lapwing")
    ilya, _ = desk.unlock("Siskin")
    processes = children(desk.pid("desk"))
    door = vera.send(board, board.form("/lock"))
    assert door.form("/unlock") is not None
    time.sleep(0.3)
    left = children(desk.pid("desk"))
    assert len(processes) == 2 and len(left) == 1
    assert vera.open("/").form("/unlock") is not None
    assert ilya.open("/").says("Илья Грач")


def test_a_form_sent_after_a_lock_comes_back_and_is_sent_again(desk: Organisation) -> None:
    vera, _ = desk.unlock("Lapwing")
    settings = vera.open("/me/")
    vera.send(settings, settings.form("/lock"))
    door = vera.send(settings, settings.form("/me/", "theme"), {"theme": "night"})
    assert door.status == 401 and door.says("What you just sent is kept")
    _, board = desk.unlock("Lapwing", vera)
    (address,) = board.links("/kept/")
    kept = vera.open(address)
    assert kept.says("night")
    after = vera.send(kept, kept.form("/send"))
    assert after.all("html.night")
    assert not vera.open("/").links("/kept/")


def test_a_kept_form_brings_its_photograph_back_whole(desk: Organisation) -> None:
    photograph = secrets.token_bytes(3_000_000)
    vera, board = desk.unlock("Lapwing")
    vera.send(board, board.form("/lock"))
    fields, kind = multipart(
        [("words", "Дверь сломана")], iter([("photo", Upload("door.jpg", "image/jpeg", photograph))])
    )
    connection = http.client.HTTPConnection("127.0.0.1", desk.ports["desk"], timeout=10)
    headers = {"Content-Type": kind, "Cookie": f"desk={vera.cookies['desk']}"}
    connection.request("POST", "/callouts/A-7K3M/observe/?a=b", fields, headers)
    assert connection.getresponse().status == 401
    connection.close()
    _, board = desk.unlock("Lapwing", vera)
    (address,) = board.links("/kept/")
    kept = vera.open(address)
    assert kept.says("Дверь сломана") and kept.says("door.jpg") and kept.says("/callouts/A-7K3M/observe/?a=b")
    on_disk = b"".join(file.read_bytes() for file in desk.path.rglob("*") if file.is_file())
    assert photograph[:64] not in on_disk and "Дверь".encode() not in on_disk
    gone_again = vera.send(kept, kept.form("/send"))
    assert gone_again.status == 404, "that alarm does not exist, so the page refuses"
    kept = vera.open(address)
    assert kept.says("door.jpg"), "and what a page did not take stays kept"
    vera.send(kept, kept.form("/drop"))
    assert vera.open(address).status == 404
    assert nothing_kept(desk)


def test_half_a_form_is_not_kept_as_if_it_were_whole(desk: Organisation) -> None:
    vera, board = desk.unlock("Lapwing")
    vera.send(board, board.form("/lock"))
    with socket.create_connection(("127.0.0.1", desk.ports["desk"]), timeout=5) as sock:
        head = f"POST /me/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: desk={vera.cookies['desk']}\r\n"
        sock.sendall(f"{head}Content-Length: 1000\r\n\r\nhalf=of".encode())
        sock.shutdown(socket.SHUT_WR)
        assert b"could not be kept" in b"".join(iter(lambda: sock.recv(65536), b""))
    assert nothing_kept(desk)


def test_a_kept_form_opens_for_nobody_else_and_survives_a_restart(desk: Organisation) -> None:
    vera, _ = desk.unlock("Lapwing")
    settings = vera.open("/me/")
    desk.kill("desk")
    desk.start("desk")
    assert vera.send(settings, settings.form("/me/", "theme"), {"theme": "dark"}).says("is kept")
    ilya, board = desk.unlock("Siskin")
    assert not board.links("/kept/")
    _, board = desk.unlock("Lapwing", vera)
    (address,) = board.links("/kept/")
    assert ilya.open(address).status == 404


def test_a_form_from_a_stranger_or_another_site_is_not_kept(desk: Organisation) -> None:
    vera, _ = desk.unlock("Lapwing")
    settings = vera.open("/me/")
    vera.send(settings, settings.form("/lock"))
    stranger = desk.browser()
    said = stranger.send(settings, settings.form("/me/", "theme"), {"theme": "dark"})
    assert said.status == 401 and said.says("could not be kept")
    assert nothing_kept(desk)


@reads_memory
def test_no_word_stays_anywhere_after_a_lock(desk: Organisation) -> None:
    word = secrets.token_hex(16)
    vera, board = desk.unlock("Lapwing")
    front = desk.pid("desk")
    (process,) = children(front)
    vera.open(f"/missing/{word}")
    assert holds(process, word), "the control: the member's process has it while it lives"
    passphrase = desk.passphrases["Lapwing"]
    vera.send(board, board.form("/lock"))
    assert gone(process)
    assert not holds(front, word) and not holds(front, passphrase) and not holds(front, "Osokina")


def test_a_tick_comes_whenever_somebody_writes_and_says_nothing(desk: Organisation) -> None:
    vera, _ = desk.unlock("Lapwing")
    ilya, _ = desk.unlock("Siskin")
    with socket.create_connection(("127.0.0.1", desk.ports["desk"]), timeout=5) as sock:
        head = f"GET /ticks HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: desk={vera.cookies['desk']}\r\n\r\n"
        sock.sendall(head.encode())
        received = b""
        while b"listening" not in received:
            received += sock.recv(4096)
        assert b"text/event-stream" in received and b"changed" not in received
        settings = ilya.open("/me/")
        ilya.send(settings, settings.form("/me/", "theme"), {"theme": "dark"})
        began = time.monotonic()
        while b"event: changed\ndata: \n\n" not in received:
            received += sock.recv(4096)
        assert time.monotonic() - began < 2


@reads_memory
def test_a_member_killed_in_the_middle_of_an_upload_leaves_no_word_on_the_disk(desk: Organisation) -> None:
    word = secrets.token_hex(20)
    vera, _ = desk.unlock("Lapwing")
    (process,) = children(desk.pid("desk"))
    body = b'--m\r\nContent-Disposition: form-data; name="photo"; filename="door.jpg"\r\n\r\n'
    body += word.encode() * 100_000
    with socket.create_connection(("127.0.0.1", desk.ports["desk"]), timeout=5) as sock:
        head = f"POST /me/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: desk={vera.cookies['desk']}\r\n"
        kind = "Content-Type: multipart/form-data; boundary=m\r\n"
        sock.sendall(f"{head}{kind}Content-Length: {2 * len(body)}\r\n\r\n".encode() + body)
        time.sleep(1.0)
        assert holds(process, word), "the control: it was on its way through this process"
        os.kill(process, signal.SIGKILL)
    assert gone(process)
    places = [desk.path, Path(tempfile.gettempdir()), Path("/var/tmp"), Path("/dev/shm")]
    assert not [path for place in places for path in place.rglob("*") if _holds(path, word)]


def _holds(path: Path, word: str) -> bool:
    try:
        return path.is_file() and word.encode() in path.read_bytes()
    except OSError:
        return False  # it was another test's and is gone


def test_a_page_that_breaks_shows_again_what_was_typed(desk: Organisation) -> None:
    vera, _ = desk.unlock("Lapwing")
    settings = vera.open("/me/")
    store = desk.path / "node" / "log.sqlite"
    with sqlite3.connect(store, isolation_level=None) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'disk'); END")
    broken = vera.send(settings, settings.form("/me/", "theme"), {"theme": "night"})
    assert broken.status == 500 and broken.says("This page broke.") and broken.says("night")
    assert "disk" not in broken.text and "Traceback" not in broken.text


def test_only_two_unlocks_run_at_once(desk: Organisation) -> None:
    entered: list[int] = []
    free = threading.Event()

    def enter(number: int) -> None:
        with wiring._argon2_slot(desk.folder):
            entered.append(number)
            free.wait(10)

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    assert len(entered) == 2
    free.set()
    for thread in threads:
        thread.join()
    assert len(entered) == 3
