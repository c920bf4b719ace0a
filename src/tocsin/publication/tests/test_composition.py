# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sentences made of claims: who says so first, their words as theirs, nobody named by accident."""

from __future__ import annotations

import pytest

from tocsin.casefile.facts import Attribution, a_place, a_text
from tocsin.publication.composition import Choices, candidates, compose, may_leave
from tocsin.publication.composition.material import Material
from tocsin.publication.composition.text import parts, read, write
from tocsin.publication.facts import Edition, Named, Sentence
from tocsin.publication.tests.night import MOSCOW, NOON, RUSTAM, TAKING, TIMUR
from tocsin.publication.tests.release import Release
from tocsin.publication.wording import LANGUAGES
from tocsin.values.places import PlaceExpr


def composed(release: Release, language: str = "en") -> Edition:
    return compose(release.material, language)


def words(page: Edition) -> str:
    return " ".join(one.text for block in page.known for one in block)


def test_the_text_says_who_says_so_and_how_they_know(published: Release) -> None:
    assert words(composed(published)) == (
        "According to our lawyer, it happened in Zarechensk; the call came at 02:58 on 17 November; "
        "this could be heard during the call: “в трубке был слышен крик”. "
        "According to our lawyer, this was found there: “дверь выломана внутрь, стул лежит, никого нет”. "
        "According to Meridian Wire, citing another person, Rustam Ilverdin, 20, and a 17-year-old were taken "
        "at 03:00 on 17 November. "
        "According to another person, who told our lawyer, Rustam Ilverdin and the 17-year-old were held here "
        "as of 17 November, 12:00: Vyshgorsk. "
        "According to a relative of one of them, who told our lawyer, the 17-year-old was held by "
        "“их держит полиция” as of 17 November, 21:30."
    )


@pytest.mark.parametrize(
    ("language", "who"),
    [
        ("ru", "Рустам Ильвердин, 20 лет, и подросток 17 лет"),
        ("es", "a Rustam Ilverdin, de 20 años y a una persona de 17 años"),
    ],
)
def test_each_language_names_the_adult_in_its_script_and_the_minor_by_age(
    published: Release, language: str, who: str
) -> None:
    assert who in words(composed(published, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_person_without_a_word_of_consent_is_an_age(published: Release, language: str) -> None:
    bare = Choices(published.choices.entries, published.choices.speakers)
    text = words(compose(published.desk.gather(bare, NOON), language))
    assert "Ilverdin" not in text and "Ильвердин" not in text and "20" in text


def test_a_minor_stays_an_age_even_if_somebody_lists_the_name(published: Release) -> None:
    asked = Choices(
        published.choices.entries,
        published.choices.speakers,
        (Named(person=TIMUR, basis="legal_representative", note="x"),),
    )
    assert "Saltanov" not in words(compose(published.desk.gather(asked, NOON), "en"))


def test_an_address_a_shelter_and_a_state_of_health_cannot_be_chosen(fresh: Release) -> None:
    vera = Attribution("Vera Osokina", "saw", speaker_id=fresh.night.vera.me)
    flat = next(one for one in fresh.night.picture.live() if "Sadovaya" in str(one.fact.value))
    assert not may_leave(flat)
    shelter = a_place(PlaceExpr("где-то", "settlement", restricted=True))
    fresh.night.says(RUSTAM, "held_at", shelter, vera, quote="где-то")
    fresh.night.says(RUSTAM, "condition", a_text("хромает"), vera, quote="хромает")
    left = {one.fact.predicate for one in candidates(fresh.night.picture) if hasattr(one.fact, "predicate")}
    assert "name" not in left and "condition" not in left and "birth_date" not in left
    shown = [str(one.fact) for one in candidates(fresh.night.picture)]
    assert not any("где-то" in one or "Sadovaya" in one for one in shown)


def test_what_one_speaker_found_in_a_row_is_said_once(fresh: Release) -> None:
    vera = Attribution("Vera Osokina", "saw", speaker_id=fresh.night.vera.me)
    fresh.night.says(TAKING, "scene", a_text("чай на полу ещё мокрый"), vera, quote="чай на полу ещё мокрый")
    text = words(composed(fresh))
    assert (
        "this was found there: “дверь выломана внутрь, стул лежит, никого нет”; “чай на полу ещё мокрый”."
        in text
    )


def test_a_name_nobody_described_is_another_person(published: Release) -> None:
    material: Material = published.desk.gather(Choices(published.choices.entries, {}), NOON)
    chains = [link.who for chain in compose(material, "en").chains for link in chain.links]
    assert "дежурный полиции" not in chains and "another person" in chains
    assert str(material.zone) == str(MOSCOW)


def test_what_a_person_edits_is_read_back_as_it_was(published: Release) -> None:
    for language in LANGUAGES:
        page = compose(published.material, language)
        assert read(write(page.known), published.material) == page.known


def test_theirs_and_ours_are_told_apart_inside_a_sentence() -> None:
    assert parts(Sentence(text="She said: “no” and “go”.")) == [
        ("She said: ", False),
        ("no", True),
        (" and ", False),
        ("go", True),
        (".", False),
    ]
