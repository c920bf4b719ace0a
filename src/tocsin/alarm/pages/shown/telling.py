# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was heard, as the alarm's page draws it: their words first, then what was ticked beside them.

Several versions that one person typed of one call are one telling: the last is shown, the others below.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from tocsin.alarm.pages.shown import words
from tocsin.alarm.pages.shown.names import lang_of
from tocsin.alarm.signal import CallBack, Danger, Known, Signal
from tocsin.alarm.work import Heard, Reading


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling, newest version, with its earlier ones."""

    heard: Heard
    lane: str | Promise
    lang: str
    where_lang: str
    call_back: str | Promise
    call_back_state: str
    ticked: tuple[str | Promise, ...]
    earlier: tuple[Heard, ...]

    @property
    def readable(self) -> bool:
        return self.heard.reading is Reading.OPEN


def tellings(heard: Sequence[Heard]) -> list[Telling]:
    """One for every sender's mark, in the order in which the first version came."""
    marks: dict[str, list[Heard]] = {}
    for one in heard:
        marks.setdefault(f"{one.lane} {one.key}" if one.key else one.parcel, []).append(one)
    return [_telling(versions) for versions in marks.values()]


def _telling(versions: list[Heard]) -> Telling:
    *earlier, last = versions
    signal = last.signal
    return Telling(
        heard=last,
        lane=words.lane(last.lane),
        lang=lang_of(signal.words),
        where_lang=lang_of(signal.where),
        call_back=words.CALL_BACK[signal.call_back],
        call_back_state=words.CALL_BACK_STATE[signal.call_back],
        ticked=_ticked(signal),
        earlier=tuple(one for one in reversed(earlier) if one.signal != signal),
    )


def _ticked(signal: Signal) -> tuple[str | Promise, ...]:
    said = [*(words.WHO[one] for one in signal.who), words.DOOR[signal.door]]
    if signal.minor is not Known.UNKNOWN:
        said.append(words.MINOR[signal.minor])
    return tuple(one for one in said if one)


@dataclass(frozen=True, slots=True)
class Gist:
    """The second line of the hero: the worst that any telling says."""

    open: bool
    danger: str | Promise
    known: bool
    minor: bool
    duress: bool
    call_back: str | Promise
    call_back_state: str
    since: datetime


def gist(heard: Sequence[Heard]) -> Gist:
    """What matters before anything is read."""
    signals = [one.signal for one in heard if one.reading is Reading.OPEN]
    dangers = [signal.danger for signal in signals]
    danger = next((one for one in Danger if one in dangers), Danger.NOT_SAID)
    backs = [signal.call_back for signal in signals]
    back = next((one for one in _CAUTIOUS if one in backs), CallBack.UNKNOWN)
    return Gist(
        open=bool(signals),
        danger=words.DANGERS[danger],
        known=danger is not Danger.NOT_SAID,
        minor=any(signal.minor is Known.YES for signal in signals),
        duress=any(signal.duress for signal in signals),
        call_back=words.CALL_BACK[back],
        call_back_state=words.CALL_BACK_STATE[back],
        since=heard[0].at,
    )


# The most cautious answer that anybody gave stands.
_CAUTIOUS = (CallBack.NO, CallBack.CODE_WORD, CallBack.YES, CallBack.UNKNOWN)
