# SPDX-License-Identifier: AGPL-3.0-or-later
"""A relay's real processes behind a page of three lines, for tests that are about processes."""

from __future__ import annotations

import http.client
import os
import secrets
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote

from tests.server.organisation import Organisation
from tocsin.web.requests import RELAY
from tocsin_server.demo.mailbox import Mailbox
from tocsin_server.relay.process import Parent


def form(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Just enough of a page: seal what was posted and say what may be said."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)).decode()
    relay = environ[RELAY]
    words = parse_qs(body).get("words", [""])[0]
    kept = relay.seal_and_keep({"words": words}, key=secrets.token_hex(8))
    text = f"{kept.number} {kept.heard} {'' if kept.heard else relay.fallback_phone}".encode()
    start("200 OK", [("Content-Length", str(len(text)))])
    return [text]


@dataclass
class Relay:
    organisation: Organisation
    parent: int
    mailbox: Mailbox

    def report(self, words: str, timeout: float = 20) -> list[str]:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.organisation.ports["relay"], timeout=timeout
        )
        connection.request("POST", "/", f"words={quote(words)}", {"Connection": "close"})
        text = connection.getresponse().read().decode()
        connection.close()
        return text.split(" ", 2)


def run_relay(organisation: Organisation) -> int:
    listener = socket.create_server(("127.0.0.1", organisation.ports["relay"]))
    wire = socket.create_server(("127.0.0.1", organisation.ports["wire"]))
    child = os.fork()
    if child == 0:
        try:
            Parent(organisation.folder, form, listener, wire).run()
        finally:
            os._exit(0)
    listener.close()
    wire.close()
    return child
