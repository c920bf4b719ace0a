# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times in running text: exact spans, no verbs taken for months, "later" counted from what came before."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values.times import Precision, TimeExpr, find

MOSCOW = ZoneInfo("Europe/Moscow")
ANCHOR = datetime(2026, 11, 18, 11, 30, tzinfo=MOSCOW)


def found(text: str, language: str | None = None) -> list[TimeExpr]:
    return [time for _, _, time in find(text, anchor=ANCHOR, tz=MOSCOW, language=language)]


def words(text: str, language: str | None = None) -> list[str]:
    return [time.text for time in found(text, language)]


def test_half_an_hour_later_counts_from_the_hour_told_before() -> None:
    times = found("They called at 20:15 on Tuesday. Half an hour later the lawyer came.", "en")
    assert [time.text for time in times] == ["20:15 on Tuesday", "Half an hour later"]
    assert times[1].earliest == datetime(2026, 11, 17, 20, 40, tzinfo=MOSCOW)
    assert times[1].anchor == "2026-11-17T20:15+03:00"


def test_half_an_hour_later_than_nothing_keeps_its_words_and_has_no_bounds() -> None:
    (time,) = found("Arriving half an hour later, the lawyer found nobody.", "en")
    assert (time.earliest, time.latest, time.anchor) == (None, None, None)
    assert (time.offset, time.precision, time.approx) == ("PT30M", Precision.MINUTE, True)


def test_the_next_day_counts_from_the_day_told_before() -> None:
    times = found("They were taken on Monday. The next day they were seen in Vyshgorsk.", "en")
    assert times[1].earliest == datetime(2026, 11, 17, tzinfo=MOSCOW)
    assert times[1].anchor == "2026-11-16"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They may march 5 times; 12 people sat in the fall of the regime.", []),
        ("en", "He said in May that 300 people left in 2019.", ["May", "2019"]),
        ("en", "the 2017 raids, which a group says resumed in 2019", ["2017", "2019"]),
        ("en", "They fled last year; detained in April 2025.", ["last year", "April 2025"]),
        ("en", "Open since 2019 and closed by Tuesday.", ["since 2019", "by Tuesday"]),
        ("ru", "Он провёл 2 дня в подвале, а 20 часов его допрашивали в среде охраны.", []),
        ("ru", "Во вторник, 17 ноября, в 8 вечера позвонили.", ["вторник, 17 ноября, в 8 вечера"]),
        ("ru", "Весной 2017-го и с апреля 2020 года", ["Весной 2017-го", "с апреля 2020 года"]),
        ("es", "A las ocho mujeres las dejaron salir.", []),
        ("es", "El martes a las 20:15 h llamaron.", ["El martes a las 20:15 h"]),
    ],
)
def test_a_text_gives_the_times_that_a_reader_would_mark(
    language: str, text: str, expected: list[str]
) -> None:
    assert words(text, language) == expected


def test_a_month_is_never_turned_into_a_day() -> None:
    for text, language in [("in April 2020", "en"), ("в апреле 2020 года", "ru"), ("en abril de 2020", "es")]:
        (time,) = found(text, language)
        assert time.precision is Precision.MONTH and time.edtf == "2020-04"


def test_a_text_without_an_anchor_keeps_relative_words_open() -> None:
    times = [time for _, _, time in find("It was last year, in 2019.", anchor=None, tz=UTC, language="en")]
    assert [(time.text, time.resolved) for time in times] == [("last year", False), ("2019", True)]


PIECES = ["last year", "on Tuesday", "in April 2020", "half an hour later", "around 8 pm", "may", "and",
          "с апреля 2020 года", "в прошлом году", "el martes", "desde 2019", "–", ",", ". ", "\n", "20:15",
          "between", "from", "to", "2017", "31 February", "the next day", "Ünïcode ё"]  # fmt: skip


@given(
    parts=st.lists(st.sampled_from(PIECES), max_size=14), language=st.sampled_from(["en", "ru", "es", None])
)
def test_every_span_is_an_exact_piece_of_the_text(parts: list[str], language: str | None) -> None:
    text = " ".join(parts)
    hits = find(text, anchor=ANCHOR, tz=MOSCOW, language=language)
    end_before = 0
    for start, end, time in hits:
        assert text[start:end] == time.text and start >= end_before
        assert time.earliest is None or time.latest is None or time.earliest < time.latest
        end_before = end


@given(text=st.text(alphabet="0123456789:.-/ –may на в de 2020 апреля", max_size=80))
def test_no_text_breaks_the_finder(text: str) -> None:
    for start, end, time in find(text, anchor=ANCHOR, tz=MOSCOW, language=None):
        assert text[start:end] == time.text
