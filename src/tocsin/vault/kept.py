# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms posted after a lock: sealed to their member by a process that holds no key, opened at unlock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tocsin.vault import labels
from tocsin.vault.intake import NotHereYet
from tocsin.vault.keys import Identity, KemPublic
from tocsin.vault.needs import Shelf
from tocsin.vault.padding import padme

_LENGTH: Final = 4


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A kept form that is mine; ``content`` is exactly what was sealed."""

    id: str
    content: bytes


def seal_for(kem: bytes, org: bytes, content: bytes) -> bytes:
    """``content`` sealed to a member's X-Wing key, without a word on whose it is."""
    plain = len(content).to_bytes(_LENGTH, "big") + content
    return KemPublic(kem).seal(plain.ljust(padme(len(plain)), b"\0"), labels.KEPT + org)


def open_kept(me: Identity, org: bytes, sealed: bytes) -> bytes | None:
    """The content, or None if it is not mine."""
    plain = me.kem.open(sealed, labels.KEPT + org)
    if plain is None:
        return None
    size = int.from_bytes(plain[:_LENGTH], "big")
    return plain[_LENGTH : _LENGTH + size]


class KeptBox:
    """The kept forms of one member among everybody's: each is tried once, as none says whose it is."""

    def __init__(self, shelf: Shelf, me: Identity, org: bytes) -> None:
        self._shelf, self._me, self._org = shelf, me, org
        self._tried: dict[str, KeptForm | None] = {}

    def mine(self) -> list[KeptForm]:
        names = self._shelf.names()
        for name in names:
            if name not in self._tried:
                self._tried[name] = self._try(name)
        return [form for name in names if (form := self._tried[name]) is not None]

    def open(self, id: str) -> bytes:
        for form in self.mine():
            if form.id == id:
                return form.content
        raise NotHereYet(id)

    def drop(self, id: str) -> None:
        if any(form.id == id for form in self.mine()):
            self._shelf.drop(id)

    def _try(self, name: str) -> KeptForm | None:
        with self._shelf.get(name) as chunks:
            content = open_kept(self._me, self._org, b"".join(chunks))
        return None if content is None else KeptForm(name, content)
