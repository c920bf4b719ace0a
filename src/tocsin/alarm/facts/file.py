# SPDX-License-Identifier: AGPL-3.0-or-later
"""Facts of an alarm's own log: their words. Only members whom the ladder can wake are its readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.alarm.signal import Signal
from tocsin.vault.ids import ParcelId
from tocsin.vault.kinds import LogClass, fact


@fact("signal.copied/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class SignalCopied:
    """What one parcel said, word for word, with how and when it reached the bell."""

    alarm: str
    parcel: ParcelId
    lane: str
    relay: str
    received_at: datetime
    signal: Signal


@fact("closing.explained/1", log=LogClass.ALARM)
@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingExplained:
    """Why somebody thinks the alarm is over, in words the bell must not read."""

    alarm: str
    words: str


KINDS: tuple[type, ...] = (SignalCopied, ClosingExplained)
