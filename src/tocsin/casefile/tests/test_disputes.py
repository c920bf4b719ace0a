# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts that exclude each other are found, and those that only look different are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.casefile import facts, rules
from tocsin.casefile.facts import Polarity, Value, a_place, a_quantity, a_term, a_text, a_time, an_age
from tocsin.casefile.facts.predicates import PREDICATES, agree
from tocsin.casefile.picture import disputes, independent_originators
from tocsin.casefile.tests.night import CALL, NOT_SAID, Desk, between, days, first_night, local, says
from tocsin.values.ages import AgeExpr
from tocsin.values.places import PlaceExpr
from tocsin.values.quantities import QuantityExpr
from tocsin.values.times import TimeExpr


def month(text: str, year: int, number: int, length: int = 30) -> TimeExpr:
    return days(text, local(1, 0).replace(year=year, month=number), length)


def test_a_house_and_their_apartment_stand_side_by_side_in_the_order_recorded() -> None:
    (dispute,) = disputes(first_night().picture)
    house, apartment = dispute.accounts
    assert (house.value.term, apartment.value.term) == ("house", "apartment")
    assert (len(house.originators), len(apartment.originators)) == (0, 1)


def of_every_kind(desk: Desk) -> None:
    """Twelve questions with more than one value; by what the predicates are, seven of them are disputed."""
    person, other = desk.person(), desk.person()
    fled, earlier, taken, held = (desk.incident(title) for title in ("Flight", "Earlier", "Taken", "Held"))
    then = days("17 November", local(17, 0), 1)
    for years in (20, 18):
        desk.claim(person, "age", an_age(AgeExpr(str(years), years, then)))
    for word in ("friends", "siblings"):
        desk.claim(person, "relation", a_text(word, person=other))
    for status, day in (("witness", 17), ("accused", 18)):
        desk.claim(person, "procedural_status", a_term(status), event_time=days(str(day), local(day, 0), 1))
    for when in (
        month("last year", 2025, 1, 365),
        month("June 2025", 2025, 6),
        month("July 2025", 2025, 7, 31),
    ):
        desk.claim(fled, "time", a_time(when))
    for when in (
        month("April 2020", 2020, 4),
        days("30 March 2020", local(30, 0).replace(year=2020, month=3), 1),
    ):
        desk.claim(earlier, "start", a_time(when))
    for when in (
        month("May 2020", 2020, 5, 31),
        days("2 June 2020", local(2, 0).replace(year=2020, month=6), 1),
    ):
        desk.claim(earlier, "end", a_time(when))
    for act in ("torture", "forced_public_apology"):
        desk.claim(earlier, "act", a_term(act))
    for kind in ("house", "apartment", "safe_house"):
        desk.claim(taken, "dwelling_kind", a_term(kind))
    for actor in ("police", "intelligence", "special_police", "unidentified_uniformed"):
        desk.claim(taken, "taken_by", a_term(actor))
    for heard in ("screaming", "a text message: help"):
        desk.claim(taken, "call_content", a_text(heard))
    for text, least, most in (("half an hour later", 25, 35), ("within forty minutes", 0, 40)):
        reach = between(text, CALL + timedelta(minutes=least), CALL + timedelta(minutes=most))
        desk.claim(taken, "arrival_time", a_time(reach))
    for act in ("counsel_denied", "forced_waiver_of_counsel"):
        desk.claim(held, "act", a_term(act))


def test_of_twelve_questions_with_several_values_seven_are_disputed() -> None:
    desk = Desk()
    of_every_kind(desk)
    several: dict[tuple[str, str], set[Value]] = {}
    for claim in desk.picture.live():
        several.setdefault((claim.fact.subject, claim.fact.predicate), set()).add(claim.fact.value)
    assert sum(len(values) > 1 for values in several.values()) == 12
    found = [dispute.predicate.name for dispute in disputes(desk.picture)]
    assert sorted(found) == ["age", "dwelling_kind", "end", "relation", "start", "taken_by", "time"]


def test_last_year_does_not_dispute_june_and_a_shelter_does_not_dispute_a_flat() -> None:
    desk = Desk()
    of_every_kind(desk)
    by_name = {dispute.predicate.name: dispute for dispute in disputes(desk.picture)}
    assert [account.value.time.text for account in by_name["time"].accounts] == ["June 2025", "July 2025"]
    assert [account.value.term for account in by_name["dwelling_kind"].accounts] == ["house", "apartment"]


