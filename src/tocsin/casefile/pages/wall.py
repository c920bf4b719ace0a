# SPDX-License-Identifier: AGPL-3.0-or-later
"""Times as a case page writes them: on the wall of the desk, as wide as they are known.

Kept once per page, since a hundred claims would otherwise ask Django for the month's name a hundred times.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.dateformat import format as dateformat
from django.utils.translation import gettext

from tocsin.casefile.picture.detention import Reach
from tocsin.values.times import Precision, TimeExpr

_TICK = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)


class Wall:
    """The desk's clock and calendar for one page."""

    def __init__(self, now: datetime) -> None:
        self.zone = timezone.get_current_timezone()
        self.now = timezone.localtime(now)
        self._times: dict[TimeExpr, dict[str, str]] = {}
        self._moments: dict[datetime, str] = {}

    @cached_property
    def _months(self) -> list[str]:
        return [dateformat(date(2000, month, 1), "M") for month in range(1, 13)]

    def local(self, at: datetime) -> datetime:
        return timezone.localtime(at)

    def day(self, at: datetime) -> str:
        """17 Nov, and the year where it is another."""
        return self.day_of(self.local(at).date())

    def day_of(self, day: date) -> str:
        """The same for a date without an hour."""
        words = f"{day.day} {self._months[day.month - 1]}"
        return words if day.year == self.now.year else f"{words} {day.year}"

    def clock(self, at: datetime) -> str:
        return self.local(at).strftime("%H:%M")

    def moment(self, at: datetime) -> str:
        if at not in self._moments:
            self._moments[at] = f"{self.day(at)} {self.clock(at)}"
        return self._moments[at]

    def between(self, earliest: datetime | None, latest: datetime | None) -> str:
        """A reach: one moment, two hours of a day, one day, or two days; open ends in words."""
        if earliest is None or latest is None:
            if earliest is not None:
                return gettext("from %s") % self.moment(earliest)
            return gettext("before %s") % self.moment(latest) if latest is not None else ""
        if latest - earliest <= _MINUTE:
            return self.moment(earliest)
        first, end = self.local(earliest), self.local(latest)
        if first.time() == end.time() == datetime.min.time():
            return self.days(first, end - _TICK)
        # The bound is exclusive; a reader takes the last minute named for one that still counts.
        last = end - _MINUTE if end.second == 0 else end
        if first.date() == last.date():
            return f"{self.moment(first)}–{self.clock(last)}"
        return f"{self.moment(first)} – {self.moment(last)}"

    def days(self, first: datetime, last: datetime) -> str:
        """One day or two, whatever the hours."""
        begin, end = self.day(first), self.day(last)
        return begin if begin == end else f"{begin} – {end}"

    def reach(self, reach: Reach) -> str:
        return self.between(reach.earliest, reach.latest)

    def time(self, time: TimeExpr) -> dict[str, str]:
        """Their words, then what the words allow, then what they were counted from."""
        found = self._times.get(time)
        if found is None:
            found = self._times[time] = self._time(time)
        return found

    def _time(self, time: TimeExpr) -> dict[str, str]:
        reach = self.between(time.earliest, time.latest)
        if time.precision is Precision.SECOND and time.earliest and time.edtf == time.text:
            return {"words": reach, "reach": gettext("to the second, by a clock")}
        if reach and not any(letter.isalpha() for letter in time.text):
            return {"words": reach, "reach": ""}  # figures that we typed, not words that somebody said
        notes = [reach] if reach and reach != time.text else []
        if not time.resolved:
            notes.append(gettext("no date can be counted from these words"))
        if time.anchor and time.offset:  # words that only leave the year out need no explanation
            notes.append(gettext("counted from %s") % time.anchor)
        return {"words": time.text, "reach": ", ".join(notes)}
