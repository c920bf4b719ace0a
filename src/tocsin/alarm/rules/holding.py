# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people may do: take an alarm, give it back, send word, close it by two, open a case, ring again.

Every function returns the fact to append or raises a refusal that says who or what stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.alarm import ladder
from tocsin.alarm.facts.bell import (
    AlarmClosed,
    AlarmConverted,
    AlarmCopied,
    AlarmGivenBack,
    AlarmMilestone,
    AlarmReopened,
    AlarmTaken,
    CloseAsked,
    CloseDoubted,
    CloseReason,
    Milestone,
    RotaSet,
)
from tocsin.alarm.picture import Alarm, Closing, Phase
from tocsin.vault.ids import LogId, MemberId, ParcelId
from tocsin.vault.refusals import Refusal


class TakenBy(Refusal):
    """Somebody else was first; ``holder`` and ``until`` let the page name her."""

    def __init__(self, holder: MemberId, until: datetime | None) -> None:
        super().__init__(
            "Somebody else holds this alarm.",
            "Nothing is lost: one person has it, and it rings again if she does not go on.",
            "Talk to her if you know more, or wait until her time runs out.",
        )
        self.holder = holder
        self.until = until


class Over(Refusal):
    """The alarm no longer runs."""

    def __init__(self) -> None:
        super().__init__(
            "This alarm is over.",
            "It was closed, or a case carries it on.",
            "If something new is known, make it ring again.",
        )


class NotYours(Refusal):
    """The member is not among those whom the ladder can wake."""

    def __init__(self) -> None:
        super().__init__(
            "You are not on call, and cannot open what was said.",
            "An alarm in your hands would stop ringing for those who can.",
            "Ask whoever keeps the rota to put you on it.",
        )


class NotHeldByYou(Refusal):
    """Only the holder may do this."""

    def __init__(self) -> None:
        super().__init__(
            "This alarm is not yours now.",
            "Your time ran out, somebody else took it, or nobody has it.",
            "Take it first, then try again.",
        )


class StillOut(Refusal):
    """Somebody is on the way or on scene."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody is still out for this alarm.",
            "Once it is closed nobody would notice that she does not come back.",
            "Wait for her word that she has left, or write it down for her.",
        )


def take(
    rota: RotaSet | None, alarm: Alarm, me: MemberId, at: datetime, *, grave: bool, reads: bool
) -> AlarmTaken:
    """Take it, or go on holding it. ``reads`` says that she can open what came, rota or not."""
    if not alarm.live:
        raise Over
    if not reads and (rota is None or me not in ladder.responders(rota)):
        raise NotYours
    if alarm.help_by == me:
        raise Refusal(
            "You asked for help.",
            "Until another person has this alarm it goes on ringing, whatever is pressed here.",
            "Wait for a colleague to take it.",
        )
    phase = alarm.phase_at(at)
    if phase is Phase.SECOND:
        raise Refusal(
            "Somebody says that this alarm is over.",
            "It needs a second person who agrees, or who does not.",
            "Decide first: agree, or make it ring again.",
        )
    if alarm.holder not in (None, me) and phase is not Phase.RAISED:
        raise TakenBy(alarm.holder, alarm.due)
    return AlarmTaken(alarm=alarm.id, grave=grave)


def copy(alarm: Alarm, log: LogId, parcels: Iterable[ParcelId]) -> AlarmCopied | None:
    """These parcels are copied now. None when nothing is new: no parcel, no log."""
    new = tuple(parcel for parcel in parcels if parcel not in alarm.copied)
    if not new and log in alarm.logs:
        return None
    return AlarmCopied(alarm=alarm.id, log=log, parcels=new)


def give_back(alarm: Alarm, me: MemberId, at: datetime, *, to: MemberId | None = None) -> AlarmGivenBack:
    """Let go. It rings at the next rung, and wakes ``to`` with it."""
    _holds(alarm, me, at)
    return AlarmGivenBack(alarm=alarm.id, to=None if to == me else to)


def milestone(alarm: Alarm, what: Milestone, *, of: MemberId | None = None) -> AlarmMilestone:
    """Word from somebody out there. Help is heard even after an alarm was closed."""
    if alarm.phase is Phase.CLOSED and what is not Milestone.HELP:
        raise Over
    return AlarmMilestone(alarm=alarm.id, what=what, of=of)


def ask_close(alarm: Alarm, me: MemberId, at: datetime, reason: CloseReason, *, grave: bool) -> CloseAsked:
    """Say that it is over; a second person has to agree."""
    _holds(alarm, me, at)
    if alarm.outs:
        raise StillOut
    return CloseAsked(alarm=alarm.id, reason=reason, grave=grave)


def close(rota: RotaSet | None, alarm: Alarm, me: MemberId, at: datetime) -> AlarmClosed:
    """Agree, as the second person. Where the rota has one name only, she may answer twice."""
    closing = _asked(alarm, at)
    people = ladder.responders(rota) if rota else ()
    if me not in people:
        raise NotYours
    if closing.by == me and len(people) > 1:
        raise Refusal(
            "You said that it is over; a second person has to agree.",
            "One person alone can be mistaken, or be made to say so.",
            "Ask another responder. If nobody answers in time it rings again.",
        )
    return AlarmClosed(alarm=alarm.id, reason=closing.reason)


def doubt(alarm: Alarm, at: datetime) -> CloseDoubted:
    """Do not agree: it rings again at once."""
    _asked(alarm, at)
    return CloseDoubted(alarm=alarm.id)


def convert(alarm: Alarm, me: MemberId, at: datetime, handle: str) -> AlarmConverted:
    """A case carries it on from here; whoever is out still owes her word."""
    _holds(alarm, me, at)
    return AlarmConverted(alarm=alarm.id, handle=handle)


def reopen(alarm: Alarm) -> AlarmReopened:
    """Make it ring again, from the first step."""
    if alarm.live:
        raise Refusal("This alarm is not over.", "It rings, or somebody holds it.", "Look at it again.")
    return AlarmReopened(alarm=alarm.id)


def _holds(alarm: Alarm, me: MemberId, at: datetime) -> None:
    if not alarm.live:
        raise Over
    if alarm.phase_at(at) is not Phase.HELD or alarm.holder != me:
        raise NotHeldByYou


def _asked(alarm: Alarm, at: datetime) -> Closing:
    if alarm.phase_at(at) is not Phase.SECOND or alarm.closing is None:
        raise Refusal(
            "Nobody asks to close this alarm.",
            "The time for a second person ran out, or it was decided already.",
            "Look at it again.",
        )
    return alarm.closing
