# SPDX-License-Identifier: AGPL-3.0-or-later
"""An age as said, turned into the days between which that person was born.

Seventeen is a legal status: several ages narrow the days down, and protection as a minor lasts until
the latest day on which the person may turn eighteen. Where accounts exclude each
other, the most protective stands.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from tocsin.values.times import TimeExpr

ADULT = 18
_OLDEST = 130
_NUMBER = re.compile(r"(?<!\d)(\d{1,3})(?!\d)")
_TICK = timedelta(microseconds=1)


class AgeUnreadable(ValueError):
    """The words give no age in years between 0 and 130, or more than one."""


@dataclass(frozen=True, slots=True)
class AgeExpr:
    """An age in full years and the time it was true at; without that time it says nothing about birth."""

    text: str
    years: int
    when: TimeExpr | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.years <= _OLDEST:
            raise AgeUnreadable(f"{self.years} is no age of a person")


@dataclass(frozen=True, slots=True)
class BirthBounds:
    """The first and the last possible day of birth, both included; None is open."""

    earliest: date | None = None
    latest: date | None = None

    def allows(self, day: date) -> bool:
        return (self.earliest is None or day >= self.earliest) and (self.latest is None or day <= self.latest)

    def meet(self, other: BirthBounds) -> BirthBounds | None:
        """The days that both allow; None when they exclude each other."""
        earliest = max((day for day in (self.earliest, other.earliest) if day), default=None)
        latest = min((day for day in (self.latest, other.latest) if day), default=None)
        if earliest and latest and earliest > latest:
            return None
        return BirthBounds(earliest, latest)

    def join(self, other: BirthBounds) -> BirthBounds:
        """Every day from the first to the last that either allows."""
        earliest = min(self.earliest, other.earliest) if self.earliest and other.earliest else None
        latest = max(self.latest, other.latest) if self.latest and other.latest else None
        return BirthBounds(earliest, latest)


UNBOUNDED = BirthBounds()


def read(text: str, when: TimeExpr | None = None) -> AgeExpr:
    """The one age in words such as "17", "17 лет", "a 17-year-old". Raises AgeUnreadable."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        raise AgeUnreadable("write one age in years, as a number")
    return AgeExpr(text.strip(), int(numbers[0]), when)


def birth_bounds(age: AgeExpr, zone: tzinfo = UTC) -> BirthBounds:
    """The days of birth that an age allows. Read in UTC they are a day wider at most."""
    if age.when is None:
        return UNBOUNDED
    earliest = _first_day(age.when.earliest, age.years, zone)
    latest = _last_day(age.when.latest, age.years, zone)
    return BirthBounds(earliest, latest)


def _first_day(start: datetime | None, years: int, zone: tzinfo) -> date | None:
    if start is None:
        return None
    return _years_on(start.astimezone(zone).date(), -(years + 1)) + timedelta(days=1)


def _last_day(end: datetime | None, years: int, zone: tzinfo) -> date | None:
    if end is None:
        return None
    day = (end - _TICK).astimezone(zone).date()
    born = _years_on(day, -years)
    # Laws differ on whether someone born on 29 February turns older on the 28th: allow both.
    if (day.month, day.day) == (2, 28) and calendar.isleap(born.year):
        return born.replace(day=29)
    return born


def _years_on(day: date, years: int) -> date:
    year = max(day.year + years, 1)
    if (day.month, day.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)


def combined(several: Iterable[BirthBounds]) -> tuple[BirthBounds, bool]:
    """What all accounts leave together, and whether they agree; if they do not, their whole reach."""
    found = list(several)
    met: BirthBounds | None = UNBOUNDED
    for bounds in found:
        met = met.meet(bounds) if met else None
    if met is not None:
        return met, True
    reach = found[0]
    for bounds in found[1:]:
        reach = reach.join(bounds)
    return reach, False


def protected_until(bounds: BirthBounds) -> date | None:
    """The last possible eighteenth birthday: from then on the person is of age whatever account holds."""
    return _birthday(bounds.latest, ADULT) if bounds.latest else None


def adult_from(bounds: BirthBounds) -> date | None:
    """The first possible eighteenth birthday: before it the person is a minor whatever account holds."""
    return _years_on(bounds.earliest, ADULT) if bounds.earliest else None


def _birthday(born: date, years: int) -> date:
    day = _years_on(born, years)
    # The later reading of a 29 February birthday, since it protects longer.
    return day + timedelta(days=1) if (born.day, day.day) == (29, 28) else day
