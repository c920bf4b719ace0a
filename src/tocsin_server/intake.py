# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a member's page to the bell: sealed like everybody's, durable at once, and answered in a moment."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from tocsin.alarm.needs import Receipt
from tocsin.alarm.numbers import number_of
from tocsin.alarm.picture import AlarmFold
from tocsin.vault.ids import ParcelId
from tocsin.vault.intake import seal_parcel
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Vault
from tocsin_server import inbox
from tocsin_server.folder import Folder

WAIT_SECONDS: Final = 5.0
GLANCE_SECONDS: Final = 0.03


class InboxIntake:
    """``needs["intake"]`` for pages."""

    def __init__(self, folder: Folder, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def deliver(self, content: Mapping[str, Any], *, lane: str, key: str) -> Receipt | None:
        """Seal and hand over. None: it is on the disk, but the bell did not answer yet."""
        raw = seal_parcel(self._vault.directory, lane, content, self._vault.now())
        name = inbox.drop(self._folder, raw, lane=lane, mark=key)
        until = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < until:
            if (receipt := self._received(name)) is not None:
                return receipt
            time.sleep(GLANCE_SECONDS)
        return None

    def _received(self, name: ParcelId) -> Receipt | None:
        book = self._vault.draw(self._vault.logs(LogClass.BELL)[0], AlarmFold())
        alarm = book.by_parcel.get(name)
        return Receipt(name, book.alarms[alarm].code, number_of(name)) if alarm else None
