# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page is brought, read and decided by a person; what she accepts is a claim, and nobody else learns of it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast as casting
from tests.cast import Cast

from tocsin.casefile import rules as cases
from tocsin.casefile.picture import CaseFold, CasePicture
from tocsin.monitoring import work
from tocsin.monitoring.picture import State
from tocsin.vault.ids import LogId
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import NewLog, Put

CODE = "TC-2021-Q7XM"
ARTICLE = """Accept cookies
Two taken from a flat in Zarechensk, group says
Nina Varga
Monday 08 February 2021 03:17 GMT
Subscribe to our newsletter today
Two people who had fled the Uvalsk region last year were taken from a flat in Zarechensk, \
a group that had helped them leave said on Sunday.
Rustam Ilverdin, 20, and Timur Saltanov, 17, were apprehended by police at a house in Zarechensk, \
the Pereprava Network said.
The two were first detained in April 2020, the network said, and were forced to record apology videos.
Arriving half an hour later, lawyer Vera Osokina found signs of a struggle and the two were gone.
“Rustem Ilverdin and Timur Saltanov were detained by the police in their apartment,” the group said in a statement.
Your support helps us to tell the story. Donate today and join our readers.
"""


@pytest.fixture
def cast(tmp_path: Path) -> Cast:
    return casting.cast(tmp_path / "data")


@pytest.fixture
def case(cast: Cast) -> LogId:
    """A case of Vera's and Nina's with one person in it, as it is in the log."""
    log = LogId(cast.vera.new_id())
    readers = frozenset((cast.id("Lapwing"), cast.id("Dunlin")))
    opened = cases.open_case(code=CODE, title="Two people", lead=cast.id("Lapwing"))
    cast.vera.record(lambda: [NewLog(log, LogClass.CASE, readers), *(Put(log, each) for each in opened)])
    return log


def bring(browser: Client, **more: Any) -> str:
    answer = browser.post(
        "/sources/new/", {"case": CODE, "text": ARTICLE, "url": "https://meridian.example/a", **more}
    )
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


def number_of(one: work.Found, fits: Callable[[Any], bool]) -> int:
    return next(number for number, draft in enumerate(one.source.drafts, start=1) if fits(draft))


def picture(cast: Cast, log: LogId) -> CasePicture:
    return cast.vera.draw(log, CaseFold())


def accept(browser: Client, page: str, number: int, **changed: str) -> Any:
    shown = browser.get(f"{page}?d={number}").content.decode()
    values = dict(re.findall(r'<input type="text" name="(\w+)" value="([^"]*)"', shown))
    for name in ("about", "says"):
        block = re.search(rf'<select name="{name}".*?</select>', shown, re.S)
        assert block is not None
        chosen = re.search(r'<option value="([^"]*)" selected', block[0])
        values[name] = chosen[1] if chosen else ""
    return browser.post(f"{page}drafts/{number}/", {**values, **changed, "act": "accept"})


def test_the_page_is_sealed_bit_for_bit_before_anything_is_read(cast: Cast, case: LogId) -> None:
    page = bring(cast.browser(cast.vera))
    one = work.find(cast.vera, page.split("/")[2])
    file = one.source.archived.fact.file
    kept = b"".join(cast.vera.read_file(case, file))
    assert kept == ARTICLE.replace("\n", "\r\n").encode() or kept == ARTICLE.encode()
    assert file.sha256 == hashlib.sha256(kept).hexdigest()


