# SPDX-License-Identifier: AGPL-3.0-or-later
"""A lost key comes back from paper: the member's own card and two of three officers, never officers alone.

SLIP-39 with two groups that are both needed. There is no escrow key: who holds all officers' cards holds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shamir_mnemonic import MnemonicError, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.share import Share

SEED = 32
OWN, OFFICERS = 0, 1


class CardsRefused(ValueError):
    """These cards do not give a key back; the message says which are missing or misread."""


@dataclass(frozen=True, slots=True)
class Cards:
    """33 words each: one card for the member's own safe place, one for every recovery officer."""

    own: str
    officers: tuple[str, ...]


def split(seed: bytes, *, officers: int = 3, needed: int = 2) -> Cards:
    """Cards for a 32-byte seed. Raises ValueError unless 1 < needed <= officers <= 16."""
    if len(seed) != SEED:
        raise ValueError("a member's seed has 32 bytes")
    if not 1 < needed <= officers <= 16:
        raise ValueError("at least two officers, and not more needed than there are")
    own, others = generate_mnemonics(2, [(1, 1), (needed, officers)], seed)
    return Cards(own[0], tuple(others))


def combine(cards: Iterable[str]) -> bytes:
    """The seed from enough cards, in any order. Raises CardsRefused and says what is missing."""
    read = [_read(number, " ".join(card.split()).lower()) for number, card in enumerate(cards, start=1)]
    if not read:
        raise CardsRefused("no card was given")
    if len({share.identifier for share in read}) > 1:
        raise CardsRefused("the cards belong to different members or to different sets")
    _check_enough(read)
    try:
        seed: bytes = combine_mnemonics([share.mnemonic() for share in read])
    except MnemonicError:
        raise CardsRefused(
            "the cards fit together but give no key: at least one is forged or misread"
        ) from None
    return seed


def _read(number: int, words: str) -> Share:
    try:
        return Share.from_mnemonic(words)
    except MnemonicError:
        raise CardsRefused(f"card {number} is misread: compare its 33 words with the paper") from None


def _check_enough(read: list[Share]) -> None:
    groups = {OWN: 0, OFFICERS: 0}
    for share in {(share.group_index, share.index): share for share in read}.values():
        groups[share.group_index] = groups.get(share.group_index, 0) + 1
    if not groups[OWN]:
        raise CardsRefused("the member's own card is missing; officers' cards alone give nothing back")
    needed = next((share.member_threshold for share in read if share.group_index == OFFICERS), 2)
    if groups[OFFICERS] < needed:
        raise CardsRefused(f"{needed - groups[OFFICERS]} more card(s) of recovery officers are needed")
