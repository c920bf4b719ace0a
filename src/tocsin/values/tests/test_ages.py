# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ages become days of birth, narrow each other down, and protect as long as any account allows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.values import ages
from tocsin.values.ages import AgeExpr, AgeUnreadable, BirthBounds, birth_bounds, combined, protected_until
from tocsin.values.times import Precision, TimeExpr

births = st.dates(date(1900, 1, 1), date(2015, 12, 31))
reaches = st.integers(0, 400)


def day(first: date, length: int = 1) -> TimeExpr:
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    return TimeExpr("then", start, start + timedelta(days=length), Precision.DAY)


def full_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def test_two_ages_narrow_the_days_of_birth_down() -> None:
    seventeen = birth_bounds(AgeExpr("17", 17, day(date(2026, 11, 17))))
    sixteen = birth_bounds(AgeExpr("16 in 2024", 16, day(date(2024, 1, 1), 366)))
    assert seventeen == BirthBounds(date(2008, 11, 18), date(2009, 11, 17))
    both, agree = combined([seventeen, sixteen])
    assert (both, agree) == (BirthBounds(date(2008, 11, 18), date(2008, 12, 31)), True)
    assert ages.adult_from(both) == date(2026, 11, 18)
    assert protected_until(both) == date(2026, 12, 31)


@given(births, st.integers(0, 90), reaches)
def test_the_true_day_of_birth_is_never_left_out(born: date, years: int, length: int) -> None:
    on = born + timedelta(days=years * 365 + length)
    true_age = full_years(born, on)
    assert birth_bounds(AgeExpr("", true_age, day(on))).allows(born)
    start = on - timedelta(days=length)
    assert birth_bounds(AgeExpr("", true_age, day(start, length + 1))).allows(born)


@given(births, st.integers(1, 90), st.integers(0, 364))
def test_no_day_of_another_age_is_kept(born: date, years: int, length: int) -> None:
    on = born + timedelta(days=years * 365 + length)
    if (born.month, born.day) == (2, 29):
        return  # laws differ on that birthday, so both ages are allowed
    bounds = birth_bounds(AgeExpr("", full_years(born, on), day(on)))
    wrong = birth_bounds(AgeExpr("", full_years(born, on) + 1, day(on)))
    assert bounds.allows(born) and not wrong.allows(born)


@given(
    st.lists(
        st.builds(lambda first, length: BirthBounds(first, first + timedelta(days=length)), births, reaches),
        min_size=1,
    )
)
def test_protection_lasts_as_long_as_agreeing_accounts_allow_and_is_widest_when_they_differ(
    several: list[BirthBounds],
) -> None:
    bounds, agree = combined(several)
    ends = [end for each in several if (end := protected_until(each))]
    until = protected_until(bounds)
    assert until == (min(ends) if agree else max(ends))
    assert agree == (
        max(b.earliest for b in several if b.earliest) <= min(b.latest for b in several if b.latest)
    )


def test_someone_born_on_29_february_is_protected_until_the_first_of_march() -> None:
    bounds = BirthBounds(date(2008, 2, 29), date(2008, 2, 29))
    assert ages.adult_from(bounds) == date(2026, 2, 28)
    assert protected_until(bounds) == date(2026, 3, 1)


def test_an_age_without_its_time_bounds_nothing_and_protects_without_end() -> None:
    assert birth_bounds(AgeExpr("17", 17)) == BirthBounds()
    assert protected_until(BirthBounds()) is None


@pytest.mark.parametrize(
    ("text", "years"), [("17", 17), ("17 лет", 17), ("a 17-year-old", 17), (" aged 20 ", 20)]
)
def test_an_age_is_read_from_its_words(text: str, years: int) -> None:
    found = ages.read(text)
    assert (found.years, found.text) == (years, text.strip())


@pytest.mark.parametrize("text", ["", "young", "17 or 18", "131", "1999"])
def test_what_is_no_single_age_is_refused(text: str) -> None:
    with pytest.raises(AgeUnreadable):
        ages.read(text)
