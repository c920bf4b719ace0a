# SPDX-License-Identifier: AGPL-3.0-or-later
"""Matched words that name a part of the day or a time on a clock; the day itself is joined to them later.

"Eight o'clock" without its half of the day stays both until something else decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta, timezone

from tocsin.values.times.anchors import Base, Clock, Words
from tocsin.values.times.spans import Part


def part_of_day(words: Words, base: Base) -> Part:
    return Part(words["part"])


def fixed_part(which: Part) -> Callable[[Words, Base], Part]:
    return lambda words, base: which


def clock(words: Words, base: Base) -> Clock | None:
    """A 24-hour clock, or a 12-hour one with its half of the day."""
    hour, minute = words["h"] if "h" in words else words["hh"], words.get("mi")
    zone = words.get("zone")
    if "half" in words:
        hour = _of_half(hour, words["half"])
    if hour == 24 and minute:
        return None
    place = timezone(timedelta(hours=zone)) if zone is not None else None
    return Clock(hour, minute, zone=place)


def clock_of_either_half(words: Words, base: Base) -> Clock:
    hour = words["h"] if "h" in words else words["hh"] if "hh" in words else words["hour"]
    return Clock(hour, words.get("mi"), either=hour <= 12)


def spoken_clock(words: Words, base: Base) -> Clock:
    return Clock(_of_half(words["hour"], words["half"]), words.get("mi"))


def fixed_clock(hour: int) -> Callable[[Words, Base], Clock]:
    return lambda words, base: Clock(hour, 0)


def _of_half(hour: int, half: str) -> int:
    """ "am", "pm", or "night", which is late evening from six to eleven and small hours otherwise."""
    if half == "night":
        half = "pm" if 6 <= hour <= 11 else "am"
    if hour > 12:
        return hour
    return hour % 12 + (12 if half == "pm" else 0)
