# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the vault wants from outside: a store for sealed bytes, shelves for sealed files, time and chance.

The store sees ciphertext, hashes and the order of arrival within a log, nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

Clock = Callable[[], datetime]
RandomBytes = Callable[[int], bytes]


class HeadsMoved(Exception):
    """Another writer appended first. Nothing was written: read again and decide again."""


class Row(NamedTuple):
    """An entry as it lies in the store."""

    head: bytes
    body: bytes
    sig: bytes


class NewRow(NamedTuple):
    """An entry to append, with what the store indexes."""

    log: bytes
    id: bytes
    head: bytes
    body: bytes
    sig: bytes


class WrapBody(NamedTuple):
    """A detachable wrap body: ``subject`` is a log id or an intake period's id."""

    name: bytes
    subject: bytes
    epoch: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """What one append writes, all or nothing; ``parcels`` are (id, bytes)."""

    entries: tuple[NewRow, ...] = ()
    wraps: tuple[WrapBody, ...] = ()
    parcels: tuple[tuple[bytes, bytes], ...] = ()


class Store(Protocol):
    """Entries, wraps and parcels of one node. Several processes may hold one open."""

    def version(self) -> Hashable:
        """A cheap mark that differs whenever anybody wrote since it was last asked for."""

    def counts(self) -> dict[bytes, int]:
        """How many entries each log holds."""

    def entries(self, log: bytes, after: int = 0) -> list[Row]:
        """A log's entries in order of arrival, without the first ``after``."""

    def append(self, batch: Batch, expected: Mapping[bytes, int]) -> tuple[Hashable, Hashable]:
        """Write durably, if each log in ``expected`` still holds that many entries. Raises HeadsMoved.

        Returns the version just before and just after: a caller who had seen the first has seen the second.
        """

    def wrap_names(self) -> list[tuple[bytes, bytes]]:
        """(name, subject) of every wrap body."""

    def wrap(self, name: bytes) -> WrapBody | None: ...

    def drop_wraps(self, names: Iterable[bytes]) -> None:
        """Delete wrap bodies and overwrite where they lay."""

    def parcel_ids(self) -> list[bytes]: ...

    def parcel(self, id: bytes) -> bytes | None: ...

    def drop_parcel(self, id: bytes) -> None: ...


class Shelf(Protocol):
    """Sealed blobs by random name, with constant times."""

    def put(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write durably under a name not yet taken."""

    def replace(self, name: str, blob: bytes) -> None:
        """Put or overwrite a small blob that can be drawn again: whole or not at all, but not synced."""

    def get(self, name: str) -> AbstractContextManager[Iterator[bytes]]:
        """The blob's bytes in chunks. Raises KeyError if it is not here."""

    def names(self) -> list[str]: ...

    def drop(self, name: str) -> None:
        """Delete; no error if it is gone."""
