# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matched words that count: ago from the anchor, later and earlier from what was told before.

A told distance is rounded by the teller, so its bounds are wider than the number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tocsin.values.times import spans
from tocsin.values.times.anchors import Base, Context, Shaped, Words
from tocsin.values.times.expression import Precision
from tocsin.values.times.spans import DAY, Span, counted, duration


def ago(words: Words, base: Base) -> Shaped:
    return _from(Context(base.moment, base.moment, _moment_label(base, words["unit"])), words, base, -1)


def lately(words: Words, base: Base) -> Shaped:
    """ "In the past three days": up to the anchor."""
    _, most = _range(words.get("count", 1))
    unit = words["unit"] if "unit" in words else words["period"]
    start = counted(base.today, unit, -most).start if unit in "DWMY" else None
    begin = base.moment - _clock_time(unit, most) if start is None else start
    end = base.moment if start is None else spans.midnight(base.today + DAY)
    coarse = Span(begin, end, _PRECISION[unit])
    return Shaped(coarse, _moment_label(base, unit), duration(-most, unit), approx=True)


def later(words: Words, base: Base) -> Shaped:
    return _from(base.told, words, base, 1)


def earlier(words: Words, base: Base) -> Shaped:
    return _from(base.told, words, base, -1)


def within(words: Words, base: Base) -> Shaped:
    """ "Within forty minutes": from at once up to that long after."""
    _, most = _range(words["count"])
    return _from(base.told, {**words, "count": (0, most)}, base, 1)


def one_of(shape: Callable[[Words, Base], Shaped]) -> Callable[[Words, Base], Shaped]:
    """For languages that say "an hour" in one word: the word names both the unit and the count."""

    def filled(words: Words, base: Base) -> Shaped:
        unit, count = words["one"]
        return shape({**words, "unit": unit, "count": count}, base)

    return filled


def day_beside(count: int) -> Callable[[Words, Base], Shaped]:
    """ "The next day", "the day before", "the same day"."""

    def shape(words: Words, base: Base) -> Shaped:
        first, last = _local_days(base.told, base)
        beside = spans.days(first + count * DAY, last + count * DAY)
        return Shaped(beside, first.isoformat(), duration(count, "D"))

    return shape


_PRECISION = {
    "MIN": Precision.MINUTE,
    "H": Precision.HOUR,
    "D": Precision.DAY,
    "W": Precision.WEEK,
    "M": Precision.MONTH,
    "Y": Precision.YEAR,
}


def _from(start: Context, words: Words, base: Base, sign: int) -> Shaped:
    least, most = sorted(sign * count for count in _range(words["count"]))
    unit, slack = words["unit"], _slack(words)
    offset = _duration_range(least, most, unit)
    if unit in ("MIN", "H"):
        begin = start.earliest + _clock_time(unit, least) - slack
        end = start.latest + _clock_time(unit, most) + slack
        fine = Precision.MINUTE if least != int(least) else _PRECISION[unit]
        precision = fine if start.latest - start.earliest < DAY / 2 else Precision.DAY
        local = begin.astimezone(base.tz).replace(tzinfo=None), end.astimezone(base.tz).replace(tzinfo=None)
        return Shaped(
            Span(begin, end, precision, spans.days_touched(*local)), start.label, offset, approx=True
        )
    first, last = _local_days(start, base)
    label = start.label[: len("2021-02-08")]
    begins, ends = counted(first, unit, least), counted(last, unit, most)
    edtf = begins.edtf if begins.edtf == ends.edtf else None
    whole = replace(begins, end=ends.end, edtf=edtf)
    return Shaped(whole, label, offset, approx=unit in "MY" or least != most)


def _local_days(told: Context, base: Base) -> tuple[date, date]:
    last = max(told.earliest, told.latest - timedelta(microseconds=1))
    return told.earliest.astimezone(base.tz).date(), last.astimezone(base.tz).date()


def _range(count: Any) -> tuple[float, float]:
    return count if isinstance(count, tuple) else (count, count)


def _clock_time(unit: str, count: float) -> timedelta:
    return timedelta(minutes=count) if unit == "MIN" else timedelta(hours=count)


def _slack(words: Words) -> timedelta:
    """How far a told distance may be off: round minutes are rounded to five, hours to the half."""
    least, most = _range(words["count"])
    if least != most:
        return timedelta()
    if words["unit"] == "H":
        return spans.HALF_HOUR if most >= 1 else timedelta(minutes=5)
    return timedelta(minutes=5 if most >= 10 and most % 5 == 0 else 1)


def _duration_range(least: float, most: float, unit: str) -> str:
    if least == most:
        return duration(least, unit)
    return f"{duration(least, unit)}/{duration(most, unit)}"


def _moment_label(base: Base, unit: str) -> str:
    local = base.moment.astimezone(base.tz)
    return local.isoformat(timespec="minutes") if unit in ("MIN", "H") else local.date().isoformat()
