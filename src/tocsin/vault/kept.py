# SPDX-License-Identifier: AGPL-3.0-or-later
"""Forms posted after a lock: sealed to their member by a process that holds no key, opened at unlock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tocsin.vault import labels
from tocsin.vault.keys import Identity, KemPublic
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
