# SPDX-License-Identifier: AGPL-3.0-or-later
"""The relay's form and the "seen" button: no script, no key, and never a number for what is not kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

import pytest
from django.test import Client, override_settings

from tocsin.alarm.needs import Kept, NotKept
from tocsin.alarm.signal import CallBack, Signal, read
from tocsin_server.settings import relay as settings

WORDS = "Они ломают дверь\nскажите Вере"


class Core:
    """What stands behind a relay's pages."""

    fallback_phone = "+7 000 000-00-00"

    def __init__(self) -> None:
        self.kept: list[tuple[Mapping[str, Any], str]] = []
        self.tokens: list[str] = []
        self.heard = True
        self.full = False

    def seal_and_keep(self, content: Mapping[str, Any], *, key: str) -> Kept:
        if self.full:
            raise NotKept
        self.kept.append((content, key))
        return Kept("7K3-M4Q", self.heard)

    def seen(self, token: str) -> None:
        self.tokens.append(token)


@pytest.fixture
def core() -> Core:
    return Core()


@pytest.fixture
def browser(core: Core) -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=settings.ROOT_URLCONF, MIDDLEWARE=settings.MIDDLEWARE):
        yield Client(enforce_csrf_checks=True, **{"tocsin.relay": core})


def text_of(response: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode())))


def test_the_form_needs_no_script_and_asks_for_nothing(browser: Client) -> None:
    page = browser.get("/report/").content.decode()
    assert "<script" not in page
    assert not re.search(r"<(input|textarea|select)[^>]*\srequired", page)
    assert "+7 000 000-00-00" in page


def test_what_was_written_is_sealed_word_for_word_and_a_number_is_told(browser: Client, core: Core) -> None:
    answer = browser.post(
        "/report/",
        {"words": WORDS, "where": "Садовая", "contact": "+7", "call_back": "no", "key": "k" * 32},
    )
    assert "7K3-M4Q" in text_of(answer)
    assert "A person is being woken" in text_of(answer)
    ((content, key),) = core.kept
    assert key == "k" * 32
    assert read(content) == Signal(words=WORDS, where="Садовая", contact="+7", call_back=CallBack.NO)


def test_every_form_carries_a_mark_of_its_own(browser: Client) -> None:
    marks = {
        re.search(r'name="key" value="(\w+)"', browser.get("/report/").content.decode())[1]  # type: ignore[index]
        for _ in range(3)
    }
    assert len(marks) == 3


def test_an_empty_form_is_kept_too(browser: Client, core: Core) -> None:
    assert "7K3-M4Q" in text_of(browser.post("/report/", {}))
    assert len(core.kept) == 1


def test_a_bell_that_does_not_answer_shows_the_telephone_number_at_once(browser: Client, core: Core) -> None:
    core.heard = False
    page = text_of(browser.post("/report/", {"words": WORDS}))
    assert "nobody has answered yet" in page
    assert "Do not wait for it. Call: +7 000 000-00-00" in page
    assert "7K3-M4Q" in page


def test_what_could_not_be_kept_gets_no_number_and_is_not_lost(browser: Client, core: Core) -> None:
    core.full = True
    answer = browser.post("/report/", {"words": WORDS, "where": "Садовая", "key": "m" * 32})
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "7K3-M4Q" not in page
    assert "+7 000 000-00-00" in page
    assert WORDS in page.replace("\r\n", "\n")
    assert "Садовая" in page
    assert "m" * 32 in page


def test_the_answer_leaves_no_word_in_an_address_or_a_title(browser: Client) -> None:
    answer = browser.post("/report/", {"words": WORDS})
    assert answer.status_code == 200, "no redirect whose address would stay in a history"
    title = re.search("<title>(.*)</title>", answer.content.decode())
    assert title
    assert "7K3" not in title[1]


def test_following_a_link_is_not_yet_an_answer_because_mail_scanners_follow_links(
    browser: Client, core: Core
) -> None:
    page = browser.get("/seen/00ff/")
    assert core.tokens == []
    assert "I have seen it" in text_of(page)
    assert "Noted" in text_of(browser.post("/seen/00ff/"))
    assert core.tokens == ["00ff"]


def test_the_seen_page_says_nothing_about_what_it_is_for(browser: Client) -> None:
    page = browser.get("/seen/00ff/").content.decode().lower()
    assert "<title>—</title>" in page
    assert not any(word in text_of(browser.get("/seen/00ff/")).lower() for word in ("tocsin", "alarm", "a-"))


@pytest.mark.parametrize("language", ["en", "ru", "es"])
def test_the_form_draws_in_every_language(browser: Client, language: str) -> None:
    page = browser.get(f"/report/?lang={language}")
    assert f'<html lang="{language}"' in page.content.decode()
