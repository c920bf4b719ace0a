# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody out there may say, and what is refused, as plain data in and out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tocsin.alarm.facts import Milestone
from tocsin.alarm.picture import Alarm, Delivery, Phase
from tocsin.alarm.rules import Over
from tocsin.callout import rules
from tocsin.callout.conclusions import concluding
from tocsin.callout.facts import CustodyEvent, Naming, Photo, Sense, Spoken
from tocsin.callout.picture import Callout, CalloutFold, Where, response
from tocsin.vault.files import SealedFile
from tocsin.vault.ids import EntryId, LogId, MemberId, ParcelId
from tocsin.vault.kinds import Recorded, Signer

CALL = datetime(2021, 2, 6, 17, 0, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")
VERA, ILYA = MemberId("0a" * 16), MemberId("0b" * 16)
ALARM = Alarm(
    id="a1",
    code="A-7K3M",
    received_at=CALL,
    deliveries=(Delivery(ParcelId("c0" * 32), "web", "relay-1", "", CALL),),
    phase=Phase.HELD,
)
OVER = Alarm(id="a1", code="A-7K3M", received_at=CALL, deliveries=ALARM.deliveries, phase=Phase.CLOSED)
PHOTO = Photo(
    file=SealedFile(id="f1", key="00", size=3, sha256="5d" * 32, name="p.jpg", media_type="image/jpeg"),
    acquired_by=VERA,
    acquired_at=CALL,
)


def after(minutes: float) -> datetime:
    return CALL + timedelta(minutes=minutes)


def drawn(*said: tuple[float, Any], by: MemberId = VERA) -> Callout:
    """The picture of these facts, each written so many minutes after the call."""
    fold, state = CalloutFold(), Callout()
    for number, (minutes, fact) in enumerate(said):
        entry = Recorded(
            EntryId(f"{number:032x}"), LogId("aa" * 16), by, Signer.MEMBER, after(minutes), number, fact
        )
        state = fold.step(state, entry)
    return state


def on_the_way() -> Callout:
    return drawn((6, rules.set_out(ALARM, Callout(), VERA, after(6)).file))


def on_scene() -> Callout:
    way = on_the_way()
    out = rules.set_out(ALARM, Callout(), VERA, after(6)).file
    return drawn((6, out), (31, rules.arrive(ALARM, way, VERA, after(31)).file))


def see(callout: Callout, text: str = "Door open.", **more: Any) -> rules.Said:
    words = {"text": text, "language": "en", "sense": Sense.SEEN, **more}
    return rules.observe(ALARM, callout, VERA, after(35), **words)


def test_whoever_has_not_set_out_cannot_arrive_report_leave_or_note() -> None:
    nobody = Callout()
    for say in (rules.arrive, rules.report, rules.leave):
        with pytest.raises(rules.NotOut, match="You have not set out"):
            say(ALARM, nobody, VERA, after(1))
    with pytest.raises(rules.NotOut):
        see(nobody)


def test_ilya_on_the_way_does_not_let_vera_arrive() -> None:
    way = drawn((6, rules.set_out(ALARM, Callout(), ILYA, after(6)).file), by=ILYA)
    with pytest.raises(rules.NotOut):
        rules.arrive(ALARM, way, VERA, after(9))


def test_nobody_sets_out_or_arrives_twice_but_may_go_again_after_leaving() -> None:
    with pytest.raises(rules.AlreadyOut, match="already out"):
        rules.set_out(ALARM, on_the_way(), VERA, after(7))
    with pytest.raises(rules.AlreadyThere, match="already arrived"):
        rules.arrive(ALARM, on_scene(), VERA, after(40))
    out = rules.set_out(ALARM, Callout(), VERA, after(6)).file
    left = rules.leave(ALARM, on_the_way(), VERA, after(20)).file
    assert rules.set_out(ALARM, drawn((6, out), (20, left)), VERA, after(50)).bell is not None


def test_an_arrival_or_a_leaving_before_the_setting_out_is_refused() -> None:
    for say in (rules.arrive, rules.leave):
        with pytest.raises(rules.TooEarly, match="before you set out"):
            say(ALARM, on_the_way(), VERA, after(2))


def test_an_arrival_typed_in_the_minute_of_setting_out_stands() -> None:
    out = rules.set_out(ALARM, Callout(), VERA, after(6.7)).file
    assert rules.arrive(ALARM, drawn((6.7, out)), VERA, after(6)).file.happened_at == after(6)


@pytest.mark.parametrize(
    ("say", "what"),
    [
        (lambda: rules.set_out(ALARM, Callout(), VERA, after(6)), Milestone.SET_OUT),
        (lambda: rules.arrive(ALARM, on_the_way(), VERA, after(31)), Milestone.ARRIVED),
        (lambda: rules.report(ALARM, on_scene(), VERA, after(40)), Milestone.SAFE),
        (lambda: rules.help_needed(ALARM, after(40)), Milestone.HELP),
        (lambda: rules.leave(ALARM, on_scene(), VERA, after(50)), Milestone.LEFT),
        (lambda: see(on_scene()), Milestone.REPORTED),
    ],
)
def test_every_word_has_a_twin_for_the_bell_that_says_only_what_kind_it_is(say: Any, what: Milestone) -> None:
    bell = say().bell
    assert (bell.alarm, bell.what, bell.of) == (ALARM.id, what, None)


def test_help_is_heard_from_anybody_even_after_the_alarm_was_closed() -> None:
    assert rules.help_needed(OVER, after(90)).bell is not None


def test_after_closing_nobody_sets_out_but_a_late_photograph_is_still_kept() -> None:
    with pytest.raises(Over):
        rules.set_out(OVER, Callout(), VERA, after(90))
    said = rules.observe(
        OVER, on_scene(), VERA, after(33), text="", language="und", sense=Sense.SEEN, photos=[PHOTO]
    )
    assert said.bell is None and said.file.photos == (PHOTO,)


def test_observations_are_numbered_without_a_gap() -> None:
    state, said = on_scene(), []
    for minutes in (33, 35, 37):
        fact = see(state).file
        said.append((minutes, fact))
        out, arrived = on_the_way(), on_scene()
        assert out.trips and arrived.trips
        base = (
            (6, rules.set_out(ALARM, Callout(), VERA, after(6)).file),
            (31, rules.arrive(ALARM, on_the_way(), VERA, after(31)).file),
        )
        state = drawn(*base, *said)
    assert [one.fact.number for one in state.observations] == [1, 2, 3]
    assert state.odd == ()


def test_an_observation_without_a_word_or_a_photograph_is_refused() -> None:
    with pytest.raises(rules.NothingNoted, match="nothing to keep"):
        see(on_scene(), text=" \n ")


def test_a_conclusion_is_pointed_out_and_kept_exactly_as_it_was_written() -> None:
    text = "They were obviously abducted.  Их похитили."
    assert see(on_scene(), text=text).file.text == text
    assert concluding(text) == ("obviously", "abducted", "похитили")


@pytest.mark.parametrize("text", ["Frame broken at the lock, inwards.", "Стул на боку.", "Una taza rota."])
def test_what_an_eye_saw_is_no_conclusion(text: str) -> None:
    assert concluding(text) == ()


def test_words_keep_their_speaker_and_nothing_else_does() -> None:
    neighbour = Spoken(who="Neighbour, second door", may_be_named=Naming.NO)
    assert see(on_scene(), sense=Sense.WORDS, spoken=neighbour).file.spoken == neighbour
    assert see(on_scene(), sense=Sense.WORDS).file.spoken == Spoken()
    assert see(on_scene(), sense=Sense.HEARD, spoken=neighbour).file.spoken is None


def test_every_photograph_begins_its_chain_of_custody_with_its_hash() -> None:
    (row,) = see(on_scene(), photos=[PHOTO]).custody
    assert (row.event, row.file, row.sha256) == (CustodyEvent.ACQUIRED, "f1", "5d" * 32)


def test_a_colleague_can_write_down_that_she_has_left_and_the_bell_knows_who() -> None:
    said = rules.leave(ALARM, on_scene(), ILYA, after(60), of=VERA)
    assert said.file.of == VERA and said.bell is not None and said.bell.of == VERA
    own = rules.leave(ALARM, on_scene(), VERA, after(60), of=VERA)
    assert own.file.of is None and own.bell is not None and own.bell.of is None


def test_the_next_word_is_due_half_an_hour_after_the_last_and_late_from_that_second_on() -> None:
    trip = on_scene().trip(VERA)
    assert trip is not None and trip.due == after(61)
    assert not trip.late(after(61) - timedelta(seconds=1))
    assert trip.late(after(61))


def test_a_time_typed_late_does_not_make_her_late() -> None:
    out = rules.set_out(ALARM, Callout(), VERA, after(6)).file
    arrived = rules.arrive(ALARM, on_the_way(), VERA, after(7)).file
    trip = drawn((6, out), (36, arrived)).trip(VERA)
    assert trip is not None and trip.arrived_at == after(7) and trip.due == after(66)


def test_whoever_left_is_never_late() -> None:
    out = rules.set_out(ALARM, Callout(), VERA, after(6)).file
    left = rules.leave(ALARM, on_the_way(), VERA, after(20)).file
    callout = drawn((6, out), (20, left))
    trip = callout.trip(VERA)
    assert trip is not None and not trip.late(after(600)) and callout.where(VERA) is Where.LEFT


def test_the_response_clock_runs_from_the_call() -> None:
    trip = on_scene().trip(VERA)
    assert trip is not None
    took = response(CALL, trip)
    assert (took.to_set_out, took.to_scene) == (timedelta(minutes=6), timedelta(minutes=31))
    way = on_the_way().trip(VERA)
    assert way is not None and response(CALL, way).to_scene is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", (3, 42, 7)),
        ("03:31", (3, 31, 0)),
        ("331", (3, 31, 0)),
        (" 3.42 ", (3, 42, 0)),
        ("23:58", (23, 58, 0)),
    ],
)
def test_a_typed_hour_is_the_last_one_of_that_name(text: str, told: tuple[int, int, int]) -> None:
    now = datetime(2021, 2, 7, 3, 42, 7, tzinfo=MOSCOW)
    at = rules.told_time(text, now.astimezone(UTC), MOSCOW)
    assert at <= now and at.astimezone(MOSCOW).timetuple()[3:6] == told


@pytest.mark.parametrize("text", ["03:43", "25:10", "12:60", "soon", "15:30"])
def test_an_hour_ahead_or_none_at_all_is_refused_by_name(text: str) -> None:
    now = datetime(2021, 2, 7, 3, 42, 7, tzinfo=MOSCOW).astimezone(UTC)
    with pytest.raises(rules.NoTime, match=text):
        rules.told_time(text, now, MOSCOW)


@pytest.mark.parametrize(
    ("text", "ahead"),
    [
        ("03:42:06.5", None),
        ("03:42:06", -1.0),
        ("3:43:07", 60.0),
        ("23:59:59", -13328.0),
        ("03:42", None),
        ("", None),
    ],
)
def test_a_phone_clock_is_compared_to_the_second_or_not_at_all(text: str, ahead: float | None) -> None:
    now = datetime(2021, 2, 7, 3, 42, 7, tzinfo=MOSCOW).astimezone(UTC)
    assert rules.clock_offset(text, now, MOSCOW) == ahead
