# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay's parent: accept, fork, forget. Each connection is served by a process that ends with it.

So whatever was typed into the form is in no memory a moment later, and the parent never had it.
"""

from __future__ import annotations

import logging
import select
import socket
import sqlite3
import time

from tocsin.vault.keys import Signing
from tocsin.web.requests import NEEDS, RELAY
from tocsin_server import wiring
from tocsin_server.children import Nursery, allow
from tocsin_server.clock import MachineClock
from tocsin_server.folder import Folder, place
from tocsin_server.hardening import harden, write_log_to
from tocsin_server.pages_app import Announce, pages_app
from tocsin_server.relay import wire
from tocsin_server.relay.carrier import Carrier, post
from tocsin_server.relay.clear import ClearLogs
from tocsin_server.relay.core import RelayCore
from tocsin_server.relay.queue import Queue
from tocsin_server.serving import Application, Limits, serve

log = logging.getLogger("tocsin.relay")
MOST_CONNECTIONS = 128
LIFETIME_SECONDS = 60.0
LIMITS = Limits(body=256 << 10, idle=5.0, slack=15.0, slowest=8192, requests=32)


def run(folder: Folder, announce: Announce) -> None:
    """Until told to stop."""
    write_log_to("relay")
    harden()
    settings = folder.relay_settings()
    app = pages_app("relay", settings.hosts)
    listener = socket.create_server(place(settings.listen), backlog=256)
    wire_listener = socket.create_server(place(settings.wire))
    parent = Parent(folder, app, listener, wire_listener)
    parent.begin()
    announce(listen=listener.getsockname()[:2], wire=wire_listener.getsockname()[:2])
    parent.run()


class Parent:
    """One thread; holds what is public and nothing else."""

    def __init__(
        self, folder: Folder, app: Application, listener: socket.socket, wire_listener: socket.socket
    ) -> None:
        self._folder = folder
        self._app = app
        self._settings = folder.relay_settings()
        self._clock = MachineClock()
        self._listener = listener
        self._wire_listener = wire_listener
        self._nursery = Nursery()
        self._carrier = 0
        self._carrier_since = 0.0
        self._clear_file = folder.relay / "clear.sqlite"
        self._wake, self._waker = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._waker.setblocking(False)
        self._clear = ClearLogs(self._clear_file, self._settings.organisation, wiring.registry())

    def begin(self) -> None:
        """From here on this process forks, the carrier first."""
        self._listener.setblocking(False)
        self._nursery.settle()
        self._lay_out_queue()
        self._keep_carrier()

    def _lay_out_queue(self) -> None:
        """Before anybody is in a hurry. If it cannot be done, reports are still answered, with the number."""
        try:
            Queue(self._folder.relay / "relay.sqlite", self._clock).close()
        except sqlite3.Error as error:
            log.error("the queue cannot be used: %s", type(error).__name__)

    def run(self) -> None:
        """Accept until told to stop."""
        while not self._nursery.stopping:
            self._keep_carrier()
            full = len(self._nursery.alive) > MOST_CONNECTIONS
            ready = [self._nursery.wake] if full else [self._nursery.wake, self._listener]
            awake, _, _ = select.select(ready, [], [], 1.0)
            self._nursery.reap()
            if self._listener in awake:
                self._accept()
        self._nursery.end_all()

    def _keep_carrier(self) -> None:
        if self._carrier in self._nursery.alive or time.monotonic() - self._carrier_since < 0.5:
            return
        self._carrier_since = time.monotonic()
        self._carrier = self._nursery.fork(self._carry)

    def _accept(self) -> None:
        try:
            sock, _ = self._listener.accept()
        except OSError:
            return
        self._clear.refresh()
        with sock:
            sock.setblocking(True)
            try:
                self._nursery.fork(lambda: self._serve(sock), seconds=LIFETIME_SECONDS)
            except OSError as error:
                log.error("no process for a connection: %s", type(error).__name__)

    def _serve(self, sock: socket.socket) -> None:
        """In the child of one connection."""
        self._listener.close()
        self._wire_listener.close()
        core = RelayCore(self._settings, self._folder, self._clear, self._clock, self._waker)
        here = place(self._settings.listen)
        serve(sock, self._app, here, limits=LIMITS, extra={RELAY: core, NEEDS: wiring.relay_needs()})

    def _carry(self) -> None:
        """In the carrier: its own connections to the stores, and the only copy of the signing key."""
        allow(None)
        self._listener.close()
        settings = self._settings
        wire.listen(self._wire_listener, self._clear_file, settings.organisation, wiring.registry())
        key = Signing((self._folder.relay / "relay.key").read_bytes())
        Carrier(
            settings=settings,
            signing=key,
            open_queue=lambda: Queue(self._folder.relay / "relay.sqlite", self._clock),
            clear=ClearLogs(self._clear_file, settings.organisation, wiring.registry()),
            clock=self._clock,
            line=wiring.mail_line(settings.mail, self._folder.relay),
            deliver=post(settings.bell),
        ).run(self._wake)
