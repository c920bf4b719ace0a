# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be written about alarms: ``bell`` without a name or a word of the case, ``file`` with their words.

Everything the bell itself needs stands in the first, so that it can ring with nobody signed in.
"""

from __future__ import annotations

from tocsin.alarm.facts import bell, file
from tocsin.alarm.facts.bell import (
    AlarmClosed,
    AlarmConverted,
    AlarmCopied,
    AlarmGivenBack,
    AlarmMilestone,
    AlarmRang,
    AlarmReceived,
    AlarmReopened,
    AlarmRepeated,
    AlarmSeen,
    AlarmTaken,
    CloseAsked,
    CloseDoubted,
    CloseReason,
    FailureCause,
    Milestone,
    PageFailed,
    PageHandedOff,
    PageTo,
    Reach,
    RotaSet,
    Step,
)
from tocsin.alarm.facts.file import ClosingExplained, SignalCopied
from tocsin.alarm.signal import CallBack, Danger, Door, Known, Signal, Who

KINDS: tuple[type, ...] = (*bell.KINDS, *file.KINDS)

__all__ = [
    "KINDS",
    "AlarmClosed",
    "AlarmConverted",
    "AlarmCopied",
    "AlarmGivenBack",
    "AlarmMilestone",
    "AlarmRang",
    "AlarmReceived",
    "AlarmReopened",
    "AlarmRepeated",
    "AlarmSeen",
    "AlarmTaken",
    "CallBack",
    "CloseAsked",
    "CloseDoubted",
    "CloseReason",
    "ClosingExplained",
    "Danger",
    "Door",
    "FailureCause",
    "Known",
    "Milestone",
    "PageFailed",
    "PageHandedOff",
    "PageTo",
    "Reach",
    "RotaSet",
    "Signal",
    "SignalCopied",
    "Step",
    "Who",
]
