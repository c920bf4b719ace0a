# SPDX-License-Identifier: AGPL-3.0-or-later
"""``request.relay``: seal at once, keep durably, then wait a little for the bell to answer.

Made anew in the short-lived process that serves one connection, from what its parent has verified.
"""

from __future__ import annotations

import socket
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from tocsin.alarm.needs import Clock, Kept, NotKept
from tocsin.alarm.numbers import number_of
from tocsin.vault.intake import NoIntakeKey, parcel_id, seal_parcel
from tocsin.vault.kinds import Fold, Recorded
from tocsin_server.folder import Folder, RelaySettings
from tocsin_server.relay.clear import ClearLogs
from tocsin_server.relay.queue import Queue

S = TypeVar("S")
LANE = "web"
GLANCE_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class RelayCore:
    """What the relay's pages can do; there is no key behind it that opens anything."""

    settings: RelaySettings
    folder: Folder
    clear: ClearLogs
    clock: Clock
    waker: socket.socket

    @property
    def fallback_phone(self) -> str:
        return self.settings.fallback_phone

    def seal_and_keep(self, content: Mapping[str, Any], *, key: str) -> Kept:
        """A number means that it is on the disk; ``heard`` that a bell has it, if it answered in time."""
        relay = bytes.fromhex(self.settings.id)
        try:
            raw = seal_parcel(self.clear.directory, LANE, content, self.clock.now(), relay)
            name = parcel_id(raw)
            queue = self._queue()
            queue.keep(name, raw, LANE, key)
        except (NoIntakeKey, sqlite3.Error, OSError) as error:
            raise NotKept from error
        self._wake()
        until = time.monotonic() + self.settings.patience_seconds
        while not (heard := queue.heard(name)) and time.monotonic() < until:
            time.sleep(GLANCE_SECONDS)
        queue.close()
        return Kept(number=number_of(name), heard=heard)

    def seen(self, token: str) -> None:
        """Somebody followed the link in a page; the bell is told as soon as it answers."""
        queue = self._queue()
        queue.keep_seen(token)
        queue.close()
        self._wake()

    def public(self) -> tuple[Recorded[Any], ...]:
        """The public record's facts."""
        return self.clear.public()

    def draw(self, fold: Fold[S]) -> S:
        """A picture of the public record."""
        return self.clear.draw(fold)

    def _queue(self) -> Queue:
        return Queue(self.folder.relay / "relay.sqlite", self.clock)

    def _wake(self) -> None:
        try:
            self.waker.send(b"!")
        except BlockingIOError:
            return  # it has plenty to wake up to already
