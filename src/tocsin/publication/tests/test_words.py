# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our published words: every phrase in three languages with the same slots, times no finer than they are
known.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tocsin.publication import moments, wording
from tocsin.publication.tests.night import MOSCOW, NOON, about
from tocsin.publication.wording import LANGUAGES, SLOT
from tocsin.values.times import Precision, TimeExpr, exactly

TABLES = ("clauses", "grammar", "page", "patterns", "speakers")
# Russian and Spanish count years in words, English in a bare number.
SAME = {"age_years": "age"}


@pytest.mark.parametrize("name", TABLES)
def test_every_phrase_has_the_same_slots_in_every_language(name: str) -> None:
    for key, row in wording.table(name).items():
        slots = {
            language: {SAME.get(slot, slot) for slot in SLOT.findall(row[language])} for language in LANGUAGES
        }
        if key[0] not in ("relayed", "named_age", "day") and name != "patterns":
            assert slots["en"] == slots["ru"] == slots["es"], key


def test_every_pattern_can_be_searched_for() -> None:
    for row in wording.table("patterns").values():
        for language in LANGUAGES:
            re.compile(row[language])


def test_words_in_braces_stay_what_they_are() -> None:
    assert wording.fill("{who} said", who="{when}") == "{when} said"


@pytest.mark.parametrize(
    ("number", "ru"),
    [
        (1, "1 год"),
        (2, "2 года"),
        (5, "5 лет"),
        (11, "11 лет"),
        (17, "17 лет"),
        (21, "21 год"),
        (22, "22 года"),
    ],
)
def test_years_are_counted_as_russian_counts(number: int, ru: str) -> None:
    assert wording.years(number, "ru") == ru


def test_spanish_says_e_before_the_sound_of_i() -> None:
    assert wording.listed(["A", "Ilya"], "es") == "A e Ilya"
    assert (
        wording.listed(["A", "Ion"], "es") == "A e Ion"
        or wording.listed(["A", "Hierro"], "es") == "A y Hierro"
    )


def month(year: int, number: int) -> TimeExpr:
    return TimeExpr(
        "x",
        datetime(year, number, 1, tzinfo=MOSCOW),
        datetime(year, number + 1, 1, tzinfo=MOSCOW),
        Precision.MONTH,
    )


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (exactly(datetime(2026, 11, 17, 2, 58, tzinfo=MOSCOW)), "at 02:58 on 17 November"),
        (exactly(datetime(2025, 11, 17, 2, 58, tzinfo=MOSCOW)), "at 02:58 on 17 November 2025"),
        (about(17, 21), "at about 21:00 on 17 November"),
        (month(2020, 4), "in April 2020"),
        (None, "at a time not stated"),
    ],
)
def test_a_time_is_said_as_it_is_known(time: TimeExpr | None, said: str) -> None:
    assert moments.said(time, "en", MOSCOW, NOON) == said


def test_an_unresolved_time_keeps_its_words() -> None:
    assert moments.said(TimeExpr("half an hour later", None, None, Precision.MINUTE), "ru", MOSCOW, NOON) == (
        "«half an hour later»"
    )


@given(
    hours=some.integers(0, 12 * 8766),
    length=some.integers(1, 900),
    precision=some.sampled_from(Precision),
    approx=some.booleans(),
    language=some.sampled_from(LANGUAGES),
)
def test_no_time_is_said_without_its_year_or_breaks_the_sentence(
    hours: int, length: int, precision: Precision, approx: bool, language: str
) -> None:
    begin = datetime(2015, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
    time = TimeExpr("x", begin, begin + timedelta(hours=length), precision, approx=approx)
    words = moments.said(time, language, MOSCOW, NOON)
    assert words and "{" not in words
    assert str(begin.astimezone(MOSCOW).year) in words or begin.astimezone(MOSCOW).year == 2026
