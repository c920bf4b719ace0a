# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bell through one night at a time: rings, escalates, is answered, is killed, and goes on."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from tocsin.alarm import rules
from tocsin.alarm.bell import Answer, Fault
from tocsin.alarm.facts import AlarmTaken, CloseReason, Milestone
from tocsin.alarm.picture import PageState, Phase
from tocsin.alarm.tests.night import ILYA, NINA, REACH, VERA, Night
from tocsin.alarm.tests.twin import BELL_LOG
from tocsin.vault.refusals import Refusal


def take(night: Night, who: str = VERA, *, grave: bool = True) -> None:
    vault = night.members[who]
    fact = rules.take(night.book.rota, night.alarm(), who, vault.now(), grave=grave, reads=True)
    night.write(who, fact)


def test_the_first_on_call_is_paged_within_a_tick_of_the_receipt() -> None:
    night = Night()
    receipt = night.receive(b"parcel")
    night.bell.tick()
    assert receipt is not None
    assert night.recipients() == ["vera", "vera"]
    assert night.sent[0][1].text.splitlines()[0] == receipt.code


def test_received_and_first_rung_are_one_append_so_no_kill_falls_between() -> None:
    night = Night()
    night.receive(b"parcel")
    kinds = [type(entry.fact).__name__ for entry in night.disk.logs[BELL_LOG]]
    assert kinds == ["RotaSet", "AlarmReceived", "AlarmRang"]


def test_it_climbs_step_by_step_and_then_wakes_everyone_for_ever() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(3600)
    rungs = [
        (rung.number, (rung.at - night.alarm().received_at).total_seconds()) for rung in night.alarm().rungs
    ]
    assert [number for number, _ in rungs] == list(range(len(rungs)))
    times = [at for _, at in rungs]
    assert times[0] == 0
    assert times[1] == pytest.approx(120, abs=2)
    assert times[2] == pytest.approx(300, abs=3)
    assert all(later - at == pytest.approx(300, abs=2) for at, later in pairwise(times[2:]))
    assert len(rungs) > 12


def test_following_the_link_buys_five_minutes_once_and_then_it_goes_on() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(60)
    token, other = (page.token for page in night.alarm().pages)
    assert night.bell.seen(token) is Answer.NOTED
    assert night.alarm().seen_at(night.clock.now())
    night.run(200)
    assert night.bell.seen(other) is Answer.NOTED, "a second answer is written down"
    night.run(90)
    assert night.alarm().rung == 0, "five minutes from the first answer"
    night.run(20)
    assert night.alarm().rung == 1, "the second answer bought nothing more"
    assert night.bell.seen(token) is Answer.BEFORE


def test_an_answer_by_link_never_ends_the_ringing_even_if_every_link_is_followed() -> None:
    night = Night()
    night.receive(b"parcel")
    for _ in range(20):
        night.run(400)
        for page in night.alarm().pages:
            night.bell.seen(page.token)
    assert night.alarm().phase is Phase.RAISED
    assert night.alarm().rung >= 12


def test_a_foreign_link_changes_nothing() -> None:
    night = Night()
    night.receive(b"parcel")
    before = len(night.disk.logs[BELL_LOG])
    assert night.bell.seen("f" * 32) is Answer.UNKNOWN
    assert night.bell.seen("") is Answer.UNKNOWN
    assert len(night.disk.logs[BELL_LOG]) == before


def test_taking_it_stops_the_ringing_and_a_lease_that_runs_out_rings_the_next_rung() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(150)
    assert night.alarm().rung == 1
    take(night)
    sent = len(night.sent)
    night.run(890)
    assert len(night.sent) == sent
    night.run(30)
    assert night.alarm().phase is Phase.RAISED
    assert night.alarm().rung == 2
    assert len(night.sent) > sent


@pytest.mark.parametrize(("grave", "minutes"), [(True, 15), (False, 60)])
def test_the_lease_is_short_where_life_is_in_danger(grave: bool, minutes: int) -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night, grave=grave)
    assert night.alarm().due == night.clock.now() + timedelta(minutes=minutes)


