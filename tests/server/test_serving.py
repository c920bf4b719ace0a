# SPDX-License-Identifier: AGPL-3.0-or-later
"""One connection, one application: what a client may send, how long it may take, what it never learns."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from tocsin_server.serving import AFTERWARDS, Limits, serve

Talk = Callable[..., socket.socket]


def echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    start("200 OK", [("Content-Length", str(len(body))), ("X-From", environ["REMOTE_ADDR"])])
    return [body]


@pytest.fixture
def talk() -> Iterator[Talk]:
    threads: list[threading.Thread] = []
    opened: list[socket.socket] = []

    def begin(app: Callable[..., Any] = echo, **limits: Any) -> socket.socket:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            ours = socket.create_connection(listener.getsockname())
            theirs, _ = listener.accept()
        ours.settimeout(5)
        opened.append(ours)
        thread = threading.Thread(
            target=serve, args=(theirs, app, ("127.0.0.1", 80)), kwargs={"limits": Limits(**limits)}
        )
        thread.start()
        threads.append(thread)
        return ours

    yield begin
    for sock in opened:
        sock.close()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def everything(sock: socket.socket) -> bytes:
    parts = []
    while part := sock.recv(65536):
        parts.append(part)
    return b"".join(parts)


def post(body: bytes, more: str = "") -> bytes:
    return f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


def test_two_requests_are_answered_on_one_connection(talk: Talk) -> None:
    sock = talk()
    sock.sendall(post(b"first"))
    received = b""
    while not received.endswith(b"first"):
        received += sock.recv(65536)
    sock.sendall(post(b"second", "Connection: close\r\n"))
    assert everything(sock).endswith(b"second")


def test_a_connection_kept_open_answers_without_waiting_for_delayed_acknowledgements(talk: Talk) -> None:
    sock = talk()
    took = []
    for _ in range(20):
        began = time.monotonic()
        sock.sendall(post(b"x" * 3000))
        received = b""
        while not received.endswith(b"x" * 3000):
            received += sock.recv(65536)
        took.append(time.monotonic() - began)
    assert sorted(took)[10] < 0.02


def test_no_application_learns_where_a_client_is_and_no_client_learns_the_software(talk: Talk) -> None:
    sock = talk()
    sock.sendall(post(b"x", "Connection: close\r\n"))
    answer = everything(sock)
    assert b"X-From: 127.0.0.1" in answer
    assert b"gunicorn" not in answer.lower() and b"server:" not in answer.lower()


def test_a_body_over_the_limit_is_refused_before_the_application_sees_it(talk: Talk) -> None:
    seen: list[str] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        seen.append(environ["REQUEST_METHOD"])
        return echo(environ, start)

    sock = talk(app, body=10)
    sock.sendall(post(b"eleven byte"))
    assert everything(sock).startswith(b"HTTP/1.1 413 ")
    assert seen == []


def test_a_chunked_body_is_refused_rather_than_read_as_empty(talk: Talk) -> None:
    sock = talk()
    sock.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n")
    assert everything(sock).startswith(b"HTTP/1.1 411 ")


def test_what_is_not_http_gets_400_and_the_connection_ends(talk: Talk) -> None:
    sock = talk()
    sock.sendall(b"\x16\x03\x01 hello\r\n\r\n")
    assert everything(sock).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_sends_a_head_byte_by_byte_is_dropped_at_the_deadline(talk: Talk) -> None:
    sock = talk(idle=5, head=0.4)
    began = time.monotonic()
    ended = b"?"
    try:
        for byte in b"GET / HTTP/1.1\r\nHost: a-very-long-name-that-never-ends":
            sock.sendall(bytes([byte]))
            time.sleep(0.05)
        ended = sock.recv(1)
    except ConnectionError:
        ended = b""
    assert ended == b""
    assert time.monotonic() - began < 4


def test_a_client_that_stops_in_its_body_is_dropped_at_the_deadline(talk: Talk) -> None:
    sock = talk(slack=0.3, slowest=1_000_000)
    sock.sendall(post(b"x" * 100)[:-50])
    assert everything(sock) == b""


def test_parts_of_a_stream_arrive_as_they_are_made(talk: Talk) -> None:
    proceed = threading.Event()

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/event-stream")])
        yield b"data: one\n\n"
        assert proceed.wait(5)
        yield b"data: two\n\n"

    sock = talk(app)
    sock.sendall(b"GET /ticks HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    received = b""
    while b"one" not in received:
        received += sock.recv(65536)
    assert b"two" not in received
    proceed.set()
    assert b"two" in everything(sock)


def test_what_runs_afterwards_runs_once_the_client_has_its_answer(talk: Talk) -> None:
    answered = threading.Event()
    late: list[bool] = []

    def app(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        environ[AFTERWARDS].append(lambda: late.append(answered.wait(5)))
        return echo(environ, start)

    sock = talk(app)
    sock.sendall(post(b"lock me", "Connection: close\r\n"))
    received = b""
    while not received.endswith(b"lock me"):
        received += sock.recv(65536)
    answered.set()
    assert everything(sock) == b"" and late == [True]
