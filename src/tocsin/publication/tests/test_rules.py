# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two people, the very words they saw, statements that still stand, nobody's name without their own word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.casefile import rules as casefile
from tocsin.publication import revision, rules, work
from tocsin.publication.facts import Content, PublicationProposed, Sentence, Worded
from tocsin.publication.tests.night import RUSTAM, TIMUR
from tocsin.publication.tests.release import Release, outputs
from tocsin.vault.kinds import LogClass
from tocsin.vault.refusals import Refusal

WORDS = tuple(Worded(language=language, text="Withdrawn for safety.") for language in ("en", "ru", "es"))


def reworded(content: Content, text: str, language: str = "en") -> Content:
    """The same revision with one more sentence, resting on statement 1."""
    pages = tuple(
        replace(page, known=(*page.known, (Sentence(text=text, rests_on=(1,)),)))
        if page.language == language
        else page
        for page in content.editions
    )
    return replace(content, editions=pages)


def proposed(release: Release, content: Content) -> PublicationProposed:
    return release.proposal(content)


def test_what_two_members_approved_is_what_everyone_reads(fresh: Release) -> None:
    fact = fresh.publish()
    item = fresh.desk.public.current(fact.content.code)
    assert item is not None and item.content == fact.content
    assert item.sha256 == revision.digest(item.content) == fact.sha256
    assert fresh.people.marta.logs(LogClass.CASE) == ()
    assert work.public(fresh.people.marta).current(fact.content.code) == item


def test_whoever_proposed_cannot_approve(fresh: Release) -> None:
    fact = fresh.proposal()
    work.propose(fresh.desk, fact, outputs)
    with pytest.raises(Refusal, match="You proposed this yourself"):
        work.approve(fresh.desk, fact.sha256, outputs)
    assert fresh.desk.public.cases() == ()


def test_an_approval_counts_for_the_text_on_the_screen_only(fresh: Release) -> None:
    first = fresh.proposal()
    work.propose(fresh.desk, first, outputs)
    second = fresh.proposal(reworded(fresh.content(), "According to our lawyer, it was night."))
    work.propose(fresh.desk, second, outputs)
    with pytest.raises(Refusal, match="no longer what is proposed"):
        work.approve(fresh.of("Dunlin"), first.sha256, outputs)
    work.approve(fresh.of("Dunlin"), second.sha256, outputs)


def test_a_statement_taken_back_stops_the_approval(fresh: Release) -> None:
    fact = fresh.proposal()
    work.propose(fresh.desk, fact, outputs)
    claim = fresh.night.picture.live()[-1].fact.claim
    fresh.night.put(
        casefile.retract(
            fresh.night.picture, claim=claim, state="retracted_by_source", reason="He asked us to."
        )
    )
    with pytest.raises(Refusal, match="was withdrawn since"):
        work.approve(fresh.of("Dunlin"), fact.sha256, outputs)


@pytest.mark.parametrize(
    "text",
    [
        "According to our lawyer, Тимура увезли.",
        "According to our lawyer, Timour was there.",
        "According to our lawyer, it was at Sadovaya street, 14.",
        "According to our lawyer, Vera Osokina, nobody was there.",
    ],
)
def test_a_withheld_word_anywhere_stops_a_proposal(fresh: Release, text: str) -> None:
    with pytest.raises(Refusal, match="a withheld word stands in it"):
        work.propose(fresh.desk, proposed(fresh, reworded(fresh.content(), text)), outputs)
    assert fresh.desk.publications.proposals == {}


def test_a_withheld_word_in_the_finished_page_alone_stops_it_too(fresh: Release) -> None:
    def careless(content: Content) -> dict[str, bytes]:
        return {"page.html": b'<p data-person="Saltanov">a 17-year-old</p>'}

    with pytest.raises(Refusal, match="a withheld word"):
        work.propose(fresh.desk, fresh.proposal(), careless)


def test_the_adult_who_agreed_is_named_and_the_minor_is_not(fresh: Release) -> None:
    text = revision.canonical(fresh.content()).decode()
    assert "Rustam Ilverdin" in text and "Рустам Ильвердин" in text
    assert not any(word in text for word in ("Timur", "Тимур", "Saltanov", "Салтанов"))
    assert "a 17-year-old" in text and "подросток 17 лет" in text and "una persona de 17 años" in text


def test_a_minor_cannot_be_named_even_with_somebodys_word(fresh: Release) -> None:
    with pytest.raises(Refusal, match="under 18"):
        rules.name(fresh.night.picture, TIMUR, "legal_representative", "her father", fresh.material)


@pytest.mark.parametrize(
    "basis", ["not_asked", "refused", "withdrawn", "family_prior_consent", "vital_interest"]
)
def test_nobody_is_named_without_a_word_of_their_own(fresh: Release, basis: str) -> None:
    with pytest.raises(Refusal, match="no word of their own"):
        rules.name(fresh.night.picture, RUSTAM, basis, "somebody said so", fresh.material)


def test_a_proposal_says_what_it_could_do_to_them(fresh: Release) -> None:
    with pytest.raises(Refusal, match="what this could do to them"):
        work.propose(fresh.desk, replace(fresh.proposal(), risk=" "), outputs)


def test_a_withdrawn_revision_stays_listed_and_its_text_goes(fresh: Release) -> None:
    fact = fresh.publish()
    work.withdraw(fresh.of("Siskin"), WORDS)
    item = fresh.desk.public.current(fact.content.code)
    assert item is not None and item.withdrawn is not None
    assert fresh.desk.publications.current is None
    with pytest.raises(Refusal, match="Nothing of this case"):
        work.withdraw(fresh.desk, WORDS)


def test_a_reason_is_given_in_every_language(fresh: Release) -> None:
    fresh.publish()
    with pytest.raises(Refusal, match="missing in a language"):
        work.withdraw(fresh.desk, WORDS[:1])


def test_only_an_approved_revision_can_leave_as_a_package(fresh: Release, tmp_path: object) -> None:
    work.propose(fresh.desk, fresh.proposal(), outputs)
    with pytest.raises(Refusal, match="No approved revision"):
        fresh.package(fresh.people.folder / "package")


def test_a_revision_number_is_used_once(fresh: Release) -> None:
    fresh.publish()
    with pytest.raises(Refusal, match="not the next one"):
        work.propose(fresh.desk, fresh.proposal(fresh.content(1)), outputs)
    assert fresh.publish().content.revision == 2


def test_another_team_cannot_see_that_the_case_exists(fresh: Release) -> None:
    fresh.publish()
    with pytest.raises(work.NoSuchCase):
        fresh.of("Bittern")
