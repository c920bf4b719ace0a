# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cast with a rota and a bell that rings, over the real vault: what the pages are tried on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.test import Client
from tests.cast import Cast, cast

from tocsin.alarm import rules, work
from tocsin.alarm.bell import Bell
from tocsin.alarm.needs import Finished, LineFailure, Receipt
from tocsin.alarm.notice import Links, Notice
from tocsin.alarm.picture import Alarm
from tocsin.alarm.signal import Signal, content
from tocsin.vault.intake import seal_parcel
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put, Vault
from tocsin.wires.mail import MemoryMail
from tocsin.wires.outbox import MemoryOutbox

HEARD = Signal(
    words="Они ломают дверь… скажите Вере…", where="Садовая, третий этаж", contact="+7 000 111-41-08"
)


class SamePager:
    """Sends in the same thread."""

    def __init__(self, line: MemoryMail) -> None:
        self._line = line
        self._ended: list[Finished] = []

    def start(self, notice: Notice) -> None:
        failure = None
        try:
            self._line.send(notice)
        except LineFailure as stated:
            failure = stated
        self._ended.append(Finished(notice.page, failure))

    def finished(self) -> list[Finished]:
        ended, self._ended = self._ended, []
        return ended


@dataclass
class CastClock:
    """The bell's clocks, moved by the cast's."""

    people: Cast
    boot: str = "boot-1"

    def now(self) -> Any:
        return self.people.clock.now

    def since_boot(self) -> float:
        return float(self.people.clock.now.timestamp())


class Desk:
    """Everybody, a bell, and a mail line that one can look into."""

    def __init__(self, folder: Path) -> None:
        self.people = cast(folder / "data")
        self.mail = MemoryMail()
        self.set_rota("Lapwing", "Siskin")
        self.bell = Bell(
            self.people.bell,
            MemoryOutbox(),
            SamePager(self.mail),
            CastClock(self.people),
            Links("http://127.0.0.1:8400", "http://127.0.0.1:8480"),
        )

    def set_rota(self, *callsigns: str, wait: int = 120) -> None:
        members = [self.people.id(callsign) for callsign in callsigns]
        rota = rules.set_rota(
            [((member,), wait) for member in members],
            {
                member: (f"mailto:{name.lower()}@example.org",)
                for member, name in zip(members, callsigns, strict=True)
            },
            tz="Europe/Moscow",
        )
        self.people.vera.record(lambda: [Put(self.people.log(LogClass.BELL), rota)])

    def calls(self, signal: Signal = HEARD, *, lane: str = "web", key: str = "") -> Receipt:
        """Somebody calls, and the first page goes out."""
        parcel = seal_parcel(self.people.directory, lane, content(signal), self.people.clock.now)
        receipt = self.bell.receive(parcel, lane, "relay-1" if lane == "web" else "", key)
        self.tick()
        return receipt

    def tick(self, **later: float) -> None:
        """Time passes and the bell is asked twice: once to do, once to write down what came of it."""
        self.people.clock.advance(**later)
        self.bell.tick()
        self.bell.tick()

    def alarm(self, code: str) -> Alarm:
        return work.find(self.people.vera, code)

    def browser(self, vault: Vault) -> Client:
        needs = {"intake": DeskIntake(self, vault)}
        return Client(**{"tocsin.vault": vault, "tocsin.needs": needs})


class DeskIntake:
    """``needs["intake"]``: straight into the bell."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk, self._vault = desk, vault

    def deliver(self, plain: Mapping[str, Any], *, lane: str, key: str) -> Receipt | None:
        parcel = seal_parcel(self._vault.directory, lane, plain, self._vault.now())
        receipt = self._desk.bell.receive(parcel, lane, "", key)
        self._desk.tick()
        return receipt
