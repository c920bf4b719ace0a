# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole nights invented by Hypothesis: callers, people, failing lines, clocks that jump, a kill at any write.

The numbers are those of the invariants in the alarm's specification: I1 to I6, I11 and I12.
"""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tocsin.alarm import ladder, rules
from tocsin.alarm.facts import (
    AlarmClosed,
    AlarmRang,
    AlarmReopened,
    AlarmTaken,
    CloseReason,
    Milestone,
)
from tocsin.alarm.picture import Alarm, AlarmFold, Phase
from tocsin.alarm.tests.night import ILYA, NINA, OLEG, REACH, STEPS, VERA, Night
from tocsin.alarm.tests.twin import BELL_LOG, Killed
from tocsin.vault.refusals import Refusal
from tocsin.wires.outbox import MemoryOutbox

PEOPLE = st.sampled_from([VERA, ILYA, NINA, OLEG])
ROTAS = st.sampled_from(
    [
        STEPS,
        (((VERA,), 60),),
        (((VERA, ILYA), 30), ((NINA,), 400), ((OLEG, VERA), 90)),
    ]
)
PAGE_TEXT = re.compile(
    r"A-[0-9A-F]{6}\nhttp://desk\.example/alarms/A-[0-9A-F]{6}/\nhttp://relay\.example/seen/[0-9a-f]{32}/\n"
)


class NightUnderFire(RuleBasedStateMachine):
    """Rules are what the world does; invariants are what must hold whatever it does."""

    def __init__(self) -> None:
        super().__init__()
        self.night = Night(rota=None)
        self.receipts: dict[str, str] = {}
        self.unheard: list[tuple[bytes, str]] = []
        self.born: dict[str, float] = {}
        self.parcels = 0

    @initialize(steps=ROTAS)
    def on_call(self, steps) -> None:  # type: ignore[no-untyped-def]
        reach = {who: REACH.get(who, ("mailto:other@example.org",)) for who in (VERA, ILYA, NINA, OLEG)}
        self.night.write(VERA, rules.set_rota(steps, reach, tz="UTC"))

    # the world

    @rule(fuse=st.none() | st.integers(0, 6), key=st.sampled_from(["", "k1", "k2"]), copies=st.integers(1, 3))
    def somebody_calls(self, fuse: int | None, key: str, copies: int) -> None:
        self.parcels += 1
        parcel = b"parcel %d" % self.parcels
        self.night.fuse.left = fuse
        for _ in range(copies):
            self._deliver(parcel, key)
        self.night.fuse.left = None

    def _deliver(self, parcel: bytes, key: str) -> None:
        receipt = self.night.receive(parcel, key)
        if receipt is None:
            self.unheard.append((parcel, key))
        else:
            self.receipts[receipt.parcel] = receipt.code

    @rule()
    @precondition(lambda self: self.unheard)
    def a_relay_without_a_receipt_tries_again(self) -> None:
        self._deliver(*self.unheard.pop())

    @rule(seconds=st.sampled_from([1, 10, 61, 130, 301, 901, 1900]), fuse=st.none() | st.integers(0, 25))
    def time_passes(self, seconds: int, fuse: int | None) -> None:
        self.night.fuse.left = fuse
        self.night.run(seconds, step=5.0)
        self.night.fuse.left = None

    @rule(hours=st.integers(-24, 24))
    def somebody_sets_the_wall_clock(self, hours: int) -> None:
        self.night.clock.off = timedelta(hours=hours)

    @rule()
    def the_machine_is_switched_off_and_on(self) -> None:
        self.night.clock.reboot()
        self.night.kills += 1
        self.night.start()

    @rule()
    def the_outbox_file_is_lost(self) -> None:
        self.night.outbox = MemoryOutbox()
        self.night.kills += 1
        self.night.start()

    @rule(down=st.booleans())
    def the_line_changes(self, down: bool) -> None:
        self.night.down = down

    @rule(who=st.sampled_from([VERA, ILYA, NINA]), refused=st.booleans())
    def an_address_changes(self, who: str, refused: bool) -> None:
        addresses = set(REACH[who])  # type: ignore[index]
        self.night.refusing = self.night.refusing | addresses if refused else self.night.refusing - addresses

    @rule(data=st.data(), fuse=st.none() | st.integers(0, 2))
    def somebody_follows_a_link(self, data, fuse: int | None) -> None:  # type: ignore[no-untyped-def]
        tokens = [page.token for alarm in self.night.book.alarms.values() for page in alarm.pages]
        if tokens:
            self.night.fuse.left = fuse
            token = data.draw(st.sampled_from(tokens))
            self.night.survive(lambda: self.night.bell.seen(token))
            self.night.fuse.left = None

    # people

    def _alarm(self, data) -> Alarm | None:  # type: ignore[no-untyped-def]
        alarms = list(self.night.book.alarms.values())
        return data.draw(st.sampled_from(alarms)) if alarms else None

    @rule(data=st.data(), who=PEOPLE, grave=st.booleans())
    def somebody_takes_it(self, data, who: str, grave: bool) -> None:  # type: ignore[no-untyped-def]
        if (alarm := self._alarm(data)) is None:
            return
        held = alarm.holder_at(self.night.clock.now())
        try:
            self._take(alarm, who, grave)
        except rules.TakenBy as refusal:
            assert refusal.holder == held != who  # I6: the other is told who holds it
        except rules.Over:
            assert not alarm.live
        except Refusal:
            assert alarm.help_by == who or alarm.phase is Phase.SECOND
        else:
            assert self.night.alarm(alarm.id).holder == who

    def _take(self, alarm: Alarm, who: str, grave: bool) -> None:
        night = self.night
        fact = rules.take(night.book.rota, alarm, who, night.clock.now(), grave=grave, reads=True)  # type: ignore[arg-type]
        night.write(who, fact)  # type: ignore[arg-type]

    @rule(data=st.data(), who=PEOPLE, to=PEOPLE)
    def somebody_gives_it_back(self, data, who: str, to: str) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.give_back(alarm, who, now, to=to))  # type: ignore[arg-type]

    @rule(data=st.data(), who=PEOPLE, what=st.sampled_from(Milestone))
    def somebody_sends_word(self, data, who: str, what: Milestone) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.milestone(alarm, what))

    @rule(data=st.data(), who=PEOPLE, reason=st.sampled_from(CloseReason))
    def somebody_asks_to_close(self, data, who: str, reason: CloseReason) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.ask_close(alarm, who, now, reason, grave=True))  # type: ignore[arg-type]

    @rule(data=st.data(), who=PEOPLE)
    def somebody_agrees(self, data, who: str) -> None:  # type: ignore[no-untyped-def]
        rota = self.night.book.rota
        self._try(data, who, lambda alarm, now: rules.close(rota, alarm, who, now))  # type: ignore[arg-type]

    @rule(data=st.data(), who=PEOPLE)
    def somebody_doubts(self, data, who: str) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.doubt(alarm, now))

    @rule(data=st.data(), who=PEOPLE)
    def a_case_is_opened(self, data, who: str) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.convert(alarm, who, now, "opaque"))  # type: ignore[arg-type]

    @rule(data=st.data(), who=PEOPLE)
    def somebody_makes_it_ring_again(self, data, who: str) -> None:  # type: ignore[no-untyped-def]
        self._try(data, who, lambda alarm, now: rules.reopen(alarm))

    def _try(self, data, who, act) -> None:  # type: ignore[no-untyped-def]
        alarm = self._alarm(data)
        if alarm is None:
            return
        try:
            fact = act(alarm, self.night.clock.now())
        except Refusal:
            return
        self.night.write(who, fact)

    # what must hold

    @invariant()
    def i1_no_alarm_is_quiet(self) -> None:
        """Held by a live lease, or ringing: the next rung or an unsent page is at most one interval away."""
        night = self.night
        try:
            night.bell.tick()
        except Killed:
            raise AssertionError("the fuse should be out") from None
        rota = night.book.rota
        longest = max(
            [ladder.SEEN_SECONDS, *([rota.repeat_seconds] if rota else [])]
            + [step.wait_seconds for step in (rota.steps if rota else ())]
        )
        for alarm in night.book.live():
            left = night.bell._seconds_left(alarm)  # the bell's own reckoning is what is judged
            assert left > 0, "whatever is due has rung"
            if alarm.phase is Phase.RAISED:
                assert left <= longest
            else:
                assert left <= ladder.SECOND_PERSON_SECONDS

    @invariant()
    def i2_whatever_has_a_receipt_is_on_the_disk_and_on_an_alarm(self) -> None:
        for parcel, code in self.receipts.items():
            assert parcel in self.night.disk.parcels
            alarm = self.night.book.alarms[self.night.book.by_parcel[parcel]]  # type: ignore[index]
            assert alarm.code == code
            assert parcel in alarm.parcels

    @invariant()
    def i3_every_alarm_has_been_tried_within_five_seconds(self) -> None:
        night = self.night
        for alarm in night.book.alarms.values():
            born = self.born.setdefault(alarm.id, night.clock.elapsed)
            pages = night.pages_of(alarm.code)
            taken = any(
                isinstance(entry.fact, AlarmTaken) and entry.fact.alarm == alarm.id
                for entry in night.disk.logs[BELL_LOG]
            )
            if night.clock.elapsed - born > 5:
                assert pages or taken

    @invariant()
    def i3_duplicates_are_no_more_than_kills(self) -> None:
        assert all(count <= 1 + self.night.kills for count in self.night.copies().values())

    @invariant()
    def i4_two_different_people_close_an_alarm(self) -> None:
        for alarm in self.night.book.alarms.values():
            if alarm.phase is Phase.CLOSED:
                assert alarm.closing is not None
                alone = any(len(ladder.responders(rota)) == 1 for rota in [self.night.book.rota] if rota)
                assert alarm.closing.closed_by != alarm.closing.by or alone
        closers = [e for e in self.night.disk.logs[BELL_LOG] if isinstance(e.fact, AlarmClosed)]
        assert all(entry.by != "bell" for entry in closers)

    @invariant()
    def i5_a_rung_never_falls_but_by_a_person(self) -> None:
        last: dict[str, int] = {}
        for entry in self.night.disk.logs[BELL_LOG]:
            if isinstance(entry.fact, AlarmReopened):
                last.pop(entry.fact.alarm, None)
            if isinstance(entry.fact, AlarmRang):
                assert entry.fact.rung > last.get(entry.fact.alarm, -1)
                assert entry.fact.pages, "a rung that wakes nobody is not a rung"
                last[entry.fact.alarm] = entry.fact.rung

    @invariant()
    def i6_at_most_one_person_holds_an_alarm(self) -> None:
        """Of the takes that stand between two rings, all that count are by one person."""
        for alarm in self.night.book.alarms.values():
            assert (alarm.holder is None) == (alarm.phase is Phase.RAISED) or alarm.phase is Phase.CLOSED
            assert alarm.odd == (), "on one node nothing odd can be written"

    @invariant()
    def i11_a_page_holds_a_code_and_two_links(self) -> None:
        for _, notice in self.night.attempts:
            assert PAGE_TEXT.fullmatch(notice.text)
            assert re.fullmatch(r"P-[0-9A-F]{6}", notice.subject)

    @invariant()
    def i12_the_picture_is_the_fold_of_the_log(self) -> None:
        fold, state = AlarmFold(), AlarmFold().empty()
        for entry in self.night.disk.logs[BELL_LOG]:
            state = fold.step(state, entry)
        assert state == self.night.book == self.night.bell_vault.draw(BELL_LOG, AlarmFold())


NightUnderFire.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestNightUnderFire = NightUnderFire.TestCase
