# SPDX-License-Identifier: AGPL-3.0-or-later
"""Eight words for what people compare by voice and what they type at night.

The SLIP-39 list has 1024 words, each known by its first four letters: eight words carry 80 bits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from shamir_mnemonic.wordlist import WORDLIST

COUNT = 8
_CALLSIGN = re.compile(r"[^\W\d_]{3,24}")


class BadCallsign(ValueError):
    """A callsign that could not stand as the first word of a passphrase."""


def spell(raw: bytes) -> str:
    """The first 80 bits of ``raw`` as eight words."""
    number = int.from_bytes(raw[:10], "big")
    return " ".join(WORDLIST[(number >> shift) & 1023] for shift in range(70, -1, -10))


def passphrase(callsign: str, random_bytes: Callable[[int], bytes]) -> str:
    """A new passphrase: the callsign, which finds the keybag, then eight random words, which guard it."""
    return f"{first_word(callsign)} {spell(random_bytes(10))}"


def tidy(typed: str) -> str:
    """A passphrase as typed, without what a tired hand adds: capitals, hyphens, doubled spaces."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return " ".join(re.split(r"[\s\-‐‑–—.,;_]+", folded.strip(" \t\r\n-.,;_")))


def first_word(typed: str) -> str:
    return tidy(typed).partition(" ")[0]


def check_callsign(callsign: str) -> str:
    """The callsign itself. Raises BadCallsign unless it is one word of letters."""
    if not _CALLSIGN.fullmatch(callsign):
        raise BadCallsign(f"{callsign!r}: a callsign is one word of 3 to 24 letters")
    return callsign
