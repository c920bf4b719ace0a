# SPDX-License-Identifier: AGPL-3.0-or-later
"""One entry: what its bytes promise, and what every single flip of them comes to."""

from __future__ import annotations

import hashlib
from dataclasses import astuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cast import Chance

from tocsin.vault import jsontext, labels
from tocsin.vault.entry import NOTHING, Checker, Entry, EpochKey, Place, open_body, parse, seal
from tocsin.vault.keys import Signing
from tocsin.vault.verdicts import Rejected, Verdict

KEY = EpochKey(b"k" * 32)
AUTHOR = Signing(b"a" * 32)
LOG = b"l" * 16
TEXT = jsontext.write({"kind": "vector.noted/1", "at": "2021-02-06T17:00:00+00:00", "words": "дверь открыта"})


def make(json: bytes = TEXT, key: EpochKey | None = KEY, seq: int = 0, deps=(), **parts) -> Entry:
    chance = Chance("entry")
    place = Place(LOG, seq, b"p" * 32 if seq else NOTHING, tuple(deps))
    return seal(json, place, AUTHOR, key, r=chance(32), nonce=chance(12), **parts)


def reopen(entry: Entry) -> Entry:
    again = parse(entry.head, entry.body, entry.sig)
    Checker().verify(again)
    return again


@pytest.mark.parametrize("key", [KEY, None], ids=["sealed", "clear"])
def test_an_entry_parses_to_what_was_sealed_and_opens(key):
    entry = make(key=key, seq=3, deps=(b"2" * 32, b"1" * 32))
    assert astuple(reopen(entry)) == astuple(entry)
    assert entry.deps == (b"1" * 32, b"2" * 32)
    r, json = open_body(reopen(entry), {KEY.id: KEY})
    assert json == TEXT and r == Chance("entry")(32)


def test_id_and_commitment_are_plain_hashes_that_a_court_can_redo():
    entry = make()
    assert (
        entry.id
        == hashlib.sha256(b"tocsin/entry/1" + entry.head + hashlib.sha256(entry.body).digest()).digest()
    )
    r, json = open_body(entry, {KEY.id: KEY})
    assert entry.commit == hashlib.sha256(b"tocsin/commit/1" + r + json).digest()
    assert entry.epoch == hashlib.sha256(b"tocsin/epoch/1" + KEY.secret).digest()


def test_the_same_words_twice_share_no_bytes_in_the_body():
    one = seal(TEXT, Place(LOG, 0, NOTHING, ()), AUTHOR, KEY, r=b"1" * 32, nonce=b"1" * 12)
    two = seal(TEXT, Place(LOG, 0, NOTHING, ()), AUTHOR, KEY, r=b"2" * 32, nonce=b"2" * 12)
    assert one.commit != two.commit and one.body[:16] != two.body[:16] and one.body[28:44] != two.body[28:44]


@given(st.integers(0, 3000))
@settings(deadline=None)
def test_lengths_on_disk_are_padded(size):
    entry = make(jsontext.write({"x": "y" * size}))
    assert (len(entry.body) - 44) == max(512, len(entry.body) - 44)
    assert open_body(entry, {KEY.id: KEY})[1] == jsontext.write({"x": "y" * size})


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_every_flipped_bit_is_noticed(data):
    entry = make(seq=2, deps=(b"1" * 32,))
    part = data.draw(st.sampled_from(["head", "body", "sig"]))
    raw = bytearray(getattr(entry, part))
    bit = data.draw(st.integers(0, len(raw) * 8 - 1))
    raw[bit // 8] ^= 1 << bit % 8
    parts = {"head": entry.head, "body": entry.body, "sig": entry.sig, part: bytes(raw)}
    with pytest.raises(Rejected) as caught:
        reopen_parts(parts)
    assert caught.value.verdict in (
        Verdict.MALFORMED,
        Verdict.TRUNCATED,
        Verdict.BAD_SIGNATURE,
        Verdict.NEWER_VERSION,
    )


def reopen_parts(parts: dict[str, bytes]) -> None:
    Checker().verify(parse(parts["head"], parts["body"], parts["sig"]))


def test_a_key_of_another_epoch_opens_nothing():
    with pytest.raises(Rejected, match="unknown-epoch"):
        open_body(make(), {})


def test_a_body_under_another_key_than_its_epoch_says_does_not_open():
    lying = EpochKey(b"x" * 32)
    lying.id = KEY.id
    with pytest.raises(Rejected, match="unknown-unit"):
        open_body(make(key=lying), {KEY.id: KEY})


def test_a_body_whose_text_was_not_committed_to_is_told_apart(monkeypatch):
    monkeypatch.setattr(labels, "COMMIT", b"tocsin/commit/X")
    lying = make()
    monkeypatch.undo()
    with pytest.raises(Rejected, match="bad-commit"):
        open_body(lying, {KEY.id: KEY})


UNIT, SECRET = b"u" * 16, b"U" * 32


def test_a_unit_opens_with_its_secret_and_is_gone_without():
    entry = make(unit=UNIT, unit_secret=SECRET)
    assert open_body(entry, {KEY.id: KEY}, {UNIT: SECRET})[1] == TEXT
    with pytest.raises(Rejected, match="unknown-unit"):
        open_body(entry, {KEY.id: KEY}, {})
    with pytest.raises(Rejected, match="bad-body"):
        open_body(entry, {KEY.id: KEY}, {UNIT: b"X" * 32})


def test_a_unit_is_not_readable_beside_the_body():
    one = make(unit=UNIT, unit_secret=SECRET)
    two = seal(
        TEXT,
        Place(LOG, 0, NOTHING, ()),
        AUTHOR,
        KEY,
        r=b"2" * 32,
        nonce=b"2" * 12,
        unit=UNIT,
        unit_secret=SECRET,
    )
    assert UNIT not in one.body and one.body[:16] != two.body[:16]


@pytest.mark.parametrize(
    ("field", "value", "verdict"),
    [
        (0, 1, Verdict.NEWER_VERSION),
        (1, 2, Verdict.NEWER_VERSION),
        (0, -1, Verdict.MALFORMED),
        (1, 0, Verdict.MALFORMED),  # clear, with an epoch
        (2, b"l" * 15, Verdict.MALFORMED),
        (4, 1, Verdict.MALFORMED),  # not the first, without a predecessor
        (4, True, Verdict.MALFORMED),
        (6, [b"2" * 32, b"1" * 32], Verdict.MALFORMED),  # unsorted
        (6, [b"1" * 32, b"1" * 32], Verdict.MALFORMED),  # twice
        (6, [bytes([n]) * 32 for n in range(65)], Verdict.MALFORMED),
        (9, 513, Verdict.MALFORMED),  # not a padded length
        (9, 1 << 25, Verdict.MALFORMED),
        (9, 1024, Verdict.TRUNCATED),
    ],
)
def test_a_head_that_breaks_a_rule_is_told_apart(field, value, verdict):
    from tocsin.vault import cbor

    entry = make()
    fields = cbor.decode(entry.head)
    fields[field] = value
    with pytest.raises(Rejected) as caught:
        parse(cbor.encode(fields), entry.body, entry.sig)
    assert caught.value.verdict is verdict
