# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a member does with an alarm in her own process: load, ask the rules, append; the bell notices.

Only here are parcels opened: the first who takes an alarm copies what was said into a log of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tocsin.alarm import ladder, rules
from tocsin.alarm.facts import CloseReason, ClosingExplained, SignalCopied
from tocsin.alarm.numbers import number_of
from tocsin.alarm.picture import Alarm, AlarmBook, AlarmFile, AlarmFileFold, AlarmFold
from tocsin.alarm.signal import UNREADABLE, Signal, read
from tocsin.vault.ids import LogId, MemberId, ParcelId
from tocsin.vault.intake import BadParcel
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import NewLog, NotForMe, NotHereYet, Put, Vault

Ops = list[Put | NewLog]


class NoSuchAlarm(LookupError):
    """No alarm has this code."""


class Reading(StrEnum):
    """Whether what was said can be read here."""

    OPEN = "open"
    NOT_YOURS = "not_yours"
    NOT_HERE = "not_here"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Heard:
    """One telling of an alarm: how it came, what it says, or why it cannot be read."""

    parcel: ParcelId
    number: str
    lane: str
    relay: str
    key: str
    at: datetime
    times: int
    reading: Reading
    signal: Signal


def bell_log(vault: Vault) -> LogId:
    return vault.logs(LogClass.BELL)[0]


def book(vault: Vault) -> AlarmBook:
    """All alarms; any member may know that there is one."""
    drawn: AlarmBook = vault.draw(bell_log(vault), AlarmFold())
    return drawn


def find(vault: Vault, code: str) -> Alarm:
    """The alarm of an address. Raises NoSuchAlarm."""
    alarm = book(vault).alarm(code)
    if alarm is None:
        raise NoSuchAlarm(code)
    return alarm


def file_log(vault: Vault, alarm: Alarm) -> LogId | None:
    """The alarm's own log, if it has one that I can open."""
    mine = set(vault.logs(LogClass.ALARM))
    return next((log for log in alarm.logs if log in mine), None)


def file_of(vault: Vault, alarm: Alarm) -> AlarmFile:
    """What stands in the alarm's own log; empty for whoever may not open it."""
    log = file_log(vault, alarm)
    return vault.draw(log, AlarmFileFold()) if log else AlarmFile()


def heard(vault: Vault, alarm: Alarm) -> tuple[Heard, ...]:
    """Every telling, in the order in which it came, each from the alarm's own log or from its parcel."""
    copied = {entry.fact.parcel: entry.fact.signal for entry in file_of(vault, alarm).signals}
    return tuple(_heard(vault, alarm, parcel, copied.get(parcel)) for parcel in alarm.parcels)


def _heard(vault: Vault, alarm: Alarm, parcel: ParcelId, copied: Signal | None) -> Heard:
    came = [one for one in alarm.deliveries if one.parcel == parcel]
    reading, signal = (Reading.OPEN, copied) if copied else _open(vault, parcel)
    if not signal.readable:
        reading = Reading.DAMAGED if reading is Reading.OPEN else reading
    first = came[0]
    return Heard(
        parcel, number_of(parcel), first.lane, first.relay, first.key, first.at, len(came), reading, signal
    )


def _open(vault: Vault, parcel: ParcelId) -> tuple[Reading, Signal]:
    try:
        return Reading.OPEN, read(vault.read_parcel(parcel))
    except NotForMe:
        return Reading.NOT_YOURS, UNREADABLE
    except NotHereYet:
        return Reading.NOT_HERE, UNREADABLE
    except BadParcel:
        return Reading.DAMAGED, UNREADABLE


def grave(tellings: Iterable[Heard]) -> bool:
    """Unless every telling that can be read says otherwise, and at least one can."""
    readable = [one.signal for one in tellings if one.reading is Reading.OPEN]
    return not readable or any(signal.grave for signal in readable)


def take(vault: Vault, code: str) -> None:
    """Take it, or go on holding it; what was said is copied where the ladder's members can read it.

    Raises NoSuchAlarm, TakenBy and other refusals.
    """

    def plan() -> Ops:
        known = book(vault)
        alarm = find(vault, code)
        tellings = heard(vault, alarm)
        reads = any(one.reading is Reading.OPEN for one in tellings) or file_log(vault, alarm) is not None
        fact = rules.take(known.rota, alarm, vault.me, vault.now(), grave=grave(tellings), reads=reads)
        return [Put(bell_log(vault), fact), *_copy(vault, known, alarm, tellings)]

    vault.record(plan)


def _copy(vault: Vault, known: AlarmBook, alarm: Alarm, tellings: Sequence[Heard]) -> Ops:
    """Copy what is not copied yet, damaged tellings as such; make the log first if there is none for me."""
    ops: Ops = []
    there = {entry.fact.parcel for entry in file_of(vault, alarm).signals}
    log = file_log(vault, alarm)
    if log is None:
        log = LogId(vault.new_id())
        ops.append(NewLog(log, LogClass.ALARM, _readers(vault, known)))
    new = [
        one for one in tellings if one.parcel not in there and one.reading in (Reading.OPEN, Reading.DAMAGED)
    ]
    ops += [Put(log, _copied(alarm, one)) for one in new]
    fact = rules.copy(alarm, log, [one.parcel for one in new])
    return [*ops, Put(bell_log(vault), fact)] if fact else ops


def _copied(alarm: Alarm, one: Heard) -> SignalCopied:
    return SignalCopied(
        alarm=alarm.id,
        parcel=one.parcel,
        lane=one.lane,
        relay=one.relay,
        received_at=one.at,
        signal=one.signal,
    )


def _readers(vault: Vault, known: AlarmBook) -> frozenset[MemberId]:
    """Everyone whom the ladder can wake, but nobody who is suspended."""
    people = vault.people()
    wakes = ladder.responders(known.rota) if known.rota else ()
    return frozenset({vault.me, *(who for who in wakes if who in people and not people[who].suspended)})


def give_back(vault: Vault, code: str, to: MemberId | None = None) -> None:
    """Let go; it rings at once."""
    _write(vault, code, lambda alarm: rules.give_back(alarm, vault.me, vault.now(), to=to))


def ask_close(vault: Vault, code: str, reason: CloseReason, words: str) -> None:
    """Say that it is over, and why; the words go where the bell cannot read them."""

    def plan() -> Ops:
        alarm = find(vault, code)
        danger = grave(heard(vault, alarm))
        fact = rules.ask_close(alarm, vault.me, vault.now(), reason, grave=danger)
        log = file_log(vault, alarm)
        explained = [Put(log, ClosingExplained(alarm=alarm.id, words=words))] if words and log else []
        return [Put(bell_log(vault), fact), *explained]

    vault.record(plan)


def agree(vault: Vault, code: str) -> None:
    """Close it, as the second person."""
    _write(vault, code, lambda alarm: rules.close(book(vault).rota, alarm, vault.me, vault.now()))


def doubt(vault: Vault, code: str) -> None:
    """Do not agree; it rings at once."""
    _write(vault, code, lambda alarm: rules.doubt(alarm, vault.now()))


def reopen(vault: Vault, code: str) -> None:
    """Make it ring again."""
    _write(vault, code, rules.reopen)


def _write(vault: Vault, code: str, decide: Callable[[Alarm], object]) -> None:
    vault.record(lambda: [Put(bell_log(vault), decide(find(vault, code)))])
