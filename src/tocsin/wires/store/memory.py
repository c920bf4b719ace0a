# SPDX-License-Identifier: AGPL-3.0-or-later
"""The store's twin in memory: same promises but durability, for tests and for reading an export."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterable, Mapping

from tocsin.vault.needs import Batch, HeadsMoved, Row, WrapBody


class MemoryStore:
    """Entries, wraps and parcels in dicts; several Vaults may share one."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._version = 0
        self._entries: dict[bytes, list[Row]] = {}
        self._ids: set[bytes] = set()
        self._wraps: dict[bytes, WrapBody] = {}
        self._parcels: dict[bytes, bytes] = {}

    def version(self) -> Hashable:
        return self._version

    def counts(self) -> dict[bytes, int]:
        with self._lock:
            return {log: len(rows) for log, rows in self._entries.items()}

    def entries(self, log: bytes, after: int = 0) -> list[Row]:
        with self._lock:
            return self._entries.get(log, [])[after:]

    def append(self, batch: Batch, expected: Mapping[bytes, int]) -> tuple[Hashable, Hashable]:
        with self._lock:
            if any(len(self._entries.get(log, ())) != count for log, count in expected.items()):
                raise HeadsMoved
            if len({row.id for row in batch.entries} - self._ids) != len(batch.entries):
                raise ValueError("this entry is in the store already")
            for row in batch.entries:
                self._ids.add(row.id)
                self._entries.setdefault(row.log, []).append(Row(row.head, row.body, row.sig))
            for wrap in batch.wraps:
                self._wraps.setdefault(wrap.name, wrap)
            for id, body in batch.parcels:
                self._parcels.setdefault(id, body)
            self._version += 1
            return self._version - 1, self._version

    def wrap_names(self) -> list[tuple[bytes, bytes]]:
        with self._lock:
            return [(wrap.name, wrap.subject) for wrap in self._wraps.values()]

    def wrap(self, name: bytes) -> WrapBody | None:
        return self._wraps.get(name)

    def drop_wraps(self, names: Iterable[bytes]) -> None:
        with self._lock:
            for name in names:
                self._wraps.pop(name, None)
            self._version += 1

    def parcel_ids(self) -> list[bytes]:
        with self._lock:
            return list(self._parcels)

    def parcel(self, id: bytes) -> bytes | None:
        return self._parcels.get(id)

    def drop_parcel(self, id: bytes) -> None:
        with self._lock:
            self._parcels.pop(id, None)
            self._version += 1
