# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell's door: signed envelopes from relays, over HTTP, each handed to the loop that owns the vault."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import Any

from tocsin_server.serving import Environ, Limits, accepted, serve

LIMITS = Limits(body=20 << 20, idle=5.0, slack=10.0, requests=64)
LOOP_SECONDS = 10.0
MOST_CONNECTIONS = 64
Ask = Callable[[bytes], "Future[bytes | None]"]


def listen(listener: socket.socket, ask: Ask) -> None:
    """A thread that accepts, and one for each connection; ``ask`` gives the loop's answer to an envelope."""
    slots = threading.BoundedSemaphore(MOST_CONNECTIONS)
    here = listener.getsockname()

    def one(sock: socket.socket) -> None:
        try:
            serve(sock, app(ask), here, limits=LIMITS)
        finally:
            slots.release()

    def life() -> None:
        while True:
            slots.acquire()
            sock = accepted(listener)
            threading.Thread(target=one, args=(sock,), daemon=True).start()

    threading.Thread(target=life, name="post", daemon=True).start()


def app(ask: Ask) -> Callable[[Environ, Callable[..., Any]], Iterable[bytes]]:
    """POST /envelope; whatever is not a known relay's gets no word of ours."""

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        body = None
        if environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/envelope":
            try:
                body = ask(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))).result(LOOP_SECONDS)
            except TimeoutError:
                body = None
        status = "200 OK" if body is not None else "403 Forbidden"
        start(status, [("Content-Type", "application/cbor"), ("Content-Length", str(len(body or b"")))])
        return [body or b""]

    return answer
