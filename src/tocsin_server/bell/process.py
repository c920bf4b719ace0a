# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell's loop: one thread owns vault and engine; envelopes, ended pages and the inbox come to it.

Whatever happens here is first an entry in the bell log, so SIGKILL at any moment costs nothing but a restart.
"""

from __future__ import annotations

import logging
import signal
import socket
import sqlite3
import threading
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from tocsin.alarm.bell import Bell
from tocsin.alarm.notice import Links
from tocsin.alarm.pager import ThreadPager
from tocsin.vault.intake import BadParcel
from tocsin.vault.keys import Signing
from tocsin.vault.session import Moved, Vault
from tocsin.wires.outbox.sqlite import SqliteOutbox
from tocsin_server import envelopes, inbox, wiring
from tocsin_server.bell import herald, post
from tocsin_server.clock import MachineClock
from tocsin_server.envelopes import BadEnvelope
from tocsin_server.folder import Folder, NodeSettings, place
from tocsin_server.hardening import harden, lock_memory, write_log_to
from tocsin_server.pages_app import Announce

log = logging.getLogger("tocsin.bell")
Asked = tuple[bytes, "Future[bytes | None]"]


def run(folder: Folder, announce: Announce) -> None:
    """Until told to stop."""
    write_log_to("bell")
    harden()
    settings = folder.settings()
    listener = socket.create_server(place(settings.bell.listen), backlog=256)
    ears = inbox.listen(folder)
    lock_memory()
    loop = Loop(folder, settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, loop.stop)
    post.listen(listener, loop.ask)
    _listen_to(ears, loop)
    herald.start(folder, settings.bell.relays)
    announce(listen=listener.getsockname()[:2])
    loop.run()


def _listen_to(ears: socket.socket, loop: Loop) -> None:
    def life() -> None:
        while True:
            ears.recv(64)
            loop.wake()

    threading.Thread(target=life, name="ears", daemon=True).start()


class Loop:
    """Takes one thing after the other; nothing in it waits for anything outside this machine."""

    def __init__(self, folder: Folder, settings: NodeSettings) -> None:
        self._folder = folder
        self._asked: SimpleQueue[Asked | None] = SimpleQueue()
        self._stopping = False
        opened = wiring.open_bell(folder)
        self._vault: Vault = opened.vault
        self._signing: Signing = opened.signing
        clock = MachineClock()
        self._bell = Bell(
            self._vault,
            SqliteOutbox(folder.bell / "bell.sqlite"),
            ThreadPager({"mailto": wiring.mail_line(settings.mail, folder.path)}, self.wake),
            clock,
            Links(desk=settings.desk.address.rstrip("/"), relay=self._relay_address()),
        )

    def ask(self, raw: bytes) -> Future[bytes | None]:
        """From any thread: the bell's signed answer to an envelope, None for one that is nobody's we know."""
        future: Future[bytes | None] = Future()
        self._asked.put((raw, future))
        return future

    def wake(self) -> None:
        """From any thread: something may be due."""
        self._asked.put(None)

    def stop(self, *_: object) -> None:
        self._stopping = True
        self.wake()

    def run(self) -> None:
        """Sweep at least every second; answer whoever asks at once."""
        while not self._stopping:
            self._take(self._beat())

    def _beat(self) -> float:
        """Whatever is due. A disk that is full now may not be in a second: the loop goes on."""
        try:
            self._sweep_inbox()
            return self._bell.tick()
        except (Moved, sqlite3.Error, OSError) as error:
            log.error("this beat failed: %s", type(error).__name__)
            return 1.0

    def _take(self, wait: float) -> None:
        """Everything that was asked, so that a burst is received before the next page goes out."""
        try:
            asked = self._asked.get(timeout=max(wait, 0.001))
            while True:
                if asked is not None:
                    self._answer(*asked)
                asked = self._asked.get_nowait()
        except Empty:
            return

    def _answer(self, raw: bytes, future: Future[bytes | None]) -> None:
        word = None
        try:
            word = self._hear(raw)
        except (BadEnvelope, BadParcel) as error:
            log.warning("refused: %s", type(error).__name__)
        except (Moved, sqlite3.Error, OSError) as error:
            # Not durable, so no answer: the relay keeps it, tries again, and wakes people itself if need be.
            log.error("not received: %s", type(error).__name__)
        future.set_result(envelopes.answer(envelopes.name_of(raw), word, self._signing) if word else None)

    def _hear(self, raw: bytes) -> str | None:
        envelope, message, signature = envelopes.read(raw)
        relay = self._vault.directory.relays.get(envelope.sender)
        if envelope.org != self._vault.org or relay is None:
            return None
        if not envelopes.signed_by(relay.key, message, signature):
            return None
        if envelope.kind == envelopes.PARCEL:
            receipt = self._bell.receive(envelope.content, envelope.lane, relay.id, envelope.mark)
            return str(receipt.parcel)
        if envelope.kind == envelopes.SEEN:
            return str(self._bell.seen(envelope.content.decode("ascii", "replace")).value)
        return None

    def _sweep_inbox(self) -> None:
        for one in inbox.dropped(self._folder):
            try:
                self._bell.receive(one.parcel, one.lane, "", one.mark)
            except BadParcel:
                log.error("a parcel of the inbox is not of this organisation")
                one.file.rename(one.file.with_suffix(inbox.UNREADABLE))
                continue
            except (Moved, sqlite3.Error) as error:
                log.error("not received: %s", type(error).__name__)
                return
            inbox.done(one)

    def _relay_address(self) -> str:
        relays = sorted(self._vault.directory.relays.values(), key=lambda relay: relay.id)
        return relays[0].address.rstrip("/") if relays else ""
