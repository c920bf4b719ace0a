# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the bell pushes what is public. Nothing that arrives here is believed before it is verified."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tocsin.vault import cbor
from tocsin.vault.ids import OrgId
from tocsin.vault.kinds import LogClass, Registry
from tocsin.vault.needs import Row
from tocsin_server.relay.clear import ClearLogs, NotAccepted
from tocsin_server.serving import Environ, Limits, accepted, serve

LIMITS = Limits(body=32 << 20, idle=5.0, requests=16)


def listen(listener: socket.socket, path: Path, org: OrgId, registry: Registry) -> None:
    """Take pushes on this socket, one after the other, in a thread of its own."""

    def life() -> None:
        clear = ClearLogs(path, org, registry)
        here = listener.getsockname()
        while True:
            serve(accepted(listener), app(clear), here, limits=LIMITS)

    threading.Thread(target=life, name="wire", daemon=True).start()


def app(clear: ClearLogs) -> Callable[[Environ, Callable[..., Any]], Iterable[bytes]]:
    """GET says how much is here; POST ``[class, [[head, body, sig], …]]`` adds to it."""

    def answer(environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        status = "200 OK"
        if environ["REQUEST_METHOD"] == "POST":
            try:
                cls, rows = _read(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
                clear.accept(cls, rows)
            except (NotAccepted, cbor.BadCbor):
                status = "409 Conflict"
        body = cbor.encode(clear.counts())
        start(status, [("Content-Type", "application/cbor"), ("Content-Length", str(len(body)))])
        return [body]

    return answer


def _read(raw: bytes) -> tuple[LogClass, list[Row]]:
    fields = cbor.decode(raw)
    if type(fields) is not list or len(fields) != 2 or type(fields[1]) is not list:
        raise NotAccepted("not a push")
    name, rows = fields
    if name not in set(LogClass) or any(_is_no_row(row) for row in rows):
        raise NotAccepted("not a push")
    return LogClass(name), [Row(*row) for row in rows]


def _is_no_row(row: Any) -> bool:
    return type(row) is not list or len(row) != 3 or any(type(part) is not bytes for part in row)
