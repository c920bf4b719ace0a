# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a case over real vaults: what is written on them is read back, and strangers see nothing."""

from __future__ import annotations

import hashlib
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Cast

from tocsin.casefile import work
from tocsin.casefile.picture import disputes, without_counsel
from tocsin.casefile.tests.hundred import a_hundred_claims
from tocsin.casefile.tests.typist import Typist, type_the_night
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Put
from tocsin.web.preferences import MemberPreferred

TABS = ("", "timeline/", "claims/", "claims/new/", "detention/", "evidence/", "visits/", "circle/")
NAMES = ("Ильвердин", "Ilverdin", "Салтанов", "Saltanov", "Рустам", "Timur")


@pytest.fixture
def vera(people: Cast) -> Typist:
    """Vera at a case of hers and Nina's."""
    code = work.open_case(
        people.vera,
        title="Two people, Zarechensk",
        readers=[people.nina.me],
        jurisdictions=["ru"],
        circle="Counsel",
    )
    return Typist(people.browser(people.vera), people.vera, code)


def test_the_night_is_written_through_forms_and_stands_on_the_page(vera: Typist) -> None:
    type_the_night(vera)
    page = vera.get()
    for words in (
        "Рустам Ильвердин",
        "Rustam Ilverdin, 20",
        "minor, until 17 Nov 2027 at the latest",
        "Held, place not disclosed",
        "since about 19:00 on 18 Nov",
        "2 d 8 h",
        "Entry refused",
        "19 Nov 02:58–03:31",
        "17 Feb 2027",
        "Entrance camera overwrites, said the caretaker",
    ):
        assert words in page, words


def test_accounts_that_differ_stand_side_by_side_with_their_chains(vera: Typist) -> None:
    type_the_night(vera)
    page = vera.get()
    accounts = re.findall(r'<article class="account".*?</article>', page)
    assert len(accounts) == 4
    house, flat = accounts[:2]
    assert (
        "at a house in Zarechensk" in house and "<b>0 originators</b>" in house and 'class="nobody"' in house
    )
    assert "in their apartment" in flat and "<b>1 originator</b> · 2 carriers · repeats do not count" in flat
    assert "Nothing here decides between them" in page


def test_imprecise_times_keep_their_words_and_show_their_reach_and_anchor(vera: Typist) -> None:
    type_the_night(vera)
    page = vera.get("timeline/")
    assert '<b>April 2020</b><span class="soft">1 Apr 2020 – 30 Apr 2020</span>' in page
    assert (
        '<b>last year</b><span class="soft">1 Jan 2025 – 31 Dec 2025, counted from 2026-11-18</span>' in page
    )


def test_every_tab_opens_in_three_languages_and_by_night(vera: Typist) -> None:
    type_the_night(vera)
    own = vera.vault.logs(LogClass.MEMBER)[0]
    for language, theme in (("en", "night"), ("ru", ""), ("es", "dark")):
        vera.vault.record(lambda chosen=(language, theme): [Put(own, MemberPreferred(*chosen))])
        for tab in TABS:
            assert f'lang="{language}"' in vera.get(tab)


def test_a_case_of_others_and_one_that_never_was_are_the_same_page(people: Cast, vera: Typist) -> None:
    ids = type_the_night(vera)
    strangers = people.browser(people.oleg)
    paths = [
        *TABS,
        "people/new/",
        "visits/new/",
        f"claims/new/?about={ids['timur']}&says=age",
        "clocks/ru.police.14.4/",
    ]
    for path in paths:
        hers = strangers.get(f"/cases/{vera.code}/{path}")
        nobodys = strangers.get(f"/cases/TC-2026-ZZZZ/{path}")
        assert (hers.status_code, nobodys.status_code) == (404, 404)
        assert _plain(hers.content) == _plain(nobodys.content)
    assert vera.code not in strangers.get("/cases/").content.decode()
    assert "Nothing that you may open" in strangers.post("/search/", {"q": "Ильвердин"}).content.decode()
    assert strangers.post(f"/cases/{vera.code}/people/new/", {"name": "x"}).status_code == 404


def _plain(content: bytes) -> str:
    return re.sub(r'value="[^"]*"', "", content.decode())


def test_a_colleague_in_the_circle_writes_to_the_same_case(people: Cast, vera: Typist) -> None:
    nina = Typist(people.browser(people.nina), people.nina, vera.code)
    nina.person("Рустам", "", "", new_source="call with his father", carrier="")
    assert "Рустам" in vera.get()


def test_the_list_and_the_board_name_nobody(people: Cast, vera: Typist) -> None:
    type_the_night(vera)
    for address in ("/cases/", "/"):
        page = vera.browser.get(address).content.decode()
        assert vera.code in page and "2 d 8 h" in page
        assert not [name for name in NAMES if name in page]


