# SPDX-License-Identifier: AGPL-3.0-or-later
"""The present: of all alarms from the bell log, of what the callers said from an alarm's own log."""

from __future__ import annotations

from tocsin.alarm.picture.alarm import (
    Alarm,
    Closing,
    Delivery,
    Odd,
    OddKind,
    Out,
    Page,
    PageState,
    Phase,
    Rung,
    Timer,
    Word,
)
from tocsin.alarm.picture.book import AlarmBook, AlarmFold
from tocsin.alarm.picture.file import AlarmFile, AlarmFileFold

__all__ = [
    "Alarm",
    "AlarmBook",
    "AlarmFile",
    "AlarmFileFold",
    "AlarmFold",
    "Closing",
    "Delivery",
    "Odd",
    "OddKind",
    "Out",
    "Page",
    "PageState",
    "Phase",
    "Rung",
    "Timer",
    "Word",
]
