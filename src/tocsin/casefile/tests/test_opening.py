# SPDX-License-Identifier: AGPL-3.0-or-later
"""An alarm becomes a case: its first words, what was seen, who may read it, what the bell learns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tocsin.alarm.facts import AlarmConverted
from tocsin.alarm.picture import Phase
from tocsin.callout.tests.evening import CODE, WHERE, Evening, evening
from tocsin.callout.work import scene
from tocsin.casefile import work
from tocsin.casefile.tests.typist import Typist
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Vault


@pytest.fixture
def tonight(tmp_path: Path) -> Evening:
    return evening(tmp_path / "data")


def opens(tonight: Evening, vault: Vault, **more: Any) -> Any:
    fields = {
        "title": "Two people, Zarechensk",
        "circle": "Counsel",
        "jurisdictions": ["ru"],
        "readers": [],
        **more,
    }
    return tonight.cast.browser(vault).post(f"/alarms/{CODE}/case/", fields)


def opened(tonight: Evening, **more: Any) -> Typist:
    vera = tonight.cast.vera
    answer = opens(tonight, vera, **more)
    assert answer.status_code == 303
    return Typist(tonight.cast.browser(vera), vera, answer.headers["Location"].split("/")[2])


def sees(tonight: Evening, text: str, sense: str, **spoken: str) -> None:
    browser, page = tonight.cast.browser(tonight.cast.vera), f"/callouts/{CODE}/"
    if not scene(tonight.cast.vera, CODE).callout.trips:
        assert browser.post(page + "set-out/").status_code == 303
        tonight.after(31)
        assert browser.post(page + "arrive/").status_code == 303
    answer = browser.post(page + "observe/", {"text": text, "sense": sense, **spoken})
    assert answer.status_code == 303, answer.content.decode()


def test_the_first_words_are_the_first_source_and_its_claims_name_the_caller(tonight: Evening) -> None:
    case = opened(tonight).picture
    (source,) = case.sources.values()
    assert source.fact.title == f"{CODE}, 1" and source.fact.published.earliest == tonight.called
    said = {claim.fact.predicate: claim.fact for claim in case.live()}
    assert said["call_content"].quotes[0].text == "Они ломают дверь"
    assert said["place"].value.place.text == WHERE
    assert [(link.speaker, link.protected) for link in said["place"].chain] == [("The caller", True)]


def test_what_was_seen_on_scene_comes_with_its_speaker_once(tonight: Evening) -> None:
    sees(tonight, "Door open. Frame broken inwards.", "seen")
    sees(
        tonight,
        "Человек шесть, в чёрном. Увели двоих.",
        "words",
        who="a neighbour",
        basis="saw",
        may_be_named="no",
    )
    case = opened(tonight)
    found = [claim.fact for claim in case.picture.live() if claim.fact.predicate == "scene"]
    assert [claim.quotes[0].text for claim in found] == [
        "Door open. Frame broken inwards.",
        "Человек шесть, в чёрном. Увели двоих.",
    ]
    assert [(link.speaker, link.basis) for link in found[0].chain] == [("Vera Osokina", "saw")]
    assert [(link.speaker, link.basis, link.protected) for link in found[1].chain][-1] == (
        "a neighbour",
        "saw",
        True,
    )
    page = case.get("timeline/")
    assert "arrived on scene" in page and "Vera Osokina" in page


def test_what_is_noted_later_is_taken_over_on_request_and_only_once(tonight: Evening) -> None:
    sees(tonight, "Door open.", "seen")
    case = opened(tonight)
    sees(tonight, "A telephone rings inside.", "heard")
    assert "1 observation from the scene is not in the case yet" in case.get("evidence/")
    for _ in range(2):
        case.post("evidence/scene/", {})
    scene = [claim.fact for claim in case.picture.live() if claim.fact.predicate == "scene"]
    assert [claim.value.text for claim in scene] == ["Door open.", "A telephone rings inside."]
    assert len({claim.subject for claim in scene}) == len({claim.carrier for claim in scene}) == 1
    assert "not in the case yet" not in case.get("evidence/")


def test_the_circle_reads_the_case_and_the_alarm_and_nobody_else_does(tonight: Evening) -> None:
    cast = tonight.cast
    assert not cast.nina.logs(LogClass.ALARM)
    case = opened(tonight, readers=[cast.nina.me])
    nina = cast.browser(cast.nina)
    assert nina.get(f"/cases/{case.code}/").status_code == 200
    assert cast.nina.logs(LogClass.ALARM)
    for stranger in (cast.ilya, cast.oleg, cast.marta):
        assert cast.browser(stranger).get(f"/cases/{case.code}/").status_code == 404
    assert cast.ilya.logs(LogClass.ALARM) and not cast.oleg.logs(LogClass.ALARM)


def test_the_bell_learns_that_there_is_a_case_and_neither_its_code_nor_its_log(tonight: Evening) -> None:
    case = opened(tonight)
    assert tonight.alarm.phase is Phase.CONVERTED
    bell = tonight.cast.bell
    entries = bell.entries(tonight.cast.log(LogClass.BELL))
    (converted,) = [entry.fact for entry in entries if isinstance(entry.fact, AlarmConverted)]
    log, _ = work.find(tonight.cast.vera, case.code)
    assert converted.handle not in (case.code, log)
    assert case.code not in repr([entry.fact for entry in entries])


def test_a_colleague_who_does_not_hold_the_alarm_opens_a_case_and_it_stays_held(tonight: Evening) -> None:
    answer = opens(tonight, tonight.cast.ilya)
    assert answer.status_code == 303
    assert tonight.alarm.holder == tonight.cast.vera.me and tonight.alarm.phase is Phase.HELD


def test_a_second_case_on_one_alarm_is_refused_with_the_code_of_the_first(tonight: Evening) -> None:
    case = opened(tonight)
    answer = opens(tonight, tonight.cast.vera)
    assert answer.status_code == 409 and case.code in answer.content.decode()


def test_the_refusal_tells_nothing_of_a_case_that_is_not_hers(tonight: Evening) -> None:
    first = opened(tonight)
    answer = opens(tonight, tonight.cast.ilya)
    assert answer.status_code == 303 and first.code not in answer.headers["Location"]


def test_who_cannot_read_the_alarm_cannot_make_a_case_of_it(tonight: Evening) -> None:
    answer = opens(tonight, tonight.cast.nina)
    assert answer.status_code == 409
    assert "What was said in this alarm is not open to you." in answer.content.decode()
    assert tonight.cast.browser(tonight.cast.vera).get("/alarms/A-ZZZZ/case/").status_code == 404


def test_the_alarm_page_leads_to_its_case_for_those_inside_only(tonight: Evening) -> None:
    vera, ilya = (tonight.cast.browser(vault) for vault in (tonight.cast.vera, tonight.cast.ilya))
    before = vera.get(f"/alarms/{CODE}/").content.decode()
    assert f'href="/alarms/{CODE}/case/"' in before
    case = opened(tonight)
    assert f'href="/cases/{case.code}/"' in vera.get(f"/alarms/{CODE}/").content.decode()
    assert case.code not in ilya.get(f"/alarms/{CODE}/").content.decode()
