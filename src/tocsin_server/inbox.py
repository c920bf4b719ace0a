# SPDX-License-Identifier: AGPL-3.0-or-later
"""A folder where sealed parcels lie until the bell has them: from the command line and from members' pages.

Whoever may write into the folder may ring; a parcel that lies there is durable whether the bell runs or not.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tocsin.vault import cbor
from tocsin.vault.ids import ParcelId
from tocsin.vault.intake import parcel_id
from tocsin_server.folder import Folder, sync_folder, write_file

VERSION: Final = 0
ENDING: Final = ".parcel"
UNREADABLE: Final = ".unreadable"
log = logging.getLogger("tocsin.bell")


@dataclass(frozen=True, slots=True)
class Dropped:
    """One file of the inbox."""

    file: Path
    lane: str
    mark: str
    parcel: bytes


def drop(folder: Folder, parcel: bytes, *, lane: str, mark: str) -> ParcelId:
    """On the disk when this returns; a running bell is woken."""
    name = parcel_id(parcel)
    write_file(folder.inbox / f"{name}{ENDING}", cbor.encode([VERSION, lane, mark, parcel]))
    wake(folder)
    return name


def taken(folder: Folder, name: ParcelId) -> bool:
    """Whether the bell has it."""
    return not (folder.inbox / f"{name}{ENDING}").exists()


def dropped(folder: Folder) -> Iterator[Dropped]:
    """What lies there, oldest first. A file that is no parcel is set aside, loudly, and never deleted."""
    files = sorted(folder.inbox.glob(f"*{ENDING}"), key=lambda file: file.stat().st_mtime_ns)
    for file in files:
        try:
            version, lane, mark, parcel = cbor.decode(file.read_bytes())
            if version != VERSION or parcel_id(parcel) != file.name.removesuffix(ENDING):
                raise ValueError
        except (cbor.BadCbor, ValueError, TypeError):
            log.error("a file of the inbox is no parcel")
            file.rename(file.with_suffix(UNREADABLE))
            continue
        yield Dropped(file, lane, mark, parcel)


def done(one: Dropped) -> None:
    """The bell has it durably."""
    one.file.unlink(missing_ok=True)
    sync_folder(one.file.parent)


def wake(folder: Folder) -> None:
    """Tell a running bell to look; if none runs it will look when it starts."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.setblocking(False)
        try:
            sock.sendto(b"!", _address(folder))
        except OSError:
            return


def listen(folder: Folder) -> socket.socket:
    """Where ``wake`` is heard."""
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    sock.bind(_address(folder))
    return sock


def _address(folder: Folder) -> str:
    """A name of this machine's, not a file: a data folder's path may be too long for a socket."""
    return "\0tocsin-" + sha256(str(folder.path.resolve()).encode()).hexdigest()