def test_word_from_somebody_out_there_holds_it_for_half_an_hour_and_no_longer() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.run(600)
    night.write(VERA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.run(1700)
    assert night.alarm().phase is Phase.HELD
    night.run(150)
    assert night.alarm().phase is Phase.RAISED


def test_two_people_out_owe_their_own_word_each() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.write(VERA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.write(ILYA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.run(1500)
    night.write(ILYA, rules.milestone(night.alarm(), Milestone.SAFE))
    night.run(400)
    assert night.alarm().phase is Phase.RAISED, "his word is not hers"


def test_a_call_for_help_wakes_everyone_at_once_and_she_cannot_silence_it_herself() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.write(VERA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.sent.clear()
    night.write(VERA, rules.milestone(night.alarm(), Milestone.HELP))
    night.run(2)
    assert set(night.recipients()) == {"vera", "ilya"}
    with pytest.raises(Refusal, match="You asked for help"):
        take(night, VERA)
    night.write(VERA, AlarmTaken(alarm=night.alarm().id, grave=True))
    assert night.alarm().phase is Phase.RAISED, "not even if a page let her"
    take(night, ILYA)
    assert night.alarm().holder == ILYA


def test_whoever_takes_over_a_silent_colleague_gets_time_to_find_her() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.write(VERA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.run(1900)
    take(night, ILYA)
    night.run(800)
    assert night.alarm().phase is Phase.HELD
    night.run(200)
    assert night.alarm().phase is Phase.RAISED


def test_giving_it_to_someone_wakes_her_together_with_the_next_rung() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.sent.clear()
    night.write(VERA, rules.give_back(night.alarm(), VERA, night.clock.now(), to=NINA))
    night.run(2)
    assert set(night.recipients()) == {"ilya", "nina"}


def test_the_same_parcel_delivered_again_is_one_alarm_with_more_deliveries() -> None:
    night = Night()
    first = night.receive(b"parcel")
    night.run(2)
    sent = len(night.sent)
    again = [night.receive(b"parcel") for _ in range(3)]
    night.run(2)
    assert {receipt.code for receipt in again if receipt} == {first.code if first else ""}
    assert len(night.book.alarms) == 1
    assert len(night.alarm().deliveries) == 4
    assert len(night.sent) == sent, "no second wave of pages"


def test_other_words_under_the_same_mark_reach_the_same_alarm_and_both_are_kept() -> None:
    night = Night()
    night.receive(b"first", key="k1")
    night.receive(b"second", key="k1")
    assert len(night.book.alarms) == 1
    assert len(night.alarm().parcels) == 2


def test_two_people_are_never_one_alarm() -> None:
    night = Night()
    night.receive(b"one", key="k1")
    night.receive(b"two", key="k2")
    night.receive(b"three")
    night.receive(b"four")
    assert len(night.book.alarms) == 4


def test_more_words_after_it_was_closed_ring_anew() -> None:
    night = Night()
    night.receive(b"one", key="k1")
    night.run(2)
    take(night)
    now = night.clock.now()
    night.write(VERA, rules.ask_close(night.alarm(), VERA, now, CloseReason.FALSE_ALARM, grave=True))
    night.write(ILYA, rules.close(night.book.rota, night.alarm(), ILYA, now))
    assert night.alarm().phase is Phase.CLOSED
    night.receive(b"two", key="k1")
    assert len(night.book.alarms) == 2


def test_a_line_that_is_down_is_tried_again_with_patience_and_everything_arrives_once_it_is_up() -> None:
    night = Night()
    night.down = True
    night.receive(b"parcel")
    night.run(100)
    times = [at for at, notice in night.attempts if notice.address == "mailto:vera@example.org"]
    gaps = [later - at for at, later in pairwise(times)]
    assert [round(gap) for gap in gaps[:4]] == [1, 2, 5, 10]
    assert not night.sent
    night.down = False
    night.run(15)
    assert set(night.recipients()) == {"vera"}
    assert max(night.copies().values()) == 1


def test_every_attempt_of_a_page_is_the_same_page() -> None:
    night = Night()
    night.down = True
    night.receive(b"parcel")
    night.run(700)
    by_page: dict[str, set[object]] = {}
    for _, notice in night.attempts:
        by_page.setdefault(notice.page, set()).add(notice)
    assert all(len(forms) == 1 for forms in by_page.values())
    assert len(by_page) == 3, "pages that never left are carried from rung to rung, not doubled"


def test_a_long_outage_does_not_fill_the_log() -> None:
    night = Night()
    night.down = True
    night.receive(b"parcel")
    night.run(3600)
    assert len(night.attempts) > 100
    failures = [entry for entry in night.disk.logs[BELL_LOG] if type(entry.fact).__name__ == "PageFailed"]
    assert len(failures) == 3


def test_a_rung_whose_every_address_is_refused_for_good_does_not_wait_its_time() -> None:
    night = Night()
    night.refusing = set(REACH[VERA])
    night.receive(b"parcel")
    night.run(3)
    assert night.recipients() == ["ilya"]
    failed = [page for page in night.alarm().pages if page.state is PageState.FAILED]
    assert len(failed) == 2


def test_everyone_unreachable_is_shown_as_a_fault_and_does_not_spin() -> None:
    night = Night(rota=None)
    night.receive(b"parcel")
    night.bell.tick()
    assert Fault.REACHES_NOBODY in night.bell.faults
    assert night.bell.tick() >= 1
    assert night.alarm().phase is Phase.RAISED


def test_an_alarm_that_came_before_the_rota_rings_as_soon_as_there_is_one() -> None:
    night = Night(rota=None)
    night.receive(b"parcel")
    night.run(10)
    night.write(VERA, rules.set_rota([((ILYA,), 60)], REACH, tz="UTC"))
    night.run(2)
    assert night.recipients() == ["ilya"]


@pytest.mark.parametrize("hours", [-24, -1, 3, 24])
def test_a_wall_clock_that_steps_moves_no_timer_but_is_reported(hours: int) -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(10)
    take(night)
    night.run(10)
    night.clock.off = timedelta(hours=hours)
    night.run(870)
    assert Fault.CLOCK_STEPPED in night.bell.faults
    assert night.alarm().rung == 0, "the lease is not over"
    night.run(30)
    assert night.alarm().rung == 1, "and it is over on time"


def test_timers_survive_a_kill_a_lost_outbox_and_a_reboot() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(60)
    night.start()
    night.run(30)
    night.outbox = type(night.outbox)()
    night.start()
    night.run(20)
    night.clock.reboot()
    night.start()
    assert night.alarm().rung == 0
    night.run(15)
    assert night.alarm().rung == 1


def test_a_reboot_with_the_wall_clock_years_back_rings_after_one_wait_at_the_latest() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(10)
    take(night)
    night.clock.reboot()
    night.clock.off = timedelta(days=-2000)
    night.start()
    night.run(905)
    assert night.alarm().rung == 1


def test_an_alarm_taken_as_the_bell_was_about_to_ring_does_not_ring() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(119)
    night.clock.elapsed += 2
    night.bell_vault.meanwhile = lambda: take(night, ILYA)
    night.bell.tick()
    assert night.alarm().phase is Phase.HELD
    assert night.alarm().rung == 0


def test_a_page_in_the_air_when_it_is_taken_is_still_written_down() -> None:
    night = Night()
    night.receive(b"parcel")
    night.bell.tick()
    take(night)
    night.bell.tick()
    assert {page.state for page in night.alarm().pages} == {PageState.HANDED_OFF}


def test_a_case_that_carries_it_on_still_waits_for_whoever_is_out() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.write(VERA, rules.milestone(night.alarm(), Milestone.SET_OUT))
    night.write(VERA, rules.convert(night.alarm(), VERA, night.clock.now(), "opaque"))
    assert night.alarm().phase is Phase.CONVERTED
    night.run(1900)
    assert night.alarm().phase is Phase.RAISED
    assert night.alarm().handle == "opaque"


def test_a_case_with_nobody_out_never_rings_by_itself() -> None:
    night = Night()
    night.receive(b"parcel")
    night.run(5)
    take(night)
    night.write(VERA, rules.convert(night.alarm(), VERA, night.clock.now(), "opaque"))
    night.run(7200, step=60)
    assert night.alarm().phase is Phase.CONVERTED
    night.write(ILYA, rules.reopen(night.alarm()))
    night.run(2)
    assert night.alarm().phase is Phase.RAISED
    assert night.alarm().rung == 0, "a person made it ring: from the first step"
