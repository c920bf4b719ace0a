# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody who goes out may say: set out, arrived, seen, safe, help, left; each is heard by the bell.

Every function returns the fact for the alarm's own log, and its contentless twin for the bell log.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from tocsin.alarm.facts import AlarmMilestone, Milestone
from tocsin.alarm.picture import Alarm, Phase
from tocsin.alarm.rules import milestone
from tocsin.callout.facts import (
    Arrived,
    CustodyEvent,
    CustodyNoted,
    HelpNeeded,
    Left,
    ObservationNoted,
    Photo,
    Reported,
    Sense,
    SetOut,
    Spoken,
)
from tocsin.callout.picture import Callout, Trip
from tocsin.vault.ids import MemberId
from tocsin.vault.refusals import Refusal

_HOURS_BACK = timedelta(hours=12)
_CLOCK_SECONDS = re.compile(r"(\d{1,2})[:.](\d{2})[:.](\d{2})")
_CLOCK = re.compile(r"(\d{1,2})[:.\s]?(\d{2})")


class NotOut(Refusal):
    """Somebody who never set out cannot arrive, report or leave."""

    def __init__(self) -> None:
        super().__init__(
            "You have not set out.",
            "The desk does not know that you are out there, and nobody waits for word from you.",
            "Say first that you set out; the time may be an earlier one.",
        )


class AlreadyOut(Refusal):
    """Setting out twice would begin the clock anew."""

    def __init__(self) -> None:
        super().__init__(
            "You are already out for this alarm.",
            "The desk waits for your next word.",
            "Say that you arrived, or that you are leaving.",
        )


class AlreadyThere(Refusal):
    """She arrived before."""

    def __init__(self) -> None:
        super().__init__(
            "You have already arrived.",
            "The first time stands.",
            "Say that you are safe, or note what you see.",
        )


class NoTime(Refusal):
    """What was typed is no time of the last twelve hours."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text}” is not a time of the last twelve hours.",
            "Nothing was written down.",
            "Write the hour as 03:31, or leave it empty for now.",
        )


class TooEarly(Refusal):
    """An arrival before the setting out."""

    def __init__(self) -> None:
        super().__init__(
            "That is before you set out.",
            "One of the two times is wrong; nothing was written down.",
            "Check the hour.",
        )


class NothingNoted(Refusal):
    """An observation without a word or a photograph."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to keep.", "Neither words nor a photo came with it.", "Write one sentence."
        )


@dataclass(frozen=True, slots=True)
class Said:
    """One word of hers: ``file`` for the alarm's own log, ``bell`` for the log that the bell reads."""

    file: SetOut | Arrived | ObservationNoted | Reported | HelpNeeded | Left
    bell: AlarmMilestone | None
    custody: tuple[CustodyNoted, ...] = ()


def told_time(text: str, now: datetime, zone: tzinfo) -> datetime:
    """The hour that she typed, today or last night; now when she typed none. Never ahead, never a day old."""
    if not text.strip():
        return now
    found = _CLOCK.fullmatch(text.strip())
    hour, minute = (int(part) for part in found.groups()) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise NoTime(text)
    wall = now.astimezone(zone)
    for day in (wall, wall - timedelta(days=1)):
        told = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if timedelta() <= wall - told <= _HOURS_BACK:
            return told.astimezone(now.tzinfo)
    raise NoTime(text)


def clock_offset(text: str, now: datetime, zone: tzinfo) -> float | None:
    """How many seconds a device is ahead, from the time with seconds that it shows; None if none was read."""
    found = _CLOCK_SECONDS.fullmatch(text.strip())
    hour, minute, second = (int(part) for part in found.groups()) if found else (24, 0, 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    wall = now.astimezone(zone)
    ahead = (wall.replace(hour=hour, minute=minute, second=second, microsecond=0) - wall).total_seconds()
    half = _HOURS_BACK.total_seconds()
    return round((ahead + half) % (2 * half) - half, 1)  # across midnight the shorter way round is meant


def set_out(alarm: Alarm, callout: Callout, me: MemberId, at: datetime) -> Said:
    """On the way. She may set out again after she left."""
    known = callout.trip(me)
    if known and known.out:
        raise AlreadyOut
    bell = milestone(alarm, Milestone.SET_OUT)
    return Said(SetOut(alarm=alarm.id, happened_at=at), bell)


def arrive(alarm: Alarm, callout: Callout, me: MemberId, at: datetime) -> Said:
    """On scene."""
    trip = _out(callout, me)
    if trip.arrived_at:
        raise AlreadyThere
    if at < _minute(trip.set_out_at):
        raise TooEarly
    return Said(Arrived(alarm=alarm.id, happened_at=at), milestone(alarm, Milestone.ARRIVED))


def report(alarm: Alarm, callout: Callout, me: MemberId, at: datetime, *, of: MemberId | None = None) -> Said:
    """She is safe and still out; a colleague who heard it from her says whom it is ``of``."""
    _out(callout, of or me)
    whose = None if of == me else of
    bell = milestone(alarm, Milestone.SAFE, of=whose)
    return Said(Reported(alarm=alarm.id, happened_at=at, of=whose), bell)


def help_needed(alarm: Alarm, at: datetime) -> Said:
    """Help: asked by anybody who can open the alarm, out or not, closed or not. It is never refused."""
    return Said(HelpNeeded(alarm=alarm.id, happened_at=at), milestone(alarm, Milestone.HELP))


def leave(alarm: Alarm, callout: Callout, me: MemberId, at: datetime, *, of: MemberId | None = None) -> Said:
    """No longer out there."""
    trip = _out(callout, of or me)
    if at < _minute(trip.set_out_at):
        raise TooEarly
    whose = None if of == me else of
    bell = milestone(alarm, Milestone.LEFT, of=whose)
    return Said(Left(alarm=alarm.id, happened_at=at, of=whose), bell)


def observe(
    alarm: Alarm,
    callout: Callout,
    me: MemberId,
    at: datetime,
    *,
    text: str,
    language: str,
    sense: Sense,
    spoken: Spoken | None = None,
    photos: Sequence[Photo] = (),
) -> Said:
    """One numbered observation, by whoever went: still there, on the way, or back. Words stay as they are.

    What comes after the alarm was closed is kept too; the bell alone is not told of it any more.
    """
    if callout.trip(me) is None:
        raise NotOut
    if not text.strip() and not photos:
        raise NothingNoted
    noted = ObservationNoted(
        alarm=alarm.id,
        number=callout.next_number,
        happened_at=at,
        text=text,
        language=language,
        sense=sense,
        spoken=(spoken or Spoken()) if sense is Sense.WORDS else None,
        photos=tuple(photos),
    )
    bell = None if alarm.phase is Phase.CLOSED else milestone(alarm, Milestone.REPORTED)
    rows = tuple(custody(alarm, photo, CustodyEvent.ACQUIRED) for photo in photos)
    return Said(noted, bell, rows)


def custody(alarm: Alarm, photo: Photo, event: CustodyEvent) -> CustodyNoted:
    """One row of the chain of custody (R-28)."""
    return CustodyNoted(alarm=alarm.id, file=photo.file.id, event=event, sha256=photo.file.sha256)


def _out(callout: Callout, who: MemberId) -> Trip:
    trip = callout.trip(who)
    if trip is None or not trip.out:
        raise NotOut
    return trip


def _minute(at: datetime) -> datetime:
    """A typed hour has no seconds; one that was taken from the clock has."""
    return at.replace(second=0, microsecond=0)
