# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matched words that name days, months, seasons, years: by themselves or seen from the anchor's day.

The same functions serve every language's table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from tocsin.values.times import spans
from tocsin.values.times.anchors import Base, Shaped, Words
from tocsin.values.times.expression import Precision
from tocsin.values.times.spans import DAY, Part, Season, Span

# A date without a year this soon after the anchor is taken for one that is still to come.
SOON = timedelta(days=30)


# --- dates that need nothing but themselves


def full_date(words: Words, base: Base) -> Shaped | None:
    day = real_date(
        words["y"], words["month"] if "month" in words else words["mm"], words.get("d", words.get("dd"))
    )
    return None if day is None else Shaped(spans.day(day))


def days_of_month(words: Words, base: Base) -> Shaped | None:
    year = words.get("y")
    if year is None:
        last = _date_near(base, words["month"], words["d2"])
        year, anchor = (last[0].year if last else None), base.today.isoformat()
    else:
        anchor = None
    first = real_date(year, words["month"], words["d"])
    end = real_date(year, words["month"], words["d2"])
    if first is None or end is None or end <= first:
        return None
    return Shaped(spans.days(first, end), anchor=anchor)


def month_of_year(words: Words, base: Base) -> Shaped:
    return Shaped(spans.month(words["y"], words["month"]))


def whole_year(words: Words, base: Base) -> Shaped:
    return Shaped(spans.year(words["y"]))


def years(words: Words, base: Base) -> Shaped | None:
    first, last = words["y"], words["y2"] if "y2" in words else words["y"] // 100 * 100 + words["yy"]
    if last <= first:
        return None
    start, end = spans.year(first).start, spans.year(last).end
    return Shaped(Span(start, end, Precision.YEAR, f"{first}/{last}"))


def season_of_year(words: Words, base: Base) -> Shaped:
    which = Season(words["season"])
    return Shaped(spans.season(words["y"], which), uncertain=which is Season.WINTER)


def winter_of_two_years(words: Words, base: Base) -> Shaped | None:
    second = words["y2"] if "y2" in words else words["y"] // 100 * 100 + words["yy"]
    return Shaped(spans.one_winter(words["y"])) if second == words["y"] + 1 else None


def edge_of_month(words: Words, base: Base) -> Shaped:
    anchor = None
    if "y" in words:
        year = words["y"]
    else:
        year, anchor = _past_month_year(base, words["month"]), base.today.isoformat()
    return Shaped(_edge(spans.month(year, words["month"]), words["edge"]), anchor=anchor, approx=True)


def edge_of_year(words: Words, base: Base) -> Shaped:
    return Shaped(_edge(spans.year(words["y"]), words["edge"]), approx=True)


def _edge(whole: Span, edge: str) -> Span:
    """Generous halves: "early" is the first, "late" the second, "mid" all but the outer quarters."""
    assert whole.start is not None and whole.end is not None
    quarter = (whole.end - whole.start) / 4
    first, last = {"early": (0, 2), "mid": (1, 3), "late": (2, 4)}[edge]
    start, end = whole.start + first * quarter, whole.start + last * quarter
    return replace(whole, start=_whole_day(start), end=_whole_day(end + DAY if last < 4 else end))


def _whole_day(moment: datetime) -> datetime:
    return spans.midnight(moment.date())


def real_date(year: Any, month: Any, day: Any) -> date | None:
    try:
        return date(year, month, day)
    except (ValueError, TypeError):
        return None


# --- dates that take their year from the anchor


def day_of_month(words: Words, base: Base) -> Shaped | None:
    found = _date_near(base, words["month"], words["d"])
    if found is None:
        return None
    day, uncertain = found
    return Shaped(spans.day(day), anchor=base.today.isoformat(), uncertain=uncertain)


def _date_near(base: Base, month: int, day: int) -> tuple[date, bool] | None:
    """The last such day by the anchor; one that comes soon, or after "until", is still to come."""
    this_year = real_date(base.today.year, month, day)
    if this_year is None:
        last = next(
            (
                real_date(base.today.year - k, month, day)
                for k in range(1, 5)
                if real_date(base.today.year - k, month, day)
            ),
            None,
        )
        return None if last is None else (last, True)
    if this_year <= base.today or base.future:
        return this_year, False
    if this_year <= base.today + SOON:
        return this_year, True
    earlier = real_date(base.today.year - 1, month, day)
    return None if earlier is None else (earlier, False)


def month_alone(words: Words, base: Base) -> Shaped:
    year = base.today.year if base.future else _past_month_year(base, words["month"])
    if base.future and words["month"] < base.today.month:
        year += 1
    return Shaped(spans.month(year, words["month"]), anchor=base.today.isoformat())


def month_after(words: Words, base: Base) -> Shaped:
    year = base.today.year + (words["month"] <= base.today.month)
    return Shaped(spans.month(year, words["month"]), anchor=base.today.isoformat())


def _past_month_year(base: Base, month: int) -> int:
    return base.today.year - (month > base.today.month)


def season_alone(words: Words, base: Base) -> Shaped:
    return Shaped(spans.season_begun(base.today, Season(words["season"])), anchor=base.today.isoformat())


def season_before(words: Words, base: Base) -> Shaped:
    """ "Last spring": the last one that is over."""
    which = Season(words["season"])
    found = spans.season_begun(base.today, which)
    if found.end is not None and found.end > spans.midnight(base.today):
        found = spans.season_begun(base.today - timedelta(days=300), which)
    return Shaped(found, anchor=base.today.isoformat())


# --- dates counted from the anchor


def days_from_now(count: int) -> Callable[[Words, Base], Shaped]:
    def shape(words: Words, base: Base) -> Shaped:
        day = base.today + count * DAY
        return Shaped(spans.day(day), base.today.isoformat(), offset=spans.duration(count, "D"))

    return shape


def units_from_now(count: int) -> Callable[[Words, Base], Shaped]:
    """ "Last year", "this week", "next month"."""

    def shape(words: Words, base: Base) -> Shaped:
        unit = words["period"]
        return Shaped(
            spans.counted(base.today, unit, count), base.today.isoformat(), spans.duration(count, unit)
        )

    return shape


def weekday(words: Words, base: Base) -> Shaped:
    """A weekday in a report is the last one, the day of the report included."""
    back = (base.today.weekday() - words["weekday"]) % 7
    return _weekday(base, (7 - back) % 7 if base.future else -back)


def weekday_before(words: Words, base: Base) -> Shaped:
    return _weekday(base, -((base.today.weekday() - words["weekday"] - 1) % 7 + 1))


def weekday_after(words: Words, base: Base) -> Shaped:
    return _weekday(base, (words["weekday"] - base.today.weekday() - 1) % 7 + 1)


def _weekday(base: Base, count: int) -> Shaped:
    return Shaped(
        spans.day(base.today + count * DAY), base.today.isoformat(), offset=spans.duration(count, "D")
    )


def part_of_day_from_now(count: int, fixed: Part | None = None) -> Callable[[Words, Base], Shaped]:
    """ "This morning", "last night"."""

    def shape(words: Words, base: Base) -> Shaped:
        which = fixed or Part(words["part"])
        return Shaped(spans.part(base.today + count * DAY, which), base.today.isoformat())

    return shape
