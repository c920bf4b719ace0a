# SPDX-License-Identifier: AGPL-3.0-or-later
"""One simulated night: a desk, its bell, a mail line that can fail, callers who try until they are heard."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from tocsin.alarm import rules
from tocsin.alarm.bell import Bell
from tocsin.alarm.facts import FailureCause
from tocsin.alarm.needs import Finished, LineFailure, Receipt
from tocsin.alarm.notice import Links, Notice
from tocsin.alarm.picture import Alarm, AlarmBook, AlarmFold
from tocsin.alarm.tests.twin import BELL_LOG, Disk, Fuse, Killed, SimClock, TwinVault
from tocsin.vault.ids import MemberId
from tocsin.vault.session import Put
from tocsin.wires.outbox import MemoryOutbox

VERA, ILYA, NINA, OLEG = (MemberId(name * 8) for name in ("0a", "0b", "0c", "0d"))
LINKS = Links("http://desk.example", "http://relay.example")
REACH = {
    VERA: ("mailto:vera@example.org", "mailto:vera@example.net"),
    ILYA: ("mailto:ilya@example.org",),
    NINA: ("mailto:nina@example.org",),
}
STEPS = (((VERA,), 120), ((ILYA,), 180))
ROTA = rules.set_rota(STEPS, REACH, tz="Europe/Moscow")


class SimPager:
    """Sends at once. A kill may fall before the far side took the page, or after, before anybody knows."""

    def __init__(self, night: Night) -> None:
        self._night = night
        self.ended: list[Finished] = []

    def start(self, notice: Notice) -> None:
        night = self._night
        night.attempts.append((night.clock.elapsed, notice))
        night.fuse.burn()
        failure: LineFailure | None = None
        if night.down:
            failure = LineFailure(FailureCause.UNREACHABLE)
        elif notice.address in night.refusing:
            failure = LineFailure(FailureCause.REFUSED, lasting=True)
        else:
            night.sent.append((night.clock.elapsed, notice))
        night.fuse.burn()
        self.ended.append(Finished(notice.page, failure))

    def finished(self) -> list[Finished]:
        ended, self.ended = self.ended, []
        return ended


class Night:
    """Everything outside the bell survives its death; the bell itself is started anew."""

    def __init__(self, rota: Any = ROTA) -> None:
        self.disk, self.clock, self.fuse = Disk(), SimClock(), Fuse()
        self.outbox = MemoryOutbox()
        self.attempts: list[tuple[float, Notice]] = []
        self.sent: list[tuple[float, Notice]] = []
        self.down = False
        self.refusing: set[str] = set()
        self.kills = 0
        self.members = {who: TwinVault(self.disk, self.clock, who) for who in (VERA, ILYA, NINA, OLEG)}
        if rota is not None:
            self.write(VERA, rota)
        self.start()

    def start(self) -> None:
        self.bell_vault = TwinVault(self.disk, self.clock, "bell", self.fuse)
        self.pager = SimPager(self)
        self.bell = Bell(self.bell_vault, self.outbox, self.pager, self.clock, LINKS)  # type: ignore[arg-type]

    def write(self, who: MemberId, *facts: object) -> None:
        self.members[who].record(lambda: [Put(BELL_LOG, fact) for fact in facts])

    @property
    def book(self) -> AlarmBook:
        return self.members[VERA].draw(BELL_LOG, AlarmFold())

    def alarm(self, id: str = "") -> Alarm:
        return self.book.alarms[id] if id else next(iter(self.book.alarms.values()))

    def survive(self, act: Callable[[], Any]) -> Any:
        """Do it; if the bell is killed, start it again and say None."""
        try:
            return act()
        except Killed:
            self.kills += 1
            self.fuse.left = None
            self.start()
            return None

    def receive(self, parcel: bytes, key: str = "") -> Receipt | None:
        return self.survive(lambda: self.bell.receive(parcel, "web", "relay-1", key))

    def run(self, seconds: float, step: float = 1.0) -> None:
        """Let time pass; the bell is asked at least every second, as its process does."""
        end = self.clock.elapsed + seconds
        while True:
            wait = self.survive(self.bell.tick)
            while self.pager.ended:  # its threads wake the loop
                wait = self.survive(self.bell.tick)
            if self.clock.elapsed >= end:
                return
            self.clock.elapsed += min(max(wait or 0.0, 0.25), step, end - self.clock.elapsed)

    def pages_of(self, code: str) -> list[tuple[float, Notice]]:
        return [(at, notice) for at, notice in self.attempts if notice.text.startswith(f"{code}\n")]

    def copies(self) -> Counter[str]:
        """How often each page reached its recipient."""
        return Counter(notice.page for _, notice in self.sent)

    def recipients(self) -> list[str]:
        return [re.sub(r"mailto:|@.*", "", notice.address) for _, notice in self.sent]