def test_a_page_shows_its_story_marks_and_what_was_left_out(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    shown = browser.get(bring(browser)).content.decode()
    assert "signs of a struggle" in shown and "<mark" in shown
    assert "Subscribe to our newsletter" in shown and "lines left out" in shown
    assert shown.count('class="btn do"') == 1


def test_an_accepted_draft_is_a_claim_with_its_chain_and_exact_words(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.nina)
    page = bring(browser)
    one = work.find(cast.nina, page.split("/")[2])
    number = number_of(one, lambda draft: draft.kind == "observation")
    assert accept(browser, page, number, about="new:incident").status_code == 303
    [claim] = picture(cast, case).claims.values()
    assert (claim.fact.predicate, claim.fact.quotes[0].text) == ("scene", one.source.drafts[number - 1].text)
    assert [link.speaker for link in claim.fact.chain][-1] == "lawyer Vera Osokina"
    assert claim.fact.extracted_by is not None
    assert work.find(cast.vera, page.split("/")[2]).source.state(number - 1) is State.ACCEPTED


def test_people_ages_and_imprecise_times_become_claims_of_a_person(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    one = work.find(cast.vera, page.split("/")[2])
    person = number_of(one, lambda draft: draft.kind == "person" and "Timur" in draft.text)
    assert accept(browser, page, person).status_code == 303
    age = number_of(one, lambda draft: draft.kind == "age" and draft.text == "17")
    assert accept(browser, page, age).status_code == 303
    april = number_of(one, lambda draft: draft.text == "April 2020")
    assert accept(browser, page, april, about="new:incident").status_code == 303
    claims = {each.fact.predicate: each.fact for each in picture(cast, case).claims.values()}
    assert claims["name"].value.name.full == "Timur Saltanov"
    assert claims["age"].subject == claims["name"].subject and claims["age"].value.age.years == 17
    time = claims["time"].value.time
    assert (time.text, time.edtf) == ("April 2020", "2020-04")


def test_two_accounts_of_one_page_stand_side_by_side(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    one = work.find(cast.vera, page.split("/")[2])
    house = number_of(one, lambda draft: draft.kind == "place" and draft.text == "a house")
    flat = number_of(one, lambda draft: draft.kind == "place" and draft.text == "their apartment")
    assert accept(browser, page, house, about="new:incident").status_code == 303
    incident = next(iter(picture(cast, case).incidents))
    assert accept(browser, page, flat, about=incident).status_code == 303
    shown = browser.get(f"/cases/{CODE}/claims/").content.decode()
    assert "Accounts differ" in shown


def test_what_does_not_fit_is_refused_and_nothing_is_written(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    one = work.find(cast.vera, page.split("/")[2])
    number = number_of(one, lambda draft: draft.kind == "person")
    assert accept(browser, page, number, about="new:incident").status_code == 409
    assert not picture(cast, case).claims


def test_a_no_and_a_taken_back_yes_leave_no_claim_in_use(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    assert browser.post(f"{page}drafts/1/", {"act": "reject"}).status_code == 303
    assert browser.post(f"{page}drafts/1/", {"act": "reject"}).status_code == 409
    assert browser.post(f"{page}drafts/1/", {"act": "reopen"}).status_code == 303
    one = work.find(cast.vera, page.split("/")[2])
    number = number_of(one, lambda draft: draft.kind == "person")
    accept(browser, page, number)
    assert browser.post(f"{page}drafts/{number}/", {"act": "reopen"}).status_code == 303
    now = picture(cast, case)
    assert set(now.retractions) == set(now.claims)
    assert work.find(cast.vera, page.split("/")[2]).source.state(number - 1) is State.WAITING


def test_a_dropped_line_can_be_kept(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    one = work.find(cast.vera, page.split("/")[2])
    assert one.source.read is not None
    line = next(line for line in one.source.read.fact.lines if line.reason)
    assert browser.post(f"{page}lines/{line.start}/").status_code == 303
    assert line.start in work.find(cast.vera, page.split("/")[2]).source.kept
    assert browser.post(f"{page}lines/999999/").status_code == 409


@pytest.mark.parametrize("who", ["oleg", "marta", "ilya"])
def test_whoever_has_not_the_case_finds_no_page_and_no_count(cast: Cast, case: LogId, who: str) -> None:
    page = bring(cast.browser(cast.vera))
    browser = cast.browser(getattr(cast, who))
    here, nowhere = browser.get(page), browser.get("/sources/0123456789abcdef/")
    assert here.status_code == nowhere.status_code == 404 and here.content == nowhere.content
    assert b"meridian" not in browser.get("/sources/").content
    assert browser.post("/sources/new/", {"case": CODE, "text": ARTICLE}).status_code == 422


@pytest.mark.parametrize(
    ("raw", "what"), [(b"%PDF-1.7 ...", b"PDF"), (b"\x00\x01\x02" * 50, b"zero bytes"), (b" \n ", b"nothing")]
)
def test_a_file_that_cannot_be_read_is_kept_and_says_so(
    cast: Cast, case: LogId, raw: bytes, what: bytes
) -> None:
    browser = cast.browser(cast.vera)
    upload = SimpleUploadedFile("page.bin", raw, "application/octet-stream")
    answer = browser.post("/sources/new/", {"case": CODE, "file": upload})
    assert answer.status_code == 409 and what in answer.content
    [one] = work.all_sources(cast.vera)
    assert b"".join(cast.vera.read_file(case, one.source.archived.fact.file)) == raw
    assert "could not be read" in browser.get("/sources/").content.decode()


def test_only_what_the_case_says_may_be_claimed(cast: Cast, case: LogId) -> None:
    browser = cast.browser(cast.vera)
    page = bring(browser)
    assert accept(browser, page, 1, says="orientation").status_code == 422
    assert browser.post(f"{page}drafts/9999/", {"act": "reject"}).status_code == 409
    assert browser.post(f"{page}drafts/1/", {"act": "destroy"}).status_code == 404
