# SPDX-License-Identifier: AGPL-3.0-or-later
"""Drafts from a story: exact words, the right person, the right chain, a minor never missed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.monitoring.drafting import NOT_STATED, Draft, Kind, drafts_of
from tocsin.monitoring.tests.pages import pages

PUBLISHED = datetime(2026, 11, 18, 9, 12, tzinfo=UTC)
PAPER = "Meridian Wire"
STORY = """\
Rustam Ilverdin, 20, and Timur Saltanov, 17, were seized at a house in Zarechensk, the Pereprava Network said.
The charity added it had helped them leave the Uvalsk region last year.
The pair, who were detained in April 2020, both claim they were tortured and forced to record apology videos.
The Pereprava Network said it had received a panicked phone call from the two.
Arriving half an hour later, lawyer Vera Osokina found signs of a struggle and nobody there.
“Rustem Ilwerdin and Timur Saltanov were taken from their apartment,” the group said on Twitter last week.
They have been denied access to a lawyer, the group added.
Uvalsk, a mountain region, has been accused of torture. Police in Vyshgorsk denied that anyone had been detained.
"""


def drafts(text: str = STORY, language: str = "en") -> list[Draft]:
    return drafts_of(text, language, PAPER, PUBLISHED)


def of(kind: Kind, text: str = STORY, language: str = "en") -> list[Draft]:
    return [draft for draft in drafts(text, language) if draft.kind is kind]


def test_people_are_drafted_once_per_spelling_with_their_ages() -> None:
    found = {draft.text: (draft.value["age"], draft.minor) for draft in of(Kind.PERSON)}
    assert found == {
        "Rustam Ilverdin": (20, False),
        "Timur Saltanov": (17, True),
        "Vera Osokina": (None, False),
        "Rustem Ilwerdin": (None, False),
    }


def test_a_variant_of_a_name_is_proposed_and_not_merged() -> None:
    (draft,) = of(Kind.SAME_PERSON)
    assert (draft.text, draft.value["same_as"]) == ("Rustem Ilwerdin", "Rustam Ilverdin")


def test_an_age_knows_its_person_and_seventeen_is_flagged() -> None:
    assert [(d.text, d.value["person"], d.minor) for d in of(Kind.AGE)] == [
        ("20", "Rustam Ilverdin", False),
        ("17", "Timur Saltanov", True),
    ]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Rustam Ilverdin and Timur Saltanov, 20 and 17, were taken.",
         [(20, "Rustam Ilverdin"), (17, "Timur Saltanov")]),
        ("en", "The 17-year-old Timur Saltanov was taken.", [(17, "Timur Saltanov")]),
        ("en", "Timur Saltanov (17) was taken.", [(17, "Timur Saltanov")]),
        ("en", "Timur Saltanov, aged 17, was taken.", [(17, "Timur Saltanov")]),
        ("en", "A seventeen-year-old was taken.", [(17, None)]),
        ("en", "A neighbour said that one of them is under 18.", [(None, None)]),
        ("en", "He was sentenced to 12 years in prison 20 years ago, in May 2017.", []),
        ("ru", "Увезли 20-летнего Рустама Ильвердина и 17-летнего Тимура Салтанова.",
         [(20, "Рустам Ильвердин"), (17, "Тимур Салтанов")]),
        ("ru", "Тимур Салтанов, 17 лет, пропал два года назад.", [(17, "Тимур Салтанов")]),
        ("ru", "Несовершеннолетнего увезли.", [(None, None)]),
        ("es", "Rustam Ilverdin, de 20 años, y Timur Saltanov, de 17, fueron detenidos.",
         [(20, "Rustam Ilverdin"), (17, "Timur Saltanov")]),
    ],
)  # fmt: skip
def test_ages_are_read_in_the_forms_that_papers_use(
    language: str, text: str, expected: list[tuple[int | None, str | None]]
) -> None:
    found = of(Kind.AGE, text, language)
    assert [(draft.value["years"], draft.value["person"]) for draft in found] == expected
    assert all(
        draft.minor == (years is None or years < 18)
        for draft, (years, _) in zip(found, expected, strict=True)
    )


def test_a_house_and_an_apartment_stay_two_accounts() -> None:
    dwellings = {draft.text: draft.value["dwelling"] for draft in of(Kind.PLACE) if draft.value["dwelling"]}
    assert dwellings == {"a house": "house", "their apartment": "apartment"}


def test_places_are_known_by_the_words_before_and_after_them() -> None:
    named = [draft.text for draft in of(Kind.PLACE) if not draft.value["dwelling"]]
    assert named == ["Zarechensk", "Uvalsk region", "Vyshgorsk"]


def test_times_show_what_they_were_counted_from() -> None:
    found = {draft.text: (draft.value["edtf"], draft.anchor) for draft in of(Kind.TIME)}
    assert found == {
        "last year": ("2025", "2026-11-18"),
        "April 2020": ("2020-04", None),
        "half an hour later": (None, "a panicked phone call"),
        "last week": ("2026-11-09/2026-11-15", "2026-11-18"),
    }


def test_acts_have_codes_and_a_denied_one_is_flagged() -> None:
    found = [(draft.value["act"], draft.value["denied"]) for draft in of(Kind.ACT)]
    assert found == [
        ("abduction", False), ("detention", False), ("torture", False), ("forced_public_apology", False),
        ("abduction", False), ("counsel_denied", False), ("torture", False), ("detention", True),
    ]  # fmt: skip


def test_a_chain_runs_from_the_carrier_to_the_originator() -> None:
    taken, _, accused = (
        draft for draft in of(Kind.ACT) if draft.text in ("were seized", "tortured", "torture")
    )
    assert taken.chain == (PAPER, "the Pereprava Network")
    assert (accused.chain, accused.source) == ((PAPER, NOT_STATED), None)


def test_the_group_and_the_pair_are_proposed_and_printed_as_they_stand() -> None:
    said = {draft.source: draft.value["means"] for draft in of(Kind.SAYS)}
    assert said["The charity"] == said["the group"] == "Pereprava Network"
    assert said["The pair"] == "Rustam Ilverdin and Timur Saltanov"


def test_what_the_lawyer_found_is_an_observation_and_not_a_statement() -> None:
    (seen,) = of(Kind.OBSERVATION)
    assert seen.text == "found signs of a struggle and nobody there"
    assert (seen.source, seen.cue, seen.value["basis"]) == ("lawyer Vera Osokina", "found", "saw")
    assert seen.chain == (PAPER, "lawyer Vera Osokina")
    assert not any("struggle" in draft.text for draft in of(Kind.SAYS))


def test_a_russian_name_in_another_case_is_the_same_name() -> None:
    text = "Увезли 20-летнего Рустама Ильвердина. Позже Рустам Ильвердин позвонил. Рустему Ильвердину нет ответа."
    assert [draft.text for draft in of(Kind.PERSON, text, "ru")] == [
        "Рустама Ильвердина",
        "Рустему Ильвердину",
    ]
    (same,) = of(Kind.SAME_PERSON, text, "ru")
    assert same.value["same_as"] == "Рустам Ильвердин"


@pytest.mark.parametrize("name", [page.name for page in pages()])
def test_every_draft_is_an_exact_span(name: str) -> None:
    page = next(each for each in pages() if each.name == name)
    text = "\n".join(page.of("TSB"))
    found = drafts(text, page.language)
    assert found and all(text[draft.start : draft.end] == draft.text for draft in found)


WORDS = [
    "Rustam", "Ilverdin,", "20,", "and", "Timur", "Saltanov,", "17,", "said", "“", "”", "in", "Zarechensk.", "who", ",",
    "last year", "half an hour later", "found", "lawyer", "their apartment", "tortured", "\n", "Тимура", "Салтанова",
    "17-летнего", "сообщила", "сеть «Переправа»", "de 17 años", "según",
]  # fmt: skip


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=30),
    language=st.sampled_from(["en", "ru", "es", "uk", "und"]),
)
def test_any_text_gives_exact_spans_or_none(words: list[str], language: str) -> None:
    text = " ".join(words)
    for draft in drafts_of(text, language, PAPER, None):
        assert text[draft.start : draft.end] == draft.text and draft.text.strip()
        assert draft.chain[0] == PAPER and len(draft.chain) > 1
        assert draft.source is None or draft.source in text
