# SPDX-License-Identifier: AGPL-3.0-or-later
"""The codecs: one encoding for one value, and nothing but their own error for any bytes."""

from __future__ import annotations

import math

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.vault import cbor, export, intake, jsontext, padding, statements, words
from tocsin.vault.disclosure import Disclosure
from tocsin.vault.entry import parse, read_head
from tocsin.vault.ids import OrgId
from tocsin.vault.needs import Row
from tocsin.vault.verdicts import Rejected, Verdict

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=12,
)
JSON = st.dictionaries(
    st.text(max_size=6),
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**53), 2**53)
        | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
        max_leaves=10,
    ),
    max_size=5,
)


@given(VALUES)
def test_every_value_has_one_encoding(value):
    raw = cbor.encode(value)
    assert cbor.decode(raw) == value and cbor.encode(cbor.decode(raw)) == raw


@given(st.binary(max_size=200))
def test_any_bytes_decode_to_themselves_or_are_refused(raw):
    try:
        assert cbor.encode(cbor.decode(raw)) == raw
    except cbor.BadCbor as error:
        assert str(error)


@pytest.mark.parametrize(
    "raw",
    [
        b"\x18\x01",  # 1 in two bytes
        b"\x9f\x01\xff",  # an array of indefinite length
        b"\x01\x01",  # something behind it
        b"\xa2\x61b\x01\x61a\x02",  # keys out of order
        b"\xa2\x61a\x01\x61a\x02",  # a key twice
        b"\xfb\x3f\xf0\x00\x00\x00\x00\x00\x00",  # 1.0 in eight bytes
        b"\x5f\x41a\xff",  # bytes in pieces
        b"",
        b"\xd8\x23\x61(",  # a regular expression that is none
    ],
)
def test_another_spelling_of_a_value_is_refused(raw):
    with pytest.raises(cbor.BadCbor):
        cbor.decode(raw)


@given(st.integers(0, 1 << 40))
def test_padding_grows_by_at_most_twelve_percent_and_never_shrinks(length):
    padded = padding.padme(length)
    assert padded >= max(length, 512) and padding.is_padded(padded)
    assert padded == 512 or padded <= length * 1.12
    assert padding.padme(padded) == padded


@given(st.integers(512, 1 << 30))
def test_padded_lengths_leak_their_order_of_magnitude_only(length):
    padded = padding.padme(length)
    exponent = int(math.log2(padded)) if padded & (padded - 1) else padded.bit_length() - 1
    assert padded % (1 << (exponent - exponent.bit_length())) == 0


@given(JSON)
def test_json_comes_back_as_written(value):
    assert jsontext.read(jsontext.write(value)) == value


@given(
    st.binary(max_size=100)
    | st.text(max_size=60).map(str.encode)
    | JSON.map(jsontext.write).map(lambda raw: raw[:-1])
)
def test_any_bytes_are_json_under_our_rules_or_refused(raw):
    try:
        assert isinstance(jsontext.read(raw), dict)
    except jsontext.BadJson as error:
        assert str(error)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b'{"a":1,"a":2}', "the same key twice"),
        (b'{"a":{"b":1,"b":1}}', "the same key twice"),
        (b'{"a":NaN}', "NaN is not a number"),
        (b'{"a":-Infinity}', "-Infinity is not a number"),
        (b'{"a":1e999}', "a number out of range"),
        (b'{"a":"\\ud800"}', "half a surrogate pair"),
        (b'{"a":' + b"[" * 16 + b"]" * 16 + b"}", "nested deeper than 16"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested deeper than 16"),
        (b"[]", "not an object"),
        (b'{"a":"\xff"}', "not UTF-8"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'{"a":1} {"b":2}', "not JSON"),
    ],
)
def test_json_that_two_parsers_could_read_differently_is_refused(raw, why):
    with pytest.raises(jsontext.BadJson, match=why):
        jsontext.read(raw)


def test_sixteen_levels_are_deep_enough():
    assert jsontext.read(b'{"a":' + b"[" * 15 + b"]" * 15 + b"}")
    with pytest.raises(jsontext.BadJson, match="deeper"):
        jsontext.write({"a": jsontext.read(b'{"a":' + b"[" * 15 + b"]" * 15 + b"}")})


@given(st.binary(max_size=400), st.binary(max_size=100), st.binary(max_size=70))
def test_any_bytes_are_an_entry_or_rejected(head, body, sig):
    with pytest.raises(Rejected):
        parse(head, body, sig)