def test_addresses_and_titles_carry_codes_only(vera: Typist) -> None:
    type_the_night(vera)
    for tab in TABS:
        page = vera.get(tab)
        found = [
            *re.findall(r'(?:href|action|src)="([^"]*)"', page),
            *re.findall("<title>(.*?)</title>", page),
        ]
        assert not [one for one in found for name in NAMES if name in one]


def test_a_refusal_gives_back_what_was_typed(vera: Typist) -> None:
    ids = type_the_night(vera)
    typed = {
        "people": [ids["timur"]],
        "place": "Children's home, Uvalsk",
        "arrived": "2026-11-19 11:00",
        "said": "не положено",
    }
    answer = vera.post("visits/new/", typed, code=409)
    page = answer.content.decode()
    assert "How it ended is missing." in page
    assert "Children&#x27;s home, Uvalsk" in page and "не положено" in page
    assert len(vera.picture.visits) == 3


def test_a_time_that_cannot_be_read_says_so_and_loses_nothing(vera: Typist) -> None:
    ids = type_the_night(vera)
    before = len(vera.picture.claims)
    typed = {"value_time": "25:10", "quote": "в десять минут", "said": "asserted", "carrier": ids["notes"]}
    answer = vera.post(f"claims/new/?about={ids['rustam']}&says=taken", typed, code=422)
    page = answer.content.decode()
    assert "is no time that can be read" in page and "в десять минут" in page
    assert len(vera.picture.claims) == before


def test_what_is_typed_for_a_new_source_counts_though_another_stood_chosen(vera: Typist) -> None:
    ids = type_the_night(vera)
    made = vera.claim(
        ids["flat"],
        "scene",
        ("a neighbour", "saw"),
        carrier=ids["paper"],
        new_source="talk at the door",
        new_kind="lawyer_note",
        quote="Человек шесть, в чёрном.",
        value_text="about six men in black",
        chain_end="secret",
    )
    claim = vera.picture.claims[made].fact
    assert vera.picture.sources[claim.carrier].fact.title == "talk at the door"
    assert claim.chain[-1].protected


def test_the_language_of_the_words_is_that_of_the_source_unless_said(vera: Typist) -> None:
    ids = type_the_night(vera)
    made = vera.claim(
        ids["flat"],
        "vehicle",
        carrier=ids["paper"],
        quote="a white van",
        value_text="white van",
        quote_language="",
    )
    assert vera.picture.claims[made].fact.quotes[0].lang == "en"


def test_a_denial_an_unknown_and_a_refusal_to_say_are_claims_of_their_own(vera: Typist) -> None:
    ids = type_the_night(vera)
    for said in ("denied", "unknown", "refused"):
        fields = {"value_term": "torture"} if said == "denied" else {}
        vera.claim(
            ids["flat"],
            "act",
            ("Police, Vyshgorsk", "not_stated"),
            said=said,
            carrier=ids["notes"],
            quote="нет",
            **fields,
        )
    page = vera.get("claims/")
    assert "not: Torture" in page and "not known" in page and "refused to say" in page


def test_a_withdrawn_claim_leaves_the_disputes_and_stays_in_the_list(vera: Typist) -> None:
    type_the_night(vera)
    house = next(key for key, entry in vera.picture.claims.items() if entry.fact.value.term == "house")
    vera.post(
        f"claims/{house}/withdraw/", {"state": "corrected_by_source", "reason": "The paper now says flat."}
    )
    assert [found.predicate.name for found in disputes(vera.picture)] == ["time"]
    assert "The paper now says flat." in vera.get("claims/")


def test_confirmed_is_refused_for_one_voice_and_a_lower_grade_is_kept_beside_both_accounts(
    vera: Typist,
) -> None:
    type_the_night(vera)
    flat = next(key for key, entry in vera.picture.claims.items() if entry.fact.value.term == "apartment")
    answer = vera.post(f"claims/{flat}/assess/", {"credibility": "1", "reasons": "Two say so."}, code=409)
    assert "1 independent originator" in answer.content.decode()
    vera.post(f"claims/{flat}/assess/", {"credibility": "2", "reasons": "She stood in it."})
    page = vera.get()
    assert "She stood in it." in page and "Both stay." in page


def test_a_question_waits_until_somebody_writes_what_came_back(vera: Typist) -> None:
    ids = type_the_night(vera)
    vera.post(
        "questions/new/",
        {
            "asked_of": "Prosecutor",
            "question": "Were you told?",
            "about": [ids["timur"]],
            "answer": "waiting",
        },
    )
    asked = list(vera.picture.questions)[-1]
    assert "no answer yet" in vera.get("visits/")
    vera.post(
        f"questions/{asked}/answer/", {"answer": "refused", "reply": "Без комментариев", "language": "ru"}
    )
    page = vera.get("visits/")
    assert "refused to answer" in page and "Без комментариев" in page and "no answer yet" not in page


