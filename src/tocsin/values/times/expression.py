# SPDX-License-Identifier: AGPL-3.0-or-later
"""A time as somebody said it: their words, and the interval that those words allow, never narrower.

"April 2020" is the whole of that month and "last year" the year before a stated anchor; a made-up day
would stand in a case file as if somebody had said it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """How fine the words are; the order of the members is from coarse to fine."""

    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    PART_OF_DAY = "part_of_day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class TimeUnreadable(ValueError):
    """The words are no time that these rules know, or they need an anchor and none was given."""


@dataclass(frozen=True, slots=True)
class TimeExpr:
    """Words and bounds. A missing bound is open; both missing means that the words wait for an anchor.

    ``latest`` is exclusive. ``anchor`` shows what relative words were counted from and ``offset`` how far
    (ISO 8601). ``edtf`` is for interchange only and stops at the day, because EDTF knows no lone hours.
    """

    text: str
    earliest: datetime | None
    latest: datetime | None
    precision: Precision
    approx: bool = False
    uncertain: bool = False
    anchor: str | None = None
    offset: str | None = None
    edtf: str | None = None

    def __post_init__(self) -> None:
        for bound in (self.earliest, self.latest):
            if bound is not None and bound.tzinfo is None:
                raise ValueError("a bound of a time needs a zone")
        if self.earliest is not None and self.latest is not None and self.latest <= self.earliest:
            raise ValueError("a time cannot end before it begins")

    @property
    def resolved(self) -> bool:
        """Whether the words stand anywhere on the calendar; "half an hour later" alone does not."""
        return self.earliest is not None or self.latest is not None

    def may_hold(self, at: datetime) -> bool:
        """Whether the moment lies within what the words allow."""
        after_start = self.earliest is None or at >= self.earliest
        return self.resolved and after_start and (self.latest is None or at < self.latest)

    def may_agree(self, other: TimeExpr) -> bool:
        """Whether both could speak of one moment; an unresolved time disagrees with nothing."""
        if not (self.resolved and other.resolved):
            return True
        return _starts_before_end(self, other) and _starts_before_end(other, self)


def _starts_before_end(one: TimeExpr, other: TimeExpr) -> bool:
    return one.earliest is None or other.latest is None or one.earliest < other.latest


def exactly(at: datetime) -> TimeExpr:
    """A moment that a clock has recorded, to the second. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a recorded moment needs a zone")
    start = at.replace(microsecond=0)
    words = start.isoformat()
    begin = start.astimezone(UTC)
    return TimeExpr(words, begin, begin + timedelta(seconds=1), Precision.SECOND, edtf=words)