@given(VALUES)
def test_any_cbor_is_a_head_or_rejected(value):
    with pytest.raises(Rejected):
        read_head(cbor.encode(value))


@given(
    st.lists(
        st.one_of(st.integers(-3, 600), st.binary(max_size=33), st.lists(st.binary(max_size=33), max_size=3)),
        min_size=10,
        max_size=10,
    )
)
def test_ten_fields_of_any_kind_are_a_head_or_rejected(fields):
    fields[0] = 0
    try:
        read_head(cbor.encode(fields))
    except Rejected as rejected:
        assert rejected.verdict in (Verdict.MALFORMED, Verdict.NEWER_VERSION)


@given(st.binary(max_size=300) | JSON.map(jsontext.write))
def test_any_bytes_are_a_statement_or_rejected(raw):
    with pytest.raises(Rejected):
        statements.read(raw)


@given(
    st.fixed_dictionaries(
        {"kind": st.just(statements.KIND)},
        optional={
            "statement": st.text() | st.integers(),
            "signatures": st.lists(st.dictionaries(st.text(), st.text())) | st.none(),
        },
    )
)
def test_anything_shaped_like_a_statement_is_rejected_too(outer):
    with pytest.raises(Rejected, match="bad-statement"):
        statements.read(jsontext.write(outer))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_parcel_or_refused(raw):
    with pytest.raises(intake.BadParcel):
        intake.read_label(raw)


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.dictionaries(st.text(), st.text())))
def test_any_object_is_a_disclosure_or_rejected(fields):
    with pytest.raises(Rejected, match="malformed"):
        Disclosure.from_dict(fields)


ROWS = st.builds(Row, st.binary(max_size=20), st.binary(max_size=20), st.binary(max_size=20))
ORG = OrgId("11" * 32)


@given(
    st.dictionaries(st.binary(min_size=16, max_size=16), st.lists(ROWS, min_size=1, max_size=4), max_size=4)
)
def test_an_export_comes_back_as_written(logs):
    assert export.read(export.write(ORG, logs)) == (ORG, logs)


@given(
    st.dictionaries(
        st.binary(min_size=16, max_size=16), st.lists(ROWS, min_size=1, max_size=3), min_size=1, max_size=3
    ),
    st.data(),
)
def test_an_export_cut_anywhere_is_noticed(logs, data):
    raw = export.write(ORG, logs)
    with pytest.raises(Rejected) as caught:
        export.read(raw[: data.draw(st.integers(0, len(raw) - 1))])
    assert caught.value.verdict in (Verdict.TRUNCATED, Verdict.MALFORMED)


@given(st.binary(max_size=300).map(lambda raw: export.MAGIC + raw))
def test_any_bytes_behind_the_magic_are_an_export_or_rejected(raw):
    with pytest.raises(Rejected):
        export.read(raw)


@given(st.binary(min_size=10, max_size=10))
def test_eight_words_carry_eighty_bits_and_no_two_values_share_them(raw):
    spelled = words.spell(raw).split()
    assert len(spelled) == 8
    number = 0
    for word in spelled:
        number = number * 1024 + words.WORDLIST.index(word)
    assert number.to_bytes(10, "big") == raw


@given(
    st.lists(st.sampled_from(words.WORDLIST), min_size=8, max_size=8),
    st.lists(st.sampled_from([" ", "  ", "-", "\t", ". "]), min_size=9, max_size=9),
    st.booleans(),
)
def test_a_passphrase_survives_how_a_tired_hand_types_it(chosen, gaps, shout):
    typed = "Lapwing" + "".join(gap + word for gap, word in zip(gaps, chosen, strict=False)) + gaps[8]
    assert words.tidy(typed.upper() if shout else typed) == " ".join(["lapwing", *chosen])


@pytest.mark.parametrize("callsign", ["", "Lap wing", "Lapwing2", "la", "x" * 25, "Lap-wing", "Lapwing\n"])
def test_a_callsign_is_one_word_of_letters(callsign):
    with pytest.raises(words.BadCallsign, match="one word of 3 to 24 letters"):
        words.check_callsign(callsign)


def test_a_callsign_may_be_cyrillic():
    assert words.check_callsign("Чибис") == "Чибис"
    assert words.first_word("Чибис academic acid") == "чибис"


def test_a_regular_expression_in_cbor_is_not_compiled_into_the_format():
    with pytest.raises(Rejected, match="malformed"):
        read_head(cbor2.dumps(cbor2.CBORTag(35, "(a+)+$")))
