# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own people by name, in the language their name is written in; the bell itself as what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.vault.ids import MemberId
from tocsin.vault.session import Vault

CYRILLIC = range(0x0400, 0x0530)


@dataclass(frozen=True, slots=True)
class Name:
    """A name and its ``lang`` attribute; ``you`` is the person who looks."""

    text: str
    lang: str
    you: bool


class Names:
    """Looks members up for one page."""

    def __init__(self, vault: Vault) -> None:
        self._people: Mapping[MemberId, Any] = vault.people()
        self._me = vault.me

    def __call__(self, member: MemberId) -> Name:
        card = self._people.get(member)
        text = card.name if card else member[:8]
        return Name(text, lang_of(text), member == self._me)


def lang_of(text: str) -> str:
    """``ru`` for words mostly in Cyrillic, else nothing: a guess for voices and quotation marks, no more."""
    letters = [sign for sign in text if sign.isalpha()]
    cyrillic = sum(ord(sign) in CYRILLIC for sign in letters)
    return "ru" if letters and cyrillic * 2 > len(letters) else ""
