# SPDX-License-Identifier: AGPL-3.0-or-later
"""Gaps are drawn, hours have two bounds, and a minor is protected until the last possible day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.casefile import facts, packs, rules
from tocsin.casefile.facts import a_name, a_term, a_time, an_age
from tocsin.casefile.picture import Age, last_status, legal_clocks, protection, shown, trace, without_counsel
from tocsin.casefile.picture.clocks import ClockState
from tocsin.casefile.tests.night import CALL, MOSCOW, Desk, between, days, first_night, local, visit
from tocsin.values.ages import AgeExpr
from tocsin.values.names import NameKind, read

NOW = local(19, 12, 10)


def people(desk: Desk) -> tuple[str, str]:
    first, second = list(desk.picture.people)[:2]
    return first, second


def test_a_trace_has_its_gaps_and_what_was_asked_in_them() -> None:
    desk = first_night()
    _, timur = people(desk)
    before, held, after = trace(desk.picture, timur, NOW)
    assert (before.gap, held.status, after.gap) == (True, "held_police", True)
    assert before.asked[0].fact.asked_of == "Duty desk, Zarechensk police"
    assert held.end.earliest == local(18, 18, 30) and not held.acknowledged
    assert after.open_ended and after.end.latest == NOW


def test_someone_of_whom_nothing_was_said_since_is_one_open_gap() -> None:
    desk = first_night()
    rustam, _ = people(desk)
    (gap,) = trace(desk.picture, rustam, NOW)
    assert gap.gap and gap.open_ended and last_status(desk.picture, rustam, NOW) == ()


def test_after_a_release_silence_is_no_gap() -> None:
    desk = first_night()
    _, timur = people(desk)
    at = between("20 Nov noon", local(20, 11), local(20, 13))
    desk.claim(timur, "detention_status", a_term("released"), event_time=at)
    assert [row.status for row in trace(desk.picture, timur, local(22, 0))] == [
        None,
        "held_police",
        None,
        "released",
    ]
    assert all(timur not in row.people for row in without_counsel(desk.picture, local(22, 0)))


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_the_rows_of_a_trace_never_leave_a_hole_between_them(spans: list[tuple[int, int]]) -> None:
    desk = Desk()
    person = desk.person()
    desk.claim(person, "taken", a_time(between("at the call", CALL, CALL + timedelta(minutes=5))))
    for start, length in spans:
        begin = CALL + timedelta(hours=start)
        when = between("then", begin, begin + timedelta(hours=length))
        desk.claim(person, "detention_status", a_term("held_police"), event_time=when)
    rows = trace(desk.picture, person, CALL + timedelta(days=9))
    reached = CALL
    for row in rows:
        assert row.begin.earliest <= max(reached, CALL + timedelta(minutes=5))
        reached = max(reached, row.end.latest)
    assert reached == CALL + timedelta(days=9)


def test_hours_without_a_lawyer_run_from_both_ends_of_the_taking() -> None:
    desk = first_night()
    (row,) = without_counsel(desk.picture, NOW)
    assert row.people == people(desk)
    assert (row.least, row.most) == (NOW - CALL - timedelta(minutes=33), NOW - CALL)
    assert row.met is None and row.attempts[0].fact.outcomes == ("told_not_here",)


def test_a_meeting_stops_the_hours_and_a_waiver_told_by_others_does_not() -> None:
    desk = first_night()
    rustam, timur = people(desk)
    visit(desk, (timur,), local(18, 17, 30), "told_waived")
    assert all(row.met is None for row in without_counsel(desk.picture, NOW))
    visit(desk, (rustam,), local(19, 10), "met_not_private")
    by_person = {row.people: row for row in without_counsel(desk.picture, NOW)}
    assert by_person[(rustam,)].most == local(19, 10) - CALL
    assert by_person[(timur,)].met is None


def test_an_imprecise_start_gives_two_due_hours_and_a_breach_only_after_the_second() -> None:
    desk = first_night()
    due = CALL + timedelta(hours=48)

    def court(at: object) -> object:
        return next(
            clock for clock in legal_clocks(desk.picture, at, MOSCOW) if clock.rule.id == "ru.police.14.4"
        )

    clock = court(due - timedelta(hours=20))
    assert (clock.due.earliest, clock.due.latest) == (due, due + timedelta(minutes=33))
    states = [court(due + timedelta(minutes=minutes)).state for minutes in (-1200, -60, 0, 32, 33)]
    assert states == ["running", "soon", "between", "between", "passed"]


def test_the_working_group_closes_three_calendar_months_later() -> None:
    desk = first_night()
    clock = next(c for c in legal_clocks(desk.picture, NOW, MOSCOW) if c.rule.id == "un.wgeid.urgent")
    assert clock.due.earliest == local(17, 2, 58).replace(year=2027, month=2)
    assert clock.state is ClockState.RUNNING and len(clock.people) == 2


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("P3M", (2026, 11, 30), (2027, 2, 28)),
        ("P1M", (2024, 1, 31), (2024, 2, 29)),
        ("P13M", (2026, 12, 1), (2028, 1, 1)),
    ],
)
def test_months_end_on_a_day_that_exists(
    text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    year, month, day = start
    due = packs.duration(text).after(local(1, 5).replace(year=year, month=month, day=day))
    assert (due.year, due.month, due.day, due.hour) == (*end, 5)


@pytest.mark.parametrize("text", ["", "P", "PT", "3 months", "PT48", "P-3M"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(packs.PackBroken):
        packs.duration(text)


def test_rules_for_minors_run_for_the_minor_alone() -> None:
    desk = first_night()
    _, timur = people(desk)
    for clock in legal_clocks(desk.picture, NOW, MOSCOW):
        if clock.rule.minors_only:
            assert clock.people == (timur,)


def test_a_settled_clock_says_what_was_decided_and_stands_last() -> None:
    desk = first_night()
    rustam, _ = people(desk)
    made = rules.settle_clock(
        desk.picture,
        rule="ru.police.14.4",
        people=(rustam,),
        outcome=facts.Outcome.MET,
        reason="Court order seen",
    )
    desk.file(made[0])
    clocks = [clock for clock in legal_clocks(desk.picture, NOW, MOSCOW) if clock.rule.id == "ru.police.14.4"]
    assert [clock.state for clock in clocks] == ["passed", "met"]


def test_no_pack_claims_that_a_lawyer_has_checked_it() -> None:
    for name in packs.names():
        pack = packs.pack(name)
        assert not pack.reviewed and pack.stale(date(2027, 6, 1)) and not pack.stale(date(2026, 11, 23))


def test_a_minor_is_protected_until_the_last_possible_birthday() -> None:
    desk = first_night()
    rustam, timur = people(desk)
    minor = protection(desk.picture, timur, MOSCOW)
    assert minor.on(date(2026, 11, 17)) is Age.MINOR and minor.protects(date(2026, 11, 17))
    assert minor.until == date(2027, 11, 17)
    assert minor.on(date(2027, 11, 17)) is Age.ADULT
    assert protection(desk.picture, rustam, MOSCOW).on(date(2026, 11, 17)) is Age.ADULT


def test_of_two_ages_that_exclude_each_other_the_younger_protects() -> None:
    desk = first_night()
    rustam, _ = people(desk)
    desk.claim(rustam, "age", an_age(AgeExpr("17", 17, days("17 November", local(17, 0), 1))))
    both = protection(desk.picture, rustam, MOSCOW)
    assert not both.agree and both.protects(date(2026, 11, 17)) and both.until == date(2027, 11, 17)


def test_nobody_said_an_age_is_unknown_and_not_adult() -> None:
    desk = Desk()
    person = desk.person("Вера")
    assert protection(desk.picture, person).on(date(2026, 11, 17)) is Age.UNKNOWN


def test_a_name_is_shown_in_its_own_script_then_in_the_other() -> None:
    desk = first_night()
    rustam, _ = people(desk)
    desk.claim(rustam, "name", a_name(read("Rustem Ilwerdin", kind=NameKind.AS_PRINTED)))
    found = shown(desk.picture, rustam)
    assert (found.name, found.other, found.label) == ("Рустам Ильвердин", "Rustam Ilverdin", "A")
    third = desk.person()
    nameless = shown(desk.picture, third)
    assert (nameless.name, nameless.label) == ("C", "C")
