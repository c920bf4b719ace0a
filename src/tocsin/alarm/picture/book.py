# SPDX-License-Identifier: AGPL-3.0-or-later
"""All alarms and the rota, drawn from the bell log one entry at a time.

It only draws: what two nodes wrote without knowing of each other is shown as odd, never raised as an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tocsin.alarm.facts import bell
from tocsin.alarm.picture import steps
from tocsin.alarm.picture.alarm import Alarm, Delivery, Page
from tocsin.vault.ids import ParcelId
from tocsin.vault.kinds import Recorded


@dataclass(frozen=True, slots=True)
class AlarmBook:
    """The rota and every alarm there ever was, in the order in which they came."""

    rota: bell.RotaSet | None = None
    alarms: Mapping[str, Alarm] = field(default_factory=dict)
    by_parcel: Mapping[ParcelId, str] = field(default_factory=dict)
    by_mark: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def alarm(self, code: str) -> Alarm | None:
        """By the code on its page; the newest, should two nodes ever have drawn the same code."""
        return next((one for one in reversed(self.alarms.values()) if one.code == code), None)  # type: ignore[call-overload]  # dicts are reversible

    def live(self) -> tuple[Alarm, ...]:
        return tuple(alarm for alarm in self.alarms.values() if alarm.live)

    def paged(self, token: str) -> tuple[Alarm, Page] | None:
        """Whose "seen" link this is."""
        pages = ((alarm, page) for alarm in self.alarms.values() for page in alarm.pages)
        return next((found for found in pages if found[1].token == token), None)


class AlarmFold:
    """How the book is drawn."""

    def empty(self) -> AlarmBook:
        return AlarmBook()

    def step(self, state: AlarmBook, entry: Recorded[Any]) -> AlarmBook:
        fact = entry.fact
        if isinstance(fact, bell.RotaSet):
            return replace(state, rota=fact)
        if isinstance(fact, bell.AlarmReceived):
            return _received(state, entry)
        draw = steps.STEPS.get(type(fact))
        alarm = state.alarms.get(fact.alarm) if draw else None
        if draw is None or alarm is None:  # another chapter's kind, or an alarm that is not here yet
            return state
        if isinstance(fact, bell.AlarmRepeated):
            state = replace(state, by_parcel={**state.by_parcel, fact.parcel: alarm.id})
        return _with(state, draw(alarm, entry, state.rota))


def _with(book: AlarmBook, alarm: Alarm) -> AlarmBook:
    return replace(book, alarms={**book.alarms, alarm.id: alarm})


def _received(book: AlarmBook, entry: Recorded[bell.AlarmReceived]) -> AlarmBook:
    fact = entry.fact
    if fact.alarm in book.alarms:
        return book
    delivery = Delivery(fact.parcel, fact.lane, fact.relay, fact.key, entry.at)
    alarm = Alarm(
        id=fact.alarm,
        code=fact.code,
        received_at=entry.at,
        deliveries=(delivery,),
        ringing=(steps.at_once(entry),),
    )
    marks = {**book.by_mark, (fact.lane, fact.key): fact.alarm} if fact.key else book.by_mark
    parcels = {**book.by_parcel, fact.parcel: fact.alarm}
    return replace(_with(book, alarm), by_parcel=parcels, by_mark=marks)
