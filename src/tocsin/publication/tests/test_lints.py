# SPDX-License-Identifier: AGPL-3.0-or-later
"""Each rule of the field (R-01 ...) on sentences that break it, in three languages, and on those that keep
it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.publication import lints
from tocsin.publication.composition import Material
from tocsin.publication.facts import Content, Edition, Sentence
from tocsin.publication.tests.release import Release
from tocsin.publication.wording import LANGUAGES


def page(content: Content, language: str) -> Edition:
    return next(one for one in content.editions if one.language == language)


def with_page(content: Content, changed: Edition) -> Content:
    pages = tuple(changed if one.language == changed.language else one for one in content.editions)
    return replace(content, editions=pages)


def broken(content: Content, material: Material) -> set[str]:
    return {finding.rule for finding in lints.check(content, material) if finding.stops}


def saying(published: Release, text: str, language: str = "en", *rests_on: int) -> set[str]:
    content = published.content()
    changed = replace(page(content, language), known=((Sentence(text=text, rests_on=rests_on or (5,)),),))
    return broken(with_page(content, changed), published.material)


def test_what_is_composed_breaks_no_rule(published: Release) -> None:
    assert lints.check(published.content(), published.material) == ()


def test_r01_a_sentence_rests_on_a_statement(published: Release) -> None:
    assert "R-01" in saying(published, "According to our lawyer, it was night.", "en", 99)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Our lawyer claims that nobody was there.", "en"),
        ("Rustam Ilverdin was allegedly taken, according to our lawyer.", "en"),
        ("По словам нашего адвоката, его якобы увезли.", "ru"),
        ("Адвокат утверждает, что никого не было.", "ru"),
        ("Según nuestra defensa, el supuesto traslado fue de noche.", "es"),
    ],
)
def test_r02_nobody_is_doubted_by_a_verb(published: Release, text: str, language: str) -> None:
    assert "R-02" in saying(published, text, language)


def test_r02_a_word_that_doubts_may_stand_in_a_quotation(published: Release) -> None:
    assert "R-02" not in saying(published, "According to our lawyer: “They claim nothing”.", "en")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Six men came.", "en"), ("Пришли шестеро в чёрном.", "ru"), ("Llegaron seis de negro.", "es")],
)
def test_r04_a_sentence_says_who_says_so(published: Release, text: str, language: str) -> None:
    assert "R-04" in saying(published, text, language)


def test_r04_a_missing_originator_is_pointed_out(published: Release) -> None:
    content = published.content()
    relayed = next(one for block in page(content, "en").known for one in block if "relative" in one.text)
    changed = replace(relayed, text="According to our lawyer, the 17-year-old was held on 17 November.")
    altered = with_page(content, replace(page(content, "en"), known=((changed,),)))
    assert any(
        one.rule == "R-04" and "relative" in one.words for one in lints.check(altered, published.material)
    )


def test_r06_accounts_that_differ_stand_side_by_side(published: Release) -> None:
    content = published.content()
    assert [len(one.accounts) for one in page(content, "en").differ] == [2]
    silent = with_page(content, replace(page(content, "en"), differ=()))
    told = page(silent, "en").known[0][0]
    one_side = page(content, "en").differ[0].accounts[0].rests_on
    both = replace(told, rests_on=(*told.rests_on, *one_side))
    picked = with_page(silent, replace(page(silent, "en"), known=((both,),)))
    assert "R-06" in broken(picked, published.material)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("According to our lawyer, the prosecutor did not reply.", "en"),
        ("По словам нашего адвоката, прокурор не ответил.", "ru"),
        ("Según nuestra defensa, la fiscalía no respondió.", "es"),
    ],
)
def test_r09_silence_needs_a_record_of_the_question(published: Release, text: str, language: str) -> None:
    assert "R-09" in saying(published, text, language)


def test_r11_where_somebody_is_held_is_never_now(published: Release) -> None:
    material = published.material
    held = next(
        one.number for one in material.statements if getattr(one.record.fact, "predicate", "") == "held_at"
    )
    assert "R-11" in saying(published, "According to our lawyer, they are held in Vyshgorsk.", "en", held)
    assert "R-11" not in saying(
        published, "According to our lawyer, they were there on 17 November.", "en", held
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_r20_the_page_says_that_a_minor_is_withheld(published: Release, language: str) -> None:
    content = published.content()
    lines = tuple(one for one in page(content, language).withheld if one.reason != "minor")
    assert "R-20" in broken(
        with_page(content, replace(page(content, language), withheld=lines)), published.material
    )


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("According to our lawyer, two men were led away.", "en"),
        ("According to our lawyer, the brothers were led away.", "en"),
        ("По словам нашего адвоката, двух мужчин увели.", "ru"),
        ("Según nuestra defensa, se llevaron a dos hombres.", "es"),
    ],
)
def test_r22_no_men_or_women_where_one_is_a_minor(published: Release, text: str, language: str) -> None:
    assert "R-22" in saying(published, text, language)


def test_r15_nobodys_intimate_life_is_told(published: Release) -> None:
    assert "R-15" in saying(published, "According to our lawyer, he is gay.", "en")


def test_r08_a_quotation_is_exactly_what_was_said(published: Release) -> None:
    scene = next(
        one.number
        for one in published.material.statements
        if getattr(one.record.fact, "predicate", "") == "scene"
    )
    exact = "According to our lawyer: “дверь выломана внутрь”."
    assert "R-08" not in saying(published, exact, "en", scene)
    assert "R-08" in saying(published, exact.replace("внутрь", "наружу"), "en", scene)
