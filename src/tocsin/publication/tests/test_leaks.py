# SPDX-License-Identifier: AGPL-3.0-or-later
"""No withheld word leaves in any spelling, and ordinary words are not mistaken for one."""

from __future__ import annotations

import html
import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tocsin.publication.leaks import Leak, Secret, UnreadableOutput, search
from tocsin.publication.leaks.search import SecretKind

MINOR = Secret("Тимур Салтанов", SecretKind.NAME, "minor")
ADDRESS = Secret("Sadovaya 14", SecretKind.ADDRESS, "location")
TELEPHONE = Secret("+7 900 555-01-23", SecretKind.NUMBER, "source_protection")
MAIL = Secret("lapwing@example.org", SecretKind.EXACT, "staff")
ALL = (MINOR, ADDRESS, TELEPHONE, MAIL)


def found(text: str | bytes, *secrets: Secret) -> list[Leak]:
    data = text if isinstance(text, bytes) else text.encode()
    return [leak for leak in search({"page": data}, secrets or ALL) if leak.sure]


@pytest.mark.parametrize(
    "text",
    [
        "Timur Saltanov was taken.",
        "TIMUR was taken.",
        "Тимура Салтанова увезли.",
        "вместе с Салтановым",
        "Timour Saltanow",
        "Ti\u00admur",
        "Ти\u200bмур",
        "<p>Ти<b>мур</b></p>",
        "<p>Т&#1080;мур</p>",
        '<a title="Тимур">x</a>',
        "/cases/%D0%A2%D0%B8%D0%BC%D1%83%D1%80/",
        json.dumps({"name": "Тимур"}),
        "#freetimursaltanov",
        "Ｔｉｍｕｒ",
        "Timur's school",
        "Saltanovs",
    ],
)
def test_a_withheld_name_is_found_in_every_spelling(text: str) -> None:
    assert found(text, MINOR)


@pytest.mark.parametrize(
    "text",
    [
        "Sadovaya 14",
        "Sadovaya street, house 14",
        "ул. Садовая, д. 14",
        "на Садовой улице, 14",
        "Садовая&nbsp;14",
    ],
)
def test_a_withheld_address_is_found_with_words_in_between(text: str) -> None:
    assert found(text, ADDRESS)


@pytest.mark.parametrize(
    "text", ["8 (900) 555-01-23", "+79005550123", "5550123", "555 01 23", "tel:+7-900-555-01-23"]
)
def test_a_withheld_number_is_found_however_it_is_dialled(text: str) -> None:
    assert found(text, TELEPHONE)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Илья", "Ilya went."),
        ("Илья", "Ilia went."),
        ("Илья", "Ilja ging."),
        ("Илья", "позвали Илью"),
        ("Яна", "Yana left"),
        ("Яна", "с Яной"),
        ("Oleg", "Олега увели"),
        ("Вера", "Vera"),
        ("Хава", "Khava"),
        ("Женя", "Zhenya"),
    ],
)
def test_a_short_name_is_found_too(name: str, text: str) -> None:
    assert found(text, Secret(name, SecretKind.NAME, "minor"))


@pytest.mark.parametrize(
    "text", ["El 17 de noviembre ella y él", "all", "ил на дне", "On the line", "Ellos", "ali"]
)
def test_a_short_name_is_not_found_in_a_short_word(text: str) -> None:
    assert found(text, Secret("Илья", SecretKind.NAME, "minor")) == []


@pytest.mark.parametrize(
    "text",
    [
        "At 02:58 on 17 November 2026 two people were taken from a flat in Zarechensk.",
        "В 02:58 17 ноября двух человек увезли из квартиры в Зареченске.",
        "A las 02:58 del 17 de noviembre se llevaron a dos personas.",
        "Sadovaya is a long street. They left 14 hours later, in the dark.",
        "sha256 5d0c77b1e2a94f3688c10be49a17d3f261ce2b90f7a51c483e6da0b9724fc815",
        "The timer stopped; the salt was gone.",
    ],
)
def test_ordinary_words_are_not_taken_for_a_secret(text: str) -> None:
    assert found(text) == []


def test_a_look_alike_is_shown_but_is_not_sure() -> None:
    leaks = search({"page": b"Zaldenef"}, [MINOR])
    assert [(leak.found, leak.sure) for leak in leaks] == [("Zaldenef", False)]


def test_the_place_is_marked_with_the_words_around_it() -> None:
    leak = found("They took Timur away.", MINOR)[0]
    assert (leak.output, leak.before, leak.found, leak.after) == ("page", "They took", "Timur", "away.")
    assert leak.reason == "minor"


def test_bytes_that_nobody_can_read_are_refused_and_not_skipped() -> None:
    with pytest.raises(UnreadableOutput, match="photo is not UTF-8"):
        search({"photo": b"\xff\xd8\xff"}, ALL)
    with pytest.raises(UnreadableOutput, match="no plain objects"):
        search({"paper": b"%PDF-1.7\n"}, ALL)


@given(
    before=some.text(alphabet="абв xyz,.<>&;", max_size=20),
    escape=some.sampled_from([str, html.escape, lambda text: json.dumps(text)[1:-1], str.upper, str.title]),
    name=some.sampled_from(["Тимур", "Салтанову", "Timur", "Saltanow"]),
)
def test_no_words_around_a_name_hide_it(before: str, escape: object, name: str) -> None:
    assert found(f"{html.escape(before)} {escape(name)} {html.escape(before)}", MINOR)  # type: ignore[operator]
