# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell: takes parcels in, rings the ladder, sends pages, and survives being killed between any two steps.

It owns no truth. Whatever it does is first an entry in the bell log; outbox and timers are drawn from that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from tocsin.alarm import notice, rules
from tocsin.alarm.facts.bell import AlarmReceived, PageFailed, PageHandedOff
from tocsin.alarm.needs import Cause, Clock, Finished, LineFailure, Mark, Outbox, Pager, Receipt
from tocsin.alarm.numbers import number_of
from tocsin.alarm.picture import Alarm, AlarmBook, AlarmFold, Page, Phase, Timer
from tocsin.vault.ids import ParcelId
from tocsin.vault.intake import parcel_id
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put, Vault

SWEEP_SECONDS = 1.0
BUSY_SECONDS = 0.05
NOBODY_SECONDS = 5.0
PAGE_LEASE_SECONDS = 60.0
BACKOFF_SECONDS = (1, 2, 5, 10, 30, 60)
PAGES_AT_ONCE = 32
CLOCK_STEP_SECONDS = 60.0


class Answer(StrEnum):
    """What the "seen" link says back."""

    NOTED = "noted"
    BEFORE = "before"
    OVER = "over"
    UNKNOWN = "unknown"


class Fault(StrEnum):
    """What the people who run the desk must be told."""

    REACHES_NOBODY = "reaches_nobody"
    CLOCK_STEPPED = "clock_stepped"


