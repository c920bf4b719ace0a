# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tell the relays what is public: the directory and the public record, as soon as either moved.

A thread of its own with its own connection to the store, so that a relay that hangs delays no page.
"""

from __future__ import annotations

import http.client
import logging
import sqlite3
import threading
import time
from typing import Any, Final

from tocsin.vault import cbor
from tocsin.vault.directory import log_of
from tocsin.vault.kinds import LogClass
from tocsin.wires.store.node import open_store
from tocsin.wires.store.sqlite import SqliteStore
from tocsin_server.folder import Folder, place

GLANCE_SECONDS: Final = 0.5
CHECK_SECONDS: Final = 30.0
RELAY_SECONDS: Final = 10.0
ROWS_AT_ONCE: Final = 500
log = logging.getLogger("tocsin.bell")


def start(folder: Folder, relays: tuple[str, ...]) -> None:
    """One thread per relay."""
    for relay in relays:
        herald = Herald(folder, relay)
        threading.Thread(target=herald.run, name="herald", daemon=True).start()


class Herald:
    """Keeps one relay's clear logs level with ours."""

    def __init__(self, folder: Folder, relay: str) -> None:
        self._folder = folder
        self._relay = relay
        self._logs = {
            cls: log_of(bytes.fromhex(folder.org), cls) for cls in (LogClass.DIRECTORY, LogClass.PUBLIC)
        }

    def run(self) -> None:
        """For ever: on every move of the store, and now and then in case the relay lost something."""
        store = open_store(self._folder.path)
        seen: Any = None
        level = 0.0
        while True:
            version = store.version()
            if version != seen or time.monotonic() - level > CHECK_SECONDS:
                try:
                    self.bring(store)
                    seen, level = version, time.monotonic()
                except (OSError, http.client.HTTPException, cbor.BadCbor, sqlite3.Error) as error:
                    log.warning("a relay does not take what is public: %s", type(error).__name__)
                    time.sleep(GLANCE_SECONDS * 2)
            time.sleep(GLANCE_SECONDS)

    def bring(self, store: SqliteStore) -> None:
        """Send what the relay lacks. Raises OSError if it cannot be reached or refuses."""
        held = self._ask("GET", b"")
        for cls, raw in self._logs.items():
            ours = store.counts().get(raw, 0)
            have = int(held.get(cls.value, 0))
            if have == ours:
                continue
            # One that has more than we do may have other rows: it skips what it has.
            rows = store.entries(raw, have if have < ours else 0)
            for at in range(0, len(rows), ROWS_AT_ONCE):
                part = [[row.head, row.body, row.sig] for row in rows[at : at + ROWS_AT_ONCE]]
                self._ask("POST", cbor.encode([cls.value, part]))

    def _ask(self, method: str, body: bytes) -> dict[str, Any]:
        host, port = place(self._relay)
        connection = http.client.HTTPConnection(host, port, timeout=RELAY_SECONDS)
        try:
            connection.request(method, "/", body or None)
            response = connection.getresponse()
            answer = cbor.decode(response.read(65536))
        finally:
            connection.close()
        if response.status != 200 or type(answer) is not dict:
            raise OSError(f"status {response.status}")
        return answer
