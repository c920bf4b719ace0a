# SPDX-License-Identifier: AGPL-3.0-or-later
"""An evening on which Vera has taken an alarm: the cast, a rota of two, one call from Zarechensk.

The story of every test of this chapter starts here, with the real vault, bell log and store.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.cast import Cast, cast

from tocsin.alarm import rules as alarm_rules
from tocsin.alarm.facts import AlarmReceived
from tocsin.alarm.picture import Alarm
from tocsin.alarm.signal import Signal, content
from tocsin.alarm.work import book, take
from tocsin.vault.ids import ParcelId
from tocsin.vault.intake import parcel_id, seal_parcel
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put

CODE = "A-7K3M"
WHERE = "Зареченск, Садовая ул., 14, третий этаж"


@dataclass(frozen=True)
class Evening:
    """The cast, and when the call came."""

    cast: Cast
    called: datetime

    @property
    def alarm(self) -> Alarm:
        found = book(self.cast.vera).alarm(CODE)
        assert found is not None
        return found

    def after(self, minutes: float) -> None:
        """So many minutes from the call."""
        self.cast.clock.now = self.called + timedelta(minutes=minutes)


def evening(folder: Path, code: str = CODE) -> Evening:
    """Vera and Ilya are on call, in that order; Vera took the alarm two minutes after the call."""
    everybody = cast(folder)
    vera, ilya = everybody.vera.me, everybody.ilya.me
    reach = {vera: ("mailto:lapwing@example.org",), ilya: ("mailto:siskin@example.org",)}
    rota = alarm_rules.set_rota((((vera,), 120), ((ilya,), 180)), reach, tz="Europe/Moscow")
    bell = everybody.log(LogClass.BELL)
    everybody.vera.record(lambda: [Put(bell, rota)])
    signal = content(Signal(words="Они ломают дверь", where=WHERE, name="Тимур Салтанов"))
    raw = seal_parcel(everybody.directory, "web", signal, everybody.clock.now)
    everybody.bell.keep_parcel(raw)
    received = AlarmReceived(
        alarm=everybody.bell.new_id(), code=code, parcel=ParcelId(parcel_id(raw)), lane="web", relay="relay-1"
    )
    everybody.bell.record(lambda: [Put(bell, received)])
    called = everybody.clock.now
    everybody.clock.advance(minutes=2)
    take(everybody.vera, code)
    return Evening(everybody, called)
