# SPDX-License-Identifier: AGPL-3.0-or-later
"""The field page with the cast: Vera goes there, Ilya reads, Oleg and Marta find nothing at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tocsin.alarm.facts import AlarmMilestone, Milestone
from tocsin.alarm.picture import Phase
from tocsin.alarm.work import take
from tocsin.callout import work
from tocsin.callout.facts import CustodyEvent, Sense
from tocsin.callout.tests.evening import CODE, WHERE, Evening, evening
from tocsin.vault.kinds import LogClass
from tocsin.vault.session import Vault

PAGE = f"/callouts/{CODE}/"
# A JPEG head with an EXIF block that says where and when, then bytes of any kind and length.
JPEG = (
    b"\xff\xd8\xff\xe1\x00\x20Exif\x00\x00GPS 55.75N 2021:02:06\xff\xda"
    + bytes(range(256)) * 700
    + b"\xff\xd9"
)
OTHER = b"\xff\xd8\xff\xe0" + b"JFIF" * 9


@pytest.fixture
def tonight(tmp_path: Path) -> Evening:
    return evening(tmp_path)


def get(tonight: Evening, vault: Vault, path: str = PAGE) -> Any:
    return tonight.cast.browser(vault).get(path)


def post(tonight: Evening, vault: Vault, what: str, **form: Any) -> Any:
    return tonight.cast.browser(vault).post(f"{PAGE}{what}/", form)


def text(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def go(tonight: Evening) -> Vault:
    """Vera set out 6 minutes after the call and arrived 31 minutes after it."""
    vera = tonight.cast.vera
    tonight.after(6)
    assert post(tonight, vera, "set-out").status_code == 303
    tonight.after(31)
    assert post(tonight, vera, "arrive").status_code == 303
    return vera


def milestones(tonight: Evening) -> Iterator[Milestone]:
    entries = tonight.cast.bell.entries(tonight.cast.log(LogClass.BELL))
    return (one.fact.what for one in entries if isinstance(one.fact, AlarmMilestone))


def photographed(tonight: Evening) -> tuple[Vault, list[str]]:
    vera = go(tonight)
    files = [
        SimpleUploadedFile("Тимур Салтанов.jpg", JPEG, "image/jpeg"),
        SimpleUploadedFile("b.html", OTHER, "text/html"),
    ]
    answer = post(tonight, vera, "observe", text="Door open.", sense="seen", photos=files)
    assert answer.headers["Location"] == f"{PAGE}#o1"
    return vera, [photo.file.id for photo in work.scene(vera, CODE).callout.observations[0].fact.photos]


def test_before_she_sets_out_the_page_has_one_thing_to_do(tonight: Evening) -> None:
    answer = get(tonight, tonight.cast.vera)
    assert "You have not set out" in text(answer) and WHERE in text(answer)
    assert answer.content.count(b'class="btn do"') == 1
    assert b"observe/" not in answer.content


def test_the_whole_way_there_and_back_is_heard_by_the_bell_without_a_word_of_it(tonight: Evening) -> None:
    vera = go(tonight)
    said = text(get(tonight, vera))
    assert "On scene since 20:31" in said and "by 21:01 in 30 min" in said
    assert "set out after 6 min, on scene after 31 min" in said
    tonight.after(35)
    post(tonight, vera, "observe", text="Chair on its side.")
    post(tonight, vera, "report")
    post(tonight, vera, "help")
    post(tonight, vera, "leave")
    assert "You left at 20:35" in text(get(tonight, vera))
    word = Milestone
    heard = [word.SET_OUT, word.ARRIVED, word.REPORTED, word.SAFE, word.HELP, word.LEFT]
    assert list(milestones(tonight)) == heard


def test_the_callout_and_the_bell_wait_for_the_same_minute(tonight: Evening) -> None:
    vera = go(tonight)
    trip = work.scene(vera, CODE).callout.trip(vera.me)
    (out,) = tonight.alarm.outs
    assert trip is not None and out.timer.due == trip.due


def test_a_late_word_makes_the_alarm_ring_again_and_the_page_says_so(tonight: Evening) -> None:
    vera = go(tonight)
    tonight.after(31 + 33)
    assert tonight.alarm.phase_at(vera.now()) is Phase.RAISED
    assert "3 min late. The alarm rings again" in text(get(tonight, vera))
    assert "word due, 3 min late" in text(get(tonight, vera, "/"))


def test_help_is_shown_until_she_left_and_no_later_word_takes_it_back(tonight: Evening) -> None:
    vera = go(tonight)
    post(tonight, vera, "help")
    post(tonight, vera, "report")
    assert "You asked for help at 20:31" in text(get(tonight, vera))
    assert "Asked for help at 20:31" in text(get(tonight, tonight.cast.ilya))
    assert tonight.alarm.phase is Phase.RAISED
    assert "Everybody on call is being woken" in text(get(tonight, vera))
    take(tonight.cast.ilya, CODE)
    assert "Another person has taken the alarm since" in text(get(tonight, vera))


def test_an_hour_may_be_typed_and_one_ahead_is_refused_with_nothing_lost(tonight: Evening) -> None:
    vera = tonight.cast.vera
    tonight.after(12)
    post(tonight, vera, "set-out", at="20:05")
    assert "On the way since 20:05" in text(get(tonight, vera))
    answer = post(tonight, vera, "observe", text="Two cars at the gate", at="20:13")
    assert answer.status_code == 409
    assert "is not a time of the last twelve hours" in text(answer) and "Two cars at the gate" in text(answer)
    assert not work.scene(vera, CODE).callout.observations


def test_arriving_without_setting_out_is_refused_in_three_sentences(tonight: Evening) -> None:
    answer = post(tonight, tonight.cast.vera, "arrive")
    assert answer.status_code == 409
    assert "You have not set out." in text(answer) and "Say first that you set out" in text(answer)
    assert list(milestones(tonight)) == []


def test_ilya_reads_what_vera_sees_and_writes_down_that_she_left(tonight: Evening) -> None:
    vera, ilya = go(tonight), tonight.cast.ilya
    words = "Человек шесть, в чёрном."
    form = {"sense": "words", "who": "Neighbour", "basis": "saw", "may_be_named": "no", "language": "ru"}
    post(tonight, vera, "observe", text=words, **form)
    page = get(tonight, ilya)
    assert f'<p class="said" lang="ru">{words}</p>' in page.content.decode()
    assert "Neighbour:" in text(page) and "saw it · must not be named" in text(page)
    assert "Who else is out" in text(page) and "Vera Osokina" in text(page)
    post(tonight, ilya, "leave", of=vera.me)
    assert "You left at" in text(get(tonight, vera))
    assert tonight.alarm.outs == ()


def test_a_conclusion_is_pointed_out_to_its_writer_only(tonight: Evening) -> None:
    vera = go(tonight)
    assert post(tonight, vera, "observe", text="They were abducted.").status_code == 303
    assert "Sounds like a conclusion" in text(get(tonight, vera))
    assert "Sounds like a conclusion" not in text(get(tonight, tonight.cast.ilya))


@pytest.mark.parametrize("who", ["oleg", "marta", "nina"])
def test_whoever_cannot_open_the_alarm_gets_the_page_of_an_alarm_that_never_was(
    tonight: Evening, who: str
) -> None:
    _, (file, _) = photographed(tonight)
    browser = tonight.cast.browser(getattr(tonight.cast, who))
    for path in ("", "photos/", f"photos/{file}"):
        here, nowhere = browser.get(PAGE + path), browser.get(f"/callouts/A-9ZZZ/{path}")
        assert here.status_code == nowhere.status_code == 404
        assert here.content == nowhere.content and here.headers == nowhere.headers
    for what in ("set-out", "arrive", "observe", "report", "help", "leave"):
        here, nowhere = browser.post(f"{PAGE}{what}/"), browser.post(f"/callouts/A-9ZZZ/{what}/")
        assert here.status_code == nowhere.status_code == 404
        assert here.content == nowhere.content
    board = browser.get("/")
    assert b"/callouts/" not in board.content and WHERE not in text(board)
    assert list(milestones(tonight)) == [Milestone.SET_OUT, Milestone.ARRIVED, Milestone.REPORTED]


def test_photographs_come_back_bit_for_bit_as_the_camera_made_them(tonight: Evening) -> None:
    vera, (file, strange) = photographed(tonight)
    answer = get(tonight, tonight.cast.ilya, f"{PAGE}photos/{file}")
    assert b"".join(answer.streaming_content) == JPEG
    photo = work.scene(vera, CODE).callout.observations[0].fact.photos[0]
    assert photo.file.sha256 == hashlib.sha256(JPEG).hexdigest() and photo.acquired_by == vera.me
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{CODE}-1-1.jpg"'
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    odd = get(tonight, vera, f"{PAGE}photos/{strange}")
    assert b"".join(odd.streaming_content) == OTHER
    assert odd.headers["Content-Type"] == "application/octet-stream"


def test_no_file_on_the_disk_holds_a_byte_of_a_photograph_or_its_name(tonight: Evening) -> None:
    photographed(tonight)
    found = [path for path in tonight.cast.folder.rglob("*") if path.is_file()]
    sought = (b"GPS 55.75N", b"JFIFJFIF", "Салтанов".encode(), b"Door open", bytes(range(256)))
    assert len(found) > 5
    assert [path.name for path in found if any(word in path.read_bytes() for word in sought)] == []


def test_every_opening_of_a_photograph_is_written_down_before_its_bytes_leave(tonight: Evening) -> None:
    vera, (file, _) = photographed(tonight)
    get(tonight, tonight.cast.ilya, f"{PAGE}photos/{file}")
    assert tonight.cast.browser(vera).head(f"{PAGE}photos/{file}").status_code == 405
    rows = work.scene(vera, CODE).callout.held(file)
    assert [row.fact.event for row in rows] == [CustodyEvent.ACQUIRED, CustodyEvent.VIEWED]
    assert rows[1].by == tonight.cast.ilya.me
    page = text(get(tonight, vera, f"{PAGE}photos/"))
    assert "opened · Илья Грач" in page and hashlib.sha256(JPEG).hexdigest() in page
    assert "Салтанов" not in page


def test_a_damaged_photograph_is_never_handed_out_and_that_is_written_down(tonight: Evening) -> None:
    vera, (file, _) = photographed(tonight)
    (sealed,) = [path for path in tonight.cast.folder.rglob(f"*{file}*") if path.is_file()]
    raw = bytearray(sealed.read_bytes())
    raw[100] ^= 1
    sealed.chmod(0o600)
    sealed.write_bytes(raw)
    answer = get(tonight, vera, f"{PAGE}photos/{file}")
    assert answer.status_code == 409 and "is not what was sealed" in text(answer)
    assert work.scene(vera, CODE).callout.held(file)[-1].fact.event is CustodyEvent.DAMAGED


def test_a_photograph_of_one_alarm_is_not_found_under_another(tonight: Evening, tmp_path: Path) -> None:
    vera, _ = photographed(tonight)
    assert get(tonight, vera, f"{PAGE}photos/{'0' * 32}").status_code == 404
    assert get(tonight, vera, f"/callouts/A-9ZZZ/photos/{'0' * 32}").status_code == 404


def test_a_long_night_stays_under_fifty_kilobytes(tonight: Evening) -> None:
    vera = go(tonight)
    line = "Chair on its side, cup broken, tea on the floor still wet, two jackets on the hook. " * 3
    for _ in range(60):
        work.observe(vera, CODE, vera.now(), text=line, language="en", sense=Sense.SEEN)
    answer = get(tonight, vera)
    assert len(answer.content) < 50_000
    assert "30 earlier ones" in text(answer) and b'id="o60"' in answer.content
    assert get(tonight, vera, f"{PAGE}?all=1").content.count(b'<li id="o') == 60


def test_the_board_names_who_is_out_and_nobody_at_risk(tonight: Evening) -> None:
    go(tonight)
    board = text(get(tonight, tonight.cast.ilya, "/"))
    assert "On scene since 20:31 Vera Osokina" in board and CODE in board
    assert not any(word in board for word in ("Салтанов", "Тимур", "Садовая", "Зареченск"))


def test_titles_and_addresses_carry_codes_alone(tonight: Evening) -> None:
    vera, _ = photographed(tonight)
    for path in ("", "photos/"):
        page = get(tonight, vera, PAGE + path).content.decode()
        assert f"<title>{CODE}</title>" in page
        linked = " ".join(re.findall(r'(?:href|action)="([^"]*)"', page))
        assert linked.isascii() and "Vera" not in linked
