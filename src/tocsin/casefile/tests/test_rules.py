# SPDX-License-Identifier: AGPL-3.0-or-later
"""A rule either gives new facts or says in three sentences why not; nothing half-true enters a case."""

from __future__ import annotations

from typing import Any

import pytest

from tocsin.casefile import facts, rules
from tocsin.casefile.facts import Attribution, Relation, Sensitivity, a_term, a_text, an_age
from tocsin.casefile.tests.night import NOT_SAID, Desk, days, first_night, local, says, visit
from tocsin.values.ages import AgeExpr
from tocsin.values.places import PlaceExpr
from tocsin.values.times import exactly
from tocsin.vault.refusals import Refusal


def refused(desk: Desk, rule: Any, **fields: Any) -> str:
    before = desk.picture
    with pytest.raises(Refusal) as caught:
        desk.write(rule, **fields)
    assert desk.picture is before
    return caught.value.what


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"predicate": "orientation"}, "no 'orientation'"),
        ({"predicate": "age"}, "said of a person"),
        ({"value": a_term("castle")}, "does not fit"),
        ({"value": a_text("a flat")}, "does not fit"),
        ({"subject": "00" * 16}, "no such incident"),
        ({"carrier": "00" * 16}, "source is not in this case"),
        ({"quote": "  "}, "no words"),
        ({"language": "Русский"}, "is no language"),
        ({"chain": ()}, "Nobody says this"),
        ({"chain": (says("  "),)}, "no speaker"),
        ({"chain": (NOT_SAID, says("Police"))}, "can only end a chain"),
        ({"chain": (says("Police", "guessed"),)}, "not in the list"),
        ({"relations": (Relation("likes", "00"),)}, "not in the list"),
    ],
)
def test_a_claim_that_says_less_than_who_what_and_how_is_refused(wrong: dict[str, Any], said: str) -> None:
    desk = first_night()
    good: dict[str, Any] = {
        "subject": next(iter(desk.picture.incidents)),
        "predicate": "dwelling_kind",
        "value": a_term("apartment"),
        "chain": (says("Vera Osokina", "saw"),),
        "carrier": next(iter(desk.picture.sources)),
        "quote": "their apartment",
        "language": "en",
    }
    assert desk.write(rules.claim, **good) in desk.picture.claims
    assert said in refused(desk, rules.claim, **{**good, **wrong})


def test_confirmed_needs_two_originators_and_repeats_do_not_make_two() -> None:
    desk = Desk()
    scene = desk.incident("Taken")
    one = desk.claim(scene, "act", a_term("torture"), says("A", "experienced"))
    again = desk.claim(
        scene, "act", a_term("torture"), says("Meridian Wire", "read"), says("A", "experienced")
    )
    grade = {"claims": (one, again), "credibility": "1", "reasons": "Two papers say so."}
    assert refused(desk, rules.assess, **grade) == "Not confirmed: 1 independent originator."
    assert desk.write(rules.assess, **{**grade, "credibility": "2"}) in desk.picture.assessments
    other = desk.claim(scene, "act", a_term("torture"), says("B", "experienced"))
    made = desk.write(rules.assess, **{**grade, "claims": (one, again, other)})
    assert desk.picture.assessments[made].fact.originators == 2


def test_an_assessment_is_of_one_account_and_gives_reasons() -> None:
    desk = Desk()
    scene = desk.incident("Taken")
    house = desk.claim(scene, "dwelling_kind", a_term("house"))
    flat = desk.claim(scene, "dwelling_kind", a_term("apartment"))
    assert (
        refused(desk, rules.assess, claims=(house, flat), credibility="3", reasons="x")
        == "These claims differ."
    )
    assert (
        refused(desk, rules.assess, claims=(house,), credibility="3", reasons=" ") == "There are no reasons."
    )
    assert refused(desk, rules.assess, claims=(), credibility="3", reasons="x") == "No account was chosen."


def test_an_age_without_its_day_takes_that_of_its_carrier() -> None:
    desk = Desk()
    day = days("18 November 2026", local(18, 0), 1)
    paper = desk.source("Meridian Wire", published=day)
    person = desk.person()
    made = desk.claim(person, "age", an_age(AgeExpr("17", 17)), carrier=paper)
    assert desk.picture.claims[made].fact.value.age == AgeExpr("17", 17, day)


