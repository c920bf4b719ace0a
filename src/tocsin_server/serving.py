# SPDX-License-Identifier: AGPL-3.0-or-later
"""Serve one accepted connection with a WSGI application, and let no client hold it for ever.

Parsing is gunicorn's; the rest is here because the product decides which process owns a connection,
so nothing may accept, pool or buffer in front of it.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from gunicorn.config import Config
from gunicorn.http import RequestParser
from gunicorn.http import wsgi as gateway
from gunicorn.http.body import ChunkedReader
from gunicorn.http.errors import NoMoreData, ParseException

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

AFTERWARDS = "tocsin.afterwards"  # environ key: a list of callables run once the answer has left
NOBODY = ("127.0.0.1", 0)  # no view and no log ever learns where a client connects from


@dataclass(frozen=True, slots=True)
class Limits:
    """How much and how long one client may take; seconds and bytes."""

    body: int = 4 << 20
    idle: float = 15.0
    head: float = 10.0
    slack: float = 30.0
    slowest: int = 2048  # bytes a second, over Tor on a bad evening
    requests: int = 1000


class Wire:
    """A socket on which every wait ends: what gunicorn reads from and writes to."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        self._sock = sock
        self._limits = limits
        self._until = 0.0
        self._then: float | None = None

    def await_head(self) -> None:
        """The next byte may take ``idle`` seconds; from that byte on the head must be in within ``head``."""
        self._until = time.monotonic() + self._limits.idle
        self._then = self._limits.head

    def await_body(self, length: int) -> None:
        self._until = time.monotonic() + self._limits.slack + length / self._limits.slowest

    def recv(self, size: int) -> bytes:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        data = self._sock.recv(size)
        if self._then is not None:
            self._until, self._then = time.monotonic() + self._then, None
        return data

    def send(self, data: bytes) -> None:
        self.sendall(data)

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._limits.slack + len(data) / self._limits.slowest)
        self._sock.sendall(data)

    def refuse(self, status: str) -> None:
        """Say no without a page."""
        try:
            self.sendall(f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        except OSError:
            return
        self.part()

    def part(self) -> None:
        """Closing over unread bytes would reset the connection and lose the answer, so read on a little."""
        try:
            self._sock.shutdown(socket.SHUT_WR)
            end = time.monotonic() + 1.0
            self._sock.settimeout(1.0)
            while time.monotonic() < end and self._sock.recv(65536):
                pass
        except OSError:
            return


class Answer(gateway.Response):  # type: ignore[misc]  # gunicorn is untyped
    """A response that does not say which software wrote it, and lets an application end the connection."""

    def process_headers(self, headers: list[tuple[str, str]]) -> None:
        if any(name.lower() == "connection" and value.lower() == "close" for name, value in headers):
            self.force_close()
        super().process_headers(headers)

    def default_headers(self) -> list[str]:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


def _configuration() -> Config:
    config = Config()
    config.set("forwarded_allow_ips", "")  # a loopback client may not claim https or another address
    config.set("proxy_allow_ips", "")
    return config


_CONFIG = _configuration()


def accepted(listener: socket.socket) -> socket.socket:
    """The next connection; a client that left, or a moment without descriptors, is no reason to stop."""
    while True:
        try:
            return listener.accept()[0]
        except OSError:
            time.sleep(0.05)


def serve(
    sock: socket.socket,
    app: Application,
    here: tuple[str, int],
    *,
    limits: Limits,
    extra: Environ | None = None,
) -> None:
    """Answer every request on this connection, then close it. ``extra`` goes into each environ."""
    wire = Wire(sock, limits)
    try:
        if sock.family != socket.AF_UNIX:  # else each kept-open request waits 40 ms for a delayed ACK
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _answer_all(wire, app, here, limits, extra or {})
    except ParseException:
        wire.refuse("400 Bad Request")
    except (OSError, NoMoreData):
        pass  # the client went away or was too slow; nobody is left to tell
    finally:
        sock.close()


def _answer_all(wire: Wire, app: Application, here: tuple[str, int], limits: Limits, extra: Environ) -> None:
    wire.await_head()
    for number, request in enumerate(RequestParser(_CONFIG, wire, NOBODY), 1):
        if (refusal := _unacceptable(request, limits)) is not None:
            return wire.refuse(refusal)
        wire.await_body(_length(request))
        if number >= limits.requests:
            request.force_close()
        if _answer(request, wire, app, here, extra):
            return wire.part() if _length(request) else None
        wire.await_head()
    return None


def _length(request: Any) -> int:
    """How much of the body has not been read yet."""
    return int(getattr(request.body.reader, "length", 0))


def _unacceptable(request: Any, limits: Limits) -> str | None:
    # Browsers never send a form in chunks, and Django would silently read such a body as empty.
    if isinstance(request.body.reader, ChunkedReader):
        return "411 Length Required"
    if _length(request) > limits.body:
        return "413 Content Too Large"
    return None


def _answer(request: Any, wire: Wire, app: Application, here: tuple[str, int], extra: Environ) -> bool:
    """One request; says whether the connection ends with it."""
    response, environ = gateway.create(request, wire, NOBODY, here, _CONFIG, response_class=Answer)
    afterwards: list[Callable[[], None]] = []
    environ |= extra
    environ[AFTERWARDS] = afterwards
    parts = app(environ, response.start_response)
    try:
        for part in parts:
            response.write(part)
        response.close()
    finally:
        if hasattr(parts, "close"):
            parts.close()
        for act in afterwards:
            act()
    return bool(response.should_close())