def test_four_papers_that_repeat_one_lawyer_are_one_source() -> None:
    desk = Desk()
    scene = desk.incident("Taken")
    for paper in ("Meridian Wire", "Uvalsk Post", "Day", "Evening"):
        links = (says(paper, "read"), says("Pereprava Network", "was_told"), says("Vera Osokina", "saw"))
        desk.claim(scene, "scene", a_text("signs of a struggle"), *links, carrier=desk.source(paper))
    stated = [claim.fact for claim in desk.picture.about(scene)]
    assert independent_originators(stated) == {"vera osokina"}
    desk.claim(scene, "scene", a_text("signs of a struggle"), says("Day", "read"), NOT_SAID)
    desk.claim(scene, "scene", a_text("signs of a struggle"), says("VERA  OSOKINA", "saw"))
    assert len(independent_originators(claim.fact for claim in desk.picture.about(scene))) == 1


def test_who_was_told_by_nobody_named_counts_nothing() -> None:
    desk = Desk()
    scene = desk.incident("Taken")
    key = desk.claim(scene, "scene", a_text("a struggle"), says("A neighbour", "was_told"))
    stated = desk.picture.claims[key].fact
    assert [link.stated for link in stated.chain] == [True, False]
    assert independent_originators([stated]) == frozenset()


def test_a_denial_disputes_what_it_denies_and_nothing_else() -> None:
    desk = Desk()
    scene = desk.incident("Taken")
    desk.claim(scene, "act", a_term("torture"), says("B", "experienced"))
    desk.claim(scene, "act", a_term("detention"), says("Police", "read"))
    desk.claim(scene, "act", a_term("torture"), says("Police"), polarity=Polarity.DENIED)
    (dispute,) = disputes(desk.picture)
    assert dispute.kind == "existence"
    assert [account.polarity for account in dispute.accounts] == [Polarity.ASSERTED, Polarity.DENIED]


def test_two_statuses_of_one_hour_differ_and_of_two_days_do_not() -> None:
    desk = Desk()
    person = desk.person()
    noon = between("noon", local(18, 11), local(18, 13))
    desk.claim(person, "detention_status", a_term("held_police"), event_time=noon)
    desk.claim(person, "detention_status", a_term("released"), event_time=days("19th", local(19, 0), 1))
    assert desk.disputed() == set()
    desk.claim(person, "detention_status", a_term("released"), event_time=noon)
    assert desk.disputed() == {"detention_status"}


def test_taken_years_ago_and_taken_last_night_are_two_events() -> None:
    desk = Desk()
    person = desk.person()
    desk.claim(person, "taken", a_time(month("April 2020", 2020, 4)))
    desk.claim(person, "taken", a_time(days("17 November", local(17, 0), 1)))
    assert desk.disputed() == set()
    desk.claim(person, "taken", a_time(days("19 November", local(19, 0), 1)))
    assert desk.disputed() == {"taken"}


def test_a_withdrawn_account_disputes_nothing_and_stays_in_the_file() -> None:
    desk = first_night()
    (dispute,) = disputes(desk.picture)
    house = dispute.accounts[0].claims[0].fact.claim
    desk.write(rules.retract, claim=house, state="retracted_by_source", reason="The paper corrected it.")
    assert disputes(desk.picture) == ()
    assert house in desk.picture.claims and house in desk.picture.retractions


times = st.builds(
    lambda start, length: between(
        "then", CALL + timedelta(hours=start), CALL + timedelta(hours=start + length)
    ),
    st.integers(-50, 50),
    st.integers(1, 40),
)
values = st.one_of(
    times.map(a_time),
    st.sampled_from(["house", "apartment", "dwelling", "safe_house", "unknown"]).map(a_term),
    st.builds(
        lambda years, when: an_age(AgeExpr(str(years), years, when)), st.integers(10, 20), st.none() | times
    ),
    st.sampled_from(["Zarechensk", "Vyshgorsk"]).map(lambda text: a_place(PlaceExpr(text, "settlement"))),
    st.integers(0, 9).map(lambda number: a_quantity(QuantityExpr(str(number), number, number + 2))),
    st.sampled_from([facts.UNKNOWN, facts.REFUSED, a_text("friends"), a_text("siblings")]),
)


@given(st.sampled_from(sorted(PREDICATES)), values, values)
def test_agreement_goes_both_ways_and_everything_agrees_with_itself(
    name: str, one: Value, other: Value
) -> None:
    assert agree(PREDICATES[name], one, other) == agree(PREDICATES[name], other, one)
    assert agree(PREDICATES[name], one, one)


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_every_predicate_has_its_words_in_three_languages(name: str) -> None:
    assert len({PREDICATES[name].label(language) for language in ("en", "ru", "es")}) >= 2
