# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay's carrier: brings sealed parcels to the bell until it answers, and wakes people if it does not.

It alone holds the relay's signing key. What it carries it cannot read.
"""

from __future__ import annotations

import http.client
import logging
import secrets
import select
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tocsin.alarm.needs import Clock, Line, LineFailure
from tocsin.alarm.notice import Notice
from tocsin.alarm.numbers import number_of
from tocsin.vault.ids import ParcelId
from tocsin.vault.keys import Signing
from tocsin_server import envelopes
from tocsin_server.envelopes import BadEnvelope, Envelope
from tocsin_server.folder import RelaySettings, place
from tocsin_server.relay.clear import ClearLogs
from tocsin_server.relay.core import SHOUT
from tocsin_server.relay.queue import Owed, Queue

SWEEP_SECONDS = 1.0
BELL_SECONDS = 2.5
PAGE_AGAIN_SECONDS = 300.0
SHOUT_AGAIN_SECONDS = 60.0
MOST_PAGES_AT_ONCE = 8
log = logging.getLogger("tocsin.relay")
Deliver = Callable[[bytes], bytes]


def post(bell: str) -> Deliver:
    """Hand bytes to the bell by HTTP. The function raises OSError if it does not answer."""
    host, port = place(bell)

    def deliver(raw: bytes) -> bytes:
        connection = http.client.HTTPConnection(host, port, timeout=BELL_SECONDS)
        try:
            connection.request("POST", "/envelope", raw, {"Content-Type": "application/cbor"})
            response = connection.getresponse()
            body = response.read(65536)
        except http.client.HTTPException as error:
            raise OSError(type(error).__name__) from None
        finally:
            connection.close()
        if response.status != 200:
            raise OSError(f"status {response.status}")
        return body

    return deliver


@dataclass(slots=True)
class Carrier:
    """One process, one loop; every page it sends itself has a thread of its own."""

    settings: RelaySettings
    signing: Signing
    open_queue: Callable[[], Queue]
    clear: ClearLogs
    clock: Clock
    line: Line
    deliver: Deliver
    _paging: dict[ParcelId, threading.Thread] = field(default_factory=dict)
    _paged: set[ParcelId] = field(default_factory=set)
    _shouted: float = float("-inf")
    _queue: Queue | None = None

    def run(self, wake: socket.socket) -> None:
        """For ever: whenever something was kept, and every second."""
        while True:
            if select.select([wake], [], [], SWEEP_SECONDS)[0] and wake.recv(64) == SHOUT:
                self._shout()
            try:
                self.turn()
            except sqlite3.Error as error:
                log.error("the queue cannot be used: %s", type(error).__name__)

    def queue(self) -> Queue:
        """Opened when it is needed: a carrier whose queue is broken can still shout."""
        if self._queue is None:
            self._queue = self.open_queue()
        return self._queue

    def turn(self) -> None:
        """Bring what is owed; a bell that does not answer the first is not asked for the others this time."""
        self.clear.refresh()
        self._collect()
        answering = True
        for owed in self.queue().owed():
            answering = answering and self._bring(owed)
            if not answering and owed.age >= self.settings.patience_seconds:
                self._page(owed)
        for token in self.queue().seen() if answering else ():
            if not self._tell_seen(token):
                break

    def _bring(self, owed: Owed) -> bool:
        word = self._say(envelopes.PARCEL, owed.lane, owed.mark, owed.body)
        if word == owed.id:
            self.queue().acknowledged(owed.id)
        return word is not None

    def _tell_seen(self, token: str) -> bool:
        word = self._say(envelopes.SEEN, "", "", token.encode())
        if word is not None:
            self.queue().drop_seen(token)
        return word is not None

    def _say(self, kind: str, lane: str, mark: str, content: bytes) -> str | None:
        """The bell's signed word, or None if no bell of ours answered."""
        settings = self.settings
        envelope = Envelope(settings.organisation, settings.id, kind, lane, mark, content)
        raw = envelopes.seal(envelope, self.signing)
        keys = [bell.keys.sign for bell in self.clear.directory.bells.values()]
        try:
            return envelopes.read_answer(self.deliver(raw), envelopes.name_of(raw), keys)
        except (OSError, BadEnvelope) as error:
            log.warning("no bell: %s", type(error).__name__)
            return None

    def _shout(self) -> None:
        """Something came in that could not be kept: nothing to bring, but somebody to wake."""
        now = self.clock.since_boot()
        if now - self._shouted >= SHOUT_AGAIN_SECONDS:
            self._shouted = now
            name = ParcelId(secrets.token_hex(32))
            threading.Thread(target=self._send, args=(name,), daemon=True).start()

    def _page(self, owed: Owed) -> None:
        """Wake people ourselves, once the bell has been silent for too long, and again every five minutes."""
        again = owed.paged is not None and owed.paged < PAGE_AGAIN_SECONDS
        if again or owed.id in self._paging or len(self._paging) >= MOST_PAGES_AT_ONCE:
            return
        thread = threading.Thread(target=self._send, args=(owed.id,), daemon=True)
        self._paging[owed.id] = thread
        thread.start()

    def _collect(self) -> None:
        for name in [name for name, thread in self._paging.items() if not thread.is_alive()]:
            del self._paging[name]
            if name in self._paged:
                self._paged.discard(name)
                self.queue().paged(name)

    def _send(self, parcel: ParcelId) -> None:
        number = number_of(parcel)
        text = f"{number}\nBell silent. {self.settings.address}/\n"
        for address in self.settings.page_to:
            try:
                self.line.send(Notice(f"{parcel[:32]}.{int(time.time())}", address, number, text))
                self._paged.add(parcel)
            except LineFailure as failure:
                log.warning("page not taken: %s", failure.cause.value)
