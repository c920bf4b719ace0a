# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names keep their letters, and spellings of one name meet across scripts without merging anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values import names
from tocsin.values.names import Likeness, NameUnreadable, likeness
from tocsin.values.names_folding import sounds, words

texts = st.text(max_size=60)
two_words = st.lists(
    st.text("абвгдежзиклмнопрстуфхцчшыюяeiortasdlmnv", min_size=1, max_size=9), min_size=1, max_size=3
)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("Рустам Ильвердин", "Rustam Ilverdin", Likeness.SOUNDS_SAME),
        ("Rustem Ilwerdin", "Rustam Ilverdin", Likeness.SOUNDS_NEAR),
        ("Ильвердин Рустам", "Rustam Ilverdin", Likeness.SOUNDS_SAME),
        ("Saltanov Timur Rustamovich", "Тимур Салтанов", Likeness.SOUNDS_SAME),
        ("Timur Saltanow", "Тимур Салтанов", Likeness.SOUNDS_SAME),
        ("Хасан Юсупов", "Hasan Yusupov", Likeness.SOUNDS_SAME),
        ("«Тимур» Салтанов", "тимур салтанов", Likeness.SAME),
        ("Ислам Исаев", "Исмаил Исаев", Likeness.DIFFERENT),
        ("Ali", "Olya", Likeness.DIFFERENT),
        ("Timur", "Тимур Салтанов", Likeness.DIFFERENT),
    ],
)
def test_spellings_of_one_name_meet_and_other_names_do_not(one: str, other: str, found: Likeness) -> None:
    assert likeness(one, other) is found


@given(texts, texts)
def test_likeness_never_fails_and_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)


@given(two_words)
def test_a_name_is_like_itself_in_any_order_of_its_words(parts: list[str]) -> None:
    name = " ".join(parts)
    assert likeness(name, name) is Likeness.SAME
    if len(set(parts)) == len(parts) > 1:
        assert likeness(name, " ".join(reversed(parts))) is not Likeness.DIFFERENT


@given(texts)
def test_what_is_read_as_a_name_keeps_its_letters(text: str) -> None:
    try:
        name = names.read(text)
    except NameUnreadable:
        return
    assert words(name.full) == words(text)
    assert any(letter.isalpha() for letter in name.full)


@given(st.text(min_size=1, max_size=20))
def test_every_word_has_a_sound(text: str) -> None:
    for word in words(text):
        assert sounds(word).fine


@pytest.mark.parametrize("text", ["", "   ", "17", "\x00Rustam", "а" * 201])
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(NameUnreadable):
        names.read(text)


@pytest.mark.parametrize(
    ("text", "script"),
    [("Рустам", "Cyrl"), ("Rustam", "Latn"), ("محمد", "Arab"), ("Рустам R", "Cyrl"), ("17", "Zyyy")],
)
def test_the_script_is_that_of_most_letters(text: str, script: str) -> None:
    assert names.script_of(text) == script


def test_a_latin_letter_hidden_in_a_cyrillic_word_does_not_hide_the_name() -> None:
    assert likeness("Рустам Caлтанов", "Rustam Saltanov") is Likeness.SOUNDS_SAME


def test_typing_the_beginning_of_a_name_finds_it_in_the_other_script() -> None:
    assert sounds("ильв").begins(sounds("ilverdin"))
    assert not sounds("ильв").begins(sounds("saltanov"))
