# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a parcel never fails, whatever somebody managed to seal into it, and loses no word."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.alarm.numbers import LETTERS, number_of
from tocsin.alarm.signal import CallBack, Danger, Door, Known, Signal, Who, content, read
from tocsin.vault.ids import ParcelId

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    ["words", "where", "sounds", "name", "contact", "danger", "who", "minor", "door", "call_back", "duress"]
)
SIGNALS = st.builds(
    Signal,
    words=st.text(),
    where=st.text(),
    sounds=st.text(),
    name=st.text(),
    contact=st.text(),
    danger=st.sampled_from(Danger),
    who=st.sets(st.sampled_from(Who)).map(lambda chosen: tuple(one for one in Who if one in chosen)),
    minor=st.sampled_from(Known),
    door=st.sampled_from(Door),
    call_back=st.sampled_from(CallBack),
    duress=st.booleans(),
    finished=st.booleans(),
)


@given(SIGNALS)
def test_what_was_said_comes_back_through_json_word_for_word(signal: Signal) -> None:
    assert read(json.loads(json.dumps(content(signal)))) == signal


@given(st.dictionaries(FIELDS | st.text(max_size=8), JSON))
def test_any_content_can_be_read(plain: dict[str, object]) -> None:
    signal = read(plain)
    assert signal.readable
    if isinstance(plain.get("words"), str):
        assert signal.words == plain["words"]


def test_silence_seals_to_nothing() -> None:
    assert content(Signal()) == {}


@pytest.mark.parametrize(
    ("signal", "grave"),
    [
        (Signal(), True),
        (Signal(danger=Danger.LIFE), True),
        (Signal(danger=Danger.THREAT), True),
        (Signal(danger=Danger.THREAT, minor=Known.YES), True),
        (Signal(danger=Danger.THREAT, minor=Known.NO), False),
        (Signal(danger=Danger.THREAT, minor=Known.NO, duress=True), True),
        (Signal(readable=False), True),
    ],
)
def test_an_alarm_is_grave_unless_somebody_said_otherwise(signal: Signal, grave: bool) -> None:
    assert signal.grave is grave


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_number_can_be_read_out_and_spells_nothing(digest: bytes) -> None:
    number = number_of(ParcelId(digest.hex()))
    assert len(number) == 7
    assert set(number) <= set(LETTERS) | {"-"}
    assert not set(number) & set("AEIOU01")
