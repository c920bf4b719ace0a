# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every vocabulary is whole, and a table with any slip in it is refused whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values import vocabularies
from tocsin.values.vocabularies import LANGUAGES, UnknownTerm, VocabularyBroken, parse, vocabulary

GOOD = "code,maps_to,en,ru,es\nhouse,010101000000,House,Дом,Casa\nflat,own,Flat,Квартира,Piso\n"


@pytest.mark.parametrize("name", vocabularies.names())
def test_every_vocabulary_has_all_labels_once_and_says_who_reviewed_them(name: str) -> None:
    found = vocabulary(name)
    for language in LANGUAGES:
        labels = [term.label(language) for term in found.terms.values()]
        assert len(set(labels)) == len(labels) and all(labels)
        assert not found.is_reviewed(language), (
            "a reviewed language needs the reader's name and day in lock.json"
        )


def test_the_vocabularies_the_field_asks_for_are_there() -> None:
    assert {"act_type", "basis", "counsel_access", "detention_status", "redaction_reason"} <= set(
        vocabularies.names()
    )
    assert vocabularies.term("dwelling_kind", "workplace", "es") == "Lugar de trabajo"
    assert vocabularies.term("counsel_access", "told_not_here", "ru") == "Сообщили «здесь нет»"


def test_a_language_without_labels_gets_english_and_a_region_changes_nothing() -> None:
    assert vocabularies.term("dwelling_kind", "house", "fr") == "House"
    assert vocabularies.term("dwelling_kind", "house", "es-MX") == "Casa"


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (("maps_to,en", "maps_to,EN"), "columns"),
        (("flat,", "house,"), "stands twice"),
        (("Piso", "Casa"), "one label in es"),
        (("Piso", "casa"), "one label in es"),
        (("Piso", ""), "line 3"),
        (("Piso", " Piso"), "line 3"),
        (("Piso", "Piso,extra"), "line 3"),
        ((",Piso", ""), "line 3"),
        (("flat", "the project"), "is no code"),
        (("own", "list 9"), "maps to nothing"),
    ],
)
def test_a_table_with_a_slip_is_refused_with_its_place(slip: tuple[str, str], said: str) -> None:
    assert len(parse("good", GOOD)) == 2
    with pytest.raises(VocabularyBroken, match=said):
        parse("slip", GOOD.replace(*slip))


@given(st.text(max_size=200))
def test_any_text_is_a_vocabulary_or_is_refused(text: str) -> None:
    try:
        terms = parse("any", "code,maps_to,en,ru,es\n" + text)
    except VocabularyBroken:
        return
    assert terms


def test_an_unknown_code_or_list_is_named() -> None:
    with pytest.raises(UnknownTerm, match="castle"):
        vocabularies.term("dwelling_kind", "castle")
    with pytest.raises(UnknownTerm, match="castles"):
        vocabulary("castles")
