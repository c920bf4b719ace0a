# SPDX-License-Identifier: AGPL-3.0-or-later
"""Incidents over imprecise time: what surely fell into a month, and what may have.

A date known only as "spring" is possible in each of its months and sure in none; nobody picks one for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from tocsin.casefile.facts import Polarity
from tocsin.casefile.picture import CasePicture
from tocsin.values.times import TimeExpr

TIMES = ("time", "start", "call_time")
MOST_MONTHS = 24  # beyond two years a row for each quarter reads better than one for each month
TICK = timedelta(seconds=1)


class Step(StrEnum):
    """How wide a row is."""

    MONTH = "month"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True)
class Happened:
    """One incident of one case and the days it may have begun on; None where nobody has said when."""

    case: str
    people: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Bin:
    """A stretch of time: how many incidents surely fell into it, how many more may have."""

    first: date
    last: date
    sure: int
    possible: int


@dataclass(frozen=True, slots=True)
class Wave:
    """All incidents over time. ``documented`` counts the undated ones too."""

    step: Step
    bins: tuple[Bin, ...]
    documented: int
    undated: int


def happened(pictures: Iterable[CasePicture], zone: tzinfo) -> tuple[Happened, ...]:
    """Every incident of these cases with the whole reach of what anybody said about when."""
    return tuple(_happened(picture, incident, zone) for picture in pictures for incident in picture.incidents)


def _happened(picture: CasePicture, incident: str, zone: tzinfo) -> Happened:
    people = picture.incidents[incident].fact.people
    times = [*_times(picture, incident, TIMES)] or [
        time for person in people for time in _times(picture, person, ("taken",))
    ]
    if not times:
        return Happened(picture.code, len(people), None, None)
    starts = [time.earliest for time in times]
    ends = [time.latest for time in times]
    # One account without a bound leaves that side open; an open side cannot be put in any row.
    if None in starts or None in ends:
        return Happened(picture.code, len(people), None, None)
    first, last = min(_known(starts)), max(_known(ends)) - TICK
    return Happened(picture.code, len(people), first.astimezone(zone).date(), last.astimezone(zone).date())


def _known(bounds: Iterable[datetime | None]) -> list[datetime]:
    return [bound for bound in bounds if bound is not None]


def _times(picture: CasePicture, subject: str, predicates: Sequence[str]) -> list[TimeExpr]:
    return [
        claim.fact.value.time
        for claim in picture.about(subject, *predicates)
        if claim.fact.value.time
        and claim.fact.value.time.resolved
        and claim.fact.polarity is Polarity.ASSERTED
    ]


def wave(incidents: Sequence[Happened]) -> Wave:
    """The incidents in rows of a month, or of a quarter where there would be too many."""
    dated = [(one.first, one.last) for one in incidents if one.first and one.last]
    if not dated:
        return Wave(Step.MONTH, (), len(incidents), len(incidents))
    first, last = min(one for one, _ in dated), max(one for _, one in dated)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    step = Step.MONTH if months <= MOST_MONTHS else Step.QUARTER
    bins = tuple(_bin(start, end, dated) for start, end in _rows(first, last, step))
    return Wave(step, bins, len(incidents), len(incidents) - len(dated))


def _rows(first: date, last: date, step: Step) -> Iterable[tuple[date, date]]:
    length = 1 if step is Step.MONTH else 3
    start = date(first.year, first.month - (first.month - 1) % length, 1)
    while start <= last:
        after = _months_later(start, length)
        yield start, after - timedelta(days=1)
        start = after


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _bin(start: date, end: date, dated: Sequence[tuple[date, date]]) -> Bin:
    touching = [(one, other) for one, other in dated if one <= end and other >= start]
    sure = sum(start <= one and other <= end for one, other in touching)
    return Bin(start, end, sure, len(touching) - sure)
