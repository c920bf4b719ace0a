# SPDX-License-Identifier: AGPL-3.0-or-later
"""A form that comes in after a lock is sealed to its member, whole, by a process that can open nothing.

The body, files and all, streams into a sealed file as it came; only its key is sealed to the member, so the
form can be sent again later exactly as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from tocsin.vault import files
from tocsin.vault.directory import Directory
from tocsin.vault.files import SealedFile
from tocsin.vault.ids import MemberId
from tocsin.vault.kept import seal_for
from tocsin.vault.needs import Shelf
from tocsin.vault.session import Vault

MOST: Final = 500  # whoever can reach the desk can send forms; a full disk would lose more than this refuses
PLACE: Final = bytes(16)  # kept bodies belong to no log
CHUNK: Final = 1 << 16


class Incomplete(Exception):
    """The sender stopped in the middle: there is nothing whole to keep."""


class _Slip(msgspec.Struct, frozen=True):
    """What is sealed to the member: where the form was going, and the key of its body."""

    path: str
    type: str
    at: datetime
    body: SealedFile


@dataclass(frozen=True, slots=True)
class Form:
    """A kept form as its member sees it."""

    id: str
    path: str
    type: str
    at: datetime
    size: int
    body: SealedFile


def keep(
    shelf: Shelf,
    bodies: Shelf,
    directory: Directory,
    member: MemberId,
    *,
    path: str,
    type: str,
    at: datetime,
    body: Iterable[bytes],
) -> bool:
    """Durably; False for a member the directory does not know, or too many already. Raises Incomplete."""
    card = directory.members.get(member)
    if card is None or len(shelf.names()) >= MOST:
        return False
    sealing = files.Sealing(PLACE, os.urandom, body)
    bodies.put(sealing.id.hex(), sealing)
    slip = _Slip(path, type, at, sealing.done("", ""))
    sealed = seal_for(card.keys.kem, bytes.fromhex(directory.org), msgspec.json.encode(slip))
    shelf.put(os.urandom(16).hex(), [sealed])
    return True


def read_body(source: Any, length: int) -> Iterator[bytes]:
    """A request's body in chunks. Raises Incomplete if the sender stopped."""
    while length > 0:
        chunk = source.read(min(CHUNK, length))
        if not chunk:
            raise Incomplete
        length -= len(chunk)
        yield chunk


def forms(vault: Vault) -> list[Form]:
    """What was kept for this member, oldest first."""
    found = []
    for one in vault.kept():
        slip = msgspec.json.decode(one.content, type=_Slip)
        found.append(Form(one.id, slip.path, slip.type, slip.at, slip.body.size, slip.body))
    return sorted(found, key=lambda form: form.at)


def open_body(bodies: Shelf, form: Form) -> Iterator[bytes]:
    """The form's body exactly as it came. Raises KeyError or FileDamaged."""
    with bodies.get(form.body.id) as sealed:
        yield from files.unseal(PLACE, form.body, sealed)


def drop(vault: Vault, bodies: Shelf, form: Form) -> None:
    """After it was sent again, or was thrown away by its member."""
    vault.drop_kept(form.id)
    bodies.drop(form.body.id)
