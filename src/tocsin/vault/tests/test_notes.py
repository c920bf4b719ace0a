# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signed notes: what is signed reads back, what is touched does not, and there is one way to write each."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from tocsin.vault import notes

AUTHOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
AUTHOR_KEY = notes.NoteKey("lapwing", AUTHOR.public_key().public_bytes_raw())
WITNESS_KEY = notes.NoteKey("siskin", WITNESS.public_key().public_bytes_raw(), notes.COSIGNATURE)
TEXT = st.text(st.characters(min_codepoint=0x20, exclude_categories=("Cs",)) | st.just("\n"), min_size=1).map(
    lambda text: text + "\n"
)


def signed(text: str = "a blinded case\n12\nroot\n") -> notes.Note:
    return notes.Note(
        text, (notes.sign(text, AUTHOR_KEY, AUTHOR), notes.cosign(text, WITNESS_KEY, WITNESS, 1_795_000_000))
    )


@given(TEXT)
def test_what_is_signed_reads_back_and_both_keys_are_recognised(text: str) -> None:
    note = notes.parse(signed(text).to_bytes())
    assert note.text == text
    assert notes.verify(note, [AUTHOR_KEY, WITNESS_KEY]) == (AUTHOR_KEY, WITNESS_KEY)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_is_refused_as_unreadable_or_unsigned(place: int, flip: int) -> None:
    raw = bytearray(signed().to_bytes())
    raw[place % len(raw)] ^= flip
    with pytest.raises((notes.UnreadableNote, notes.UnsignedNote)):
        note = notes.parse(bytes(raw))
        if notes.verify(note, [AUTHOR_KEY, WITNESS_KEY]) != (AUTHOR_KEY, WITNESS_KEY):
            raise notes.UnsignedNote("one of two is missing")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_note_written_in_one_way_or_refused(raw: bytes) -> None:
    try:
        note = notes.parse(raw)
    except notes.UnreadableNote:
        return
    assert note.to_bytes() == raw


def test_a_cosignature_with_another_time_is_refused() -> None:
    note = signed()
    late = bytes(7) + b"\x01" + note.signatures[1].value[8:]
    forged = notes.Note(note.text, (notes.Signature("siskin", WITNESS_KEY.key_id, late),))
    with pytest.raises(notes.UnsignedNote, match="siskin"):
        notes.verify(forged, [WITNESS_KEY])


def test_a_note_by_strangers_only_is_refused() -> None:
    other = notes.NoteKey("bittern", AUTHOR_KEY.public)
    with pytest.raises(notes.UnsignedNote, match="none of the expected"):
        notes.verify(signed(), [other])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty line"),
        (b"text\n", "empty line"),
        (b"text\n\n- a AAAAAAA=\n", "dash"),
        ("text\n\n— a AAAAAAA=".encode(), "line break"),
        ("text\n\n— a AAAA\n".encode(), "at least one byte"),
        ("text\n\n— a AAAAAAB=\n".encode(), "another way"),
        ("te\x01xt\n\n— a AAAAAAA=\n".encode(), "control"),
        (b"\xff\n\n", "UTF-8"),
        (b"x" * 1_000_001, "megabyte"),
    ],
)
def test_a_malformed_note_says_what_is_wrong(raw: bytes, reason: str) -> None:
    with pytest.raises(notes.UnreadableNote, match=reason):
        notes.parse(raw)
