# SPDX-License-Identifier: AGPL-3.0-or-later
"""One time in a field: what the words allow, and not a minute more.

Bounds are written as wall time in Moscow, the place of the invented desk.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values.times import Precision, TimeExpr, TimeUnreadable, exactly, find, read

MOSCOW = ZoneInfo("Europe/Moscow")
ANCHOR = datetime(2026, 11, 18, 11, 30, tzinfo=MOSCOW)  # a Wednesday
P = Precision


def wall(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M")


def bounds(text: str, language: str | None = None) -> tuple[str, str, Precision]:
    found = read(text, anchor=ANCHOR, tz=MOSCOW, language=language)
    return wall(found.earliest), wall(found.latest), found.precision


WHOLE = [
    ("April 2020", "2020-04-01 00:00", "2020-05-01 00:00", P.MONTH),
    ("last year", "2025-01-01 00:00", "2026-01-01 00:00", P.YEAR),
    ("last week", "2026-11-09 00:00", "2026-11-16 00:00", P.WEEK),
    ("Tuesday", "2026-11-17 00:00", "2026-11-18 00:00", P.DAY),
    ("last Wednesday", "2026-11-11 00:00", "2026-11-12 00:00", P.DAY),
    ("early on Tuesday", "2026-11-17 00:00", "2026-11-17 09:00", P.PART_OF_DAY),
    ("Tuesday night", "2026-11-17 18:00", "2026-11-18 06:00", P.PART_OF_DAY),
    ("around 8 pm", "2026-11-17 19:30", "2026-11-17 21:30", P.HOUR),
    ("at 20:15 on 17 November", "2026-11-17 20:15", "2026-11-17 20:16", P.MINUTE),
    ("spring of 2017", "2017-03-01 00:00", "2017-06-22 00:00", P.SEASON),
    ("since 2019", "2019-01-01 00:00", "", P.YEAR),
    ("until April 2020", "", "2020-05-01 00:00", P.MONTH),
    ("before April 2020", "", "2020-04-01 00:00", P.MONTH),
    ("between March and May 2017", "2017-03-01 00:00", "2017-06-01 00:00", P.MONTH),
    ("from December 2019 to March 2020", "2019-12-01 00:00", "2020-04-01 00:00", P.MONTH),
    ("3-5 May 2019", "2019-05-03 00:00", "2019-05-06 00:00", P.DAY),
    ("30 July", "2026-07-30 00:00", "2026-07-31 00:00", P.DAY),
    ("30 December", "2025-12-30 00:00", "2025-12-31 00:00", P.DAY),
    ("late 2019", "2019-07-02 00:00", "2020-01-01 00:00", P.YEAR),
    ("three weeks ago", "2026-10-26 00:00", "2026-11-02 00:00", P.WEEK),
    ("half an hour later", "2026-11-18 11:55", "2026-11-18 12:05", P.MINUTE),
    ("within 40 minutes", "2026-11-18 11:30", "2026-11-18 12:10", P.MINUTE),
    ("в апреле 2020 года", "2020-04-01 00:00", "2020-05-01 00:00", P.MONTH),
    ("в прошлом году", "2025-01-01 00:00", "2026-01-01 00:00", P.YEAR),
    ("спустя полчаса", "2026-11-18 11:55", "2026-11-18 12:05", P.MINUTE),
    ("в ночь на 17 ноября", "2026-11-16 18:00", "2026-11-17 06:00", P.PART_OF_DAY),
    ("вечером во вторник", "2026-11-17 17:00", "2026-11-18 00:00", P.PART_OF_DAY),
    ("во вторник около 20:15", "2026-11-17 19:45", "2026-11-17 20:46", P.MINUTE),
    ("с марта по май 2017 года", "2017-03-01 00:00", "2017-06-01 00:00", P.MONTH),
    ("весной 2017 года", "2017-03-01 00:00", "2017-06-22 00:00", P.SEASON),
    ("две недели назад", "2026-11-02 00:00", "2026-11-09 00:00", P.WEEK),
    ("abril de 2020", "2020-04-01 00:00", "2020-05-01 00:00", P.MONTH),
    ("el año pasado", "2025-01-01 00:00", "2026-01-01 00:00", P.YEAR),
    ("media hora después", "2026-11-18 11:55", "2026-11-18 12:05", P.MINUTE),
    ("el martes por la noche", "2026-11-17 18:00", "2026-11-18 06:00", P.PART_OF_DAY),
    ("desde 2019", "2019-01-01 00:00", "", P.YEAR),
    ("a principios de mayo de 2019", "2019-05-01 00:00", "2019-05-17 00:00", P.MONTH),
]


@pytest.mark.parametrize(("text", "earliest", "latest", "precision"), WHOLE)
def test_words_give_the_interval_that_they_allow(
    text: str, earliest: str, latest: str, precision: Precision
) -> None:
    assert bounds(text) == (earliest, latest, precision)


def test_relative_words_show_what_they_were_counted_from() -> None:
    found = read("last year", anchor=ANCHOR, tz=MOSCOW)
    assert (found.text, found.anchor, found.offset, found.edtf) == ("last year", "2026-11-18", "-P1Y", "2025")


def test_an_hour_counted_from_a_call_shows_the_call() -> None:
    call = datetime(2026, 11, 17, 2, 58, tzinfo=MOSCOW)
    found = read("half an hour later", anchor=call, tz=MOSCOW)
    assert (wall(found.earliest), wall(found.latest)) == ("2026-11-17 03:23", "2026-11-17 03:33")
    assert (found.anchor, found.offset, found.approx) == ("2026-11-17T02:58+03:00", "PT30M", True)


@pytest.mark.parametrize("text", ["last year", "Tuesday", "30 July", "в прошлом году", "half an hour later"])
def test_relative_words_without_an_anchor_are_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(TimeUnreadable, match="needs a time to count from"):
        read(text, anchor=None, tz=MOSCOW)


@pytest.mark.parametrize(
    "text", ["", "soon", "31 February 2021", "April 2020 or May 2021 or so", "at the flat"]
)
def test_what_is_not_one_time_is_refused(text: str) -> None:
    with pytest.raises(TimeUnreadable):
        read(text, anchor=ANCHOR, tz=MOSCOW)


def test_a_clock_without_its_half_of_the_day_stays_both() -> None:
    found = read("8 o'clock on 17 November 2026", anchor=None, tz=MOSCOW)
    assert (wall(found.earliest), wall(found.latest)) == ("2026-11-17 08:00", "2026-11-17 21:00")
    assert found.uncertain and found.precision is P.PART_OF_DAY


def test_a_date_that_comes_soon_is_marked_uncertain() -> None:
    assert read("25 November", anchor=ANCHOR, tz=MOSCOW).uncertain


def test_a_stated_zone_wins_over_the_place() -> None:
    assert bounds("17 November 2026 03:17 GMT")[0] == "2026-11-17 06:17"


def test_an_hour_that_exists_twice_keeps_both_readings() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    found = read("25 October 2026 at 02:30", anchor=None, tz=berlin)
    assert found.earliest == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert found.latest == datetime(2026, 10, 25, 1, 31, tzinfo=UTC)


def test_a_day_at_the_change_of_the_clocks_has_its_real_length() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = read("29 March 2026", anchor=None, tz=berlin)
    autumn = read("25 October 2026", anchor=None, tz=berlin)
    assert spring.latest and spring.earliest and spring.latest - spring.earliest == timedelta(hours=23)
    assert autumn.latest and autumn.earliest and autumn.latest - autumn.earliest == timedelta(hours=25)


def test_times_that_could_speak_of_one_moment_agree() -> None:
    about = read("around 8 pm on 17 November 2026", anchor=None, tz=MOSCOW)
    day = read("17 November 2026", anchor=None, tz=MOSCOW)
    later = read("since 18 November 2026", anchor=None, tz=MOSCOW)
    assert about.may_agree(day) and not about.may_agree(later)


def test_a_recorded_moment_is_exact_to_the_second() -> None:
    found = exactly(datetime(2026, 11, 17, 2, 58, 7, 123456, tzinfo=MOSCOW))
    assert found.latest and found.earliest and found.latest - found.earliest == timedelta(seconds=1)
    with pytest.raises(ValueError, match="needs a zone"):
        exactly(datetime(2026, 11, 17))  # noqa: DTZ001  the refusal under test


# A zone's own clock may move within a year: Samoa left out a whole day in 2011.
COARSE = {
    P.YEAR: timedelta(days=363, hours=22), P.SEASON: timedelta(days=80), P.MONTH: timedelta(days=28),
    P.WEEK: timedelta(days=6, hours=22), P.DAY: timedelta(hours=23), P.HOUR: timedelta(minutes=59),
    P.MINUTE: timedelta(seconds=59),
}  # fmt: skip
DAYS = st.dates(date(1900, 1, 2), date(2098, 12, 30))
ZONES = st.sampled_from(
    ["Europe/Moscow", "Europe/Berlin", "America/Santiago", "Asia/Kathmandu", "Pacific/Apia"]
)
SPOKEN = [
    ("%B %Y", P.MONTH), ("%d %B %Y", P.DAY), ("%B %d, %Y", P.DAY), ("%Y", P.YEAR), ("%d.%m.%Y", P.DAY),
    ("%d %B %Y at %H:%M", P.MINUTE), ("summer %Y", P.SEASON), ("on %A", P.DAY), ("%d %B", P.DAY),
]  # fmt: skip


@given(day=DAYS, anchor=DAYS, zone=ZONES, hour=st.integers(0, 1439), spoken=st.sampled_from(SPOKEN))
def test_precision_is_never_finer_than_the_words(
    day: date, anchor: date, zone: str, hour: int, spoken: tuple[str, Precision]
) -> None:
    pattern, precision = spoken
    place = ZoneInfo(zone)
    said = datetime(day.year, day.month, day.day, hour // 60, hour % 60, tzinfo=UTC).strftime(pattern)
    seen = datetime(anchor.year, anchor.month, anchor.day, 12, tzinfo=place)
    try:
        found = read(said, anchor=seen, tz=place)
    except TimeUnreadable:
        assert pattern == "%d %B" and said.startswith("29 February")
        return
    assert found.precision is precision
    assert found.earliest is not None and found.latest is not None
    assert found.latest - found.earliest >= COARSE[precision]


def test_a_range_whose_end_counts_from_nothing_keeps_its_words_only() -> None:
    [(_, _, found)] = find("last year to the next day", anchor=ANCHOR, tz=MOSCOW, language="en")
    assert (found.text, found.resolved) == ("last year to the next day", False)


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        found = read(text, anchor=ANCHOR, tz=MOSCOW)
    except TimeUnreadable:
        return
    assert isinstance(found, TimeExpr) and found.resolved
