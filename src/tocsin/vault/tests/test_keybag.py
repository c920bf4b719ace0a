# SPDX-License-Identifier: AGPL-3.0-or-later
"""The keybag: what opens it, what changing a passphrase leaves alone, and what its bytes do not tell."""

from __future__ import annotations

import os
import struct
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cast import CHEAP, Chance

from tocsin.vault import keybag
from tocsin.vault.keybag import FLOOR, BadKeybag, Cost, Purpose, Slot, WrongPassphrase

ME = Slot(b"s" * 32, b"m" * 16)
OTHER = Slot(b"d" * 32, b"m" * 16, Purpose.DURESS)
FIRST, SECOND = "lapwing academic acid acne", "lapwing zero yoga writing"


def made(passphrase: str = FIRST, keyfile: bytes = b"") -> bytes:
    return keybag.make(ME, passphrase, Chance("keybag"), CHEAP, keyfile)


def test_the_passphrase_opens_it_however_it_is_typed():
    assert keybag.open_slot(made(), " Lapwing  ACADEMIC-acid acne ", floor=CHEAP) == ME


def test_a_wrong_passphrase_or_keyfile_opens_nothing():
    with pytest.raises(WrongPassphrase):
        keybag.open_slot(made(), SECOND, floor=CHEAP)
    with pytest.raises(WrongPassphrase):
        keybag.open_slot(made(keyfile=b"k" * 32), FIRST, floor=CHEAP)
    assert keybag.open_slot(made(keyfile=b"k" * 32), FIRST, floor=CHEAP, keyfile=b"k" * 32) == ME


def test_both_slots_open_each_with_its_own_passphrase():
    bag = keybag.set_second(made(), FIRST, OTHER, SECOND, Chance("second"), floor=CHEAP)
    assert keybag.open_slot(bag, FIRST, floor=CHEAP) == ME
    assert keybag.open_slot(bag, SECOND, floor=CHEAP) == OTHER


def test_changing_one_passphrase_leaves_the_other_slot_byte_for_byte():
    bag = keybag.set_second(made(), FIRST, OTHER, SECOND, Chance("second"), floor=CHEAP)
    changed = keybag.replace(bag, FIRST, "lapwing new words", Chance("new"), floor=CHEAP)
    assert keybag.open_slot(changed, "lapwing new words", floor=CHEAP) == ME
    assert keybag.open_slot(changed, SECOND, floor=CHEAP) == OTHER
    with pytest.raises(WrongPassphrase):
        keybag.open_slot(changed, FIRST, floor=CHEAP)
    slot = (len(bag) - 44) // 2
    kept = [bag[at : at + slot] == changed[at : at + slot] for at in (44, 44 + slot)]
    assert sorted(kept) == [False, True] and bag[:44] == changed[:44]


def test_one_passphrase_for_both_slots_is_refused():
    with pytest.raises(ValueError, match="must differ"):
        keybag.set_second(made(), FIRST, OTHER, FIRST.upper(), Chance("second"), floor=CHEAP)


def test_a_cheap_keybag_opens_only_where_a_test_asks_for_it():
    with pytest.raises(BadKeybag, match="out of bounds"):
        keybag.open_slot(made(), FIRST)
    assert Cost(memory=256 * 1024, passes=3, lanes=1) == FLOOR


@pytest.mark.parametrize(
    "memory, passes, lanes", [(1 << 31, 3, 1), (64, 1 << 30, 1), (64, 1, 9), (7, 1, 1), (64, 0, 1)]
)
def test_a_header_that_would_eat_the_machine_is_refused_before_any_work(memory, passes, lanes):
    bag = made()
    tampered = bag[:16] + struct.pack(">III", memory, passes, lanes) + bag[28:]
    with pytest.raises(BadKeybag, match="out of bounds"):
        keybag.open_slot(tampered, FIRST, floor=CHEAP)


@given(st.integers(0, keybag.SIZE * 8 - 1))
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_in_the_slot_or_header_never_opens(bit):
    bag = bytearray(made())
    bag[bit // 8] ^= 1 << bit % 8
    try:
        opened = keybag.open_slot(bytes(bag), FIRST, floor=CHEAP)
    except (WrongPassphrase, BadKeybag):
        return
    assert opened == ME, "a flip in the filler may go unnoticed, a changed secret may not"


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda raw: keybag.MAGIC + raw))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_bytes_are_a_keybag_or_refused(raw):
    with pytest.raises((BadKeybag, WrongPassphrase)):
        keybag.open_slot(raw, FIRST, floor=CHEAP)


def test_size_and_bytes_do_not_tell_whether_a_second_slot_is_set():
    """A coarse chi-square over both kinds; the large classifier test belongs to the slow suite."""
    single, double = b"", b""
    for _ in range(150):
        bag = keybag.make(ME, FIRST, os.urandom, CHEAP)
        single += bag[44:]
        double += keybag.set_second(bag, FIRST, OTHER, SECOND, os.urandom, floor=CHEAP)[44:]
    assert len(single) == len(double)
    for sample in (single, double):
        expected = len(sample) / 256
        chi = sum((count - expected) ** 2 / expected for count in Counter(sample).values())
        assert 150 < chi < 380


def test_which_slot_is_the_daily_one_is_left_to_chance():
    first = 0
    for _ in range(40):
        bag = keybag.make(ME, FIRST, os.urandom, CHEAP)
        broken = bag[:44] + bytes(92) + bag[44 + 92 :]
        try:
            keybag.open_slot(broken, FIRST, floor=CHEAP)
        except WrongPassphrase:
            first += 1
    assert 5 < first < 35
