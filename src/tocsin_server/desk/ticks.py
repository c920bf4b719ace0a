# SPDX-License-Identifier: AGPL-3.0-or-later
"""Server-sent events without content: "changed", whenever anybody wrote to the store."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from tocsin.wires.store.node import open_store
from tocsin_server.folder import Folder

GLANCE_SECONDS: Final = 0.5
BREATH_SECONDS: Final = 20.0  # a comment now and then shows that the browser is still there
CHANGED: Final = b"event: changed\ndata: \n\n"


def ticks(folder: Folder) -> Iterator[bytes]:
    """For as long as the browser listens; each listener has its own connection to the store."""
    store = open_store(folder.path)
    try:
        seen, spoke = store.version(), time.monotonic()
        yield b": listening\n\n"
        while True:
            time.sleep(GLANCE_SECONDS)
            now = store.version()
            if now != seen:
                seen, spoke = now, time.monotonic()
                yield CHANGED
            elif time.monotonic() - spoke > BREATH_SECONDS:
                spoke = time.monotonic()
                yield b": still here\n\n"
    finally:
        store.close()