class Bell:
    """One bell on one node. Not thread-safe: its process calls it from one loop, at least every second."""

    def __init__(self, vault: Vault, outbox: Outbox, pager: Pager, clock: Clock, links: notice.Links) -> None:
        self._vault = vault
        self._log = vault.logs(LogClass.BELL)[0]
        self._outbox = outbox
        self._pager = pager
        self._clock = clock
        self._links = links
        self._marks = dict(outbox.marks())
        self._drawn: AlarmBook | None = None
        self._pages: dict[str, tuple[Alarm, Page]] = {}
        self._attempts: dict[str, int] = {}
        self._flying: Counter[str] = Counter()
        self._skew = self._wall_minus_boot()
        self.faults: set[Fault] = set()
        outbox.release()

    def receive(self, parcel: bytes, lane: str, relay: str, key: str = "") -> Receipt:
        """Make the parcel durable, and an alarm of it with its first rung, before saying so.

        Raises BadParcel for bytes that cannot be kept; they ring all the same, and their sender keeps them.
        """
        name = parcel_id(parcel)
        try:
            self._vault.keep_parcel(parcel)
        finally:
            self._vault.record(lambda: self._received(name, lane, relay, key))
        book = self._book()
        return Receipt(name, book.alarms[book.by_parcel[name]].code, number_of(name))

    def _received(self, parcel: ParcelId, lane: str, relay: str, key: str) -> list[Put]:
        book = self._book()
        came = rules.receive(book, self._vault, parcel=parcel, lane=lane, relay=relay, key=key)
        if not isinstance(came, AlarmReceived):
            return [Put(self._log, came)] if came else []
        rang = rules.ring(book.rota, None, self._vault, name=came.alarm)
        return [Put(self._log, came), *([Put(self._log, rang)] if rang else [])]

    def seen(self, token: str) -> Answer:
        """Somebody followed the link in a page: it buys five minutes, whoever it was."""
        found = self._book().paged(token) if token else None
        if found is None:
            return Answer.UNKNOWN
        if not found[0].live:
            return Answer.OVER

        def plan() -> list[Put]:
            fact = rules.see(self._book(), token)
            return [Put(self._log, fact)] if fact else []

        return Answer.NOTED if self._vault.record(plan) else Answer.BEFORE

    def tick(self) -> float:
        """Do whatever is due; say in how many seconds to come back at the latest."""
        self._note(self._pager.finished())
        self._redraw()
        self.faults.discard(Fault.REACHES_NOBODY)
        for alarm in self._book().live():
            if self._seconds_left(alarm) <= 0:
                self._ring(alarm)
        self._redraw()
        self._send()
        self._watch_clock()
        return self._until_next()

    def _book(self) -> AlarmBook:
        book: AlarmBook = self._vault.draw(self._log, AlarmFold())
        return book

    # ringing

    def _ring(self, due: Alarm) -> None:
        def plan() -> list[Put]:
            book = self._book()
            alarm = book.alarms[due.id]
            if not alarm.live or alarm.timers != due.timers:  # somebody took it as we were about to ring
                return []
            rang = rules.ring(book.rota, alarm, self._vault)
            return [Put(self._log, rang)] if rang else []

        if not self._vault.record(plan) and self._book().alarms[due.id] == due:
            self.faults.add(Fault.REACHES_NOBODY)

    def _seconds_left(self, alarm: Alarm) -> float:
        left = [self._left(timer) for timer in alarm.timers]
        if not left:
            return float("inf")
        return max(left) if alarm.phase is Phase.RAISED else min(left)

    def _left(self, timer: Timer) -> float:
        """Seconds until this timer runs out, by the clock that cannot be set: a wall clock may lie."""
        cause = (timer.cause, timer.seconds)
        mark = self._marks.get(cause)
        if mark is None or mark.boot != self._clock.boot:
            mark = self._mark(timer, mark)
            self._marks[cause] = mark
            self._outbox.set_mark(cause, mark)
        return mark.due_boot - self._clock.since_boot()

    def _mark(self, timer: Timer, before: Mark | None) -> Mark:
        """A wall clock decides only what no other clock knows, and can at most start the timer anew."""
        due = before.due_wall if before else timer.due
        left = min(max((due - self._clock.now()).total_seconds(), 0.0), float(timer.seconds))
        wall = self._clock.now() + timedelta(seconds=left)
        return Mark(self._clock.boot, self._clock.since_boot() + left, wall)

    # paging

    def _redraw(self) -> None:
        book = self._book()
        if book is self._drawn:
            return
        live = book.live()
        self._pages = {page.id: (alarm, page) for alarm in live for page in alarm.pending}
        causes: set[Cause] = {(timer.cause, timer.seconds) for alarm in live for timer in alarm.timers}
        self._outbox.redraw(
            {id: notice.scheme_of(page.address) for id, (_, page) in self._pages.items()}, causes
        )
        self._marks = {cause: mark for cause, mark in self._marks.items() if cause in causes}
        self._attempts = {page: count for page, count in self._attempts.items() if page in self._pages}
        self._drawn = book

    def _send(self) -> None:
        now = self._clock.since_boot()
        for scheme in {notice.scheme_of(page.address) for _, page in self._pages.values()}:
            room = PAGES_AT_ONCE - self._flying[scheme]
            for claim in self._outbox.claim(scheme, now, now + PAGE_LEASE_SECONDS, room) if room > 0 else ():
                alarm, page = self._pages[claim.page]
                self._attempts[page.id] = claim.attempts
                self._flying[scheme] += 1
                self._pager.start(notice.compose(alarm.code, page, self._links))

    def _note(self, ended: Sequence[Finished]) -> None:
        """Write down what became of pages, in one append; only then forget them."""
        found = [(one, *known) for one in ended if (known := self._book_page(one.page))]

        def plan() -> list[Put]:
            alarms = self._book().alarms
            said = {page.id: _fact_of(alarms[alarm.id], page.id, one.failure) for one, alarm, page in found}
            return [Put(self._log, fact) for fact in said.values() if fact]

        if found:
            self._vault.record(plan)
        for one, _, page in found:
            self._flying[notice.scheme_of(page.address)] -= 1
            if one.failure is None or one.failure.lasting:
                self._outbox.done(page.id)
            else:
                wait = BACKOFF_SECONDS[min(self._attempts.get(page.id, 0), len(BACKOFF_SECONDS) - 1)]
                self._outbox.put_off(page.id, self._clock.since_boot() + wait)

    def _book_page(self, page: str) -> tuple[Alarm, Page] | None:
        """By page id, also when the alarm was taken while the page was in the air."""
        if page in self._pages:
            return self._pages[page]
        pages = ((alarm, alarm.page(page)) for alarm in self._book().alarms.values())
        return next(((alarm, found) for alarm, found in pages if found), None)

    # clocks

    def _until_next(self) -> float:
        now = self._clock.since_boot()
        dues = [self._seconds_left(alarm) for alarm in self._book().live()]
        if Fault.REACHES_NOBODY in self.faults:
            dues = [max(due, NOBODY_SECONDS) for due in dues]
        page = self._outbox.next_due()
        dues += [page - now] if page is not None else []
        soonest = BUSY_SECONDS if any(self._flying.values()) else 0.0  # a full line must not make us spin
        return min(max(min(dues, default=SWEEP_SECONDS), soonest), SWEEP_SECONDS)

    def _wall_minus_boot(self) -> float:
        return self._clock.now().timestamp() - self._clock.since_boot()

    def _watch_clock(self) -> None:
        """A step of the wall clock moves no timer, but somebody has to know that records may lie."""
        skew = self._wall_minus_boot()
        if abs(skew - self._skew) > CLOCK_STEP_SECONDS:
            self.faults.add(Fault.CLOCK_STEPPED)
        self._skew = skew


def _fact_of(alarm: Alarm, page: str, failure: LineFailure | None) -> PageHandedOff | PageFailed | None:
    if failure is None:
        return rules.handed_off(alarm, page)
    return rules.failed(alarm, page, failure.cause, lasting=failure.lasting)