def test_what_was_seen_of_health_is_marked_so() -> None:
    desk = Desk()
    made = desk.claim(desk.person(), "condition", a_text("a bruise on the left hand"))
    assert desk.picture.claims[made].fact.sensitivity is Sensitivity.HEALTH


def test_a_visit_needs_whom_and_how_it_ended_and_cannot_lie_ahead() -> None:
    desk = first_night()
    person = next(iter(desk.picture.people))
    good: dict[str, Any] = {
        "people": (person,),
        "lawyer": "Vera Osokina",
        "place": PlaceExpr("Police, Vyshgorsk"),
        "arrived": exactly(local(17, 23, 10)),
        "outcomes": ("refused_entry",),
        "now": local(17, 23, 30),
    }
    assert "Nobody was chosen" in refused(desk, rules.attempt_visit, **{**good, "people": ()})
    assert "How it ended" in refused(desk, rules.attempt_visit, **{**good, "outcomes": ()})
    assert "not in the list" in refused(desk, rules.attempt_visit, **{**good, "outcomes": ("shouted_at",)})
    assert "not come yet" in refused(desk, rules.attempt_visit, **{**good, "now": local(17, 20)})
    made = visit(desk, (person,), local(18, 9), "refused_entry", "delayed")
    assert desk.picture.visits[made].fact.words[0].text == "таких сведений не даём"


def test_no_reply_and_not_asked_are_told_apart_by_a_record() -> None:
    desk = Desk()
    now = local(19, 12)
    asked = {
        "about": (),
        "asked_of": "Police, Vyshgorsk",
        "asked_at": exactly(local(19, 11)),
        "words": "Where?",
    }
    made = desk.write(rules.ask, **asked, now=now)
    assert desk.picture.questions[made].fact.answer is facts.Answer.WAITING
    assert "no words" in refused(desk, rules.ask, **asked, now=now, answer=facts.Answer.ANSWERED)
    (came,) = rules.answer_came(
        desk.picture, question=made, answer=facts.Answer.NO_ANSWER, answered_at=exactly(now), now=now
    )
    desk.file(came)
    assert desk.picture.answers[made].fact.answer is facts.Answer.NO_ANSWER


def test_nothing_is_recorded_twice_under_one_id() -> None:
    desk = first_night()
    known = next(iter(desk.picture.people))
    assert "recorded already" in refused(desk, rules.add_person, id=known)


def test_a_withdrawal_needs_a_state_and_a_reason() -> None:
    desk = first_night()
    claim = next(iter(desk.picture.claims))
    assert "no reason" in refused(desk, rules.retract, claim=claim, state="superseded", reason="")
    assert "takes nothing back" in refused(desk, rules.retract, claim=claim, state="attributed", reason="x")
    assert "not in the case" in refused(desk, rules.retract, claim="00", state="superseded", reason="x")


def test_people_get_letters_and_after_z_two_letters() -> None:
    desk = Desk()
    for _ in range(28):
        desk.write(rules.add_person)
    labels = [entry.fact.label for entry in desk.picture.people.values()]
    assert (labels[0], labels[25], labels[26], labels[27]) == ("A", "Z", "AA", "AB")


def test_a_case_without_a_title_is_refused_and_its_jurisdictions_stand_once() -> None:
    with pytest.raises(Refusal, match="no title"):
        rules.open_case(code="TC-2026-Q7XM", title=" ", lead="00")
    (opened,) = rules.open_case(
        code="TC-2026-Q7XM", title=" Two  people ", lead="00", jurisdictions=("ru", "ru")
    )
    assert (opened.title, opened.jurisdictions) == ("Two people", ("ru",))


def test_a_chain_keeps_its_links_as_they_were_given() -> None:
    desk = Desk()
    link = Attribution("A neighbour", "saw", verb="claims", protected=True)
    made = desk.claim(
        desk.incident("Taken"), "scene", a_text("two led away"), says("Vera Osokina", "was_told"), link
    )
    assert desk.picture.claims[made].fact.chain[-1] == link
