# SPDX-License-Identifier: AGPL-3.0-or-later
"""The desk's pages over the real vault: who sees what, what a button does, and that nothing typed is lost."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tocsin.alarm import work
from tocsin.alarm.facts import CloseReason
from tocsin.alarm.picture import Phase
from tocsin.alarm.signal import Danger, Known, Signal
from tocsin.alarm.tests.desk import HEARD, Desk
from tocsin.vault.kinds import LogClass


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode())))


def test_the_page_shows_their_words_the_clock_and_the_one_button(desk: Desk) -> None:
    code = desk.calls().code
    desk.tick(minutes=7)
    page = text_of(desk.browser(desk.people.vera).get(f"/alarms/{code}/"))
    assert "Nobody holds it" in page
    assert HEARD.words in page
    assert "7 min" in page
    assert "Take this alarm" in page
    assert "It is yours until 20:22" in page, "quarter of an hour from 20:07, Moscow time"


def test_taking_it_makes_it_hers_and_keeps_what_was_said_for_the_ladder(desk: Desk) -> None:
    code = desk.calls().code
    answer = desk.browser(desk.people.vera).post(f"/alarms/{code}/take/")
    assert (answer.status_code, answer["Location"]) == (303, f"/alarms/{code}/")
    alarm = desk.alarm(code)
    assert alarm.holder == desk.people.vera.me
    (log,) = desk.people.ilya.logs(LogClass.ALARM)
    assert alarm.logs == (log,)
    assert [entry.fact.signal for entry in work.file_of(desk.people.ilya, alarm).signals] == [HEARD]
    assert desk.people.oleg.logs(LogClass.ALARM) == ()


def test_whoever_comes_second_is_told_who_was_first(desk: Desk) -> None:
    code = desk.calls().code
    desk.browser(desk.people.vera).post(f"/alarms/{code}/take/")
    answer = desk.browser(desk.people.ilya).post(f"/alarms/{code}/take/")
    assert answer.status_code == 409
    assert "Vera Osokina holds this alarm." in text_of(answer)
    assert desk.alarm(code).holder == desk.people.vera.me


def test_another_team_sees_that_it_rings_and_nothing_of_what_was_said(desk: Desk) -> None:
    code = desk.calls().code
    browser = desk.browser(desk.people.oleg)
    for page in (browser.get("/"), browser.get("/alarms/"), browser.get(f"/alarms/{code}/")):
        assert code in text_of(page)
        assert not any(word in page.content.decode() for word in (HEARD.words, HEARD.where, HEARD.contact))
    page = text_of(browser.get(f"/alarms/{code}/"))
    assert "You are not on call" in page
    assert "Nobody said" not in page and "No words" not in page, "sealed is not the same as unsaid"
    assert browser.post(f"/alarms/{code}/take/").status_code == 409
    assert desk.alarm(code).phase is Phase.RAISED


def test_the_board_names_nobody_at_risk_even_to_whoever_may_read_it(desk: Desk) -> None:
    desk.calls()
    board = desk.browser(desk.people.vera).get("/").content.decode()
    assert "Vera Osokina" in board
    assert not any(word in board for word in (HEARD.words, HEARD.where, HEARD.contact))


def test_the_red_strip_stands_on_every_desk_page_but_the_board_while_nobody_holds_it(desk: Desk) -> None:
    code = desk.calls().code
    browser = desk.browser(desk.people.vera)
    assert 'class="strip"' in browser.get("/alarms/").content.decode()
    assert 'class="strip"' not in browser.get("/").content.decode()
    browser.post(f"/alarms/{code}/take/")
    assert 'class="strip"' not in browser.get("/alarms/").content.decode()


def test_a_lease_that_ran_out_shows_nobody_even_before_the_bell_said_so(desk: Desk) -> None:
    code = desk.calls().code
    browser = desk.browser(desk.people.vera)
    browser.post(f"/alarms/{code}/take/")
    desk.people.clock.advance(minutes=16)
    assert "Nobody holds it" in text_of(browser.get(f"/alarms/{code}/"))


def test_giving_it_to_a_colleague_rings_there(desk: Desk) -> None:
    code = desk.calls().code
    browser = desk.browser(desk.people.vera)
    browser.post(f"/alarms/{code}/take/")
    browser.post(f"/alarms/{code}/give/", {"to": desk.people.ilya.me})
    desk.mail.taken.clear()
    desk.tick(seconds=1)
    assert [one.address for one in desk.mail.taken] == ["mailto:siskin@example.org"]


def test_closing_needs_a_reason_a_second_person_and_says_so(desk: Desk) -> None:
    code = desk.calls().code
    vera, ilya = desk.browser(desk.people.vera), desk.browser(desk.people.ilya)
    vera.post(f"/alarms/{code}/take/")
    nothing = vera.post(f"/alarms/{code}/close/", {"words": "she called me"})
    assert nothing.status_code == 409
    assert "she called me" in text_of(nothing), "what was typed is not lost"
    vera.post(f"/alarms/{code}/close/", {"reason": "safe", "words": "she called me"})
    assert desk.alarm(code).phase is Phase.SECOND
    assert vera.post(f"/alarms/{code}/confirm/", {"answer": "yes"}).status_code == 409
    assert "she called me" in text_of(ilya.get(f"/alarms/{code}/"))
    ilya.post(f"/alarms/{code}/confirm/", {"answer": "yes"})
    alarm = desk.alarm(code)
    assert alarm.phase is Phase.CLOSED
    assert alarm.closing is not None
    assert alarm.closing.reason is CloseReason.SAFE
    ilya.post(f"/alarms/{code}/ring/")
    assert desk.alarm(code).phase is Phase.RAISED


def test_a_second_person_who_doubts_makes_it_ring(desk: Desk) -> None:
    code = desk.calls().code
    desk.browser(desk.people.vera).post(f"/alarms/{code}/take/")
    desk.browser(desk.people.vera).post(f"/alarms/{code}/close/", {"reason": "false_alarm"})
    desk.browser(desk.people.ilya).post(f"/alarms/{code}/confirm/", {"answer": "no"})
    desk.mail.taken.clear()
    desk.tick(seconds=1)
    assert len(desk.mail.taken) == 1


def test_closing_words_stand_where_the_bell_cannot_read_them(desk: Desk) -> None:
    code = desk.calls().code
    desk.browser(desk.people.vera).post(f"/alarms/{code}/take/")
    desk.browser(desk.people.vera).post(
        f"/alarms/{code}/close/", {"reason": "safe", "words": "планты Рустам"}
    )
    bell = desk.people.bell
    assert bell.logs(LogClass.ALARM) == ()
    assert not any("Рустам" in repr(entry.fact) for entry in bell.entries(bell.logs(LogClass.BELL)[0]))


def test_no_alarm_of_that_code_is_nothing_here(desk: Desk) -> None:
    browser = desk.browser(desk.people.vera)
    assert browser.get("/alarms/A-ZZZZ/").status_code == 404
    assert browser.post("/alarms/A-ZZZZ/take/").status_code == 404


@pytest.mark.parametrize("action", ["take", "give", "close", "confirm", "ring"])
def test_looking_changes_nothing(desk: Desk, action: str) -> None:
    code = desk.calls().code
    assert desk.browser(desk.people.vera).get(f"/alarms/{code}/{action}/").status_code == 405


# a call being typed


def test_the_desk_rings_with_the_first_word_and_every_version_reaches_the_same_alarm(desk: Desk) -> None:
    browser = desk.browser(desk.people.nina)
    form = browser.get("/alarms/new/").content.decode()
    found = re.search(r'name="key" value="(\w+)"', form)
    assert found
    first = browser.post("/alarms/new/", {"key": found[1], "words": "Они ломают", "stay": "1"})
    assert "Ringing" in text_of(first)
    assert "Они ломают" in first.content.decode()
    done = browser.post(
        "/alarms/new/",
        {"key": found[1], "words": "Они ломают дверь", "danger": "life", "who": ["caller", "with_them"]},
    )
    assert done.status_code == 303
    (alarm,) = work.book(desk.people.vera).alarms.values()
    assert done["Location"] == f"/alarms/{alarm.code}/"
    assert len(alarm.deliveries) == 2
    page = text_of(desk.browser(desk.people.vera).get(done["Location"]))
    assert "Life in danger" in page
    assert "the caller · someone with them" in page
    assert "1 earlier version" in page


def test_a_call_of_which_nothing_is_known_rings_all_the_same(desk: Desk) -> None:
    answer = desk.browser(desk.people.nina).post("/alarms/new/", {})
    assert answer.status_code == 303
    assert len(desk.mail.taken) == 1


def test_a_bell_that_does_not_answer_is_said_plainly(desk: Desk) -> None:
    class Silent:
        def deliver(self, content: object, *, lane: str, key: str) -> None:
            return None

    browser = desk.browser(desk.people.nina)
    browser.defaults["tocsin.needs"] = {"intake": Silent()}
    assert "the bell does not answer" in text_of(browser.post("/alarms/new/", {"words": "x"}))
    assert "the bell does not answer" in text_of(
        browser.post("/alarms/new/", {"words": "Рустам", "stay": "1"})
    )


def test_nonsense_in_a_form_is_not_said_rather_than_refused(desk: Desk) -> None:
    answer = desk.browser(desk.people.nina).post(
        "/alarms/new/", {"danger": "meteor", "who": ["caller", "nobody"], "key": "x" * 900, "words": "w"}
    )
    assert answer.status_code == 303
    alarm = next(iter(work.book(desk.people.vera).alarms.values()))
    (heard,) = work.heard(desk.people.vera, alarm)
    assert heard.signal == Signal(words="w")


# reading


def test_a_light_alarm_is_hers_for_an_hour(desk: Desk) -> None:
    code = desk.calls(Signal(words="threats by letter", danger=Danger.THREAT, minor=Known.NO)).code
    assert "It is yours until 21:00" in text_of(desk.browser(desk.people.vera).get(f"/alarms/{code}/"))


def test_a_parcel_that_nobody_can_read_rings_and_can_be_taken(desk: Desk) -> None:
    code = desk.calls().code
    people = desk.people
    (parcel,) = desk.alarm(code).parcels
    store = people.node("thief").store
    raw = store.parcel(bytes.fromhex(parcel))
    assert raw is not None
    broken = raw[:-1] + bytes([raw[-1] ^ 1])
    receipt = desk.bell.receive(broken, "web", "relay-1")
    desk.tick()
    browser = desk.browser(people.vera)
    assert "cannot be read" in text_of(browser.get(f"/alarms/{receipt.code}/"))
    browser.post(f"/alarms/{receipt.code}/take/")
    assert desk.alarm(receipt.code).holder == people.vera.me
    assert "cannot be read" in text_of(browser.get(f"/alarms/{receipt.code}/"))


def test_every_telling_can_be_reached_from_its_alarm(desk: Desk) -> None:
    code = desk.calls(Signal(words="first words"), key="k").code
    desk.browser(desk.people.vera).post(f"/alarms/{code}/take/")
    desk.calls(Signal(words="second words"), key="k")
    page = text_of(desk.browser(desk.people.vera).get(f"/alarms/{code}/"))
    assert "first words" in page
    assert "second words" in page


@pytest.mark.parametrize("language", ["ru", "es"])
def test_pages_draw_in_every_language(desk: Desk, language: str) -> None:
    from tocsin.vault.session import Put
    from tocsin.web.preferences import MemberPreferred

    vera = desk.people.vera
    vera.record(lambda: [Put(vera.logs(LogClass.MEMBER)[0], MemberPreferred(language=language))])
    code = desk.calls().code
    browser = desk.browser(vera)
    for address in ("/", "/alarms/", "/alarms/new/", f"/alarms/{code}/"):
        assert browser.get(address).status_code == 200