def test_a_clock_is_settled_for_one_person_and_runs_on_for_the_other(vera: Typist) -> None:
    ids = type_the_night(vera)
    vera.post(
        "clocks/ru.police.14.4/", {"outcome": "met", "people": [ids["rustam"]], "reason": "Court order seen"}
    )
    page = vera.get("detention/")
    assert "Court order seen" in page
    assert page.count("Court decision or release, 48 h") == 2


def test_a_meeting_stops_the_hours_of_whoever_was_met(vera: Typist) -> None:
    ids = type_the_night(vera)
    met = {
        "people": [ids["rustam"]],
        "outcomes": ["met_not_private"],
        "place": "Vyshgorsk",
        "arrived": "2026-11-19 11:30",
    }
    vera.post("visits/new/", met)
    rows = {row.people: row.met is not None for row in without_counsel(vera.picture, vera.vault.now())}
    assert rows == {(ids["rustam"],): True, (ids["timur"],): False}


def test_a_file_comes_back_bit_exact_under_a_name_that_is_a_code(vera: Typist) -> None:
    content = b"\xff\xd8\xff" + bytes(range(256)) * 300
    sent = SimpleUploadedFile("Ильвердин дверь.jpg", content, content_type="image/jpeg")
    vera.post("evidence/new/", {"title": "The door", "evidence_kind": "photo", "file": sent})
    source = list(vera.picture.sources)[-1]
    assert hashlib.sha256(content).hexdigest() in vera.get("evidence/")
    answer = vera.browser.get(f"/cases/{vera.code}/evidence/{source}/0")
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Disposition"] == f'inline; filename="{vera.code}-1-1.jpg"'
    assert vera.browser.get(f"/cases/{vera.code}/evidence/{source}/1").status_code == 404


def test_a_file_of_another_kind_is_handed_over_unopened(vera: Typist) -> None:
    sent = SimpleUploadedFile("x.html", b"<script>alert(1)</script>", content_type="text/html")
    vera.post("evidence/new/", {"title": "A page", "evidence_kind": "web_capture", "file": sent})
    source = list(vera.picture.sources)[-1]
    answer = vera.browser.get(f"/cases/{vera.code}/evidence/{source}/0")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_the_lead_lets_someone_in_and_out_and_nobody_else_does(people: Cast, vera: Typist) -> None:
    type_the_night(vera)
    marta = people.browser(people.marta)
    nina = Typist(people.browser(people.nina), people.nina, vera.code)
    assert marta.get(f"/cases/{vera.code}/").status_code == 404
    nina.post("circle/change/", {"member": people.marta.me, "change": "in"}, code=409)
    vera.post("circle/change/", {"member": people.marta.me, "change": "in"})
    assert marta.get(f"/cases/{vera.code}/").status_code == 200
    vera.post("circle/change/", {"member": people.marta.me, "change": "out"})
    assert people.marta.me not in people.vera.readers(work.find(people.vera, vera.code)[0])


def test_search_finds_a_person_in_either_script_and_is_posted(vera: Typist) -> None:
    type_the_night(vera)
    for asked in ("Ilwerdin", "ильверд", "Saltanow Timur", "Салтанов"):
        page = vera.browser.post("/search/", {"q": asked}).content.decode()
        assert vera.code in page, asked
    page = vera.browser.post("/search/", {"q": "apartment"}).content.decode()
    assert "in their apartment" in page
    unposted = vera.browser.get("/search/", {"q": "Ильвердин"}).content.decode()
    assert vera.code not in unposted and "Press Search instead" in unposted
    assert vera.browser.get("/search/", {"q": vera.code}).headers["Location"] == f"/cases/{vera.code}/"


def test_what_was_seen_of_somebodys_health_is_not_found_by_search(vera: Typist) -> None:
    ids = type_the_night(vera)
    vera.claim(
        ids["rustam"],
        "condition",
        ("Vera Osokina", "saw"),
        carrier=ids["notes"],
        quote="синяк на руке",
        value_text="bruise",
    )
    assert "синяк" in vera.get("claims/")
    assert "синяк на руке" not in vera.browser.post("/search/", {"q": "синяк"}).content.decode()


def test_a_page_holds_a_hundred_claims_and_leads_to_the_next(people: Cast) -> None:
    code = a_hundred_claims(people.vera)
    typist = Typist(people.browser(people.vera), people.vera, code)
    typist.claim(
        next(iter(typist.picture.people)),
        "accusation",
        carrier=next(iter(typist.picture.sources)),
        quote="…",
        value_text="more",
    )
    page = typist.get("claims/")
    assert page.count('id="c-') == 100
    following = re.search(r'href="/cases/[^"]*/(claims/\?after=[0-9a-f]+)"', page)
    assert following and typist.get(following[1]).count('id="c-') == 1
