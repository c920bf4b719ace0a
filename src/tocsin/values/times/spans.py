# SPDX-License-Identifier: AGPL-3.0-or-later
"""Stretches of the wall calendar: years, seasons, months, weeks, days, parts of a day, hours, minutes.

They are computed on local wall time and turned into UTC at the very end, so that a day at the change of
the clocks has 23 or 25 hours and an hour that exists twice keeps both of its readings.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from tocsin.values.times.expression import Precision

DAY = timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)

# What "around" adds on either side: half of the unit, and half an hour for clock times.
TOLERANCE = {
    Precision.YEAR: timedelta(days=183),
    Precision.SEASON: timedelta(days=45),
    Precision.MONTH: timedelta(days=15),
    Precision.WEEK: timedelta(days=3),
    Precision.DAY: timedelta(hours=12),
    Precision.PART_OF_DAY: timedelta(hours=2),
    Precision.HOUR: HALF_HOUR,
    Precision.MINUTE: HALF_HOUR,
    Precision.SECOND: timedelta(seconds=30),
}


class Part(StrEnum):
    """Parts of a day as people use them; generous at both ends, since nobody looks at a clock."""

    EARLY = "early"
    LATE = "late"
    SMALL_HOURS = "small_hours"
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"
    NIGHT_BEFORE = "night_before"
    EITHER_NIGHT = "either_night"


# Hours counted from the midnight that begins the named day.
HOURS = {
    Part.EARLY: (0, 9),
    Part.LATE: (18, 26),
    Part.SMALL_HOURS: (0, 7),
    Part.MORNING: (4, 12),
    Part.MIDDAY: (11, 15),
    Part.AFTERNOON: (12, 19),
    Part.EVENING: (17, 24),
    Part.NIGHT: (18, 30),
    Part.NIGHT_BEFORE: (-6, 6),
    Part.EITHER_NIGHT: (0, 30),
}


class Season(StrEnum):
    """Seasons of the northern hemisphere, by the calendar and by the sun at once."""

    SPRING = "spring"
    SUMMER = "summer"
    AUTUMN = "autumn"
    WINTER = "winter"


# First day by the calendar; first day that no longer belongs to it by the sun.
SEASON_DAYS = {
    Season.SPRING: ((3, 1), (6, 22)),
    Season.SUMMER: ((6, 1), (9, 24)),
    Season.AUTUMN: ((9, 1), (12, 23)),
    Season.WINTER: ((12, 1), (3, 22)),
}
SEASON_EDTF = {Season.SPRING: 21, Season.SUMMER: 22, Season.AUTUMN: 23, Season.WINTER: 24}


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` up to, not including, ``end``; None is open. ``edtf`` is the plain form.

    Bounds without a zone are wall time; those that come from counting hours are moments and have one.
    """

    start: datetime | None
    end: datetime | None
    precision: Precision
    edtf: str | None = None

    def widened(self, by: timedelta) -> Span:
        start = None if self.start is None else self.start - by
        end = None if self.end is None else self.end + by
        return replace(self, start=start, end=end)


def wall(year_number: int, month_number: int, day_number: int) -> datetime:
    return midnight(date(year_number, month_number, day_number))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def year(number: int) -> Span:
    return Span(wall(number, 1, 1), wall(number + 1, 1, 1), Precision.YEAR, f"{number:04d}")


def month(number: int, month_number: int) -> Span:
    start = wall(number, month_number, 1)
    return Span(start, _next_month(start), Precision.MONTH, f"{number:04d}-{month_number:02d}")


def _next_month(start: datetime) -> datetime:
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def shifted_month(day: date, by: int) -> Span:
    months = day.year * 12 + day.month - 1 + by
    return month(months // 12, months % 12 + 1)


def season(number: int, which: Season) -> Span:
    """A season named with one year; a winter may be the one before or the one after, so it covers both."""
    (first_month, first_day), (last_month, last_day) = SEASON_DAYS[which]
    edtf = f"{number:04d}-{SEASON_EDTF[which]}"
    if which is not Season.WINTER:
        start, end = wall(number, first_month, first_day), wall(number, last_month, last_day)
    else:
        start = wall(number - 1, first_month, first_day)
        end = wall(number + 1, last_month, last_day)
    return Span(start, end, Precision.SEASON, edtf)


def one_winter(first_year: int) -> Span:
    (first_month, first_day), (last_month, last_day) = SEASON_DAYS[Season.WINTER]
    start = wall(first_year, first_month, first_day)
    return Span(start, wall(first_year + 1, last_month, last_day), Precision.SEASON, f"{first_year:04d}-24")


def season_begun(before: date, which: Season) -> Span:
    """The last such season that had begun by that day."""
    (first_month, first_day), _ = SEASON_DAYS[which]
    first_year = before.year if date(before.year, first_month, first_day) <= before else before.year - 1
    return one_winter(first_year) if which is Season.WINTER else season(first_year, which)


def week(day: date) -> Span:
    monday = day - timedelta(days=day.weekday())
    edtf = f"{monday.isoformat()}/{(monday + 6 * DAY).isoformat()}"
    return Span(midnight(monday), midnight(monday + 7 * DAY), Precision.WEEK, edtf)


def day(when: date) -> Span:
    return days(when, when)


def days(first: date, last: date) -> Span:
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Span(midnight(first), midnight(last + DAY), Precision.DAY, edtf)


def part(when: date, which: Part) -> Span:
    first, last = HOURS[which]
    start = midnight(when) + timedelta(hours=first)
    end = midnight(when) + timedelta(hours=last)
    return Span(start, end, Precision.PART_OF_DAY, days_touched(start, end))


def clock(when: date, hour: int, minute: int | None) -> Span:
    """A time on a clock; without minutes it is the whole hour. Hour 24 is the end of that day."""
    start = midnight(when) + timedelta(hours=hour, minutes=minute or 0)
    if minute is None:
        return Span(start, start + timedelta(hours=1), Precision.HOUR, start.date().isoformat())
    return Span(start, start + timedelta(minutes=1), Precision.MINUTE, start.date().isoformat())


def days_touched(start: datetime, end: datetime) -> str:
    """EDTF stops at days, so anything finer is written as the days that it touches."""
    first, last = start.date(), (end - timedelta(microseconds=1)).date()
    return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"


def to_utc(moment: datetime, tz: tzinfo, *, earliest: bool) -> datetime:
    """The moment on the clock of that place; an hour that exists twice, or never, gives its outer reading."""
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    readings = [moment.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return min(readings) if earliest else max(readings)


def counted(start: date, unit: str, count: float) -> Span:
    """The day, week, month or year that lies so many units from the day."""
    whole = int(count)
    if unit == "Y":
        return year(start.year + whole)
    if unit == "M":
        return shifted_month(start, whole)
    if unit == "W":
        return week(start + 7 * whole * DAY)
    return day(start + whole * DAY)


def duration(count: float, unit: str) -> str:
    """ISO 8601, with a sign for what lies before."""
    sign, size = ("-" if count < 0 else ""), abs(count)
    if unit == "H" and size != int(size):
        unit, size = "MIN", size * 60
    number = f"{size:g}"
    return (
        f"{sign}PT{number}M"
        if unit == "MIN"
        else f"{sign}PT{number}H"
        if unit == "H"
        else f"{sign}P{number}{unit}"
    )
