# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times as a published sentence says them, never finer than they are known.

A whole month is said as a month; where words fit no calendar unit, both ends are given.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from tocsin.publication.wording import form
from tocsin.values.times import Precision, TimeExpr

ROUND = {Precision.HOUR, Precision.MINUTE, Precision.SECOND}
SHORT = timedelta(minutes=2)
LONG = timedelta(hours=3)  # "about nine" may reach so far; beyond it both ends are said
TICK = timedelta(seconds=1)


def said(time: TimeExpr | None, language: str, zone: tzinfo, as_of: datetime) -> str:
    """When, with its preposition: "at 02:58 on 17 November", "in April 2020"."""
    if time is None or not time.resolved:
        return form("unknown_time", language) if time is None else _quoted(time, language)
    start = (time.earliest or time.latest or as_of).astimezone(zone)
    end = ((time.latest - TICK) if time.latest else start).astimezone(zone)
    if time.precision in ROUND:
        return _hour(start, end, time.approx, language, as_of.astimezone(zone))
    said_so = _calendar(start, end, time.precision, language, as_of.astimezone(zone))
    return form("about", language, time=said_so) if time.approx else said_so


def _hour(start: datetime, end: datetime, approx: bool, language: str, as_of: datetime) -> str:
    if end - start > (LONG if approx else SHORT):
        if start.date() == end.date():
            slots = {"first": f"{start:%H:%M}", "last": f"{end + TICK:%H:%M}"}
            return form("between_hours", language, day=_on(start, language, as_of), **slots)
        first, last = (f"{day(at, language, as_of)}, {at:%H:%M}" for at in (start, end + TICK))
        return form("between", language, first=first, last=last)
    middle = start + (end - start) / 2 if approx else start
    if approx:
        middle = (middle + timedelta(minutes=2, seconds=30)).replace(second=0)
        middle -= timedelta(minutes=middle.minute % 5)
    key = "about_time" if approx else "at_time"
    return form(key, language, clock=f"{middle:%H:%M}", day=_on(middle, language, as_of))


def _calendar(start: datetime, end: datetime, precision: Precision, language: str, as_of: datetime) -> str:
    if precision is Precision.YEAR and start.year == end.year:
        return form("in_year", language, year=start.year)
    if precision is Precision.MONTH and (start.year, start.month) == (end.year, end.month):
        return form("in_month", language, month=_month(start, language, "months_in"), year=start.year)
    if start.date() == end.date() and precision is Precision.DAY:
        return _on(start, language, as_of)
    if start.date() == end.date() and precision is Precision.PART_OF_DAY:
        part = form("parts", language).split()[min(start.hour // 6, 3)]
        return form("in_part", language, part=part, day=_on(start, language, as_of).removeprefix("on "))
    first, last = day(start, language, as_of), day(end, language, as_of)
    return form("between", language, first=first, last=last)


def _on(at: datetime, language: str, as_of: datetime) -> str:
    return form("on_day", language, day=day(at, language, as_of))


def day(at: datetime, language: str, as_of: datetime | None = None) -> str:
    """17 November, with the year where it is not the year of the page."""
    key = "day" if as_of is not None and at.year == as_of.year else "day_year"
    return form(key, language, day=at.day, month=_month(at, language, "months"), year=at.year)


def brief(at: datetime, language: str, zone: tzinfo, as_of: datetime, *, clock: bool = True) -> str:
    """18 November, 19:20: for "as of"."""
    local = at.astimezone(zone)
    words = day(local, language, as_of.astimezone(zone))
    return f"{words}, {local:%H:%M}" if clock else words


def stamp(at: datetime, language: str, zone: tzinfo) -> str:
    """19 November 2026, 12:00 UTC+3: a moment of our own clock, in full."""
    local = at.astimezone(zone)
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    offset = f"{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
    return f"{day(local, language)}, {form('zone', language, clock=f'{local:%H:%M}', offset=offset)}"


def _month(at: datetime, language: str, names: str) -> str:
    return form(names, language).split()[at.month - 1]


def _quoted(time: TimeExpr, language: str) -> str:
    return form("open_quote", language) + time.text + form("close_quote", language)
